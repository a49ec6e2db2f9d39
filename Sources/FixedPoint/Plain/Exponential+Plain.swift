/// The exponential as the specification writes it (AR-13), every step in 256 bits.
///
/// The fast form is held to this one by a property test.
extension Int256 {
  package func exponentialPlain() throws(ArithmeticError) -> UInt256 {
    typealias E = Exponential
    if self <= Int256(E.underflow) { return .zero }
    if self >= Int256(E.overflow) { throw .exponentialOverflow }
    var x = try (self << 78) / Int256(3_814_697_265_625)
    let k = (try (x << 96) / Int256(E.ln2) &+ (1 << 95)) >> 96
    x = x &- k &* Int256(E.ln2)

    var p = x &+ Int256(E.p0)
    p = ((p &* x) >> 96) &+ Int256(E.p1)
    p = ((p &* x) >> 96) &+ Int256(E.p2)
    p = ((p &* x) >> 96) &+ Int256(E.p3)
    p = p &* x &+ (Int256(E.p4) << 96)
    var z = x &+ Int256(E.z0)
    z = ((z &* x) >> 96) &+ Int256(E.z1)
    var w = x &+ Int256(E.w0)
    w = ((w &* z) >> 96) &+ Int256(E.w1)
    var q = z &+ w &+ Int256(E.q0)
    q = ((q &* w) >> 96) &+ Int256(E.q1)

    let r = try p / q
    let shift = 195 &- Int(truncatingIfNeeded: k.bitPattern.low)
    return (r.bitPattern &* E.scale) >> shift
  }
}
