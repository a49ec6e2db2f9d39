import Ethereum
import FixedPoint
import Pricing

/// Every reading that the venue has been given, with the time of each and how long it counts (CL-9).
///
/// It is a table of values: who may write to it, and what a signed message must look like, is not decided here. Where
/// a source is named, the signed feed there is read, and not the table.
public struct Feeds: Sendable {
  public var markets: [MarketFeeds]
  /// The price of the token behind cash.
  public var stable: Reading<FeedPrice>
  /// Prices of collaterals that have feeds of their own.
  public var collaterals: [Reading<FeedPrice>]
  /// The signed feed of the stable price.
  public var stableSource: Address?
  /// The signed feeds of collaterals, by their places.
  public var collateralSources: [Int: Address] = [:]

  public init(markets: Int, collaterals: Int) {
    self.markets = Array(repeating: MarketFeeds(), count: markets)
    self.collaterals = Array(repeating: Reading(FeedPrice()), count: collaterals)
    stable = Reading(FeedPrice())
  }
}

/// The feeds of one market.
public struct MarketFeeds: Sendable {
  public var spot = Reading(FeedPrice())
  public var mark = Reading(FeedPrice())
  public var impact = Reading(ImpactPrices())
  public var forwards: [UInt64: Reading<ForwardPrice>] = [:]
  public var volatilities: [UInt64: Reading<VolatilitySlice>] = [:]
  public var rates: [UInt64: Reading<InterestRate>] = [:]
  /// The price at which an expiry settles, from the moment it is known; wad.
  public var settlements: [UInt64: UInt256] = [:]
  public var forwardHeartbeat = Heartbeat.off
  public var volatilityHeartbeat = Heartbeat.off
  public var rateHeartbeat = Heartbeat.off
  /// The signed feeds that are read in the place of all this.
  public var sources: FeedAddresses?

  public init() {}
}

/// The signed feeds of a market, by their addresses (FD-3).
public struct FeedAddresses: Hashable, Sendable {
  public var spot: Address
  public var mark: Address
  public var ask: Address
  public var bid: Address
  public var forward: Address
  public var volatility: Address
  public var rate: Address

  public init(
    spot: Address, mark: Address, ask: Address, bid: Address, forward: Address, volatility: Address, rate: Address
  ) {
    (self.spot, self.mark, self.ask, self.bid) = (spot, mark, ask, bid)
    (self.forward, self.volatility, self.rate) = (forward, volatility, rate)
  }
}

/// How long readings count.
public enum Heartbeat {
  /// So long that nothing is ever too old, in seconds.
  public static let off: UInt64 = 1 << 40
  /// Longer than any time that readings are of, and short enough to be added to it.
  static let forever: UInt64 = 1 << 62
}

/// A value, the time at which it was given and the seconds for which it counts.
public struct Reading<Value: Sendable>: Sendable {
  public var value: Value
  /// Unix seconds; zero where it was never given.
  public var time: UInt64 = 0
  public var heartbeat = Heartbeat.off

  public init(_ value: Value) {
    self.value = value
  }

  /// The value, unless it is too old.
  /// - Throws: `dataTooOld`.
  func fresh(at now: UInt64) throws(ClearingRefusal) -> Value {
    try requireFresh(time, heartbeat, now)
    return value
  }
}

/// - Throws: `dataTooOld` where the time and the heartbeat together are before now (CL-10).
func requireFresh(_ time: UInt64, _ heartbeat: UInt64, _ now: UInt64) throws(ClearingRefusal) {
  let (end, overflow) = time.addingReportingOverflow(heartbeat)
  if overflow { throw .arithmetic(.overflow) }
  if end < now { throw .rule(.dataTooOld) }
}

/// A price and how sure its source is of it, wads.
public struct FeedPrice: Hashable, Sendable {
  public var price: UInt256
  public var confidence: UInt256

  public init(price: UInt256 = .zero, confidence: UInt256 = .zero) {
    self.price = price
    self.confidence = confidence
  }
}

/// What a large order would be filled at on both sides of a perp, wads.
public struct ImpactPrices: Hashable, Sendable {
  public var bid: UInt256
  public var ask: UInt256

  public init(bid: UInt256 = .zero, ask: UInt256 = .zero) {
    self.bid = bid
    self.ask = ask
  }
}

/// A forward price: the portion that is settled already, and the one that moves with spot; wads.
public struct ForwardPrice: Hashable, Sendable {
  public var fixed: UInt256
  public var variable: UInt256
  public var confidence: UInt256

  public init(fixed: UInt256, variable: UInt256, confidence: UInt256) {
    self.fixed = fixed
    self.variable = variable
    self.confidence = confidence
  }
}

/// The volatilities of one expiry.
public struct VolatilitySlice: Hashable, Sendable {
  public var shape: Shape
  public var confidence: UInt256

  public enum Shape: Hashable, Sendable {
    case surface(SVISlice)
    /// The same at every strike, wad.
    case flat(UInt256)
  }

  public init(shape: Shape, confidence: UInt256) {
    self.shape = shape
    self.confidence = confidence
  }

  /// The annual volatility at a strike, wad.
  func volatility(strike: UInt256) throws(ClearingRefusal) -> UInt256 {
    switch shape {
    case .flat(let volatility): return volatility
    case .surface(let slice):
      do { return try slice.volatility(strike: strike) } catch { throw .pricing(error) }
    }
  }
}

/// An annual rate and its confidence, wads.
public struct InterestRate: Hashable, Sendable {
  public var rate: Int256
  public var confidence: UInt256

  public init(rate: Int256, confidence: UInt256) {
    self.rate = rate
    self.confidence = confidence
  }
}
