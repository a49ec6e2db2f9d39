import Commitment
import Ethereum
import FixedPoint
import Margin

/// The margins of a whole venue, manager by manager, and with them all that stands under its risk root (SV-8).
public struct RiskItems: Sendable {
  /// In rising order of the manager: those that an account names.
  public let markets: [MarketMargins]
  /// In the order of CM-22.
  public let items: [RiskItem]
  private let places: [Address: Int]

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
    var holdings = Holdings(markets)
    for (index, record) in records.enumerated() {
      guard holdings.add(record) else { throw .unknownManager(record.manager, index: UInt64(index)) }
    }
    try self.init(holdings, workers: workers)
  }

  /// What accounts hold, gathered manager by manager.
  public struct Holdings: Sendable {
    fileprivate var markets: [Address: ManagedMarket] = [:]
    fileprivate var options: [Address: Set<OptionName>] = [:]

    public init(_ markets: [ManagedMarket]) {
      for market in markets where self.markets[market.manager] == nil { self.markets[market.manager] = market }
    }

    /// Adds what an account holds.
    /// - Returns: whether its manager has a market.
    public mutating func add(_ record: AccountRecord) -> Bool {
      guard markets[record.manager] != nil else { return false }
      var held = options.removeValue(forKey: record.manager) ?? []
      for option in record.options { held.insert(OptionName(option)) }
      options[record.manager] = held
      return true
    }
  }

  public init(_ holdings: Holdings, workers: Int = 1) throws(RiskItemsRefusal) {
    var markets: [MarketMargins] = []
    var places: [Address: Int] = [:]
    var items: [RiskItem] = []
    var arrays: [(Int, OptionName)] = []
    for manager in holdings.options.keys.sorted() {
      guard let managed = holdings.markets[manager], let options = holdings.options[manager]?.sorted() else { continue }
      places[manager] = markets.count
      arrays += options.map { (markets.count, $0) }
      markets.append(MarketMargins(managed, options: options.lazy.map(\.option), workers: workers))
      items.append(RiskItem(kind: .market, key: manager.bytes, value: managed.marketValue))
    }
    for market in markets {
      items.append(
        RiskItem(kind: .parameters, key: market.managed.manager.bytes, value: market.managed.parametersValue))
    }
    let priced = markets
    let values = Workers.map(arrays, workers: workers, grain: 64) { place, name in
      Result { () throws(MarginFailure) in try priced[place].riskArray(of: name.option) }
    }
    for ((place, name), value) in zip(arrays, values) {
      let manager = markets[place].managed.manager
      do throws(MarginFailure) {
        items.append(
          RiskItem(kind: .riskArray, key: RiskArrayValue.key(manager: manager, name.option), value: try value.get()))
      } catch { throw .failed(error, manager: manager) }
    }
    self.markets = markets
    self.places = places
    self.items = items
  }

  /// The margins under a manager, where an account names it.
  public func market(of manager: Address) -> MarketMargins? {
    places[manager].map { markets[$0] }
  }
}

/// An option as a market lists it.
struct OptionName: Hashable, Comparable, Sendable {
  var expiry: UInt64
  var strike: UInt256
  var isCall: Bool

  init(_ option: AccountRecord.Option) {
    (expiry, strike, isCall) = (option.expiry, option.strike, option.isCall)
  }

  /// One contract of it.
  var option: AccountRecord.Option {
    AccountRecord.Option(expiry: expiry, strike: strike, isCall: isCall, amount: Wad.signed)
  }

  static func < (a: OptionName, b: OptionName) -> Bool {
    if a.expiry != b.expiry { return a.expiry < b.expiry }
    return a.strike != b.strike ? a.strike < b.strike : !a.isCall && b.isCall
  }
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
