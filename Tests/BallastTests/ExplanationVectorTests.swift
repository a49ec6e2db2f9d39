import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

@testable import ballast

/// What the second implementation says of trades, moves, Greeks, contributions and solving.
struct ExplanationVectorTests {
  @Test(arguments: [("explained.jsonl", 193), ("compared.jsonl", 10)])
  func equalToTheSecondImplementation(file: String, count: Int) throws {
    var lines = JSONLines(try Repository.bytes("vectors/explanation/" + file))
    var found = 0
    while let line = try lines.next() {
      let vector = try JSONDocument(line.bytes).root
      found += 1
      let expected = try vector.member("expected")
      let answer = try Self.answer(vector)
      let differences = try JSONDifference.between(expected, JSONDocument(answer).root)
        // Words and messages are for people.
        .filter { $0.path != "bindingScenario.name" && !$0.path.hasSuffix("error.message") }
      let note = try vector.member("note").string()
      #expect(differences.isEmpty, "\(file):\(line.number) \(note): \(differences.prefix(3))")
    }
    #expect(found == count)
  }

  private static func answer(_ vector: JSONValue) throws -> [UInt8] {
    let model = try ModelLine(vector.member("line"), defaults: LineDefaults())
    var request = MarginRequest()
    request.explains = true
    for change in try vector.optionalMember("changes")?.elements().map({ try $0.string() }) ?? [] {
      request.changes.append(try Change(change))
    }
    for what in try vector.optionalMember("solve")?.elements().map({ try $0.string() }) ?? [] {
      switch what {
      case "cash": request.solvesCash = true
      case "spot": request.solvesSpot = true
      default: request.solvedSizes.append(try #require(Instrument(String(what.dropFirst(5)))))
      }
    }
    if let second = try vector.optionalMember("second") {
      request.compared = PortfolioModel(
        parameters: try PortfolioParameters(second.member("params")),
        scenarios: try Scenario.list(second.member("scenarios")))
    }
    var json = JSONWriter()
    do {
      try MarginAnswer(model, request).write(to: &json)
    } catch {
      error.write(to: &json)
    }
    return json.bytes
  }

  /// What would take long is refused by name, and the margin alone is still computed (EX-9).
  @Test func tooLargeToExplain() throws {
    var lines = JSONLines(try Repository.bytes("vectors/evm/pmrm2-portfolios.jsonl"))
    var found: (ModelLine, options: Int)?
    while found == nil, let next = try lines.next() {
      let line = try ModelLine(JSONDocument(next.bytes).root, defaults: LineDefaults())
      guard case .portfolio(let portfolio) = line.input else { continue }
      let options = portfolio.expiries.reduce(0) { $0 + $1.options.count }
      if options > 0 { found = (line, options) }
    }
    var (line, options) = try #require(found)
    let scenario = try #require(line.model.scenarios.first)
    let most = ExplanationLimits.prices / options
    for (count, isRefused) in [(most, false), (most + 1, true)] {
      line.model.scenarios = Array(repeating: scenario, count: count)
      var request = MarginRequest()
      #expect(try MarginAnswer(line, request).explanation == nil)
      request.explains = true
      do {
        let answer = try MarginAnswer(line, request)
        #expect(!isRefused && answer.explanation != nil)
      } catch {
        #expect(isRefused && error.name == "Explain_TooLarge")
      }
    }
  }
}
