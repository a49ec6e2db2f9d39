import FixedPoint

/// Writes one JSON value after another into bytes; commas, line breaks and escapes are put in.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("cash"); writer.decimal(position.cash)
/// writer.endObject()
/// output += writer.bytes
/// ```
///
/// A call that would break the grammar (a value without its name, an end without its beginning, a second value at
/// the root) writes nothing and is remembered in `isWellFormed`, as is every call after it. Whether a name comes
/// twice is not checked.
public struct JSONWriter: Sendable {
  /// The layouts.
  public enum Layout: Hashable, Sendable {
    /// One line without white space.
    case compact
    /// A member or element a line, two spaces deeper for each level, a space after the colon.
    case indented
  }

  private struct Level {
    var isObject: Bool
    var isEmpty = true
    /// Whether a name waits for its value.
    var hasName = false
  }

  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  /// Whether every call so far had its place.
  public private(set) var isWellFormed = true
  private var levels: [Level] = []
  private var hasRoot = false
  private let layout: Layout

  public init(_ layout: Layout = .compact) {
    self.layout = layout
  }

  /// Whether the bytes are exactly one complete value.
  public var isComplete: Bool { isWellFormed && hasRoot && levels.isEmpty }

  /// Starts again with an empty text; the memory is kept.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    levels.removeAll(keepingCapacity: true)
    (hasRoot, isWellFormed) = (false, true)
  }

  public mutating func beginObject() { begin(object: true) }
  public mutating func endObject() { end(object: true) }
  public mutating func beginArray() { begin(object: false) }
  public mutating func endArray() { end(object: false) }

  /// The name of the next member.
  public mutating func key(_ name: String) {
    guard isWellFormed, let level = levels.last, level.isObject, !level.hasName else { return misuse() }
    separate(from: level)
    levels[levels.count - 1].hasName = true
    quote(name)
    bytes.append(UInt8(ascii: ":"))
    if layout == .indented { bytes.append(32) }
  }

  /// A string, escaped as in the canonical form.
  public mutating func string(_ text: String) {
    guard place() else { return }
    quote(text)
  }

  /// A quoted decimal.
  public mutating func decimal(_ value: Int256) {
    guard place() else { return }
    bytes.append(UInt8(ascii: "\""))
    value.appendDecimal(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A quoted decimal.
  public mutating func decimal(_ value: UInt256) {
    guard place() else { return }
    bytes.append(UInt8(ascii: "\""))
    value.appendDecimal(to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  /// A quoted decimal.
  public mutating func decimal(_ value: UInt128) { decimal(UInt256(value)) }

  /// A quoted decimal.
  public mutating func decimal(_ value: UInt64) { decimal(UInt256(value)) }

  /// A quoted decimal.
  public mutating func decimal(_ value: Int) { decimal(Int256(Int64(value))) }

  /// A number without quotes, for counts, indices and versions.
  public mutating func number(_ value: Int) {
    guard place() else { return }
    Int256(Int64(value)).appendDecimal(to: &bytes)
  }

  /// Bytes as a string of `0x` and two lower-case digits for each.
  public mutating func hexadecimal(_ octets: [UInt8]) {
    guard place() else { return }
    bytes.append(UInt8(ascii: "\""))
    Hex.append(octets, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  public mutating func bool(_ value: Bool) {
    guard place() else { return }
    bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
  }

  public mutating func null() {
    guard place() else { return }
    bytes.append(contentsOf: "null".utf8)
  }

  private mutating func begin(object: Bool) {
    guard place() else { return }
    bytes.append(UInt8(ascii: object ? "{" : "["))
    levels.append(Level(isObject: object))
  }

  private mutating func end(object: Bool) {
    guard isWellFormed, let level = levels.last, level.isObject == object, !level.hasName else { return misuse() }
    levels.removeLast()
    if !level.isEmpty { breakLine() }
    bytes.append(UInt8(ascii: object ? "}" : "]"))
  }

  /// Whether a value may stand here; writes what separates it from the one before.
  private mutating func place() -> Bool {
    guard isWellFormed else { return false }
    guard let level = levels.last else {
      if hasRoot { isWellFormed = false } else { hasRoot = true }
      return isWellFormed
    }
    if level.isObject {
      isWellFormed = level.hasName
      levels[levels.count - 1].hasName = false
    } else {
      separate(from: level)
    }
    return isWellFormed
  }

  private mutating func separate(from level: Level) {
    if !level.isEmpty { bytes.append(UInt8(ascii: ",")) }
    levels[levels.count - 1].isEmpty = false
    breakLine()
  }

  private mutating func breakLine() {
    guard layout == .indented else { return }
    bytes.append(10)
    bytes.append(contentsOf: repeatElement(32, count: 2 * levels.count))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 { JSONText.appendEscaped(byte, to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func misuse() {
    isWellFormed = false
  }
}
