import Audit
import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import Storage
import TestSupport
import Testing
import Verification

@testable import Ledger
@testable import ballast

/// A ledger is committed to, cosigned by who executes it, proven and verified; lies about it are found by replay.
@Suite struct LedgerOperatorTests {
  /// A venue of the example with a data directory of some blocks.
  struct Operated {
    let folder: String
    let genesis: Genesis
    var venue: Venue { genesis.venue }
    var data: String { folder + "/data" }
    var venueFolder: String { folder + "/venue" }

    static func key(_ name: String) throws -> PrivateKey { try ExampleVenue.key(name, 7) }

    init(in folder: String, orders: Int = 900) throws {
      self.folder = folder
      let example = try ExampleVenue(
        seed: 7,
        signers: .init(
          operatorKey: try Self.key("checkpoints").address, witness: try Self.key("witness").address,
          custodian: try Self.key("custodian").address))
      genesis = try Genesis(bytes: try example.genesis())
      var lines: [UInt8] = []
      var stream = try ExampleStream(example, traders: 12, deposit: 1_000_000) { lines += $0 }
      try stream.make(orders: orders, fall: 0)
      let file = try FileReplacement(folder + "/stream", mode: 0o600)
      try file.write(lines)
      try file.finish(isDurable: false)
      var run = LedgerRun(
        folder: try LedgerFolder(creating: folder + "/data", genesis), workers: 2, limit: 10_000, interval: 0,
        followsClock: false, promises: nil, receipts: nil)
      try run.apply(try LineStream(folder + "/stream"))
      try VenueFolder.make(folder + "/venue", genesis.venue)
    }

    func block(_ height: UInt64? = nil) throws -> BlockContents {
      try BlockSource.contents(data, height: height, of: venue, workers: 2)
    }

    /// Statements of what a block needs.
    func attestation(_ block: BlockContents) throws -> [SignedStatement] {
      let needs = try CustodyNeeds(block)
      return try ([(Address.zero, needs.cash)] + needs.assets).map { asset, units in
        try CustodyStatement(
          engine: venue.engine, asset: asset, custodian: try Self.key("custodian").address,
          units: units.magnitude.low, time: block.header.time, source: "vault"
        ).signed(by: Self.key("custodian"), in: venue)
      }
    }

    @discardableResult
    func commit(_ height: UInt64? = nil, salts: [Bytes32] = []) throws -> SignedCheckpoint {
      let block = try block(height)
      let commitment = try BlockSource.commitment(block, salts: salts, depth: venue.depth, workers: 2)
      let next = NextCheckpoint(
        folder: try VenueFolder(venueFolder), subject: CheckpointSubject(block), attestation: try attestation(block),
        now: block.header.time)
      let committed = CommittedState(commitment)
      let signed = try next.signed(committed, by: Self.key("checkpoints"), allowsInsolvency: false)
      try next.write(signed, committed, salts: salts)
      return signed
    }

    func file(_ checkpoint: Checkpoint) throws -> ProofFile {
      ProofFile(
        chainId: venue.chainId, contract: venue.contract,
        checkpoint: try checkpoint.signed(by: Self.key("checkpoints"), in: venue), policyChanges: [], body: .checkpoint)
    }

    /// Cosigns a checkpoint as the witness that executes the log.
    func cosign(_ file: ProofFile, log: ExecutedLog?) throws {
      let path = folder + "/cosigned.json"
      var file = file
      let witness = Witness(
        venue: venue, key: try Self.key("witness"), memory: folder + "/memory",
        now: file.checkpoint.checkpoint.time + 10, log: log)
      _ = try witness.cosign(&file, remembered: nil, consistency: nil, at: path)
    }

    var log: ExecutedLog { ExecutedLog(.data(data), of: venue, workers: 2) }
  }

  @Test func aBlockIsCommittedProvenAndVerified() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try Operated(in: path)
      try operated.commit(1)
      try operated.commit()
      let folder = try VenueFolder(operated.venueFolder)
      #expect(folder.count == 2)
      let state = try ProvenState(folder, number: 1, workers: 2)
      #expect(state.ids == (1...state.ids.count).map { "\($0)" })
      let signed = state.checkpoint
      #expect(signed.checkpoint.isOfBlock && signed.checkpoint.height == 2)
      try operated.cosign(state.file(.checkpoint), log: operated.log)
      let cosigned = try ProofInput.read(path + "/cosigned.json")
      #expect(cosigned.checkpoint.cosignatures.map(\.role) == [2])
      func file(_ body: ProofFile.Body) -> GivenFile {
        var file = state.file(body)
        file.checkpoint = cosigned.checkpoint
        return GivenFile(name: "file", bytes: file.bytes)
      }
      var files = [
        file(.checkpoint), file(.emptiness(try state.committed.trees.emptiness(of: UInt64(state.ids.count)))),
        file(.solvency(try state.committed.solvencyProof(of: signed.checkpoint, state.attestation))),
      ]
      for index in state.ids.indices {
        for kind in state.kinds(of: "all") { files.append(file(try state.body(kind, of: UInt64(index)))) }
      }
      let report = Verifier(operated.venue).verify(files)
      #expect(report.verdict == .passed, "\(report.checks.first { $0.outcome != .passed }.map { "\($0)" } ?? "")")
      #expect(files.count == 3 + 2 * state.ids.count)
      // A margin of such an account has no proof file, and says what shows it.
      #expect(throws: CommandFailure.self) { try state.margin(of: 3) }

      // The whole state, in the hands of an auditor.
      var whole = try StateInput.read(VenueFolder.state(1, in: operated.venueFolder), workers: 2)
      whole.header.checkpoint = cosigned.checkpoint
      let audit = StateAudit(whole, of: operated.venue, workers: 2)
      #expect(audit.holds, "\(String(describing: audit.failure))")
      #expect(audit.totals?.accounts == state.ids.count)
      let altered = whole.accounts.indices.map { index in
        var lie = whole
        lie.accounts[index].sums = SolvencySums(positiveEquity: 1, deficit: 0, belowMaintenance: 0)
        return StateAudit(lie, of: operated.venue, workers: 2).failure?.refusal.name
      }
      #expect(altered.allSatisfy { $0 == "Audit_Totals" })
    }
  }

  /// The three figures that no proof binds, and one account's record: replay finds each (LA-11).
  @Test func liesAreFoundByWhoExecutesTheLog() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try Operated(in: path)
      let honest = try operated.commit().checkpoint
      // One account's cash is a little less than it is.
      let contents = try operated.block()
      var openings = try BlockCommitment(contents, depth: operated.venue.depth).openings
      var record = contents.accounts[5].record
      record.cash = try record.cash - Int256(1)
      openings[5].record = try record.encoded()
      let trees = try AccountTrees(depth: operated.venue.depth, leaves: openings.map(\.leaf))
      let assets = try AssetTree(
        depth: operated.venue.depth, list: AssetList(contents.assets), openings: openings)
      let lies: [(String, (inout Checkpoint) -> Void)] = [
        ("netSettledCash", { $0.netSettledCash += 1 }), ("feesAccrued", { $0.feesAccrued += 1_000 }),
        ("pendingWithdrawals", { $0.pendingWithdrawals += 1 }), ("stateRoot", { $0.accounts = trees.roots }),
        ("assetTotals", { ($0.assetRoot, $0.assetTotals) = (assets.roots.root, assets.roots.totals) }),
      ]
      for (member, lie) in lies {
        var checkpoint = honest
        lie(&checkpoint)
        let file = try operated.file(checkpoint)
        #expect(try operated.log.difference(from: checkpoint)?.member == member)
        do {
          try operated.cosign(file, log: operated.log)
          Issue.record("a lie in \(member) is cosigned")
        } catch WitnessFailure.difference(let difference) {
          #expect(difference.member == member)
        }
        var run = ReplayAuditRun(
          operated.data, isDirectory: true, genesis: operated.genesis, checkpoints: [file], evidencePath: nil)
        let report = try run.run()
        #expect(report.verdict == .contradicted && report.status == .difference)
        #expect(report.problem?.name == "Witness_CheckpointDiffers" && report.problem?.message.contains(member) == true)
        #expect(String(decoding: report.bytes(.table), as: UTF8.self).contains(member))
      }
      #expect(Folder.holds(path + "/memory") == false)
      // Without the log it does not cosign, and one that ends before the block shows nothing.
      #expect(throws: WitnessFailure.self) { try operated.cosign(operated.file(honest), log: nil) }
      var later = honest
      later.height = 9
      #expect(throws: CommandFailure.self) { try operated.log.difference(from: later) }
      var run = ReplayAuditRun(
        operated.data, isDirectory: true, genesis: operated.genesis, checkpoints: [try operated.file(later)],
        evidencePath: nil)
      #expect(try run.run().problem?.name == "Witness_BlockMissing")
      var truth = ReplayAuditRun(
        operated.data, isDirectory: true, genesis: operated.genesis, checkpoints: [try operated.file(honest)],
        evidencePath: nil)
      let report = try truth.run()
      #expect(report.status == .success && report.compared == [0])
      #expect(String(decoding: report.bytes(.json), as: UTF8.self).contains("checkpoints"))
    }
  }

  /// Checkpoints that the commands make are the operator's word in evidence (LA-7, LA-8).
  @Test func evidenceRestsOnCheckpointsOfTwoBlocks() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try Operated(in: path)
      let (before, after) = (try operated.commit(1), try operated.commit(2))
      let ledger = try LedgerFolder(opening: operated.data, for: .reading, at: 1, workers: 2).ledger
      let directory = try DataDirectory(opening: operated.data, for: .reading)
      let blocks = try directory.blocks(from: 2)
      var block = try Block(bytes: try #require(try blocks.next()).bytes)
      let venue = operated.venue
      func evidence(_ checkpoint: Checkpoint) throws -> BlockEvidence {
        let word = OperatorWord(
          before: before, after: try checkpoint.signed(by: Operated.key("checkpoints"), in: venue), changes: [])
        return BlockEvidence(witness: try BlockWitness(of: block, after: ledger), word: word)
      }
      // The truth is no evidence.
      #expect(throws: WitnessRefusal.noDifference) { try evidence(after.checkpoint).verify() }
      block.header.stateRoot = Keccak256.hash([1])
      var lie = after.checkpoint
      lie.sectionsRoot = block.header.stateRoot
      let finding = try BlockEvidence(evidence(lie).encoded()).verify(expecting: operated.genesis.hash)
      #expect(finding.isSigned)
      #expect(throws: WitnessRefusal.self) { try evidence(after.checkpoint).verify() }
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try Operated(in: path, orders: 20)
      var other = operated.venue
      other.name = "another"
      #expect(throws: CommandFailure.self) {
        try BlockSource.contents(operated.data, height: nil, of: other, workers: 1)
      }
      #expect(throws: CommandFailure.self) {
        try BlockSource.contents(operated.data, height: 7, of: operated.venue, workers: 1)
      }
      #expect(try BlockContents(Ledger(operated.genesis)) == nil)
      // Salts are compared with the rest.
      let salts = (0..<14).map { Keccak256.hash([UInt8($0)]) }
      let signed = try operated.commit(nil, salts: salts)
      #expect(try operated.log.difference(from: signed.checkpoint)?.member == "stateRoot")
    }
  }
}
