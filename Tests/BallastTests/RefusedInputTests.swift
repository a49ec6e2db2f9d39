import Encoding
import Foundation
import TestSupport
import Testing

@testable import ballast

/// JS-13: texts that no reader may take for a line, each with one fault.
struct RefusedInputTests {
  static let file = "vectors/portfolio/refused.jsonl"

  @Test func everyLineIsRefusedForItsFault() throws {
    var lines = JSONLines(try Repository.bytes(Self.file))
    var reasons: [String: Int] = [:]
    while let line = try lines.next() {
      let root = try JSONDocument(line.bytes).root
      let note = try root.member("note").string()
      let refused = try root.member("refused")
      let expected = VectorRefusal.refused(
        path: try refused.member("path").string(), reason: try refused.member("reason").string())
      let found = VectorCheck.refusal(of: Array(try root.member("line").string().utf8))
      #expect(found == expected, "\(Self.file):\(line.number): \(note)")
      reasons[try refused.member("reason").string(), default: 0] += 1
    }
    #expect(reasons.keys.sorted() == ["duplicate", "form", "malformed", "missing", "range", "type", "unknown"])
    #expect(reasons.values.reduce(0, +) == 220)
  }

  /// Every reason has a word, and only a text that is no JSON value loses its path.
  @Test func reasonsOfVectorFiles() {
    for kind in JSONError.Kind.allCases {
      let isOfTheText = [.malformed, .incomplete, .tooLarge, .tooDeep, .tooManyValues].contains(kind)
      #expect(kind.isOfTheText == isOfTheText)
    }
  }

  /// The command holds every file of vectors to the same readers.
  @Test(arguments: [
    ("vectors/portfolio/arrangement.jsonl", 112), ("vectors/portfolio/random.jsonl", 283),
    ("vectors/portfolio/refused.jsonl", 220), ("vectors/standard/protocol.jsonl", 400),
    ("vectors/standard/standard.jsonl", 223), ("vectors/evm/pmrm2-edge-cases.jsonl", 60),
    ("vectors/pricing/svi-vol.json", 190),
  ])
  func theCommandAgrees(file: String, count: Int) throws {
    var check = VectorCheck(path: file, asJSON: false)
    try check.run(Repository.bytes(file))
    let (isClean, passed) = (check.isClean, check.passed)
    #expect(isClean)
    #expect(passed == count)
  }

  /// A difference in any of the three forms of line is found.
  @Test(arguments: [
    (#"{"line":"{}","refused":{"path":"params","reason":"missing"}}"#, true),
    (#"{"line":"{}","refused":{"path":"params","reason":"unknown"}}"#, false),
    (#"{"line":"{}","refused":{"path":"","reason":"missing"}}"#, false),
    (#"{"line":"{}","refused":{"path":"params"}}"#, false),
    (#"{"line":"{","refused":{"path":"","reason":"malformed"}}"#, true),
    (
      #"{"params":{"depeg":{"threshold":"0","depegFactor":"0"},"markets":{}},"portfolio":{"cash":"-7","stablePrice":"0","markets":[]},"expected":{"initialMargin":"-7","maintenanceMargin":"-7","markToMarket":"-7"}}"#,
      true
    ),
    (
      #"{"params":{"depeg":{"threshold":"0","depegFactor":"0"},"markets":{}},"portfolio":{"cash":"-7","stablePrice":"0","markets":[]},"expected":{"initialMargin":"-7","maintenanceMargin":"-6","markToMarket":"-7"}}"#,
      false
    ),
    (
      #"{"params":{"depeg":{"threshold":"0","depegFactor":"0"},"markets":{}},"portfolio":{"cash":"-7","stablePrice":"0","markets":[]}}"#,
      false
    ),
  ])
  func differencesAreFound(line: String, isClean: Bool) throws {
    var check = VectorCheck(path: "-", asJSON: false)
    try check.run(Array(line.utf8))
    let found = check.isClean
    #expect(found == isClean)
  }

  /// An arranged portfolio is compared where the margin is refused too, and is a difference where there is none.
  @Test func arrangedIsComparedBesideARefusal() throws {
    var lines = JSONLines(try Repository.bytes("vectors/portfolio/arrangement.jsonl"))
    var altered = 0
    while let line = try lines.next() {
      let text = String(decoding: line.bytes, as: UTF8.self)
      guard text.contains(#""expected":{"revert":"#) || text.contains(#""expected": {"revert":"#) else { continue }
      var other = text
      if let place = text.range(of: #""arranged""#) {
        guard let confidence = text.range(of: #""minConfidence""#, range: place.upperBound..<text.endIndex)
        else { continue }
        other.replaceSubrange(confidence, with: #""minConfidences""#)
      } else {
        other.replaceSubrange(text.startIndex...text.startIndex, with: #"{"arranged":{},"#)
      }
      altered += 1
      for (version, isRight) in [(text, true), (other, false)] {
        var check = VectorCheck(path: "-", asJSON: false)
        try check.run(Array(version.utf8))
        let isClean = check.isClean
        #expect(isClean == isRight, "line \(line.number)")
      }
    }
    #expect(altered > 30)
  }

  /// One case of a function file that is not of its form leaves the others to be checked.
  @Test(arguments: [
    (#"{"function":"exp(int256)","cases":[{"in":["x"],"out":["1"]},{"in":["1"],"out":["1000000000000000000"]}]}"#, 1, 0),
    (#"{"function":"exp(int256)","cases":[{"in":["x"],"out":["1"]},{"in":["1"],"out":["7"]}]}"#, 0, 1),
    (#"{"function":"ln(int256)","cases":[{"in":["0","7"],"revert":"Overflow"}]}"#, 0, 0),
    (#"{"function":"ln(int256)","cases":[{"in":["0"],"revert":"Overflow"}],"case":[]}"#, 0, 0),
  ])
  func functionFilesOfWrongForm(text: String, passed: Int, failed: Int) throws {
    var check = VectorCheck(path: "-", asJSON: false)
    try check.run(Array(text.utf8))
    let (isClean, isRefused, counts) = (check.isClean, check.isRefused, [check.passed, check.failed])
    #expect(!isClean && isRefused)
    #expect(counts == [passed, failed])
  }
}
