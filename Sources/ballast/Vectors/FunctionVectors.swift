import Encoding
import FixedPoint
import Pricing

/// The functions that a vector file can name, by name and types of the arguments (JS-13).
enum VectorFunctions {
  typealias Evaluate = @Sendable ([String]) throws -> [String]

  /// A refusal by the function, by the protocol's name.
  struct Reverted: Error {
    var name: String
  }

  /// An argument that is not of its type.
  struct BadArgument: Error {
    var index: Int
    var expected: String
  }

  /// Looks up a signature such as `exp(int256 wad) -> uint256 wad`: the name and the types count, names of
  /// arguments, units and results do not.
  static func named(_ signature: String) -> Evaluate? { table[key(signature)] }

  static var names: [String] { table.keys.sorted() }

  /// The name and the bare types.
  static func key(_ signature: String) -> String {
    guard let open = signature.firstIndex(of: "("), let close = signature.firstIndex(of: ")"), open < close
    else { return signature }
    let arguments = signature[signature.index(after: open)..<close]
    let list = arguments.split(separator: ";").first ?? ""
    let types = list.split(separator: ",").map { argument in
      argument.split(separator: " ").first.map(String.init) ?? ""
    }
    return signature[..<open] + "(" + types.joined(separator: ",") + ")"
  }
}

/// Reads arguments in turn.
struct VectorArguments {
  private var texts: [String]
  private var index = 0

  init(_ texts: [String]) {
    self.texts = texts
  }

  private mutating func next<Value>(_ expected: String, _ read: (String) -> Value?) throws -> Value {
    guard index < texts.count else { throw VectorFunctions.BadArgument(index: index, expected: expected) }
    guard let value = read(texts[index]) else {
      throw VectorFunctions.BadArgument(index: index, expected: expected)
    }
    index += 1
    return value
  }

  mutating func int() throws -> Int256 { try next("a decimal int256") { Int256($0) } }
  mutating func uint() throws -> UInt256 { try next("a decimal uint256") { UInt256($0) } }
  mutating func uint128() throws -> UInt128 {
    try next("a decimal uint128") { text in UInt256(text).flatMap { $0.high == 0 ? $0.low : nil } }
  }
  mutating func uint64() throws -> UInt64 {
    try next("a decimal uint64") { text in UInt256(text).flatMap { try? $0.toUInt64() } }
  }
  mutating func uint8() throws -> UInt8 {
    try next("a decimal uint8") { text in
      UInt256(text).flatMap { try? $0.toUInt64() }.flatMap { UInt8(exactly: $0) }
    }
  }
  mutating func count() throws -> Int {
    try next("a count from 0 to 65535") { text in
      UInt256(text).flatMap { try? $0.toUInt64() }.flatMap { $0 <= 65_535 ? Int($0) : nil }
    }
  }
  mutating func bool() throws -> Bool {
    try next("0 or 1") { $0 == "1" ? true : $0 == "0" ? false : nil }
  }
  mutating func text() throws -> String { try next("a text") { $0 } }

  /// Refuses what is left over.
  func end() throws {
    if index < texts.count { throw VectorFunctions.BadArgument(index: index, expected: "no more arguments") }
  }
}
