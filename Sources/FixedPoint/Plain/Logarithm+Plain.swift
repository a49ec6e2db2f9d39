/// The logarithm as the specification writes it (AR-12), every step in 256 bits.
///
/// The fast form is held to this one by a property test.
extension Int256 {
  package func naturalLogarithmPlain() throws(ArithmeticError) -> Int256 {
    typealias L = Logarithm
    if isNegative { throw .logarithmOfNegative }
    if isZero { throw .logarithmOfZero }
    let k = 255 - bitPattern.leadingZeroBitCount - 96
    let x = Int256(bitPattern: (bitPattern << (159 - k)) >> 159)
    var p = x &+ Int256(L.p0)
    for coefficient in [L.p1, L.p2, L.p3, L.p4, L.p5] {
      p = ((p &* x) >> 96) &+ Int256(coefficient)
    }
    p = p &* x &+ (Int256(L.p6) << 96)
    var q = x &+ Int256(L.q0)
    for coefficient in [L.q1, L.q2, L.q3, L.q4, L.q5, L.q6] {
      q = ((q &* x) >> 96) &+ Int256(coefficient)
    }
    return try L.assemble(p / q, exponent: k)
  }
}
