import Testing

@testable import Clearing

/// CL-56: switches, their names and their bits.
@Suite struct RuleSetTests {
  @Test func everySwitchHasItsNameAndItsBit() {
    for (place, (name, rule)) in RuleSet.named.enumerated() {
      #expect(rule.rawValue == 1 << UInt64(place))
      #expect(RuleSet(name: name) == rule)
      #expect(rule.names == [name])
    }
    #expect(RuleSet(name: "none") == nil)
    #expect(RuleSet.corrected.names == RuleSet.named.map(\.name))
    #expect(RuleSet.reference.names.isEmpty)
  }
}
