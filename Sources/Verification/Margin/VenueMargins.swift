import Commitment
import Ethereum
import FixedPoint
import Margin

/// What the accounts of a venue hold, gathered manager by manager.
public struct VenueHoldings: Sendable {
  fileprivate var markets: [Address: ManagedMarket] = [:]
  fileprivate var options: [Address: Set<OptionName>] = [:]

  /// - Parameter markets: the venue's; of two of one manager the first counts.
  public init(_ markets: [ManagedMarket]) {
    for market in markets where self.markets[market.manager] == nil { self.markets[market.manager] = market }
  }

  /// Adds what an account holds.
  /// - Returns: whether it is of a book, and its manager has a market.
  public mutating func add(_ record: AccountRecord) -> Bool {
    guard record.version == .book, markets[record.manager] != nil else { return false }
    // Taken out, so that it is changed in place.
    var held = options.removeValue(forKey: record.manager) ?? []
    for option in record.options { held.insert(OptionName(option)) }
    options[record.manager] = held
    return true
  }
}

/// The margins of a whole venue: of each manager that an account names, every option that is held is priced once.
public struct VenueMargins: Sendable {
  /// In rising order of the manager.
  public let markets: [MarketMargins]
  /// What is held under each, in rising order.
  let options: [[OptionName]]
  private let places: [Address: Int]

  /// - Parameter workers: threads to spread the prices over; no result depends on it.
  public init(_ holdings: VenueHoldings, workers: Int = 1) {
    var markets: [MarketMargins] = []
    var options: [[OptionName]] = []
    var places: [Address: Int] = [:]
    for (manager, held) in holdings.options.sorted(by: { $0.key < $1.key }) {
      guard let managed = holdings.markets[manager] else { continue }
      let names = held.sorted()
      places[manager] = markets.count
      markets.append(MarketMargins(managed, options: names.lazy.map(\.option), workers: workers))
      options.append(names)
    }
    self.markets = markets
    self.options = options
    self.places = places
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
