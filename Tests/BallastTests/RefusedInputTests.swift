import Encoding
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
}
