import TestSupport
import Testing

/// The golden integers of the specification, read from its own tables (AR-21 and AR-22).
@Suite struct GoldenTests {
  /// The function of the vectors by the specification's name of it.
  private static let functions = [
    "ln": "ln(int256)", "exp": "exp(int256)", "sqrtWad": "sqrt(uint256)", "cdf": "cdf(int256)",
    "decPow": "decPow(int256,int256)", "sdiv": "divideDecimal(int256,int256)", "smul": "multiplyDecimal(int256,int256)",
  ]

  @Test func tablesOfTheSpecification() throws {
    let text = String(decoding: try Repository.bytes("specs/01-arithmetic.md"), as: UTF8.self)
    var checked = 0
    for (heading, prefix) in [("**AR-21", ""), ("**AR-22", "revert ")] {
      guard let start = text.range(of: heading)?.upperBound else {
        Issue.record("no section \(heading)")
        continue
      }
      for line in text[start...].split(separator: "\n").dropFirst().prefix(while: { $0.hasPrefix("|") }).dropFirst(2) {
        let cells = line.split(separator: "|").map(String.init)
        // What stands after a semicolon is an explanation.
        let calls = Self.calls(in: cells[0])
        var results = cells[1].split(separator: ";")[0].split(separator: ",").map { Self.word($0) }
        // One result for several calls holds for each of them.
        if results.count == 1 { results = Array(repeating: results[0], count: calls.count) }
        #expect(calls.count == results.count, "\(line)")
        for (call, result) in zip(calls, results) {
          checked += 1
          let found = try Self.evaluate(call.name, call.arguments)
          #expect(found == prefix + result, "\(call.name) of \(call.arguments)")
        }
      }
    }
    #expect(checked == 50)
  }

  /// `f(a, b)`, `f(±a)` for two calls; separated by commas.
  private static func calls(in cell: String) -> [(name: String, arguments: [String])] {
    cell.split(separator: "`").filter { $0.contains("(") }.flatMap { call in
      let name = String(call.prefix { $0 != "(" })
      let arguments = call.dropFirst(name.count + 1).prefix { $0 != ")" }.split(separator: ",").map { word($0) }
      guard let first = arguments.first, first.hasPrefix("±") else { return [(name, arguments)] }
      return [(name, [String(first.dropFirst())]), (name, ["-" + first.dropFirst()])]
    }
  }

  /// A number or name without what sets it off, and with the two limits and the wad spelled out.
  private static func word(_ text: some StringProtocol) -> String {
    let limit = "57896044618658097711785492504343953926634992332820282019728792003956564819968"
    let plain = String(text.filter { $0 != " " && $0 != "`" }.map { $0 == "−" ? "-" : $0 })
    switch plain {
    case "2^255-1": return String(limit.dropLast()) + "7"
    case "-2^255": return "-" + limit
    case "W": return "1000000000000000000"
    default: return plain
    }
  }

  private static func evaluate(_ name: String, _ arguments: [String]) throws -> String {
    let key = try #require(functions[name], "no function \(name)")
    let function = try #require(VectorFunctions.table[key])
    do {
      return try function(arguments).joined()
    } catch {
      return "revert " + (VectorFunctions.name(of: error) ?? "\(error)")
    }
  }
}
