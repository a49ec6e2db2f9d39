import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// One line of a portfolio vector file.
struct PortfolioCase {
  let label: String
  let parameters: PortfolioParameters
  let scenarios: [Scenario]
  let input: Input
  let arranged: JSONValue?
  let expected: JSONValue

  enum Input {
    case portfolio(Portfolio)
    case raw(Market, Account)
  }

  init(_ line: JSONLine, file: String) throws {
    let root = try JSONDocument(line.bytes).root
    label = "\(file):\(line.number)"
    parameters = try PortfolioParameters(root.member("params"))
    scenarios = try Scenario.list(root.member("scenarios"))
    if let portfolio = try root.optionalMember("portfolio") {
      input = .portfolio(try Portfolio(portfolio))
    } else {
      input = .raw(try Market(root.member("market")), try Account(root.member("account")))
    }
    arranged = try root.optionalMember("arranged")
    expected = try root.member("expected")
  }

  func portfolio() throws(MarginError) -> Portfolio {
    switch input {
    case .portfolio(let portfolio): portfolio
    case .raw(let market, let account):
      try Portfolio(arranging: account, on: market, maxExpiries: parameters.maxExpiries)
    }
  }

  static func all(_ bytes: [UInt8], file: String) throws -> [PortfolioCase] {
    var lines = JSONLines(bytes)
    var cases: [PortfolioCase] = []
    while let line = try lines.next() { cases.append(try PortfolioCase(line, file: file)) }
    return cases
  }

  /// The result or refusal as canonical JSON of the form of `expected`.
  func result() throws -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    do {
      try PortfolioMargin(portfolio(), parameters: parameters, scenarios: scenarios).writeMembers(to: &json)
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    return try JSONDocument(json.bytes).root.canonicalBytes()
  }
}

struct PortfolioVectorTests {
  @Test(arguments: [("pmrm2-portfolios.jsonl", 240), ("pmrm2-edge-cases.jsonl", 60)])
  func equalToTheContracts(file: String, count: Int) throws {
    let cases = try PortfolioCase.all(Repository.bytes("vectors/evm/" + file), file: file)
    #expect(cases.count == count)
    for vector in cases {
      #expect(try vector.result() == vector.expected.canonicalBytes(), "\(vector.label)")
    }
  }

  @Test(Shared.required)
  func equalToThePublishedCases() throws {
    let file = "vectors/evm/derive-cases.jsonl"
    let cases = try PortfolioCase.all(Shared.bytes(file), file: file)
    #expect(cases.count == 70)
    for vector in cases {
      var json = JSONWriter()
      try vector.portfolio().write(to: &json)
      #expect(
        try JSONDocument(json.bytes).root.canonicalBytes() == vector.arranged?.canonicalBytes(),
        "\(vector.label) arranged")
      #expect(try vector.result() == vector.expected.canonicalBytes(), "\(vector.label)")
    }
  }
}

struct RiskArrayTests {
  /// The shared prices give what the direct path gives, and decline where it fails.
  @Test(arguments: ["pmrm2-portfolios.jsonl", "pmrm2-edge-cases.jsonl"])
  func equalToTheDirectPath(file: String) throws {
    var summed = 0
    var workspace = RiskArrays.Workspace()
    for vector in try PortfolioCase.all(Repository.bytes("vectors/evm/" + file), file: file) {
      let portfolio = try vector.portfolio()
      let arrays = RiskArrays(
        pricing: portfolio, parameters: vector.parameters, scenarios: vector.scenarios)
      let direct = try? PortfolioMargin(
        portfolio, parameters: vector.parameters, scenarios: vector.scenarios)
      guard let indexed = arrays.index(portfolio), let summary = arrays.margin(of: indexed, &workspace) else { continue }
      summed += 1
      #expect(summary.initialMargin == direct?.initialMargin, "\(vector.label)")
      #expect(summary.maintenanceMargin == direct?.maintenanceMargin, "\(vector.label)")
      #expect(summary.markToMarket == direct?.markToMarket, "\(vector.label)")
      #expect(summary.worstScenario == direct?.worstScenarioInitial, "\(vector.label)")
      #expect(summary.basisContingency == direct?.basisContingency, "\(vector.label)")
      #expect(summary.contingency.maintenance == direct?.mmContingency, "\(vector.label)")
      #expect(summary.contingency.initial == direct?.imContingency, "\(vector.label)")
      #expect(workspace.scenarioPnl.map { Int256($0) } == direct?.scenarioPnl, "\(vector.label)")
    }
    #expect(summed >= (file == "pmrm2-portfolios.jsonl" ? 240 : 32))
  }
}
