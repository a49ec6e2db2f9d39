/// A refusal of the arithmetic, each named as the EVM or the reference protocol names it.
///
/// Names are stable. Source: `specs/01-arithmetic.md`, AR-3 to AR-7.
public enum ArithmeticError: Error, Hashable, Sendable {
  /// A checked sum, difference, product or quotient left the range of its type.
  case overflow
  /// A division or remainder by zero.
  case divisionByZero
  /// An unsigned value of 2^255 or more was cast to a signed one.
  case unsignedToSignedCast
  /// A negative value was cast to an unsigned one.
  case signedToUnsignedCast
  /// An unsigned value did not fit the narrower unsigned type of this many bits.
  case unsignedDowncast(bits: UInt16)
  /// A signed value did not fit the narrower signed type of this many bits.
  case signedDowncast(bits: UInt16)
  /// `exp` of 135305999368893231589 or more.
  case exponentialOverflow
  /// `ln` of a negative value.
  case logarithmOfNegative
  /// `ln` of zero.
  case logarithmOfZero

  /// The protocol's own name of this failure.
  public var name: String {
    switch self {
    case .overflow: "Panic(0x11)"
    case .divisionByZero: "Panic(0x12)"
    case .unsignedToSignedCast: "SafeCastOverflowedUintToInt"
    case .signedToUnsignedCast: "SafeCastOverflowedIntToUint"
    case .unsignedDowncast: "SafeCastOverflowedUintDowncast"
    case .signedDowncast: "SafeCastOverflowedIntDowncast"
    case .exponentialOverflow: "ExpOverflow"
    case .logarithmOfNegative: "LnNegativeUndefined"
    case .logarithmOfZero: "Overflow"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .overflow: "a 256-bit result was expected, and the exact one does not fit"
    case .divisionByZero: "a divisor other than zero was expected, and it is zero"
    case .unsignedToSignedCast: "a value below 2^255 was expected by the cast to a signed integer, and it is larger"
    case .signedToUnsignedCast: "a value of zero or more was expected by the cast to an unsigned integer, and it is negative"
    case .unsignedDowncast(let bits): "a value below 2^\(bits) was expected by the cast to \(bits) bits, and it is larger"
    case .signedDowncast(let bits): "a signed value of \(bits) bits was expected by the cast, and it does not fit"
    case .exponentialOverflow: "an exponent below 135.305999368893231589 was expected by exp, and it is larger"
    case .logarithmOfNegative: "a value above zero was expected by ln, and it is negative"
    case .logarithmOfZero: "a value above zero was expected by ln, and it is zero"
    }
  }
}
