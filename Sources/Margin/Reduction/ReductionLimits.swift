import FixedPoint

/// The bounds of the search for a reduction (GL-15).
public enum ReductionLimits {
  /// Holdings besides cash.
  public static var legs: Int { 512 }
  /// Lots of a leg at most; a coarser unit is taken where the step would give more (GL-4).
  public static var lots: UInt128 { 1 &<< 64 }
  /// One part in so many of a risk must be covered, contract for contract, for a pair (GL-10).
  public static var leastCover: UInt256 { 10 }
  /// Linear programmes, one after another.
  public static var rounds: Int { 6 }
  /// Packages that a linear programme chooses from.
  public static var columns: Int { 48 }
  /// Exchanges of one linear programme.
  public static var pivots: Int { 64 }
  /// Parts in which a rest or the last round is taken in proportion.
  public static var parts: UInt128 { 1 &<< 20 }
  /// Passes that shrink.
  public static var passes: Int { 16 }
  /// Margins of one search.
  public static var evaluations: Int { 20_000 }
  /// What the margins of one search would count by the direct path, so that large accounts have fewer of them.
  public static var work: Int { 4_000_000 }
}
