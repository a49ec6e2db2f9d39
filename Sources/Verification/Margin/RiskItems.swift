import Commitment
import Ethereum
import FixedPoint
import Margin

/// All that stands under a venue's risk root (SV-8).
public struct RiskItems: Sendable {
  /// In the order of CM-22.
  public let items: [RiskItem]
  /// The margins of the venue, which rest on the same prices.
  public let margins: VenueMargins

  /// Prices what the accounts hold, and lists the items.
  /// - Parameters:
  ///   - markets: the venue's; of two of one manager the first counts, and those that no account names do not.
  ///   - workers: threads to spread the prices over; no result depends on it.
  /// - Throws: `unknownManager` for an account, `failed` for an option without an array, the first in the order of the
  ///   records and of the items.
  /// - Complexity: a price for each distinct option and scenario.
  public init(
    _ markets: [ManagedMarket], records: some Sequence<AccountRecord>, workers: Int = 1
  ) throws(RiskItemsRefusal) {
    var holdings = VenueHoldings(markets)
    for (index, record) in records.enumerated() {
      guard holdings.add(record) else { throw .unknownManager(record.manager, index: UInt64(index)) }
    }
    try self.init(VenueMargins(holdings, workers: workers), workers: workers)
  }

  /// The items of a venue whose options are priced.
  /// - Throws: `failed` for the first option, in the order of the items, without an array.
  public init(_ margins: VenueMargins, workers: Int = 1) throws(RiskItemsRefusal) {
    var items: [RiskItem] = []
    for market in margins.markets {
      items.append(
        RiskItem(kind: .market, key: market.managed.manager.bytes, value: market.managed.marketValue))
    }
    for market in margins.markets {
      items.append(
        RiskItem(kind: .parameters, key: market.managed.manager.bytes, value: market.managed.parametersValue))
    }
    for (market, options) in zip(margins.markets, margins.options) {
      let values = Workers.map(options, workers: workers, grain: 64) { name in
        Result { () throws(MarginFailure) in try market.riskArray(of: name.option) }
      }
      let manager = market.managed.manager
      for (name, value) in zip(options, values) {
        do throws(MarginFailure) {
          items.append(
            RiskItem(kind: .riskArray, key: RiskArrayValue.key(manager: manager, name.option), value: try value.get()))
        } catch { throw .failed(error, manager: manager) }
      }
    }
    self.items = items
    self.margins = margins
  }

  /// In rising order of the manager: those that an account names.
  public var markets: [MarketMargins] { margins.markets }

  /// The margins under a manager, where an account names it.
  public func market(of manager: Address) -> MarketMargins? { margins.market(of: manager) }
}

/// Why a venue has no list of risk items (SV-8, SV-9).
public enum RiskItemsRefusal: Error, Hashable, Sendable {
  /// An account names a manager that has no market.
  case unknownManager(Address, index: UInt64)
  /// An option that is held has no risk array.
  case failed(MarginFailure, manager: Address)

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .unknownManager(let manager, let index):
      "a market for each manager was expected, and account \(index) names \(manager), which has none"
    case .failed(let failure, let manager): "manager \(manager): \(failure.message)"
    }
  }
}
