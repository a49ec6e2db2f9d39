import Encoding
import FixedPoint

/// Thirty-two bytes: a digest, a salt, or a word of the ABI.
///
/// The four words hold the bytes in the order of memory, so that an array of `Bytes32` is the
/// concatenation of its elements. Order is that of the bytes, which is that of the unsigned integers
/// they spell.
public struct Bytes32: Hashable, Sendable {
  var word0: UInt64
  var word1: UInt64
  var word2: UInt64
  var word3: UInt64

  /// Thirty-two zero bytes.
  public static let zero = Bytes32(UInt256.zero)

  /// The big-endian bytes of an unsigned integer: the ABI's `uint256`.
  public init(_ value: UInt256) {
    let limbs = value.limbs
    (word0, word1) = (limbs.3.bigEndian, limbs.2.bigEndian)
    (word2, word3) = (limbs.1.bigEndian, limbs.0.bigEndian)
  }

  /// The unsigned integer that the bytes spell, most significant byte first.
  public var integer: UInt256 {
    UInt256(
      limbs: UInt64(bigEndian: word3), UInt64(bigEndian: word2), UInt64(bigEndian: word1), UInt64(bigEndian: word0))
  }

  /// The two's complement of a signed integer: the ABI's `int256`.
  public init(_ value: Int256) {
    self.init(value.bitPattern)
  }

  /// One or zero as an integer: the ABI's `bool`.
  public init(_ value: Bool) {
    self.init(value ? UInt256(1 as UInt64) : .zero)
  }

  /// Twelve zero bytes and an address: the ABI's `address`.
  public init(_ address: Address) {
    self = .zero
    put(address)
  }

  /// From exactly 32 bytes.
  /// - Returns: nil for another count.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    self.init(leftAligned: bytes)
  }

  /// From `0x` and 64 hexadecimal digits of either case.
  /// - Returns: nil for another spelling.
  public init?(_ text: String) {
    guard let bytes = Hex.decode(text) else { return nil }
    self.init(bytes)
  }
}

extension Bytes32: Comparable {
  public static func < (a: Bytes32, b: Bytes32) -> Bool {
    a.integer < b.integer
  }
}

extension Bytes32: CustomStringConvertible {
  /// `0x` and 64 lower-case digits.
  public var description: String { Hex.encode(bytes) }
}
