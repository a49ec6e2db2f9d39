import Ethereum
import FixedPoint

/// Takes fields of fixed width from the front of bytes.
struct RecordReader {
  private let bytes: [UInt8]
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  /// A big-endian integer of as many bytes as its type has.
  @inline(__always)
  mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    _: Integer.Type
  ) throws(RecordRefusal) -> Integer {
    let width = MemoryLayout<Integer>.size
    guard bytes.count - position >= width else { throw .truncated }
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Integer.self) }
    position += width
    return Integer(bigEndian: value)
  }

  mutating func unsigned() throws(RecordRefusal) -> UInt256 {
    UInt256(high: try integer(UInt128.self), low: try integer(UInt128.self))
  }

  mutating func signed() throws(RecordRefusal) -> Int256 {
    Int256(bitPattern: try unsigned())
  }

  mutating func address() throws(RecordRefusal) -> Address {
    let high = try integer(UInt32.self)
    return Address(lastBytesOf: Bytes32(UInt256(high: UInt128(high), low: try integer(UInt128.self))))
  }
}
