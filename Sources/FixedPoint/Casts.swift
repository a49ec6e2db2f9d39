/// Casts that refuse what does not fit, by the protocol's names. Raw casts are spelled `bitPattern:`
/// or `truncatingTo...`.
extension UInt256 {
  /// - Throws: `signedToUnsignedCast` for a negative value.
  @inlinable
  public init(_ value: Int256) throws(ArithmeticError) {
    if value.isNegative { throw .signedToUnsignedCast }
    self = value.bitPattern
  }

  /// The value in 128 bits.
  /// - Throws: `unsignedDowncast(bits: 128)`.
  @inlinable
  public func toUInt128() throws(ArithmeticError) -> UInt128 {
    if high != 0 { throw .unsignedDowncast(bits: 128) }
    return low
  }

  /// The value in 64 bits.
  /// - Throws: `unsignedDowncast(bits: 64)`.
  @inlinable
  public func toUInt64() throws(ArithmeticError) -> UInt64 {
    if high != 0 || low &>> 64 != 0 { throw .unsignedDowncast(bits: 64) }
    return UInt64(truncatingIfNeeded: low)
  }

  /// The value, where it has at most this many bits.
  /// - Throws: `unsignedDowncast(bits:)`.
  @inlinable
  public func narrowed(toBits bits: UInt16) throws(ArithmeticError) -> UInt256 {
    if 256 - leadingZeroBitCount > Int(bits) { throw .unsignedDowncast(bits: bits) }
    return self
  }
}

extension Int256 {
  /// - Throws: `unsignedToSignedCast` for 2^255 and more.
  @inlinable
  public init(_ value: UInt256) throws(ArithmeticError) {
    if value.high &>> 127 != 0 { throw .unsignedToSignedCast }
    self.init(bitPattern: value)
  }

  /// The value, where it fits a two's complement integer of this many bits.
  /// - Throws: `signedDowncast(bits:)`.
  @inlinable
  public func narrowed(toBits bits: UInt16) throws(ArithmeticError) -> Int256 {
    if bits >= 256 { return self }
    let shift = 256 - Int(bits)
    if (self << shift) >> shift != self { throw .signedDowncast(bits: bits) }
    return self
  }

  @inlinable
  public init(_ value: UInt128) {
    self.init(bitPattern: UInt256(value))
  }
}
