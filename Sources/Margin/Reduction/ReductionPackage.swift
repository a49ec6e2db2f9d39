import FixedPoint

/// What is reduced as a unit: one leg, a hedged pair, the hedge by the perp, or everything in proportion (GL-8).
public struct ReductionPackage: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case single
    case pair
    case hedge
    case whole
  }

  /// A leg and how many of its lots the whole package has.
  public struct Part: Hashable, Sendable {
    /// Index among the legs.
    public var leg: Int
    public var lots: UInt128

    public init(leg: Int, lots: UInt128) {
      self.leg = leg
      self.lots = lots
    }
  }

  public var kind: Kind
  public var parts: [Part]
  /// A hedge alone: whether the perp is bought.
  public var isBought: Bool

  public init(kind: Kind, parts: [Part], isBought: Bool = false) {
    self.kind = kind
    self.parts = parts
    self.isBought = isBought
  }

  /// The size at which all of it is taken: the most lots of a part.
  public var size: UInt128 { parts.reduce(0) { max($0, $1.lots) } }

  /// The lots of a part at a size of the package, in proportion, rounded down.
  func lots(of part: Part, at taken: UInt128) -> UInt128 {
    if taken >= size { return part.lots }
    // Both factors are at most 2^64, and the size is above what is taken.
    return part.lots &* taken / size
  }
}
