import FixedPoint

/// Values of one word. A word that its type cannot have is refused, never cut (EH-30).
extension ABIDecoder {
  public func uint256(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> UInt256 {
    try word(list, index).integer
  }

  public func int256(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Int256 {
    Int256(bitPattern: try word(list, index).integer)
  }

  public func uint64(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> UInt64 {
    UInt64(truncatingIfNeeded: try unsigned(list, index, bits: 64).low)
  }

  public func uint96(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> UInt128 {
    try unsigned(list, index, bits: 96).low
  }

  public func int96(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Int128 {
    let value = Int256(bitPattern: try word(list, index).integer)
    guard (value << 160) >> 160 == value, let narrow = value.narrow else { throw .malformed }
    return narrow
  }

  public func address(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Address {
    _ = try unsigned(list, index, bits: 160)
    return Address(lastBytesOf: try word(list, index))
  }

  public func bool(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Bool {
    try !unsigned(list, index, bits: 1).isZero
  }

  private func unsigned(_ list: ABIHeads, _ index: Int, bits: Int) throws(ABIDecodingError) -> UInt256 {
    let value = try word(list, index).integer
    guard (value >> bits).isZero else { throw .malformed }
    return value
  }
}
