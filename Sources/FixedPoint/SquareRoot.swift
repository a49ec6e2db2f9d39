/// Square roots, exact to the last digit.
extension UInt256 {
  /// `floor(sqrt(self))`.
  ///
  /// Newton's iteration from above, which falls until it reaches the floor.
  public func squareRoot() -> UInt256 {
    if high == 0 { return UInt256(squareRootNarrow(low)) }
    // A start of 2^ceil(bits / 2) is never below the root.
    var root = (1 as UInt256) << ((256 - leadingZeroBitCount + 1) / 2)
    while true {
      let next = (root &+ dividedKnowing(nonZero: root).quotient) >> 1
      if next >= root { return root }
      root = next
    }
  }

  /// `floor(sqrt(self * 10^18))`: the square root, wad in, wad out, rounded down.
  /// - Throws: `overflow` where the product does not fit.
  public func squareRootWad() throws(ArithmeticError) -> UInt256 {
    try (self * Wad.wide).squareRoot()
  }
}

/// `floor(sqrt(value))` for 128 bits, over divisions of 64-bit quotients.
func squareRootNarrow(_ value: UInt128) -> UInt128 {
  if value < 2 { return value }
  let bits = 128 &- value.leadingZeroBitCount
  let start = UInt128(1) &<< UInt128((bits &+ 1) / 2)
  // The root of 2^126 and more starts at 2^64, which is no 64-bit divisor.
  if start &>> 64 != 0 { return squareRootOfLargest(value) }
  let high = UInt64(truncatingIfNeeded: value &>> 64)
  let low = UInt64(truncatingIfNeeded: value)
  var root = UInt64(truncatingIfNeeded: start)
  while true {
    // The root stays above value / 2^64, so the quotient has 64 bits.
    let quotient = root.dividingFullWidth((high, low)).quotient
    let next = (root &>> 1) &+ (quotient &>> 1) &+ (root & quotient & 1)
    if next >= root { return UInt128(root) }
    root = next
  }
}

/// The same for values of 2^126 and more, over 128-bit divisions.
func squareRootOfLargest(_ value: UInt128) -> UInt128 {
  var root: UInt128 = 1 &<< 64
  while true {
    let next = (root &+ value / root) &>> 1
    if next >= root { return root }
    root = next
  }
}
