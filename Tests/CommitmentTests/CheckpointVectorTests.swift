import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

/// The vectors of CP-20: every line gives the values that it names, or is refused by the name that it gives.
@Suite struct CheckpointVectorTests {
  private let venues: [String: Venue]

  init() throws {
    var venues: [String: Venue] = [:]
    for (name, json) in try JSONDocument(try Repository.bytes("vectors/commitment/venues.json")).root.objectMembers() {
      venues[name] = try Venue(json)
    }
    self.venues = venues
  }

  @Test(arguments: ["policies.jsonl", "log.jsonl", "checkpoints.jsonl"]) func vectors(file: String) throws {
    let lines = try VectorLine.all(file)
    #expect(lines.count > 90)
    for line in lines {
      let expected = try line.refused()
      var values: [String: String] = [:]
      let name = refusal { values = try check(line.json) }
      #expect(name == expected, "\(file) \(line.note)")
      guard expected == nil else { continue }
      // Whatever a line expects is computed here, and as it says.
      for (member, value) in try line.json.member("expected").objectMembers() where member != "accepted" {
        let text = try value.kind == .string ? value.string() : String(decoding: value.rawBytes, as: UTF8.self)
        #expect(values[member] == text.filter { $0 != " " }, "\(file) \(line.note): \(member)")
      }
    }
  }

  /// What a line of this kind computes, by the names of its expectations.
  private func check(_ json: JSONValue) throws -> [String: String] {
    switch try json.text("kind") {
    case "venue":
      let venue = try Venue(try JSONDocument(Array(try json.text("genesis").utf8)).root)
      return [
        "engine": "\(venue.engine)", "domain": "\(venue.domainSeparator)", "policy": "\(venue.policy.hash)",
      ]
    case "policy":
      let policy = try SignerPolicy(try json.member("policy"))
      try policy.check()
      return ["hash": "\(policy.hash)"]
    case "history":
      let history = try PolicyHistory(of: try venue(json), changes: try changes(json, "changes"))
      let terms = history.terms.map { "{\"effective\":\"\($0.effective)\",\"hash\":\"\($0.hash)\"}" }
      return ["policies": "[" + terms.joined(separator: ",") + "]"]
    case "root":
      return ["root": "\(CheckpointLog(try words(json, "entries")).root.hash)"]
    case "inclusion":
      let root = LogRoot(size: try json.uint64("size"), hash: try json.word("root"))
      try root.verify(json.word("entry"), at: json.uint64("index"), path: words(json, "path"))
      return [:]
    case "consistency":
      let older = LogRoot(size: try json.uint64("olderSize"), hash: try json.word("olderRoot"))
      let newer = LogRoot(size: try json.uint64("newerSize"), hash: try json.word("newerRoot"))
      try newer.verify(beginsWith: older, proof: words(json, "proof"))
      return [:]
    default:
      return try checkSigned(json)
    }
  }

  private func checkSigned(_ json: JSONValue) throws -> [String: String] {
    let venue = try venue(json)
    func policies(_ signed: SignedCheckpoint, _ changes: [PolicyChange] = []) throws -> PolicyHistory {
      try signed.policies(of: venue, changes: changes, chainId: venue.chainId, contract: venue.contract)
    }
    switch try json.text("kind") {
    case "digest":
      let checkpoint = try Checkpoint(json.member("message"))
      let digest = checkpoint.digest(in: venue)
      let cosignature = SignedCheckpoint.Cosignature(witness: .zero, time: 7, role: 1, signature: [])
      return [
        "struct": "\(checkpoint.structHash)", "digest": "\(digest)",
        "cosigned": "\(cosignature.digest(of: digest, in: venue))",
      ]
    case "checkpoint":
      let signed = try SignedCheckpoint(json.member("checkpoint"))
      try signed.verify(
        in: venue, changes: changes(json, "policyChanges"), chainId: json.member("chainId").uint256(),
        contract: json.address("contract"))
      if let now = try json.optionalMember("now") {
        try signed.checkpoint.checkClock(
          now: now.uint64(), greatestAge: json.optionalMember("maximumAge")?.uint64())
      }
      return ["digest": "\(signed.checkpoint.digest(in: venue))"]
    case "extension":
      let (older, newer) = (try SignedCheckpoint(json.member("older")), try SignedCheckpoint(json.member("newer")))
      try older.verify(under: policies(older))
      try newer.verify(under: policies(newer))
      try newer.verifyExtension(of: older, proof(json), in: venue)
      return [:]
    case "memory":
      let (older, newer) = (try SignedCheckpoint(json.member("older")), try SignedCheckpoint(json.member("newer")))
      let kept = try policies(older, changes(json, "olderChanges"))
      let now = try policies(newer, changes(json, "newerChanges"))
      try older.verify(under: kept)
      try newer.verify(under: now)
      try CheckpointMemory(checkpoint: older, policies: kept).verify(newer, policies: now, proof(json))
      return [:]
    case "evidence":
      let entry = try json.member("entry")
      let log = try entry.isNull
        ? nil : LogContradiction(digest: entry.word("digest"), path: words(entry, "path"))
      let finding = try Evidence(
        first: SignedCheckpoint(json.member("first")), second: SignedCheckpoint(json.member("second")), log: log
      ).verify(in: venue, changes: [], chainId: venue.chainId, contract: venue.contract)
      return ["witnesses": "[" + finding.witnesses.map { "\"\(Hex.encode($0.bytes))\"" }.joined(separator: ",") + "]"]
    case let kind:
      Issue.record("unknown kind \(kind)")
      return [:]
    }
  }

  private func venue(_ json: JSONValue) throws -> Venue {
    try #require(venues[try json.text("genesis")])
  }

  private func words(_ json: JSONValue, _ name: String) throws -> [Bytes32] {
    try json.member(name).elements().map { try $0.word() }
  }

  private func changes(_ json: JSONValue, _ name: String) throws -> [PolicyChange] {
    try json.member(name).elements().map { try PolicyChange($0) }
  }

  private func proof(_ json: JSONValue) throws -> ExtensionProof? {
    guard try json.optionalMember("consistency") != nil else { return nil }
    return ExtensionProof(consistency: try words(json, "consistency"), inclusion: try words(json, "inclusion"))
  }
}
