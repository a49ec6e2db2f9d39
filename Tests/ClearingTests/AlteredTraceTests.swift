import Encoding
import TestSupport
import Testing

@testable import Clearing
@testable import ballast

/// A trace with one altered digit is refused, wherever the digit can have an effect.
@Suite(Shared.required) struct AlteredTraceTests {
  /// A number in a document: where it stands and how it is called.
  struct Leaf {
    var path: String
    var offset: Int
    var bytes: [UInt8]

    var digits: [Int] { bytes.indices.filter { bytes[$0] >= 48 && bytes[$0] <= 57 } }

    /// The document with another digit at one place of this leaf.
    func altered(_ document: [UInt8], digit: Int, by step: UInt8) -> [UInt8] {
      var document = document
      let old = document[offset + digit] - 48
      var new = (old + 1 + step % 9) % 10
      // A leading zero would be another spelling and not another number.
      if new == 0 && digits.first == digit && digits.count > 1 { new = old == 9 ? 8 : old + 1 }
      document[offset + digit] = new + 48
      return document
    }
  }

  static func leaves(_ value: JSONValue, _ path: String, _ found: inout [Leaf]) throws {
    switch value.kind {
    case .object: for (name, member) in try value.objectMembers() { try leaves(member, path + "." + name, &found) }
    case .array: for (index, element) in try value.elements().enumerated() { try leaves(element, "\(path).\(index)", &found) }
    case .string, .number:
      let leaf = Leaf(path: path, offset: value.offset, bytes: Array(value.rawBytes))
      if !leaf.digits.isEmpty { found.append(leaf) }
    case .bool, .null: break
    }
  }

  /// Whether the checker notices: a difference, or a document that it refuses to read.
  static func isNoticed(_ document: [UInt8]) -> Bool {
    guard let check = try? TraceCheck(JSONDocument(document).root) else { return true }
    return check.difference != nil
  }

  @Test(arguments: TraceTests.names) func everyResultAndStateCounts(_ name: String) throws {
    let document = try TraceTests.bytes(name)
    let root = try JSONDocument(document).root
    let checked = try TraceCheck(root).steps
    var leaves: [Leaf] = []
    try Self.leaves(root.member("initialState"), "initialState", &leaves)
    for (index, step) in try root.member("steps").elements().enumerated() where index < checked {
      try Self.leaves(step.member("result"), "\(index).result", &leaves)
      try Self.leaves(step.member("state"), "\(index).state", &leaves)
      try Self.leaves(step.member("time"), "\(index).time", &leaves)
    }
    var generator = SeededGenerator(seed: name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
    for _ in 0..<12 {
      let leaf = leaves[Int.random(in: 0..<leaves.count, using: &generator)]
      let digit = leaf.digits[Int.random(in: 0..<leaf.digits.count, using: &generator)]
      let altered = leaf.altered(document, digit: digit, by: UInt8.random(in: 0...8, using: &generator))
      #expect(Self.isNoticed(altered), "\(name): \(leaf.path) at digit \(digit)")
    }
  }

  /// Numbers of the configuration whose first digit no trace shows: limits that nothing reaches, and requirements,
  /// scenarios and penalties that never bind.
  static let withoutEffect: Set<String> = [
    "caps.base.btc", "caps.base.wsteth", "caps.option.btc", "caps.option.eth", "caps.perp.btc",
    "interest.highRateMultiplier", "mtmCutoff", "pmrm.maxAccountSize", "pmrm.scenarios.24.spotShock",
    "pmrm.skew.absCBase", "pmrm.skew.minKStar", "srm.maxAccountSize", "srmMarkets.btc.option.MMPutMtMReq",
    "srmMarkets.btc.option.unpairedIMScale", "srmMarkets.btc.option.unpairedMMScale", "srmMarkets.btc.oracle.OCFactor",
    "srmMarkets.btc.oracle.optionThreshold", "srmMarkets.btc.oracle.perpThreshold",
  ]

  /// Every other number of the configuration changes something in at least one trace, and these nothing.
  @Test func everyParameterCounts() throws {
    var unseen: Set<String> = []
    var seen: Set<String> = []
    for name in TraceTests.names.reversed() {
      let document = try TraceTests.bytes(name)
      var leaves: [Leaf] = []
      try Self.leaves(JSONDocument(document).root.member("config"), "", &leaves)
      // Two stand for all where nothing is to be noticed.
      let isSample = name == "r15" || name == "s06-pmrm-portfolio"
      for leaf in leaves where !seen.contains(leaf.path) {
        let isSilent = Self.withoutEffect.contains(String(leaf.path.dropFirst()))
        if isSilent && !isSample { continue }
        if Self.isNoticed(leaf.altered(document, digit: leaf.digits[0], by: 3)) {
          seen.insert(leaf.path)
          unseen.remove(leaf.path)
        } else if !isSilent {
          unseen.insert(leaf.path)
        }
      }
    }
    #expect(unseen.isEmpty)
    #expect(seen.isDisjoint(with: Self.withoutEffect.map { "." + $0 }))
    #expect(seen.count > 140)
  }
}
