import Ethereum
import FixedPoint

/// Writes values in their one encoding (LG-2).
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving count: Int = 0) {
    bytes.reserveCapacity(count)
  }

  mutating func byte(_ value: UInt8) { bytes.append(value) }
  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  /// A length byte and as many bytes, the first of which is not zero.
  mutating func integer(_ value: UInt64) {
    let count = 8 - value.leadingZeroBitCount / 8
    bytes.append(UInt8(truncatingIfNeeded: count))
    for place in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value &>> UInt64(place * 8))) }
  }

  mutating func integer(_ value: Int) { integer(UInt64(truncatingIfNeeded: value)) }

  mutating func integer(_ value: UInt128) { integer(UInt256(value)) }

  mutating func integer(_ value: UInt256) { magnitude(value, mark: 0) }

  /// As an integer, with the top bit of the length byte set below zero.
  mutating func signed(_ value: Int256) { magnitude(value.magnitude, mark: value.isNegative ? 0x80 : 0) }

  mutating func signed(_ value: Int128) { signed(Int256(value)) }

  private mutating func magnitude(_ value: UInt256, mark: UInt8) {
    let count = 32 - value.leadingZeroBitCount / 8
    bytes.append(UInt8(truncatingIfNeeded: count) | mark)
    if count > 0 { Bytes32(value).append(last: count, to: &bytes) }
  }

  /// Removes what has been written, and keeps the memory for more.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func fixed(_ value: Bytes32) { value.withBytes { bytes.append(contentsOf: $0) } }
  mutating func fixed(_ value: Address) { value.withBytes { bytes.append(contentsOf: $0) } }
  mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }

  /// A count and the bytes.
  mutating func string(_ value: some Collection<UInt8>) {
    integer(value.count)
    bytes.append(contentsOf: value)
  }

  mutating func optional<Value>(_ value: Value?, _ write: (inout ByteWriter, Value) -> Void) {
    flag(value != nil)
    if let value { write(&self, value) }
  }

  mutating func list<Values: Collection>(_ values: Values, _ write: (inout ByteWriter, Values.Element) -> Void) {
    integer(values.count)
    for value in values { write(&self, value) }
  }
}
