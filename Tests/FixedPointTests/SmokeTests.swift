import FixedPoint
import TestSupport
import Testing

@Test func golden() throws {
  #expect(try Int256(0).exponential().description == "999999999999999999")
  #expect(try Int256(1_000_000_000_000_000_000).exponential().description == "2718281828459045235")
  #expect(try Int256(2_000_000_000_000_000_000).naturalLogarithm().description == "693147180559945309")
  #expect(try Int256(1).naturalLogarithm().description == "-41446531673892822313")
  #expect(Int256(1_000_000_000_000_000_000).normalCDF().description == "841344746068542957")
  #expect(Int256(-8_000_000_000_000_000_000).normalCDF().description == "622")
  #expect(try UInt256(2_000_000_000_000_000_000 as UInt128).squareRootWad().description == "1414213562373095048")
}
