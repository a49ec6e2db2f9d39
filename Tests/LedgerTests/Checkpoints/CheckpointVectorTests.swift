import Audit
import Commitment
import Encoding
import Ethereum
import TestSupport
import Testing

@testable import Ledger

/// `vectors/ledger/checkpoints.jsonl`: what checkpoints of blocks say, made by the second implementation (LG-22).
@Suite struct CheckpointVectorTests {
  /// The ledgers of a log of `logs.jsonl` after each of its blocks, by the log's note.
  static func ledgers() throws -> [String: [Ledger]] {
    var lines = JSONLines(try Repository.bytes("vectors/ledger/logs.jsonl"))
    var logs: [String: [Ledger]] = [:]
    while let line = try lines.next() {
      let json = try JSONDocument(line.bytes).root
      var ledger = try Ledger(try Genesis(json.member("genesis")))
      var after: [Ledger] = []
      for block in try json.member("blocks").elements() {
        let offered = try block.member("offered").elements().compactMap {
          try? Transaction(bytes: Hex.decode($0.string()) ?? [])
        }
        let checked = CheckedTransaction.check(
          offered, domainSeparator: ledger.state.gateway.domainSeparator, workers: 2)
        _ = try ledger.apply(checked, time: try block.member("time").uint64(), workers: 2)
        after.append(ledger)
      }
      logs[try json.member("note").string()] = after
    }
    return logs
  }

  /// A checkpoint with what follows from the log, and nothing else.
  static func checkpoint(_ commitment: BlockCommitment, _ venue: Venue) -> Checkpoint {
    let (block, header) = (commitment.contents, commitment.contents.header)
    return Checkpoint(
      number: 0, previous: .zero, logSize: 0, logRoot: LogRoot.empty.hash, engine: venue.engine, height: header.height,
      time: header.time, accounts: commitment.trees.roots, sectionsRoot: header.stateRoot,
      receiptsRoot: header.receiptsRoot, inputRoot: header.inputRoot, riskRoot: RiskRoot(hash: EmptyRoot.hash),
      assetRoot: commitment.assets.roots.root, assets: block.assets, assetTotals: commitment.assets.roots.totals,
      feesAccrued: block.feesAccrued, netSettledCash: block.netSettledCash,
      pendingWithdrawals: block.pendingWithdrawals, securityModule: venue.securityModule,
      feeRecipient: venue.feeRecipient, attestation: .zero, policy: .zero)
  }

  @Test func checkpointsAreThoseOfTheSecondImplementation() throws {
    let logs = try Self.ledgers()
    var lines = JSONLines(try Repository.bytes("vectors/ledger/checkpoints.jsonl"))
    var (members, refusals) = (0, 0)
    while let line = try lines.next() {
      let json = try JSONDocument(line.bytes).root
      let note = try json.member("note").string()
      let ledger = try #require(logs[json.member("log").string()])[Int(json.member("height").uint64()) - 1]
      let expected = try json.member("expected")
      do {
        let contents = try #require(try BlockContents(ledger, workers: 2))
        let commitment = try BlockCommitment(contents, depth: ledger.genesis.venue.depth, workers: 2)
        let checkpoint = Self.checkpoint(commitment, ledger.genesis.venue)
        #expect(throws: Never.self, "\(note)") { try commitment.compare(checkpoint, venue: ledger.genesis.venue) }
        var writer = JSONWriter()
        checkpoint.write(to: &writer)
        let found = try JSONDocument(writer.bytes).root
        for (name, value) in try expected.objectMembers() {
          #expect(try found.member(name).canonicalBytes() == value.canonicalBytes(), "\(note): \(name)")
          members += 1
        }
      } catch let refusal as CommitmentRefusal {
        #expect(try refusal.name == expected.member("refused").string(), "\(note)")
        refusals += 1
      }
    }
    #expect(members > 600 && refusals > 0)
  }

  @Test func theWorkersDoNotMatter() throws {
    let ledger = try #require(try Self.ledgers()["random calls"]?.last)
    let roots = try [1, 3].map { workers in
      try BlockCommitment(
        try #require(try BlockContents(ledger, workers: workers)), depth: 8, workers: workers
      ).trees.roots
    }
    #expect(roots[0] == roots[1])
  }

  /// Every member that follows from the log is compared, and the first that is another is named.
  @Test func eachMemberIsCompared() throws {
    let ledger = try #require(try Self.ledgers()["random calls"]?.last)
    let venue = ledger.genesis.venue
    let commitment = try BlockCommitment(try #require(try BlockContents(ledger)), depth: venue.depth)
    let lies: [(String, (inout Checkpoint) -> Void)] = [
      ("height", { $0.height += 1 }), ("time", { $0.time += 1 }), ("sectionsRoot", { $0.sectionsRoot = .zero }),
      ("receiptsRoot", { $0.receiptsRoot = .zero }), ("inputRoot", { $0.inputRoot = .zero }),
      ("riskRoot", { $0.riskRoot = RiskRoot(hash: .zero) }), ("depth", { $0.accounts.depth += 1 }),
      ("count", { $0.accounts.count -= 1 }), ("feesAccrued", { $0.feesAccrued += 1 }),
      ("netSettledCash", { $0.netSettledCash -= 1 }), ("pendingWithdrawals", { $0.pendingWithdrawals -= 1 }),
      ("equity", { $0.accounts.totals.positiveEquity += 1 }), ("deficit", { $0.accounts.totals.deficit += 1 }),
      ("belowMaintenance", { $0.accounts.totals.belowMaintenance += 1 }), ("assets", { $0.assets.removeLast() }),
      ("assetTotals", { $0.assetTotals[0] -= 1 }), ("stateRoot", { $0.accounts.stateRoot = .zero }),
      ("solvencyRoot", { $0.accounts.solvencyRoot = .zero }), ("assetRoot", { $0.assetRoot = .zero }),
      ("securityModule", { $0.securityModule += 1 }), ("feeRecipient", { $0.feeRecipient += 1 }),
    ]
    for place in lies.indices {
      var checkpoint = Self.checkpoint(commitment, venue)
      // Later lies do not hide an earlier one.
      for (_, lie) in lies[place...] { lie(&checkpoint) }
      do throws(ComparisonRefusal) {
        try commitment.compare(checkpoint, venue: venue)
        Issue.record("\(lies[place].0) is not compared")
      } catch {
        #expect(error.member == lies[place].0 && error.message.contains(lies[place].0) && error.name == "Witness_CheckpointDiffers")
      }
    }
  }
}
