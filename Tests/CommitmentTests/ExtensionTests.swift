import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

@Suite struct ExtensionTests {
  private func proof(_ older: Int, _ newer: Int, _ chain: [Checkpoint], _ venue: Venue) throws -> ExtensionProof {
    let log = CheckpointLog(chain.map { $0.digest(in: venue) })
    return ExtensionProof(
      consistency: try log.consistency(from: UInt64(older), to: UInt64(newer)),
      inclusion: try log.inclusion(of: UInt64(older), at: UInt64(newer)))
  }

  @Test func everyPairOfAChain() throws {
    let fixture = try VenueFixture()
    let chain = fixture.chain(9)
    let signed = try chain.map { try fixture.signed($0) }
    for older in 0..<9 {
      try signed[older].verifyExtension(of: signed[older], nil, in: fixture.venue)
      for newer in (older + 1)..<9 {
        let proof = try proof(older, newer, chain, fixture.venue)
        try signed[newer].verifyExtension(of: signed[older], proof, in: fixture.venue)
        #expect(
          refusal { try signed[newer].verifyExtension(of: signed[older], nil, in: fixture.venue) }
            == "Checkpoint_NoExtension")
        #expect(
          refusal { try signed[older].verifyExtension(of: signed[newer], proof, in: fixture.venue) }
            == "Checkpoint_Older")
        for altered in proof.consistency.altered({ Array($0.mutants.prefix(4)) }) {
          let altered = ExtensionProof(consistency: altered, inclusion: proof.inclusion)
          #expect(refusal { try signed[newer].verifyExtension(of: signed[older], altered, in: fixture.venue) } != nil)
        }
        for altered in proof.inclusion.altered({ Array($0.mutants.prefix(4)) }) {
          let altered = ExtensionProof(consistency: proof.consistency, inclusion: altered)
          #expect(refusal { try signed[newer].verifyExtension(of: signed[older], altered, in: fixture.venue) } != nil)
        }
      }
    }
  }

  @Test func refusals() throws {
    let fixture = try VenueFixture()
    let chain = fixture.chain(6)
    func name(
      _ newer: Int, _ older: Int, _ proof: ExtensionProof? = nil, _ change: (inout Checkpoint) -> Void
    ) throws -> String? {
      var other = chain[newer]
      change(&other)
      let (signed, before) = (try fixture.signed(other), try fixture.signed(chain[older]))
      return refusal { try signed.verifyExtension(of: before, proof, in: fixture.venue) }
    }
    let whole = try proof(2, 5, chain, fixture.venue)
    #expect(try name(5, 2, whole) { _ in } == nil)
    #expect(try name(2, 2) { $0.time += 1 } == "Checkpoint_Contradiction")
    #expect(try name(3, 2) { $0.previous = $0.engine } == "Checkpoint_Contradiction")
    #expect(try name(5, 2, whole) { $0.time = 0 } == "Checkpoint_TimeReversed")
    #expect(try name(5, 2, whole) { $0.height = 0 } == "Checkpoint_TimeReversed")
    #expect(try name(5, 2, whole) { $0.logRoot = $0.engine } == "Log_RootMismatch")
    #expect(try name(5, 2, whole) { $0.logSize = 1 } == "Log_SizeRollback")
    #expect(try name(5, 2, with(whole, \.inclusion, [])) { _ in } == "Log_PathLength")
    #expect(try name(5, 2, with(whole, \.consistency, [])) { _ in } == "Log_PathLength")
    let first = try proof(0, 5, chain, fixture.venue)
    #expect(try name(5, 0, first) { _ in } == nil)
    #expect(try name(5, 0, with(first, \.inclusion, whole.inclusion)) { _ in } == "Log_RootMismatch")
  }

  @Test func memory() throws {
    let fixture = try VenueFixture()
    let venue = fixture.venue
    let change = try fixture.change(with(venue.policy, \.version, 2), effective: 4)
    let other = try fixture.change(with(with(venue.policy, \.version, 2), \.threshold, 1), effective: 4)
    var chain = fixture.chain(4)
    for _ in 0..<3 { chain.append(with(fixture.checkpoint(after: chain), \.policy, change.policy.hash)) }
    let signed = try chain.map { try fixture.signed($0) }
    let (before, after) = (try PolicyHistory(of: venue, changes: []), try PolicyHistory(of: venue, changes: [change]))
    let rewritten = try PolicyHistory(of: venue, changes: [other])
    let proof = try proof(2, 5, chain, venue)
    let memory = CheckpointMemory(checkpoint: signed[2], policies: before)
    try memory.verify(signed[5], policies: after, proof)
    let later = CheckpointMemory(checkpoint: signed[5], policies: after)
    try later.verify(signed[5], policies: after, nil)
    func name(_ memory: CheckpointMemory, _ number: Int, _ policies: PolicyHistory) -> String? {
      refusal { try memory.verify(signed[number], policies: policies, nil) }
    }
    #expect(name(memory, 5, after) == "Checkpoint_NoExtension")
    #expect(name(later, 6, before) == "Policy_HistoryRewritten")
    #expect(name(later, 6, rewritten) == "Policy_HistoryRewritten")
    #expect(name(later, 5, before) == "Policy_HistoryRewritten")
    // An older checkpoint with the changes of its time accuses nobody.
    #expect(name(later, 2, before) == "Checkpoint_Older")
    #expect(name(later, 2, after) == "Checkpoint_Older")
    #expect(name(later, 2, rewritten) == "Policy_HistoryRewritten")
  }

  @Test func evidence() throws {
    let fixture = try VenueFixture()
    let venue = fixture.venue
    let chain = fixture.chain(6)
    let fork = with(chain[2], \.inputRoot, venue.engine)
    var forked = Array(chain[..<2]) + [fork]
    for _ in 3..<6 { forked.append(fixture.checkpoint(after: forked)) }
    let log = CheckpointLog(forked.map { $0.digest(in: venue) })
    func find(_ first: Checkpoint, _ second: Checkpoint, _ log: LogContradiction? = nil) throws -> Evidence.Finding {
      let evidence = Evidence(first: try fixture.signed(first), second: try fixture.signed(second), log: log)
      return try evidence.verify(in: venue, changes: [], chainId: venue.chainId, contract: venue.contract)
    }
    let witnesses = fixture.witnesses.prefix(2).map(\.address)
    #expect(try find(chain[2], fork) == Evidence.Finding(kind: .number, witnesses: witnesses))
    #expect(try find(chain[2], forked[3]).kind == .previous)
    let entry = LogContradiction(digest: fork.digest(in: venue), path: try log.inclusion(of: 2, at: 5))
    #expect(try find(chain[2], forked[5], entry).kind == .log)

    #expect(refusal { _ = try find(chain[3], chain[2]) } == "Evidence_Order")
    #expect(refusal { _ = try find(chain[2], chain[2]) } == "Evidence_NoContradiction")
    #expect(refusal { _ = try find(chain[2], chain[3]) } == "Evidence_NoContradiction")
    #expect(refusal { _ = try find(chain[2], forked[5]) } == "Evidence_NoContradiction")
    #expect(refusal { _ = try find(fork, forked[5], entry) } == "Evidence_NoContradiction")
    #expect(refusal { _ = try find(chain[2], fork, entry) } == "Evidence_NoContradiction")
    #expect(refusal { _ = try find(chain[2], chain[5], entry) } == "Log_RootMismatch")
    #expect(refusal { _ = try find(chain[2], forked[5], with(entry, \.path, [])) } == "Log_PathLength")
    #expect(refusal { _ = try find(with(chain[2], \.engine, .zero), fork) } == "Checkpoint_WrongEngine")

    // Cosignatures count for nothing, and only those that hold on both name a witness.
    var (first, second) = (try fixture.signed(chain[2]), try fixture.signed(fork))
    first.cosignatures[0].signature = []
    second.cosignatures.append(second.cosignatures[0])
    let finding = try Evidence(first: first, second: second, log: nil)
      .verify(under: try PolicyHistory(of: venue, changes: []))
    #expect(finding == Evidence.Finding(kind: .number, witnesses: [witnesses[1]]))
    let forged = Evidence(
      first: first, second: try fork.signed(by: fixture.custodian, in: venue), log: nil)
    #expect(
      refusal { _ = try forged.verify(under: try PolicyHistory(of: venue, changes: [])) }
        == "Checkpoint_OperatorMismatch")
  }
}
