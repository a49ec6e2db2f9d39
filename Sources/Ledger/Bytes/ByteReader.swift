import Ethereum
import FixedPoint

/// Reads values in their one encoding (LG-2); every other spelling is refused. Nothing is reserved for a length that
/// the bytes do not have.
struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  var left: Int { bytes.endIndex - place }
  /// How many bytes have been read.
  var used: Int { place - bytes.startIndex }

  /// - Throws: `trailingBytes`.
  func end() throws(LedgerRefusal) {
    if left > 0 { throw .trailingBytes(left) }
  }

  mutating func take(_ count: Int) throws(LedgerRefusal) -> ArraySlice<UInt8> {
    guard count >= 0, left >= count else { throw .truncated }
    defer { place += count }
    return bytes[place..<place + count]
  }

  mutating func byte() throws(LedgerRefusal) -> UInt8 {
    guard left > 0 else { throw .truncated }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func flag() throws(LedgerRefusal) -> Bool {
    let value = try byte()
    if value > 1 { throw .notCanonical("a flag of 0 or 1") }
    return value == 1
  }

  mutating func integer() throws(LedgerRefusal) -> UInt256 { try magnitude(length: try byte()) }

  mutating func uint128() throws(LedgerRefusal) -> UInt128 {
    let value = try integer()
    if value.high != 0 { throw .outOfRange("an integer of 128 bits") }
    return value.low
  }

  mutating func uint64() throws(LedgerRefusal) -> UInt64 {
    let value = try uint128()
    if value >> 64 != 0 { throw .outOfRange("an integer of 64 bits") }
    return UInt64(truncatingIfNeeded: value)
  }

  /// The place of something in a list.
  mutating func place(below limit: Int = LedgerLimits.places) throws(LedgerRefusal) -> Int {
    let value = try uint64()
    if value >= UInt64(limit) { throw .outOfRange("a place below \(limit)") }
    return Int(value)
  }

  mutating func signed() throws(LedgerRefusal) -> Int256 {
    let length = try byte()
    let magnitude = try magnitude(length: length & 0x7F)
    if length & 0x80 == 0 {
      if Int128(bitPattern: magnitude.high) < 0 { throw .outOfRange("a signed integer of 256 bits") }
      return Int256(bitPattern: magnitude)
    }
    // Zero has one spelling, and -2^255 is the last that fits.
    if magnitude.isZero { throw .notCanonical("a zero without a sign") }
    let value = Int256(bitPattern: .zero &- magnitude)
    if !value.isNegative { throw .outOfRange("a signed integer of 256 bits") }
    return value
  }

  mutating func int128() throws(LedgerRefusal) -> Int128 {
    guard let value = try signed().narrow else { throw .outOfRange("a signed integer of 128 bits") }
    return value
  }

  private mutating func magnitude(length: UInt8) throws(LedgerRefusal) -> UInt256 {
    if length > 32 { throw .outOfRange("an integer of at most 32 bytes") }
    let taken = try take(Int(length))
    if taken.first == 0 { throw .notCanonical("an integer without leading zeros") }
    var value = (high: UInt128(0), low: UInt128(0))
    for byte in taken {
      value.high = value.high &<< 8 | value.low &>> 120
      value.low = value.low &<< 8 | UInt128(byte)
    }
    return UInt256(high: value.high, low: value.low)
  }

  mutating func bytes32() throws(LedgerRefusal) -> Bytes32 {
    guard let value = Bytes32(try take(32)) else { throw .truncated }
    return value
  }

  mutating func address() throws(LedgerRefusal) -> Address {
    guard let value = Address(try take(20)) else { throw .truncated }
    return value
  }

  /// - Throws: `outOfRange` above a limit, before anything is taken.
  mutating func string(atMost limit: Int) throws(LedgerRefusal) -> [UInt8] {
    let count = try uint64()
    if count > UInt64(limit) { throw .outOfRange("at most \(limit) bytes") }
    return [UInt8](try take(Int(count)))
  }

  mutating func optional<Value>(
    _ read: (inout ByteReader) throws(LedgerRefusal) -> Value
  ) throws(LedgerRefusal) -> Value? {
    try flag() ? try read(&self) : nil
  }

  /// A list of elements of one byte or more each.
  mutating func list<Value>(
    atMost limit: Int, _ read: (inout ByteReader) throws(LedgerRefusal) -> Value
  ) throws(LedgerRefusal) -> [Value] {
    let count = try uint64()
    if count > UInt64(limit) { throw .outOfRange("at most \(limit) elements") }
    if count > UInt64(left) { throw .truncated }
    var values: [Value] = []
    values.reserveCapacity(Int(count))
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }
}

extension Int256 {
  /// The value where it fits 128 bits.
  fileprivate var narrow: Int128? {
    let value = Int128(truncatingIfNeeded: bitPattern.low)
    return Int256(value) == self ? value : nil
  }
}
