import Encoding
import FixedPoint

/// By how much what accounts hold of an asset may rise in a window (WF-26).
public struct InterestLimit: Hashable, Sendable {
  /// The length of a window.
  public var seconds: UInt64
  /// Of perps and option assets, wads; others have no limit.
  public var growth: [Asset: UInt256]

  public init(seconds: UInt64, growth: [Asset: UInt256]) {
    (self.seconds, self.growth) = (seconds, growth)
  }
}

/// Where the total of an asset under a manager stood when it first rose in a window (WF-26).
public struct InterestWindow: Hashable, Sendable {
  /// Unix seconds, in the window.
  public internal(set) var time: UInt64
  /// Wad.
  public internal(set) var start: UInt256
  /// Whether it was said that little is left.
  public internal(set) var isNear: Bool

  package init(time: UInt64, start: UInt256, isNear: Bool) {
    (self.time, self.start, self.isNear) = (time, start, isNear)
  }
}

extension InterestLimit {
  /// Reads the limit (WF-26); bounds are not tested.
  package init(
    _ json: JSONValue, asset: (JSONValue) throws(JSONError) -> Asset
  ) throws(JSONError) {
    try json.refuseUnknownMembers(["seconds", "assets"])
    var growth: [Asset: UInt256] = [:]
    for element in try json.member("assets").elements() {
      try element.refuseUnknownMembers(["asset", "growth"])
      let name = try element.member("asset")
      if growth.updateValue(try element.member("growth").uint256(), forKey: try asset(name)) != nil {
        throw element.refusal(.duplicateElement, expected: "each asset once")
      }
    }
    self.init(seconds: try json.member("seconds").uint64(), growth: growth)
  }

  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    let isOfPositions = growth.keys.allSatisfy { asset in
      switch asset {
      case .perp, .option: true
      case .cash, .base: false
      }
    }
    if seconds > WaterfallLimits.longestWindow || !isOfPositions { throw .waterfall(.invalidSetting) }
  }
}

extension ClearingState {
  /// Counts that the total of an asset rose in a trade.
  /// - Throws: `interestLimit` where it rose by more than the window has left.
  mutating func countInterest(_ key: AssetManager, from before: UInt256, to total: UInt256) throws(ClearingRefusal) {
    guard let limit = liquidation.interest, let growth = limit.growth[key.asset] else { return }
    let now = time
    touches?.note(.interest(key))
    var window = waterfall.interest[key] ?? InterestWindow(time: now, start: before, isNear: false)
    if window.time.window(limit.seconds) != now.window(limit.seconds) {
      window = InterestWindow(time: now, start: before, isNear: false)
    }
    let risen = total.above(window.start)
    if risen > growth { throw .waterfall(.interestLimit) }
    let near = growth &- ((try? growth / 10) ?? .zero)
    if !window.isNear && risen >= near {
      window.isNear = true
      emit(.interestNearLimit(key, risen: risen, until: now.windowEnd(limit.seconds)))
    }
    if waterfall.interest[key] != window { set(interest: window, key) }
  }
}
