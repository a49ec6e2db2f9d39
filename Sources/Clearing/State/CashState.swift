import FixedPoint

/// The cash of all accounts together (CL-20). Wads, unless said otherwise.
public struct CashState: Hashable, Sendable {
  /// The sum of positive balances, as far as interest has been added.
  public var totalSupply: UInt256 = .zero
  /// The sum of borrowed balances.
  public var totalBorrow: UInt256 = .zero
  /// What settlements have paid out beyond what they took in.
  public var netSettledCash: Int256 = .zero
  /// The security module's part of interest, not yet credited.
  public var accruedFees: UInt256 = .zero
  public var borrowIndex: UInt256 = Wad.wide
  public var supplyIndex: UInt256 = Wad.wide
  /// When interest was last added, Unix seconds.
  public var lastTimestamp: UInt64
  /// The part of interest that goes to the security module.
  public var feePercentage: UInt256
  /// The part to return to when the withdrawal fee ends.
  public var previousFeePercentage: UInt256 = .zero
  /// Whether withdrawals are cut because tokens are missing.
  public var hasWithdrawFee = false
  /// Tokens held, in the token's own units.
  public var tokenBalance: UInt256 = .zero
  /// The token's decimals.
  public var tokenDecimals: UInt8
  public var interest: InterestModel
  /// The same cash in shares, where it is kept so (CL-68); nil in reference mode.
  public package(set) var exact: ExactCash?

  public init(
    lastTimestamp: UInt64, feePercentage: UInt256, tokenDecimals: UInt8, interest: InterestModel
  ) {
    self.lastTimestamp = lastTimestamp
    self.feePercentage = feePercentage
    self.tokenDecimals = tokenDecimals
    self.interest = interest
  }
}
