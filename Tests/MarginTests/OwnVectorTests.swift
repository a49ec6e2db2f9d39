import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// Vectors of the reference that was written from the specification alone. Those of the standard model are
/// in `StandardVectorTests`.
struct OwnVectorTests {
  @Test(arguments: [
    ("vectors/portfolio/arrangement.jsonl", 112, 90, 31), ("vectors/portfolio/random.jsonl", 283, 0, 69),
  ])
  func equalToTheReference(file: String, count: Int, arrangedCount: Int, revertCount: Int) throws {
    let cases = try PortfolioCase.all(Repository.bytes(file), file: file)
    #expect(cases.count == count)
    var (arranged, reverts) = (0, 0)
    for vector in cases {
      #expect(try vector.result() == vector.expected.canonicalBytes(), "\(vector.label)")
      if try vector.expected.optionalMember("revert") != nil { reverts += 1 }
      guard case .raw = vector.input else { continue }
      // Where arrangement fails there is no arranged portfolio, and the failure is the result.
      guard let portfolio = try? vector.portfolio() else {
        #expect(vector.arranged == nil, "\(vector.label)")
        continue
      }
      var json = JSONWriter()
      portfolio.write(to: &json)
      #expect(
        try JSONDocument(json.bytes).root.canonicalBytes() == vector.arranged?.canonicalBytes(),
        "\(vector.label) arranged")
      arranged += 1
    }
    #expect(arranged == arrangedCount)
    #expect(reverts == revertCount)
  }

  /// The shared prices give what the direct path gives on the reference's portfolios too, or decline.
  @Test func riskArraysAgree() throws {
    var summed = 0
    var workspace = RiskArrays.Workspace()
    let file = "vectors/portfolio/random.jsonl"
    for vector in try PortfolioCase.all(Repository.bytes(file), file: file) {
      let portfolio = try vector.portfolio()
      let arrays = RiskArrays(
        pricing: portfolio, parameters: vector.parameters, scenarios: vector.scenarios)
      guard let indexed = arrays.index(portfolio), let summary = arrays.margin(of: indexed, &workspace) else { continue }
      summed += 1
      let direct: PortfolioMargin
      do throws(MarginError) {
        direct = try PortfolioMargin(portfolio, parameters: vector.parameters, scenarios: vector.scenarios)
      } catch {
        Issue.record("\(vector.label): the direct path fails with \(error.name)")
        continue
      }
      #expect(summary.initialMargin == direct.initialMargin, "\(vector.label)")
      #expect(summary.maintenanceMargin == direct.maintenanceMargin, "\(vector.label)")
      #expect(summary.markToMarket == direct.markToMarket, "\(vector.label)")
      #expect(summary.worstScenario == direct.worstScenarioInitial, "\(vector.label)")
      #expect(workspace.scenarioPnl.map { Int256($0) } == direct.scenarioPnl, "\(vector.label)")
    }
    #expect(summed >= 100)
  }
}
