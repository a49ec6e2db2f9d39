import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// One line of a vector file of the standard model.
struct StandardCase {
  let label: String
  let parameters: StandardParameters
  let portfolio: StandardPortfolio
  let expected: JSONValue

  init(_ line: JSONLine, file: String) throws {
    let root = try JSONDocument(line.bytes).root
    label = "\(file):\(line.number)"
    parameters = try StandardParameters(root.member("params"))
    portfolio = try StandardPortfolio(root.member("portfolio"))
    expected = try root.member("expected")
  }

  static func all(_ bytes: [UInt8], file: String) throws -> [StandardCase] {
    var lines = JSONLines(bytes)
    var cases: [StandardCase] = []
    while let line = try lines.next() { cases.append(try StandardCase(line, file: file)) }
    return cases
  }

  /// The result or refusal as canonical JSON of the form of `expected`.
  func result() throws -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    do throws(MarginError) {
      try StandardMargin(portfolio, parameters: parameters).writeMembers(to: &json)
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    return try JSONDocument(json.bytes).root.canonicalBytes()
  }
}

struct StandardVectorTests {
  static let protocolFile = "vectors/standard/protocol.jsonl"

  /// The contracts' own margins, and those of the reference that was written from the specification alone.
  @Test(arguments: [("protocol.jsonl", 400), ("standard.jsonl", 223)])
  func equalToTheVectors(file: String, count: Int) throws {
    let cases = try StandardCase.all(Repository.bytes("vectors/standard/" + file), file: file)
    #expect(cases.count == count)
    for vector in cases {
      #expect(try vector.result() == vector.expected.canonicalBytes(), "\(vector.label)")
    }
  }

  /// The parts by name add up to the margins.
  @Test func partsAddUp() throws {
    for vector in try StandardCase.all(Repository.bytes(Self.protocolFile), file: "protocol.jsonl") {
      let result = try StandardMargin(vector.portfolio, parameters: vector.parameters)
      let cash = vector.portfolio.cash
      var (initial, maintenance, mark) = (cash, cash, cash)
      for market in result.markets {
        #expect(try sum(market.initial) == market.initial.margin, "\(vector.label)")
        #expect(try sum(market.maintenance) == market.maintenance.margin, "\(vector.label)")
        initial = try initial + market.initial.margin
        maintenance = try maintenance + market.maintenance.margin
        mark = try mark + market.markToMarket
      }
      #expect(initial == result.initialMargin, "\(vector.label)")
      #expect(maintenance == result.maintenanceMargin, "\(vector.label)")
      #expect(mark == result.markToMarket, "\(vector.label)")
    }
  }

  private func sum(_ part: StandardMargin.Requirement) throws -> Int256 {
    var total = try part.depegPenalty + part.perp.requirement + part.perp.oraclePenalty
    for expiry in part.expiries {
      let binding = expiry.binding == .maxLoss ? expiry.maxLoss : expiry.isolatedMargin
      #expect(try binding + expiry.oraclePenalty == expiry.margin)
      total = try total + expiry.margin
    }
    return try total + part.base.value + part.base.oraclePenalty + part.unsettledPerpCash
  }

  /// What is written reads back as it was.
  @Test func writesWhatItReads() throws {
    for vector in try StandardCase.all(Repository.bytes(Self.protocolFile), file: "protocol.jsonl") {
      var json = JSONWriter()
      vector.portfolio.write(to: &json)
      #expect(try StandardPortfolio(JSONDocument(json.bytes).root) == vector.portfolio, "\(vector.label)")
      json.removeAll()
      vector.parameters.write(to: &json)
      #expect(try StandardParameters(JSONDocument(json.bytes).root) == vector.parameters, "\(vector.label)")
    }
  }
}
