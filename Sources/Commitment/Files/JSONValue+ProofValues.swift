import Encoding
import Ethereum
import FixedPoint

/// Values in the one spelling of PF-1; another spelling of one is not of its form.
extension JSONValue {
  /// The elements of a list member.
  /// - Throws: `outOfRange` where there are more than a limit.
  func list(_ name: String, atMost limit: Int = .max) throws(JSONError) -> JSONElements {
    let value = try member(name)
    let elements = try value.elements()
    guard elements.count <= limit else { throw value.refusal(.outOfRange, expected: "at most \(limit) elements") }
    return elements
  }

  /// Each element of a list member, read.
  func list<Element>(
    _ name: String, atMost limit: Int = .max, _ read: (JSONValue) throws(JSONError) -> Element
  ) throws(JSONError) -> [Element] {
    let elements = try list(name, atMost: limit)
    var all: [Element] = []
    all.reserveCapacity(elements.count)
    for element in elements { all.append(try read(element)) }
    return all
  }

  /// Bytes in `0x` and small digits, of a number within a range.
  func octets(_ counts: ClosedRange<Int>) throws(JSONError) -> [UInt8] {
    let text = try string()
    func expected() -> String {
      let count = counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
      return "0x and small hexadecimal digits of \(count) bytes"
    }
    let hasCapitals = text.utf8.contains { $0 >= 65 && $0 <= 70 }
    guard !hasCapitals, let bytes = Hex.decode(text) else { throw refusal(.wrongForm, expected: expected()) }
    guard counts.contains(bytes.count) else { throw refusal(.outOfRange, expected: expected()) }
    return bytes
  }

  func word() throws(JSONError) -> Bytes32 {
    // Thirty-two bytes have a word.
    Bytes32(try octets(32...32)) ?? .zero
  }

  func signature() throws(JSONError) -> [UInt8] { try octets(Signature.byteCount...Signature.byteCount) }

  func uint32() throws(JSONError) -> UInt32 {
    guard let value = UInt32(exactly: try uint128()) else {
      throw refusal(.outOfRange, expected: "a decimal integer of 32 unsigned bits")
    }
    return value
  }

  func uint96() throws(JSONError) -> UInt128 {
    let value = try uint128()
    guard value <= SolvencySums.greatestDeficit else {
      throw refusal(.outOfRange, expected: "a decimal integer of 96 unsigned bits")
    }
    return value
  }

  func int128() throws(JSONError) -> Int128 {
    let value = try int256()
    let low = Int128(truncatingIfNeeded: value.bitPattern.low)
    guard Int256(low) == value else {
      throw refusal(.outOfRange, expected: "a decimal integer of 128 signed bits")
    }
    return low
  }

  /// A JSON number below 2^32.
  func count() throws(JSONError) -> Int { try smallInteger(0...Int(UInt32.max)) }
  func byte() throws(JSONError) -> UInt8 {
    UInt8(truncatingIfNeeded: try smallInteger(0...Int(UInt8.max)))
  }

  func word(_ name: String) throws(JSONError) -> Bytes32 { try member(name).word() }
  func address(_ name: String) throws(JSONError) -> Address { try member(name).smallLetterAddress() }
  func uint64(_ name: String) throws(JSONError) -> UInt64 { try member(name).uint64() }
  func uint128(_ name: String) throws(JSONError) -> UInt128 { try member(name).uint128() }
  func uint32(_ name: String) throws(JSONError) -> UInt32 { try member(name).uint32() }
}
