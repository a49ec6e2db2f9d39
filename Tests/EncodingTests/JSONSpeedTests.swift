import Encoding
import Foundation
import TestSupport
import Testing

/// The figure behind the hand-written scanner. Run it with
/// `BALLAST_BENCHMARK=1 swift test -c release --filter EncodingTests.JSONSpeedTests`.
@Suite(
  Shared.required, .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["BALLAST_BENCHMARK"] == "1", "BALLAST_BENCHMARK=1 runs it"))
struct JSONSpeedTests {
  /// Walks every value by index and by name and reads every decimal.
  private func readAll(_ value: JSONValue, _ sum: inout Int) throws {
    switch value.kind {
    case .object: for member in try value.objectMembers() { try readAll(member.value, &sum) }
    case .array: for element in try value.elements() { try readAll(element, &sum) }
    case .string:
      let text = value.rawBytes.dropFirst()
      if let byte = text.first, byte == 45 || (48...57).contains(byte), !text.starts(with: "0x".utf8) {
        sum &+= try value.int256().isNegative ? 1 : 2
      } else {
        sum &+= try value.string().utf8.count
      }
    case .number: sum &+= try value.smallInteger(0...1_000_000_000)
    case .bool, .null: sum &+= 1
    }
  }

  private static let parameters = [
    ("volShock", ["rangeUp", "rangeDown", "shortTermPower", "longTermPower", "dteFloorSeconds", "minVolUpShock"]),
    (
      "margin",
      [
        "imFactor", "mmFactor", "shortRateMultScale", "longRateMultScale", "shortRateAddScale", "longRateAddScale",
        "shortBaseStaticDiscount", "longBaseStaticDiscount",
      ]
    ),
    ("basisContingency", ["scenarioSpotUp", "scenarioSpotDown", "addFactor", "multFactor"]),
  ]

  /// Reads a part of each line as a decoder does, by known names, refusing unknown ones.
  private func readByName(_ root: JSONValue, _ sum: inout Int) throws -> Int {
    var bytes = 0
    for (group, names) in Self.parameters {
      let value = try root.member("params").member(group)
      try value.refuseUnknownMembers(names)
      for name in names { sum &+= try value.member(name).int256().isNegative ? 1 : 2 }
      bytes += value.rawBytes.count
    }
    let scenarios = try root.member("scenarios")
    for scenario in try scenarios.elements() {
      sum &+= try scenario.member("spotShock").int256().isNegative ? 1 : 2
      sum &+= try scenario.member("volShock").string().utf8.count
      sum &+= try scenario.member("dampeningFactor").int256().isNegative ? 1 : 2
    }
    return bytes + scenarios.rawBytes.count
  }

  private func best(_ name: String, _ bytes: Int, _ body: () throws -> Void) rethrows {
    var best = Duration.seconds(1000)
    for _ in 0..<20 { best = try min(best, ContinuousClock().measure(body)) }
    let seconds = Double(best.components.attoseconds) / 1e18 + Double(best.components.seconds)
    print("\(name): \(Int(Double(bytes) / seconds / 1e6)) MB/s")
  }

  @Test func portfolioLines() throws {
    let text = try Shared.bytes("vectors/evm/pmrm2-portfolios.jsonl")
    var parser = JSONParser()
    var sum = 0
    try best("split into lines", text.count) {
      var lines = JSONLines(text)
      while let line = try lines.next() { sum &+= line.number }
    }
    try best("parse", text.count) {
      var lines = JSONLines(text)
      while let line = try lines.next() { sum &+= try parser.parse(line.bytes).root.offset }
    }
    try best("parse and read every value", text.count) {
      var lines = JSONLines(text)
      while let line = try lines.next() { try readAll(parser.parse(line.bytes).root, &sum) }
    }
    var documents: [JSONDocument] = []
    var lines = JSONLines(text)
    while let line = try lines.next() { documents.append(try JSONDocument(line.bytes)) }
    let read = try documents.reduce(0) { try $0 + readByName($1.root, &sum) }
    try best("read by name, without parsing", read) {
      for document in documents { sum &+= try readByName(document.root, &sum) }
    }
    try best("parse and write canonically", text.count) {
      var lines = JSONLines(text)
      while let line = try lines.next() { sum &+= try parser.parse(line.bytes).root.canonicalBytes().count }
    }
    #expect(sum != 0)
  }
}
