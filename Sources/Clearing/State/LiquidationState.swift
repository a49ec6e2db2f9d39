import FixedPoint

/// Liquidations, as far as other rules ask for them (CL-51).
public struct LiquidationState: Sendable {
  public var parameters: AuctionParameters
  /// Below this mark to market an auction sells everything, signed wad.
  public var cutoff: Int256
  /// The managers whose accounts may be auctioned.
  public var managers: Set<Int>
  /// The account whose cash covers insolvent auctions; 0 switches the block of withdrawals off.
  public var securityAccount: AccountNumber
  /// Whether the security module pays for insolvent auctions.
  public var isPaidBySecurityModule = true

  public init(parameters: AuctionParameters, cutoff: Int256, managers: Set<Int>, securityAccount: AccountNumber) {
    self.parameters = parameters
    self.cutoff = cutoff
    self.managers = managers
    self.securityAccount = securityAccount
  }
}
