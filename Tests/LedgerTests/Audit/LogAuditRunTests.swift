import Audit
import Clearing
import Commitment
import Console
import Encoding
import Ethereum
import Storage
import TestSupport
import Testing

@testable import Ledger
@testable import ballast

/// `ballast audit --replay`, `--witness`, `--evidence` and `ballast prove block`, from files.
@Suite struct LogAuditRunTests {
  private let run: [(before: Ledger, block: AppliedBlock)]
  private var genesis: Genesis { run[0].before.genesis }

  init() throws {
    run = try WitnessTests.run(4)
  }

  private func stored(_ block: Block, receipts: [UInt8]) -> StoredBlock {
    StoredBlock(
      BlockLink(height: block.header.height, hash: block.header.hash), previous: block.header.previous,
      bytes: block.bytes, receipts: receipts)
  }

  /// A portable log of so many true blocks, and of one more as a test has it.
  private func log(_ count: Int, last: StoredBlock? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = try LogFileWriter(genesis: genesis.bytes, hash: genesis.hash, bytes: &bytes)
    for step in run[..<count] {
      bytes += try writer.block(stored(step.block.block, receipts: step.block.receiptBytes))
    }
    if let last { bytes += try writer.block(last) }
    return bytes + writer.end()
  }

  private func file(_ path: String, _ bytes: [UInt8]) throws -> String {
    let file = try FileReplacement(path, mode: 0o600)
    try file.write(bytes)
    try file.finish(isDurable: false)
    return path
  }

  private func replay(_ log: [UInt8], _ folder: String, checkpoints: [ProofFile] = []) throws -> LogAuditReport {
    var run = ReplayAuditRun(
      try file(folder + "/log", log), genesis: genesis, checkpoints: checkpoints, evidencePath: folder + "/evidence")
    return try run.run()
  }

  @Test func aTrueLogFollows() throws {
    let report = try TemporaryFolder.with { try replay(log(4), $0) }
    #expect(report.status == .success && report.verdict == .follows && report.height == 4)
    #expect(report.stateRoot == run[3].block.header.stateRoot)
    #expect(String(decoding: report.bytes(.table), as: UTF8.self).contains("Verdict: it follows."))
    #expect(try JSONDocument(report.bytes(.json)).root.member("verdict").string() == "follows")
  }

  @Test func evidenceOfAFalseBlockIsWrittenAndHolds() throws {
    var false3 = run[2].block.block
    false3.header.stateRoot = .zero
    let bytes = try log(2, last: stored(false3, receipts: run[2].block.receiptBytes))
    let venue = genesis.venue
    let word = try WitnessTests.word(false3.header, after: run[1].block.header, in: venue)
    let files = [word.before, word.after].compactMap(\.self).map {
      ProofFile(
        chainId: venue.chainId, contract: venue.contract, checkpoint: $0, policyChanges: [], body: .checkpoint)
    }
    for (checkpoints, verdict) in [([], LogAuditReport.Verdict.unsigned), (files, .signed), ([files[1]], .unsigned)] {
      try TemporaryFolder.with { folder in
        let report = try replay(bytes, folder, checkpoints: checkpoints)
        #expect(report.status == .difference && report.height == 3 && report.problem?.name == "Ledger_HeaderDiffers")
        let written = try #require(report.written)
        let evidence = LogAuditRun.evidence(written, genesis: genesis)
        #expect(evidence.verdict == verdict, "\(evidence)")
        #expect(evidence.status == (verdict == .signed ? .success : .difference))
        // That of the block before is not what the log gives, but for its roots.
        #expect(report.words.map(\.number) == checkpoints.map(\.checkpoint.checkpoint.number))
        #expect((report.unsigned?.name == "Witness_WordMissing") == (checkpoints.count == 1))
        #expect(LogAuditRun.witness(written, genesis: nil).status == .difference)
      }
    }
  }

  @Test func aLogThatIsNoneAccusesNobody() throws {
    let whole = try log(4)
    try TemporaryFolder.with { folder in
      for bytes in [[], Array(whole.dropLast(40)), whole + [0], Array(whole[..<2000])] {
        let report = try replay(bytes, folder)
        #expect(report.status == .badInput && report.written == nil)
      }
      let receipts = try replay(log(1, last: stored(run[1].block.block, receipts: [])), folder)
      #expect(receipts.problem?.name == "Witness_Receipts" && receipts.height == 2)
      let other = try Genesis(bytes: TestGenesis.bytes(accounts: 5))
      var run = ReplayAuditRun(try file(folder + "/log", whole), genesis: other, checkpoints: [], evidencePath: nil)
      #expect(try run.run().problem?.name == "Ledger_OtherVenue")
    }
  }

  @Test func witnessesFromADataDirectory() throws {
    try TemporaryFolder.with { folder in
      let path = folder + "/data"
      let directory = try DataDirectory.create(path, genesis: genesis.bytes, hash: genesis.hash)
      for (place, step) in run.enumerated() {
        try directory.append(stored(step.block.block, receipts: step.block.receiptBytes))
        guard place == 1 else { continue }
        let writer = try directory.startSnapshot(at: 2)
        for part in run[2].before.snapshot() { try writer.append(part) }
        _ = try writer.finish()
      }
      for height: UInt64 in 1...4 {
        let witness = try file(folder + "/witness", ProveBlockCommand.witness(of: height, in: path, workers: 1))
        let report = LogAuditRun.witness(witness, genesis: genesis)
        #expect(report.verdict == .follows && report.height == height)
        #expect(report.stateRoot == run[Int(height) - 1].block.header.stateRoot)
        // What follows is no evidence.
        #expect(LogAuditRun.evidence(witness, genesis: nil).problem?.name == "Witness_NoDifference")
      }
      #expect(throws: (any Error).self) { try ProveBlockCommand.witness(of: 5, in: path, workers: 1) }
      #expect(LogAuditRun.witness(path + "/nothing", genesis: nil).status == .badInput)
    }
  }
}
