@testable import FixedPoint
import TestSupport
import Testing

/// The coefficients are those of the specification. One that is off by a unit changes a digit of the result
/// once in billions of arguments, so vectors alone would not see it; the reference's own transcription does.
@Suite struct CoefficientTests {
  @Test func equalThoseOfTheReference() throws {
    let reference = String(decoding: try Repository.bytes("tools/vectors/reference.py"), as: UTF8.self)
    let numbers = Set(reference.split(whereSeparator: { !("0"..."9").contains($0) }).map(String.init))
    typealias E = Exponential
    typealias L = Logarithm
    typealias N = NormalDistribution
    let signed: [Int128] = [
      E.underflow, E.overflow, E.ln2, E.p0, E.p1, E.p2, E.p3, E.p4, E.z0, E.z1, E.w0, E.w1, E.q0, E.q1,
      L.p0, L.p1, L.p2, L.p3, L.p4, L.p5, L.p6, L.q0, L.q1, L.q2, L.q3, L.q4, L.q5, L.q6,
    ]
    let unsigned: [UInt128] = [
      N.n0, N.n1, N.n2, N.n3, N.n4, N.n5, N.n6, N.m0, N.m1, N.m2, N.m3, N.m4, N.m5, N.m6, N.m7,
      N.tail, N.tailStart, N.rootTwoPi, N.rootTwoPiWad,
    ]
    let wide = [E.scale, L.scale.bitPattern, L.ln2.bitPattern, L.offset.bitPattern]
    let all = signed.map { $0.magnitude.description } + unsigned.map(\.description) + wide.map(\.description)
    #expect(all.count == 51 && Set(all).count == 51)
    for value in all where !numbers.contains(value) { Issue.record("\(value) is no number of the reference") }
  }
}
