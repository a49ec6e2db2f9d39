import Encoding
import TestSupport
import Testing

@testable import ballast

/// FD-1, FD-38, JS-14: traces of the reference's contracts, replayed from their bytes.
@Suite(Shared.required) struct TraceTests {
  static let files: [(name: String, steps: Int)] = [
    ("01-thresholds", 121), ("02-signer-errors", 172), ("03-signature-forms", 139), ("04-time-bounds", 168),
    ("05-confidence", 100), ("06-payloads", 172), ("07-outer", 150), ("08-domains", 143), ("09-diff-caps", 246),
    ("10-diff-stale", 136), ("11-fwd-basic", 77), ("12-fwd-twap", 88), ("13-fwd-settle-heartbeat", 69),
    ("14-fwd-errors", 66), ("15-vol-basic", 161), ("16-vol-errors", 191), ("17-rate-basic", 63), ("18-admin", 115),
    ("19-fuzz-1", 314), ("20-fuzz-2", 306), ("21-fuzz-3", 319), ("22-fuzz-4", 310), ("actions", 198),
  ]

  static func bytes(_ name: String) throws -> [UInt8] { try Shared.bytes("vectors/feeds/\(name).json") }

  @Test(arguments: files) func replays(name: String, steps: Int) throws {
    var check = VectorCheck(path: name, asJSON: false)
    try check.run(Self.bytes(name))
    #expect(check.passed == steps)
    #expect(check.isClean)
  }

  /// Where each scalar of a document stands, by its path without indices.
  static func leaves(_ value: JSONValue, _ path: String = "") throws -> [(path: String, value: JSONValue)] {
    switch value.kind {
    case .object:
      try value.objectMembers().flatMap { try leaves($0.value, path.isEmpty ? $0.name : path + "." + $0.name) }
    case .array: try value.elements().flatMap { try leaves($0, path) }
    default: [(path, value)]
    }
  }

  /// What a step expects, and what can be computed from the configuration: a change must be found whatever it is.
  static func isExpected(_ path: String, by step: String) -> Bool {
    let expected = [
      "steps.result", "steps.after.result", "steps.decoded", "steps.eip712", "steps.time",
      "steps.actions.structHash", "steps.actions.digest", "steps.actions.labels", "config.domainSeparator",
      "config.typeHash", "config.eip712Domain",
    ]
    if expected.contains(where: { path == $0 || path.hasPrefix($0 + ".") }) { return true }
    // Of feeds and signers, by label.
    let parts = path.split(separator: ".")
    return path.hasPrefix("config.") && parts.count >= 4
      && ["address", "privateKey", "eip712Domain", "domainSeparator"].contains(parts[3])
  }

  /// A document with one digit of a scalar changed, or `true` for `false`.
  static func altered(
    _ bytes: [UInt8], _ value: JSONValue, _ generator: inout SeededGenerator
  ) -> [UInt8]? {
    let raw = Array(value.rawBytes)
    if value.kind == .bool {
      let other = Array((raw.count == 4 ? "false" : "true").utf8)
      return Array(bytes[..<value.offset]) + other + bytes[(value.offset + raw.count)...]
    }
    let isHexadecimal = raw.starts(with: Array("\"0x".utf8))
    let digits = raw.indices.filter { index in
      if raw[index] >= 48 && raw[index] <= 57 { return !isHexadecimal || index > 2 }
      return isHexadecimal && index > 2 && (raw[index] | 32) >= 97 && (raw[index] | 32) <= 102
    }
    guard let place = digits.randomElement(using: &generator) else { return nil }
    let choices = Array((isHexadecimal ? "0123456789abcdef" : "0123456789").utf8).filter { $0 != raw[place] | 32 && $0 != raw[place] }
    guard let digit = choices.randomElement(using: &generator) else { return nil }
    var bytes = bytes
    bytes[value.offset + place] = digit
    return bytes
  }

  /// One digit altered anywhere: what is expected is always found to differ. Of inputs and remarks most are; the
  /// others gave the same results at every step.
  @Test func alterations() throws {
    var generator = SeededGenerator(seed: 16)
    var (tried, unnoticed) = (0, 0)
    for (name, _) in Self.files {
      let bytes = try Self.bytes(name)
      let leaves = try Self.leaves(JSONDocument(bytes).root)
      for _ in 0..<25 {
        guard let leaf = leaves.randomElement(using: &generator),
          let changed = Self.altered(bytes, leaf.value, &generator)
        else { continue }
        tried += 1
        var check = VectorCheck(path: name, asJSON: false)
        try check.run(changed)
        if check.isClean { unnoticed += 1 }
        #expect(!check.isClean || !Self.isExpected(leaf.path, by: name), "\(name): \(leaf.value.path)")
      }
    }
    #expect(tried > 350)
    #expect(unnoticed * 8 < tried)
  }
}
