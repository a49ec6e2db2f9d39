/// What a text may ask of the reader; each limit is checked before the work or memory it bounds is spent.
public struct JSONLimits: Hashable, Sendable {
  /// The most bytes of a text.
  public var maximumBytes = 64 << 20
  /// The most arrays and objects open at once.
  public var maximumDepth = 32
  /// The most values of a text, where the name of a member counts as one. A value costs 20 bytes.
  public var maximumValues = 4_000_000
  /// The most bytes of a string or a name between its quotes, as it is written.
  public var maximumStringBytes = 1 << 20
  /// The most characters of a number, sign and exponent included.
  public var maximumNumberDigits = 80

  /// The limits used where none are given.
  public static let standard = JSONLimits()

  /// The standard limits, to be changed one by one.
  public init() {}

  /// Offsets and counts are held in 32 bits, so no limit exceeds what they can express.
  static let ceiling = 1 << 30

  /// The same limits, each between zero and the ceiling.
  var clamped: JSONLimits {
    func clamp(_ limit: Int) -> Int { Swift.max(0, Swift.min(limit, Self.ceiling)) }
    var limits = self
    limits.maximumBytes = clamp(maximumBytes)
    limits.maximumDepth = clamp(maximumDepth)
    limits.maximumValues = clamp(maximumValues)
    limits.maximumStringBytes = clamp(maximumStringBytes)
    limits.maximumNumberDigits = clamp(maximumNumberDigits)
    return limits
  }
}
