/// The cumulative normal distribution as the specification writes it (AR-18), every step in 256 bits.
///
/// The fast form is held to this one by a property test.
extension Int256 {
  package func normalCDFPlain() throws(ArithmeticError) -> UInt256 {
    typealias N = NormalDistribution
    let five18 = UInt256(3_814_697_265_625 as UInt128)
    var z = magnitude
    var c = UInt256.zero
    if z <= UInt256(N.cutoff) {
      let half = try ((z >> 1) * z) / Wad.wide
      var e = try (.zero &- Int256(bitPattern: half)).exponentialPlain()
      z = try (z << 46) / five18
      e = try (e << 46) / five18
      if z < UInt256(N.tail) {
        var n = UInt256(N.n6)
        for coefficient in [N.n5, N.n4, N.n3, N.n2, N.n1, N.n0] {
          n = ((n &* z) >> 64) &+ UInt256(coefficient)
        }
        var m = UInt256(N.m7)
        for coefficient in [N.m6, N.m5, N.m4, N.m3, N.m2, N.m1, N.m0] {
          m = ((m &* z) >> 64) &+ UInt256(coefficient)
        }
        c = try (n &* e) / m
      } else {
        var f = UInt256(N.tailStart)
        for j: UInt64 in [4, 3, 2, 1] {
          f = try (UInt256(j) << 128) / (z &+ f)
        }
        f = ((f &+ z) &* UInt256(N.rootTwoPi)) >> 64
        c = try (e << 64) / f
      }
      c = (c &* five18) >> 46
    }
    return isNegative || isZero ? c : Wad.wide &- c
  }
}
