/// A member's type, parsed (EH-12).
indirect enum MemberType: Hashable, Sendable {
  case unsigned(bits: Int)
  case signed(bits: Int)
  case fixedBytes(Int)
  case bytes
  case string
  case bool
  case address
  case structure(String)
  case array(of: MemberType, count: Int?)

  /// The struct type that this is or holds.
  var structure: String? {
    switch self {
    case .structure(let name): name
    case .array(let element, _): element.structure
    default: nil
    }
  }

  /// Parses a type such as `uint256`, `bytes32[4]` or `Order[]`.
  ///
  /// - Returns: a struct type for any identifier that is no elementary type and not reserved, declared or not.
  static func parse(_ text: String) throws(TypedDataError) -> MemberType {
    var rest = Array(text.utf8)
    var counts: [Int?] = []
    while rest.last == UInt8(ascii: "]") {
      guard counts.count < TypedDataLimits.dimensions else {
        throw TypedDataError(.tooMany("array dimensions", limit: TypedDataLimits.dimensions))
      }
      guard let opening = rest.lastIndex(of: UInt8(ascii: "[")) else { throw TypedDataError(.unknownType(text)) }
      let digits = rest[(opening + 1)..<(rest.count - 1)]
      if digits.isEmpty {
        counts.append(nil)
      } else {
        guard let count = number(digits) else { throw TypedDataError(.unknownType(text)) }
        counts.append(count)
      }
      rest.removeSubrange(opening...)
    }
    guard var type = elementary(rest) ?? structure(rest) else { throw TypedDataError(.unknownType(text)) }
    for count in counts.reversed() { type = .array(of: type, count: count) }
    return type
  }

  private static func elementary(_ text: [UInt8]) -> MemberType? {
    switch String(decoding: text, as: UTF8.self) {
    case "bytes": return .bytes
    case "string": return .string
    case "bool": return .bool
    case "address": return .address
    default: break
    }
    let (word, digits) = split(text)
    guard let size = number(digits) else { return nil }
    switch word {
    case "uint" where (8...256).contains(size) && size % 8 == 0: return .unsigned(bits: size)
    case "int" where (8...256).contains(size) && size % 8 == 0: return .signed(bits: size)
    case "bytes" where (1...32).contains(size): return .fixedBytes(size)
    default: return nil
    }
  }

  private static func structure(_ text: [UInt8]) -> MemberType? {
    let name = String(decoding: text, as: UTF8.self)
    return isStructName(name) ? .structure(name) : nil
  }

  /// Whether a struct type may have this name: an identifier that neither is nor looks like an elementary
  /// type or the domain's.
  static func isStructName(_ name: String) -> Bool {
    guard isIdentifier(name), name != "EIP712Domain" else { return false }
    switch split(Array(name.utf8)) {
    case ("uint", _), ("int", _), ("bytes", _): return false
    case ("string", let digits), ("bool", let digits), ("address", let digits): return !digits.isEmpty
    default: return true
    }
  }

  /// Whether the text is a letter, `_` or `$`, and then these or digits, all ASCII.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= TypedDataLimits.nameBytes else { return false }
    return !(48...57).contains(first)
      && text.utf8.allSatisfy {
        switch $0 {
        case 48...57, 65...90, 97...122, 95, 36: true
        default: false
        }
      }
  }

  /// A word and the decimal digits at its end.
  private static func split(_ text: [UInt8]) -> (word: String, digits: ArraySlice<UInt8>) {
    let end = text.lastIndex { !(48...57).contains($0) }.map { $0 + 1 } ?? 0
    return (String(decoding: text[..<end], as: UTF8.self), text[end...])
  }

  /// One to nine decimal digits without a leading zero, so 1 to 999,999,999.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard let first = digits.first, first != 48, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
      guard (48...57).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 48)
    }
    return value
  }
}
