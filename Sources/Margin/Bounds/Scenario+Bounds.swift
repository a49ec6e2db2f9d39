import FixedPoint

extension Scenario {
  /// The most scenarios of a list (PM-32).
  static var mostScenarios: Int { 40 }

  /// Tests a list as the protocol's setter does (PM-32).
  /// - Parameter path: where the list stands, for the refusal.
  /// - Throws: `BoundsError`, the first breach.
  public static func checkBounds(_ scenarios: [Scenario], at path: String = "scenarios") throws(BoundsError) {
    let name = "PMRM_2_InvalidScenarios"
    guard (1...mostScenarios).contains(scenarios.count) else {
      throw BoundsError(
        name: name, path: path, expected: "1 to \(mostScenarios) scenarios", found: "\(scenarios.count)")
    }
    var seen: Set<VolatilityMove> = []
    for (index, scenario) in scenarios.enumerated() where scenario.volShock.isSkew {
      let check = BoundsCheck(name: name, path: "\(path)[\(index)]")
      try check.require(
        scenario.spotShock == Wad.wide, "spotShock", scenario.spotShock,
        "1 in a scenario whose volShock is \(scenario.volShock.rawValue)")
      if !seen.insert(scenario.volShock).inserted {
        throw BoundsError(
          name: name, path: "\(path)[\(index)].volShock",
          expected: "at most one scenario whose volShock is \(scenario.volShock.rawValue)", found: "another one")
      }
    }
  }
}
