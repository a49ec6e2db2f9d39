import FixedPoint
import Testing

/// The closed list of refusals: names that no two share, and messages that say what was expected.
@Suite struct ArithmeticErrorTests {
  static let all: [ArithmeticError] = [
    .overflow, .divisionByZero, .unsignedToSignedCast, .signedToUnsignedCast, .unsignedDowncast(bits: 128),
    .signedDowncast(bits: 96), .exponentialOverflow, .logarithmOfNegative, .logarithmOfZero,
  ]

  @Test func namesAreTheProtocols() {
    #expect(
      Self.all.map(\.name) == [
        "Panic(0x11)", "Panic(0x12)", "SafeCastOverflowedUintToInt", "SafeCastOverflowedIntToUint",
        "SafeCastOverflowedUintDowncast", "SafeCastOverflowedIntDowncast", "ExpOverflow", "LnNegativeUndefined",
        "Overflow",
      ])
    #expect(Set(Self.all.map(\.name)).count == Self.all.count)
  }

  @Test func messagesSayWhatWasExpected() {
    for error in Self.all {
      #expect(error.message.contains("expected"))
      #expect(!error.message.hasSuffix("."))
    }
    #expect(ArithmeticError.unsignedDowncast(bits: 128).message.contains("2^128"))
    #expect(Set(Self.all.map(\.message)).count == Self.all.count)
  }
}
