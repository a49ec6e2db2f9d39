import FixedPoint
import Margin

/// How accounts are reduced before they are auctioned (WF-1).
public struct GraduatedSettings: Hashable, Sendable {
  /// How far, in which units and at what discount (23).
  public var rules: ReductionRules
  /// For how many seconds after it was announced an account can only be reduced, while it can be.
  public var grace: UInt64
  /// For how many seconds an announcement counts.
  public var validity: UInt64

  public init(rules: ReductionRules, grace: UInt64, validity: UInt64) {
    self.rules = rules
    self.grace = grace
    self.validity = validity
  }
}

extension GraduatedSettings {
  /// The longest grace: a day.
  public static let longestGrace: UInt64 = 86_400
  /// The longest validity: thirty days.
  public static let longestValidity: UInt64 = 2_592_000

  /// The least time between the end of the grace and that of the announcement, in which an account that nobody reduces
  /// can be auctioned: an hour. Without it a block's time might never fall between the two.
  public static let leastOpening: UInt64 = 3_600

  /// - Throws: `invalidSetting`.
  func requireBounds() throws(ClearingRefusal) {
    guard rules.buffer <= UInt256(4 * Wad.one), rules.penalty.isInBounds, grace <= Self.longestGrace,
      validity <= Self.longestValidity, validity >= grace + Self.leastOpening
    else { throw .waterfall(.invalidSetting) }
  }
}
