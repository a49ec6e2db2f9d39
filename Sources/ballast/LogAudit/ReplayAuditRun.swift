import Audit
import Commitment
import Console
import Ethereum
import Ledger
import Storage

/// `ballast audit --replay` and `--data`: a whole log, block by block, evidence of the first that does not follow
/// (LA-9), and checkpoints held against what it gives (LA-11).
struct ReplayAuditRun {
  let path: String
  let genesis: Genesis?
  /// Signed checkpoints, of which those of a false block and the one before are its operator's word.
  let checkpoints: [ProofFile]
  /// Whether the path is a data directory.
  var isDirectory = false
  /// The file with the secret of the leaves' salts; nil on a public venue.
  var salts: String?
  /// Where evidence is written; beside the log where it is nil.
  let evidencePath: String?

  private var report: LogAuditReport
  private var replay: LogReplay?
  /// The numbers of the checkpoints whose blocks the log has.
  private var reached: Set<UInt64> = []
  /// The checkpoints that are not what the log gives.
  private var contradictions: [CheckpointWord] = []
  /// The first of them.
  private var contradiction: LogAuditReport.Problem?

  init(
    _ path: String, isDirectory: Bool = false, genesis: Genesis?, checkpoints: [ProofFile], salts: String? = nil,
    evidencePath: String?
  ) {
    (self.path, self.genesis, self.checkpoints, self.evidencePath) = (path, genesis, checkpoints, evidencePath)
    (self.isDirectory, self.salts) = (isDirectory, salts)
    report = LogAuditReport(kind: "log", path: path, isOwnGenesis: genesis != nil)
  }

  mutating func run() throws -> LogAuditReport {
    var progress = Progress("blocks recomputed")
    do {
      try isDirectory ? executeDirectory(&progress) : executeFile(&progress)
      try finish()
    } catch let stop as Stop {
      report.problem = stop.problem
      report.verdict = stop.verdict
    }
    progress.finish()
    if let replay {
      report.height = report.height ?? replay.ledger.height
      report.stateRoot = replay.ledger.stateRoot
    }
    return report
  }

  private mutating func executeFile(_ progress: inout Progress) throws {
    let input = try FileInput(path)
    var reader = LogFileReader()
    var isWhole = false
    while !isWhole {
      let piece = try input.read()
      if piece.isEmpty { reader.finish() } else { reader.append(piece) }
      while let item = try next(&reader) {
        switch item {
        case .genesis(let hash, let bytes): try begin(hash, bytes)
        case .block(let block):
          try take(block)
          progress.update(Int(clamping: block.link.height))
        case .end: isWhole = true
        }
      }
    }
  }

  private mutating func executeDirectory(_ progress: inout Progress) throws {
    let directory = try CommandFailure.stored { () throws(StorageError) in
      try DataDirectory(opening: path, for: .reading)
    }
    try begin(directory.genesisHash, directory.genesis)
    let blocks = try CommandFailure.stored { () throws(StorageError) in try directory.blocks(from: 1) }
    while let block = try CommandFailure.stored({ () throws(StorageError) in try blocks.next() }) {
      try take(block)
      progress.update(Int(clamping: block.link.height))
    }
  }

  /// The verdict on a log that follows.
  private mutating func finish() throws {
    report.verdict = .follows
    if let contradiction {
      throw Stop(verdict: .contradicted, problem: contradiction)
    }
    guard let missing = checkpoints.first(where: { !reached.contains($0.checkpoint.checkpoint.number) }) else {
      return
    }
    let checkpoint = missing.checkpoint.checkpoint
    let refusal = ComparisonRefusal.blockMissing(height: checkpoint.height)
    throw Stop(
      verdict: .nothing,
      problem: .init(
        code: refusal.code, name: refusal.name, message: "checkpoint \(checkpoint.number): \(refusal.message)"))
  }

  /// Holds the checkpoints of the last block against what the log gives; a log that goes on says more about them than
  /// they about it, so that the first difference is kept for its end.
  private mutating func compare() throws {
    guard let ledger = replay?.ledger else { return }
    let venue = ledger.genesis.venue
    for file in checkpoints where file.checkpoint.checkpoint.height == ledger.height {
      let checkpoint = file.checkpoint.checkpoint
      do throws(CheckpointRefusal) {
        try file.checkpoint.verifyOperator(under: file.policies(in: venue))
      } catch {
        throw Stop(verdict: .nothing, problem: .init(code: error.code, name: error.name, message: error.message))
      }
      reached.insert(checkpoint.number)
      let difference = try ExecutedLog.difference(
        from: checkpoint, ledger, venue: venue, salts: salts, path: path, workers: Parallel.width)
      guard let difference else {
        report.compared.append(checkpoint.number)
        continue
      }
      contradictions.append(
        CheckpointWord(
          file, .contradicts(.init(code: difference.code, name: difference.name, message: difference.message))))
      contradiction = contradiction ?? .init(
        code: difference.code, name: difference.name,
        message: "checkpoint \(checkpoint.number): \(difference.message)")
    }
  }

  /// Why the replay ends before the log does.
  private struct Stop: Error {
    var verdict: LogAuditReport.Verdict
    var problem: LogAuditReport.Problem
  }

  private func next(_ reader: inout LogFileReader) throws -> LogFileReader.Item? {
    do throws(LogFileError) {
      return try reader.next()
    } catch {
      throw Stop(verdict: .nothing, problem: .init(name: error.name, message: error.message))
    }
  }

  private mutating func begin(_ hash: Bytes32, _ bytes: [UInt8]) throws {
    do throws(LedgerRefusal) {
      let found = try Genesis(bytes: bytes)
      report.venue = found.venue.name
      report.genesis = found.hash
      guard found.hash == hash, genesis.map({ $0.hash == hash }) ?? true else {
        throw LedgerRefusal.otherVenue(expected: genesis?.hash ?? hash, found: found.hash)
      }
      replay = LogReplay(try Ledger(found))
    } catch {
      throw Stop(verdict: .nothing, problem: .init(error))
    }
  }

  private mutating func take(_ stored: StoredBlock) throws {
    do throws(LogFault) {
      _ = try replay?.take(stored.bytes, receipts: stored.receipts, workers: Parallel.width)
    } catch {
      report.block = stored.link.hash
      switch error {
      case .unreadable(let height, let refusal):
        report.height = height
        throw Stop(verdict: .nothing, problem: .init(refusal))
      case .receiptsDiffer(let height):
        report.height = height
        throw Stop(
          verdict: .nothing,
          problem: .init(
            name: "Witness_Receipts", message: "the receipts of the block were expected, and the file has others"))
      case .differs(let height, let refusal, let witness):
        report.height = height
        let block = try? Block(bytes: stored.bytes)
        hear(of: height, block?.header)
        if let witness { write(witness) } else { tell(whyNoWitnessOf: block) }
        throw Stop(verdict: .differs, problem: .init(refusal))
      }
    }
    try compare()
  }

  /// What the checkpoints say that could not be held against the log, because it ends with a block that does not follow.
  private mutating func hear(of height: UInt64, _ header: BlockHeader?) {
    guard let header, let venue = replay?.ledger.genesis.venue else { return }
    report.words = contradictions
    for file in checkpoints {
      let found = file.checkpoint.checkpoint.height
      if found == height { report.words.append(CheckpointWord(file, of: header, in: venue)) }
      if found > height { report.words.append(CheckpointWord(file, .unreached)) }
    }
  }

  /// Why no witness of a block can be made.
  private mutating func tell(whyNoWitnessOf block: Block?) {
    guard let block, let ledger = replay?.ledger else { return }
    do throws(LedgerRefusal) {
      _ = try BlockWitness(of: block, after: ledger, workers: Parallel.width)
    } catch {
      report.unwritten = .init(
        code: error.code, name: error.name, message: "\(error.message); only a replay shows what is wrong")
    }
  }

  /// Writes the evidence, with the operator's word where there is one that holds; or notes why there is none.
  private mutating func write(_ witness: BlockWitness) {
    var evidence = BlockEvidence(witness: witness, word: nil)
    do throws(WitnessRefusal) {
      _ = try evidence.verify(workers: Parallel.width)
    } catch {
      // What cannot be shown by a witness is found by a replay only (LA-6).
      report.unwritten = .init(
        code: error.code, name: error.name, message: "\(error.message); only a replay shows what is wrong")
      return
    }
    if let word = word(of: witness) {
      let signed = BlockEvidence(witness: witness, word: word)
      do throws(WitnessRefusal) {
        _ = try signed.verify(workers: Parallel.width)
        evidence = signed
      } catch {
        // Checkpoints that do not speak of these blocks are left out: the rest still stands.
        report.unsigned = .init(error)
      }
    }
    let target = evidencePath ?? "evidence-\(witness.block.header.height).witness"
    do throws(CommandFailure) {
      try Self.keep(evidence.encoded(), target)
      report.written = target
    } catch {
      (report.unwritten, report.isOutputMissing) = (.init(name: "Evidence_NotWritten", message: error.message), true)
      report.unsigned = nil
    }
  }

  /// The checkpoints of a block and of the one before; nil without the first.
  private func word(of witness: BlockWitness) -> OperatorWord? {
    let engine = witness.genesis.venue.engine
    func checkpoint(at height: UInt64) -> ProofFile? {
      checkpoints.first { $0.checkpoint.checkpoint.height == height && $0.checkpoint.checkpoint.engine == engine }
    }
    guard let after = checkpoint(at: witness.block.header.height) else { return nil }
    let before = witness.before.flatMap { checkpoint(at: $0.height) }
    let changes = [after, before].compactMap(\.?.policyChanges).max { $0.count < $1.count } ?? []
    return OperatorWord(before: before?.checkpoint, after: after.checkpoint, changes: changes)
  }

  /// Writes a file, where there is none or the same: evidence is not replaced by other evidence.
  private static func keep(_ bytes: [UInt8], _ path: String) throws(CommandFailure) {
    if Folder.holds(path) {
      guard try FileInput.bytes(of: path, atMost: LogAuditLimits.fileBytes) != bytes else { return }
      throw CommandFailure(
        .badOutput, "\(path): expected no file, or this one, found another, which is left as it is; name a new one with "
          + "--write")
    }
    FileReplacement.removeUnfinished(beside: path)
    let file = try FileReplacement(path, mode: 0o644)
    try file.write(bytes)
    try file.finishNew()
  }
}
