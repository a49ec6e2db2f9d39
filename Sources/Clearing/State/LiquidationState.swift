import FixedPoint

/// The settings of auctions (CL-51), and what all of them share (DA-1).
public struct LiquidationState: Sendable {
  public var parameters: AuctionParameters
  /// Below this mark to market an auction sells everything, signed wad.
  public var cutoff: Int256
  /// The managers whose accounts may be auctioned.
  public var managers: Set<Int>
  /// The account whose cash keeps withdrawals open; 0 switches the block of withdrawals off.
  public var securityAccount: AccountNumber
  /// Whether the security module pays for insolvent auctions.
  public var isPaidBySecurityModule = true
  /// How accounts are reduced before they are auctioned; nil where they are not.
  public var graduated: GraduatedSettings?
  /// Whether a bid must leave its bidder above initial margin and the account no lower (WF-10).
  public var judgesBids = false
  /// What the security module pays at most; nil for what it has.
  public var fund: FundCaps?
  /// How losses are taken from the other side before they are socialised; nil where they are not.
  public var deleveraging: Deleveraging?
  /// When liquidations wait for the oracle; nil for never.
  public var oracle: OracleBreaker?
  /// What may be withdrawn in a window; nil for everything.
  public var withdrawals: WithdrawalLimit?
  /// By how much open interest may rise in a window; nil for any.
  public var interest: InterestLimit?
  /// What maintenance margin was missing at the start of the insolvent auctions that are open, wad.
  public package(set) var totalInsolventMargin: UInt256 = .zero

  public init(parameters: AuctionParameters, cutoff: Int256, managers: Set<Int>, securityAccount: AccountNumber) {
    self.parameters = parameters
    self.cutoff = cutoff
    self.managers = managers
    self.securityAccount = securityAccount
  }
}
