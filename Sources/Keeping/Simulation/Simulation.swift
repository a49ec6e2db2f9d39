import Clearing
import FixedPoint
import Margin

/// One way to liquidate, tried in a simulation.
public struct SimulatedRules: Hashable, Sendable {
  public var name: String
  public var auctions: AuctionParameters
  /// How accounts are reduced before they are auctioned; nil where they are not. With it, bids are judged.
  public var graduated: GraduatedSettings?
  /// How losses that the fund does not pay are collected before they are socialised; nil where they are not.
  public var deleveraging: Deleveraging?
  /// How the haircut of a collateral follows what is measured; nil where it stays.
  public var haircut: AdaptiveHaircut?
  /// What the fund pays at most; nil where that is all it has.
  public var fund: FundCaps?

  public init(
    name: String, auctions: AuctionParameters, graduated: GraduatedSettings? = nil, deleveraging: Deleveraging? = nil,
    haircut: AdaptiveHaircut? = nil
  ) {
    (self.name, self.auctions) = (name, auctions)
    (self.graduated, self.deleveraging, self.haircut) = (graduated, deleveraging, haircut)
  }
}

/// Adaptive rules of one collateral, under every manager whose parameters have it (AM-18).
public struct AdaptiveHaircut: Hashable, Sendable {
  public var asset: AssetIdentifier
  /// As a manager has them; the asset is put in by its place.
  public var settings: AdaptiveSettings

  public init(asset: AssetIdentifier, settings: AdaptiveSettings) {
    (self.asset, self.settings) = (asset, settings)
  }
}

/// A venue with keepers, taken through prices moment by moment (KP-13). The same inputs give the same report
/// everywhere.
public struct Simulation: Sendable {
  public let rules: SimulatedRules
  public internal(set) var report = SimulationReport()
  var venue: SimulatedVenue
  var keepers: [SimulatedKeeper]
  /// The accounts of the book: those after them are the keepers'.
  let booked: Int
  /// What the accounts hold, as the models read it, with the trade that it was read after.
  var read: [ReadAccount] = []
  var workspace = RiskArrays.Workspace()
  /// The shared prices of the moment, with the parameters in force.
  var arrays: [MarketArrays] = []
  /// Seconds between the last two moments.
  var step: UInt64 = 0
  /// The accounts that were announced and have not been reduced since.
  var announced: Set<AccountNumber> = []
  /// With whom hedging keepers trade, for each manager: an account that can bear anything.
  var outside: [AccountNumber] = []

  /// - Throws: `SimulationError` where the book does not make a venue, or the keepers cannot begin.
  public init(
    _ book: SimulatedBook, rules: SimulatedRules, keepers endowments: [KeeperEndowment]
  ) throws(SimulationError) {
    self.rules = rules
    venue = try SimulatedVenue(book, rules: rules)
    booked = book.entries.count
    keepers = endowments.map { SimulatedKeeper(profile: $0.profile) }
    do throws(ClearingRefusal) {
      for (place, endowment) in endowments.enumerated() {
        for (manager, cash) in endowment.cash.enumerated() {
          let vault = try open(manager)
          if !cash.isZero { _ = try venue.state.apply(.deposit(vault, .cash, amount: cash)) }
          keepers[place].vaults.append(vault)
          keepers[place].hands.append(nil)
        }
      }
      for manager in book.markets.indices {
        outside.append(try open(manager))
        _ = try venue.state.apply(.deposit(outside[manager], .cash, amount: Self.outsideCash))
      }
      // The accounts through which managers pay those of others (DA-8).
      for manager in book.markets.indices {
        var changed = venue.state.managers[manager]
        changed.internalAccount = try open(manager)
        _ = venue.state.restore(.manager(manager, changed), isPartial: false)
      }
    } catch { throw .refused(error) }
    report.fundAtStart = fund
    report.fundAtLeast = fund
    report.fund = fund
  }

  /// A million million.
  private static var outsideCash: UInt256 { UInt256(1_000_000_000_000 * Wad.one) }

  mutating func open(_ manager: Int) throws(ClearingRefusal) -> AccountNumber {
    guard case .account(let number) = try venue.state.apply(
      .createAccount(owner: SimulatedVenue.keeper, manager: manager))
    else { return 0 }
    return number
  }

  /// The security module's cash.
  var fund: Int256 { account(venue.state.securityModule).balance(SubAsset(.cash)) }

  func account(_ number: AccountNumber) -> AccountState {
    venue.state.accounts[Int(truncatingIfNeeded: number) - 1]
  }

  /// Counts an operation that was expected to be accepted.
  mutating func note(_ refusal: ClearingRefusal) { report.refusals[refusal.name, default: 0] += 1 }

  /// Applies an operation.
  /// - Returns: nil where it is refused, which is noted.
  mutating func apply(_ operation: Clearing.Operation) -> Receipt? {
    do throws(ClearingRefusal) { return try venue.state.apply(operation) } catch {
      note(error)
      return nil
    }
  }
}
