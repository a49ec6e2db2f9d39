import Encoding
import FixedPoint

/// The words of a value under its type (EH-9, EH-13 to EH-15).
extension TypedSchema {
  /// The hash of a struct's value.
  /// - Throws: `TypedDataError`, with the members as the path.
  public func structHash(_ name: String, _ value: TypedValue) throws(TypedDataError) -> Bytes32 {
    Keccak256.hash(words: try words(name, value, depth: 1))
  }

  /// The bytes whose Keccak-256 is the struct's hash: the type's hash and one word for each member.
  /// - Throws: `TypedDataError`, with the members as the path.
  public func encodeData(_ name: String, _ value: TypedValue) throws(TypedDataError) -> [UInt8] {
    try words(name, value, depth: 1).flatMap { $0.bytes }
  }

  private func words(_ name: String, _ value: TypedValue, depth: Int) throws(TypedDataError) -> [Bytes32] {
    let structure = try structure(name)
    guard depth <= TypedDataLimits.depth else { throw TypedDataError(.tooDeep(limit: TypedDataLimits.depth)) }
    guard case .object(let values) = value else {
      throw TypedDataError(.kind(expected: "a struct", found: value.kind))
    }
    var words = [structure.typeHash]
    words.reserveCapacity(structure.members.count + 1)
    for member in structure.members {
      // Swift calls some texts of different bytes equal, and a dictionary finds one by the other.
      guard let found = values.index(forKey: member.name), values[found].key.utf8.elementsEqual(member.name.utf8)
      else { throw TypedDataError(.missingMember(member.name)) }
      do throws(TypedDataError) {
        words.append(try word(member.type, values[found].value, depth: depth))
      } catch {
        throw error.within(member.name)
      }
    }
    // Every member has its own value, so any further value is of no member: shown to a signer, not signed.
    if values.count > structure.members.count {
      let names = Set(structure.members.map(\.name))
      let others = values.keys.filter { !names.contains($0) }
      let first = others.min { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      throw TypedDataError(.unexpectedMember(first ?? ""))
    }
    return words
  }

  private func word(_ type: MemberType, _ value: TypedValue, depth: Int) throws(TypedDataError) -> Bytes32 {
    switch type {
    case .structure(let name):
      return Keccak256.hash(words: try words(name, value, depth: depth + 1))
    case .array(let element, let count):
      return try arrayHash(element, count, value, depth: depth + 1)
    case .bool:
      guard case .bool(let value) = value else { throw Self.kind("a boolean", value) }
      return Bytes32(value)
    case .string:
      guard case .text(let text) = value else { throw Self.kind("text", value) }
      return Keccak256.hash(text)
    case .bytes:
      return Keccak256.hash(try Self.bytes(value, "bytes"))
    case .fixedBytes(let count):
      return try Self.fixedBytes(value, count)
    case .address:
      return Bytes32(try Self.address(value))
    case .unsigned(let bits):
      return Bytes32(try Self.unsigned(value, bits: bits))
    case .signed(let bits):
      return Bytes32(try Self.signed(value, bits: bits))
    }
  }

  private func arrayHash(
    _ element: MemberType, _ count: Int?, _ value: TypedValue, depth: Int
  ) throws(TypedDataError) -> Bytes32 {
    guard depth <= TypedDataLimits.depth else { throw TypedDataError(.tooDeep(limit: TypedDataLimits.depth)) }
    guard case .array(let values) = value else { throw Self.kind("an array", value) }
    if let count, count != values.count { throw TypedDataError(.count(expected: count, found: values.count)) }
    var words: [Bytes32] = []
    words.reserveCapacity(values.count)
    for (position, value) in values.enumerated() {
      do throws(TypedDataError) {
        words.append(try word(element, value, depth: depth))
      } catch {
        throw error.within(String(position))
      }
    }
    return Keccak256.hash(words: words)
  }

  private static func kind(_ expected: String, _ value: TypedValue) -> TypedDataError {
    TypedDataError(.kind(expected: expected, found: value.kind))
  }

  /// A `bytes32`.
  static func salt(_ value: TypedValue) throws(TypedDataError) -> Bytes32 {
    try fixedBytes(value, 32)
  }

  private static func fixedBytes(_ value: TypedValue, _ count: Int) throws(TypedDataError) -> Bytes32 {
    let bytes = try bytes(value, "bytes\(count)")
    guard bytes.count == count, let word = Bytes32(leftAligned: bytes) else {
      throw TypedDataError(.count(expected: count, found: bytes.count))
    }
    return word
  }

  private static func bytes(_ value: TypedValue, _ type: String) throws(TypedDataError) -> [UInt8] {
    switch value {
    case .bytes(let bytes): return bytes
    case .text(let text):
      guard let bytes = Hex.decode(text) else { throw TypedDataError(.text(expected: type, found: text)) }
      return bytes
    default: throw kind("bytes", value)
    }
  }

  static func address(_ value: TypedValue) throws(TypedDataError) -> Address {
    switch value {
    case .address(let address): return address
    case .text(let text):
      do throws(AddressError) {
        return try Address(text)
      } catch {
        throw TypedDataError(.text(expected: "address", found: text))
      }
    default: throw kind("an address", value)
    }
  }

  /// A `uint256`.
  static func unsigned(_ value: TypedValue) throws(TypedDataError) -> UInt256 {
    try unsigned(value, bits: 256)
  }

  private static func unsigned(_ value: TypedValue, bits: Int) throws(TypedDataError) -> UInt256 {
    let found = try integer(value, "uint\(bits)")
    guard !found.negative, found.magnitude.leadingZeroBitCount >= 256 - bits else {
      throw TypedDataError(.integerRange(type: "uint\(bits)", found: found.description))
    }
    return found.magnitude
  }

  private static func signed(_ value: TypedValue, bits: Int) throws(TypedDataError) -> Int256 {
    let found = try integer(value, "int\(bits)")
    // -2^(bits-1) is the one value whose magnitude has as many bits as the type.
    let smallest = found.negative && found.magnitude == UInt256(1 as UInt64) << (bits - 1)
    guard smallest || found.magnitude.leadingZeroBitCount > 256 - bits else {
      throw TypedDataError(.integerRange(type: "int\(bits)", found: found.description))
    }
    return Int256(bitPattern: found.negative ? .zero &- found.magnitude : found.magnitude)
  }

  private struct Integer {
    var negative: Bool
    var magnitude: UInt256
    var description: String { (negative ? "-" : "") + magnitude.description }
  }

  private static func integer(_ value: TypedValue, _ type: String) throws(TypedDataError) -> Integer {
    switch value {
    case .unsigned(let value): return Integer(negative: false, magnitude: value)
    case .signed(let value): return Integer(negative: value.isNegative, magnitude: value.magnitude)
    case .text(let text):
      if let value = UInt256(text) ?? UInt256(hexadecimal: text) { return Integer(negative: false, magnitude: value) }
      if let value = Int256(text) { return Integer(negative: value.isNegative, magnitude: value.magnitude) }
      throw TypedDataError(.text(expected: type, found: text))
    default: throw kind("an integer", value)
    }
  }
}
