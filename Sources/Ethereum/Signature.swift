import Encoding
import FixedPoint

/// A recoverable secp256k1 signature whose form has been checked: `r` and `s` in range, `s` low, `v`
/// 27 or 28.
public struct Signature: Hashable, Sendable {
  /// The bytes of the only form that is read or written: r ‖ s ‖ v.
  public static let byteCount = 65
  /// The order of the group of secp256k1.
  public static let order = UInt256(
    high: 0xFFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFF_FFFE, low: 0xBAAE_DCE6_AF48_A03B_BFD2_5E8C_D036_4141)
  /// The greatest low `s`: half the order, rounded down.
  public static let greatestS = order >> 1

  public let r: Bytes32
  public let s: Bytes32
  /// 27 where the y coordinate of the nonce's point is even, 28 where it is odd.
  public let v: UInt8

  /// Checks `s ≤ n/2`, then `v`, then `r`, then `s ≠ 0`.
  /// - Throws: `SignatureError` of the first check that fails.
  public init(r: Bytes32, s: Bytes32, v: UInt8) throws(SignatureError) {
    try Signature.checkHighS(s)
    guard v == 27 || v == 28 else { throw .recoveryByte(v) }
    try Signature.checkRange(r: r, s: s)
    (self.r, self.s, self.v) = (r, s, v)
  }

  /// From 65 bytes r ‖ s ‖ v. Checks the length, then as `init(r:s:v:)`.
  /// - Throws: `SignatureError` of the first check that fails.
  public init(_ bytes: [UInt8]) throws(SignatureError) {
    guard bytes.count == Signature.byteCount, let r = Bytes32(bytes[..<32]), let s = Bytes32(bytes[32..<64])
    else { throw .length(bytes.count) }
    try self.init(r: r, s: s, v: bytes[64])
  }

  /// The 65 bytes r ‖ s ‖ v.
  public var bytes: [UInt8] { r.bytes + s.bytes + [v] }

  static func checkHighS(_ s: Bytes32) throws(SignatureError) {
    if s.integer > greatestS { throw .highS(s) }
  }

  static func checkRange(r: Bytes32, s: Bytes32) throws(SignatureError) {
    if r == .zero || r.integer >= order { throw .rOutOfRange(r) }
    if s == .zero { throw .zeroS }
  }
}

extension Signature: CustomStringConvertible {
  /// `0x` and 130 lower-case digits.
  public var description: String { Hex.encode(bytes) }
}
