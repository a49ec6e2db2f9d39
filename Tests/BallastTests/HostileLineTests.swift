import Console
import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

@testable import ballast

/// No line, however hostile, stops the process: every one is answered, by results or a refusal with a name.
struct HostileLineTests {
  /// Numbers at the borders of every type that a value passes through.
  static let extremes: [String] = [
    "0", "1", "-1", "999999999999999999", "1000000000000000000", "18446744073709551615", "18446744073709551616",
    "340282366920938463463374607431768211455", "340282366920938463463374607431768211456",
    "57896044618658097711785492504343953926634992332820282019728792003956564819967",
    "-57896044618658097711785492504343953926634992332820282019728792003956564819968",
    "57896044618658097711785492504343953926634992332820282019728792003956564819968",
    "115792089237316195423570985008687907853269984665640564039457584007913129639935",
    "79228162514264337593543950336", "4835703278458516698824704", "1267650600228229401496703205376",
  ]

  @Test(arguments: ["vectors/evm/pmrm2-portfolios.jsonl", "vectors/portfolio/arrangement.jsonl"])
  func extremeNumbersAreAnswered(file: String) throws {
    let lines = try Self.lines(file).map { try Self.pieces($0) }
    var outcomes: [String: Int] = [:]
    forAll(
      6_000,
      generate: { generator -> [UInt8] in
        let pieces = lines[Int(truncatingIfNeeded: generator.next() % UInt64(lines.count))]
        return Self.altered(pieces, &generator)
      },
      holds: { line in
        let answer = Self.answer(line, explains: line.count % 16 == 0)
        outcomes[answer, default: 0] += 1
        return !answer.isEmpty
      })
    // Both results and several kinds of refusal come up, or the numbers were not extreme.
    #expect((outcomes["results"] ?? 0) > 50)
    #expect(outcomes.count > 6, "\(outcomes)")
  }

  @Test func damagedTextIsAnswered() throws {
    let lines = try Self.lines("vectors/evm/pmrm2-portfolios.jsonl").map(Array.init)
    forAll(
      4_000,
      generate: { generator -> [UInt8] in
        var line = lines[Int(truncatingIfNeeded: generator.next() % UInt64(lines.count))]
        for _ in 0...generator.next() % 3 {
          let place = Int(truncatingIfNeeded: generator.next() % UInt64(line.count))
          switch generator.next() % 3 {
          case 0: line[place] = UInt8(truncatingIfNeeded: generator.next())
          case 1: line.remove(at: place)
          default: line.removeLast(line.count - max(1, place))
          }
        }
        return line
      }, holds: { !Self.answer($0, explains: false).isEmpty })
  }

  /// The kind of the answer, after writing it in every form.
  private static func answer(_ line: [UInt8], explains: Bool) -> String {
    var request = MarginRequest()
    request.explains = explains
    request.solvesCash = true
    let text = NumberedText(number: 1, text: .success(line[...]))
    let answers = MarginCommand.answer([text], request, LineDefaults())
    var json = JSONWriter()
    for answer in answers { answer.write(to: &json) }
    guard json.isComplete, answers.count == 1 else { return "" }
    switch answers[0] {
    case .success(let answer):
      return answer.page(title: "", colour: true).isEmpty ? "" : "results"
    case .failure(let refusal):
      return refusal.name
    }
  }

  private static func lines(_ file: String) throws -> [ArraySlice<UInt8>] {
    var lines = JSONLines(try Repository.bytes(file))
    var all: [ArraySlice<UInt8>] = []
    while let line = try lines.next() { all.append(line.bytes) }
    return all
  }

  /// A line cut at its decimal strings: text and numbers in turn.
  private static func pieces(_ line: ArraySlice<UInt8>) throws -> [(text: [UInt8], isNumber: Bool)] {
    var pieces: [(text: [UInt8], isNumber: Bool)] = []
    for part in String(decoding: line, as: UTF8.self).split(separator: "\"", omittingEmptySubsequences: false) {
      let isNumber = !part.isEmpty && Int256(String(part)) != nil || UInt256(String(part)) != nil
      pieces.append((Array(part.utf8), isNumber))
    }
    return pieces
  }

  /// The line with one to six of its numbers replaced.
  private static func altered(
    _ pieces: [(text: [UInt8], isNumber: Bool)], _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var pieces = pieces
    let places = pieces.indices.filter { pieces[$0].isNumber }
    for _ in 0...generator.next() % 6 {
      let place = places[Int(truncatingIfNeeded: generator.next() % UInt64(places.count))]
      pieces[place].text = Array(
        extremes[Int(truncatingIfNeeded: generator.next() % UInt64(extremes.count))].utf8)
    }
    return Array(pieces.map(\.text).joined(separator: [34]))
  }
}
