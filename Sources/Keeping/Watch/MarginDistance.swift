import FixedPoint

/// How far an account is from maintenance margin, as a part of what its positions require (KP-1). A signed wad: below
/// zero it can be liquidated, and at minus one it owns nothing.
public struct MarginDistance: Hashable, Comparable, Sendable {
  public var value: Int256

  /// An account that requires nothing is as far as a number can be, on the side of its margin.
  /// - Throws: `overflow` where the requirement leaves 256 bits.
  public init(maintenance: Int256, markToMarket: Int256) throws(ArithmeticError) {
    let requirement = try markToMarket - maintenance
    let farthest = maintenance.isNegative ? Int256.min : Int256.max
    guard requirement > .zero else {
      value = farthest
      return
    }
    value = (try? maintenance.divideWadTruncating(requirement)) ?? farthest
  }

  init(_ value: Int256) { self.value = value }

  public static func < (first: MarginDistance, second: MarginDistance) -> Bool { first.value < second.value }
}
