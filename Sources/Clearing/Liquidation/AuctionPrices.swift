import FixedPoint

/// What auctions ask for an account as time passes (DA-3, DA-5). Whatever the parameters are, these refuse and never
/// trap.
extension AuctionParameters {
  /// How long a solvent auction runs, seconds.
  func solventLength() throws(ArithmeticError) -> UInt256 {
    try fastLength + slowLength
  }

  /// The part of mark to market that a solvent auction asks for after so many seconds, wad: it falls fast to the
  /// cutoff and slowly to zero.
  ///
  /// The fast fall is subtracted rounded down; the slow one is counted in whole seconds of the cutoff.
  func discount(after seconds: UInt64) throws(ArithmeticError) -> UInt256 {
    let seconds = UInt256(seconds)
    if seconds < fastLength {
      return try startingPart - (startingPart - cutoffPart) * seconds / fastLength
    }
    if try seconds >= solventLength() { return .zero }
    let passed = try cutoffPart.multiplyWadDown(seconds - fastLength)
    return try cutoffPart - passed.divideWadDown(slowLength)
  }

  /// What an insolvent auction asks for, a signed wad that is never above zero: from mark to market, or zero, to
  /// maintenance margin.
  func insolventPrice(_ margins: AuctionMargins, after seconds: UInt64) throws(ArithmeticError) -> Int256 {
    if margins.maintenance >= .zero { return .zero }
    if UInt256(seconds) >= insolventLength { return margins.maintenance }
    let start = margins.markToMarket.negativePart
    return try (margins.maintenance - start) * Int256(UInt128(seconds)) / Int256(insolventLength) + start
  }
}

extension LiquidationState {
  /// The largest part of an account that a solvent auction sells at a discount (DA-4): what brings its buffered
  /// margin back to zero, or all of it below the cutoff. Wad.
  func largestPart(
    _ margins: AuctionMargins, discount: UInt256, reserved: UInt256
  ) throws(ArithmeticError) -> UInt256 {
    if margins.markToMarket < cutoff { return Wad.wide }
    let missing = margins.buffer.negativePart
    let sold = try margins.markToMarket.multiplyWadTruncating(Int256(discount))
    let kept = try reserved.multiplyWadDown(Wad.wide - discount)
    return try UInt256(missing.divideWadTruncating(missing - sold - Int256(kept)))
  }
}
