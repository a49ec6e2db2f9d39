/// A JSON value as a tree, for comparison.
indirect enum Tree: Equatable {
  case object([Member])
  case array([Tree])
  /// The UTF-8 of the text: `String` would take different texts for equal.
  case string([UInt8])
  case number(String)
  case bool(Bool)
  case null

  struct Member: Equatable {
    var name: [UInt8]
    var value: Tree
  }
}

/// A second reader of JSON, slow and plain, to judge the first: recursive, over Unicode scalars, one function a
/// rule of RFC 8259. It knows no limits; duplicate names are refused.
struct ReferenceJSON {
  private struct Refused: Error {}
  private var rest: ArraySlice<Unicode.Scalar>

  /// The tree of a text, or nil where it is not JSON.
  static func parse(_ bytes: some Collection<UInt8>) -> Tree? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var parser = ReferenceJSON(rest: Array(text.unicodeScalars)[...])
    guard let tree = try? parser.element(), parser.rest.isEmpty else { return nil }
    return tree
  }

  private mutating func element() throws -> Tree {
    skipSpace()
    let value = try value()
    skipSpace()
    return value
  }

  private mutating func skipSpace() {
    rest = rest.drop { [" ", "\n", "\r", "\t"].contains($0) }
  }

  private mutating func take(_ word: String) -> Bool {
    guard rest.starts(with: word.unicodeScalars) else { return false }
    rest = rest.dropFirst(word.unicodeScalars.count)
    return true
  }

  private mutating func expect(_ word: String) throws {
    guard take(word) else { throw Refused() }
  }

  private mutating func value() throws -> Tree {
    if take("true") { return .bool(true) }
    if take("false") { return .bool(false) }
    if take("null") { return .null }
    switch rest.first {
    case "\"": return .string(try string())
    case "[": return try array()
    case "{": return try object()
    default: return .number(try number())
    }
  }

  private mutating func array() throws -> Tree {
    try expect("[")
    skipSpace()
    if take("]") { return .array([]) }
    var elements: [Tree] = []
    repeat { elements.append(try element()) } while take(",")
    try expect("]")
    return .array(elements)
  }

  private mutating func object() throws -> Tree {
    try expect("{")
    skipSpace()
    if take("}") { return .object([]) }
    var members: [Tree.Member] = []
    repeat {
      skipSpace()
      let name = try string()
      skipSpace()
      try expect(":")
      let value = try element()
      if members.contains(where: { $0.name == name }) { throw Refused() }
      members.append(.init(name: name, value: value))
    } while take(",")
    try expect("}")
    return .object(members)
  }

  private mutating func string() throws -> [UInt8] {
    try expect("\"")
    var units: [UInt16] = []
    while let scalar = rest.popFirst() {
      if scalar == "\"" {
        guard let text = String(validating: units, as: UTF16.self) else { throw Refused() }
        return Array(text.utf8)
      }
      if scalar.value < 0x20 { throw Refused() }
      units += scalar == "\\" ? [try escape()] : Array(String(scalar).utf16)
    }
    throw Refused()
  }

  private mutating func escape() throws -> UInt16 {
    let short: [Unicode.Scalar: UInt16] = [
      "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
    ]
    guard let letter = rest.popFirst() else { throw Refused() }
    if let unit = short[letter] { return unit }
    let digits = rest.prefix(4)
    guard letter == "u", digits.count == 4, digits.allSatisfy({ $0.properties.isASCIIHexDigit }),
      let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16)
    else { throw Refused() }
    rest = rest.dropFirst(4)
    return unit
  }

  private mutating func number() throws -> String {
    var text = take("-") ? "-" : ""
    let whole = takeDigits()
    guard !whole.isEmpty, whole == "0" || !whole.hasPrefix("0") else { throw Refused() }
    text += whole
    if take(".") {
      let fraction = takeDigits()
      guard !fraction.isEmpty else { throw Refused() }
      text += "." + fraction
    }
    if rest.first == "e" || rest.first == "E" {
      text += String(rest.removeFirst())
      if rest.first == "+" || rest.first == "-" { text += String(rest.removeFirst()) }
      let exponent = takeDigits()
      guard !exponent.isEmpty else { throw Refused() }
      text += exponent
    }
    return text
  }

  private mutating func takeDigits() -> String {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(digits.count)
    return String(String.UnicodeScalarView(digits))
  }
}
