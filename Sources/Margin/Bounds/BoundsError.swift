import FixedPoint

/// A parameter outside the bounds that the protocol's setters enforce (PM-32, SM-17).
public struct BoundsError: Error, Hashable, Sendable {
  /// The protocol's own name of the failure, such as `PMRML2_InvalidMarginParameters`.
  public var name: String
  /// Where, such as `params.margin.imFactor`.
  public var path: String
  /// What was expected, as the object of a sentence; figures are those of a wad.
  public var expected: String
  /// What was found: the decimal as it stands in the text.
  public var found: String

  /// One sentence, such as `params.margin.imFactor: expected 0.5 to 10, found "0"`.
  public var message: String { "\(path): expected \(expected), found \(found)" }
}

/// The tests of one group of parameters, all with one failure.
struct BoundsCheck {
  /// The protocol's name of the failure.
  var name: String
  /// The path of the group.
  var path: String

  /// - Throws: `BoundsError` for a value outside the closed range.
  func require(_ field: String, _ value: Int256, in range: ClosedRange<Fraction>) throws(BoundsError) {
    guard value < range.lowerBound.wad || range.upperBound.wad < value else { return }
    throw refusal(field, expected: "\(range.lowerBound) to \(range.upperBound)", found: value)
  }

  /// - Throws: `BoundsError` for a value above the bound.
  func require(_ field: String, _ value: Int256, atMost bound: Fraction) throws(BoundsError) {
    guard bound.wad < value else { return }
    throw refusal(field, expected: "at most \(bound)", found: value)
  }

  /// - Throws: `BoundsError` for a value outside the closed range.
  func require(_ field: String, _ value: UInt256, in range: ClosedRange<Fraction>) throws(BoundsError) {
    guard value < range.lowerBound.unsignedWad || range.upperBound.unsignedWad < value else { return }
    throw refusal(field, expected: "\(range.lowerBound) to \(range.upperBound)", found: value)
  }

  /// - Throws: `BoundsError` for a value above the bound.
  func require(_ field: String, _ value: UInt256, atMost bound: Fraction) throws(BoundsError) {
    guard bound.unsignedWad < value else { return }
    throw refusal(field, expected: "at most \(bound)", found: value)
  }

  /// - Throws: `BoundsError` unless the condition holds.
  func require(
    _ holds: Bool, _ field: String, _ value: UInt256, _ expected: String
  ) throws(BoundsError) {
    if !holds { throw refusal(field, expected: expected, found: value) }
  }

  private func refusal(_ field: String, expected: String, found: some CustomStringConvertible) -> BoundsError {
    BoundsError(name: name, path: "\(path).\(field)", expected: expected, found: "\"\(found)\"")
  }
}

/// A bound in thousandths of one, so that it reads as the specification writes it.
struct Fraction: Comparable, CustomStringConvertible {
  var thousandths: Int64

  static func whole(_ value: Int64) -> Fraction { Fraction(thousandths: value &* 1000) }
  static func thousandths(_ value: Int64) -> Fraction { Fraction(thousandths: value) }
  static var zero: Fraction { whole(0) }
  static var one: Fraction { whole(1) }

  var wad: Int256 { Int256(Int128(thousandths) &* 1_000_000_000_000_000) }
  /// The bound of an unsigned value, which is never negative.
  var unsignedWad: UInt256 { wad.bitPattern }

  var description: String {
    let rest = thousandths % 1000
    if rest == 0 { return "\(thousandths / 1000)" }
    let digits = String(rest.magnitude + 1000).dropFirst()
    let trimmed = digits.reversed().drop { $0 == "0" }.reversed()
    return (thousandths < 0 ? "-" : "") + "\(thousandths.magnitude / 1000)." + String(trimmed)
  }

  static func < (a: Fraction, b: Fraction) -> Bool { a.thousandths < b.thousandths }
}
