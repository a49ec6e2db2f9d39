import Console
import Encoding
import Ethereum
import Ledger
import Storage

/// One call of `ballast run`: it gathers transactions into blocks, executes and stores each, and then acknowledges it.
struct LedgerRun {
  var folder: LedgerFolder
  let workers: Int
  /// Transactions of a block, at most.
  let limit: Int
  /// Blocks between two snapshots; 0 for none.
  let interval: UInt64
  let followsClock: Bool
  let promises: Promises?
  let receipts: ReceiptLines?

  var report = RunReport()
  private var pending: [Transaction] = []
  /// The bytes of those that wait.
  private var pendingBytes = 0
  private var lines: [Int] = []
  /// Of the next block; nil where the stream has named none yet.
  private var time: UInt64?

  init(
    folder: LedgerFolder, workers: Int, limit: Int, interval: UInt64, followsClock: Bool, promises: Promises?,
    receipts: ReceiptLines?
  ) {
    (self.folder, self.workers, self.limit, self.interval) = (folder, workers, limit, interval)
    (self.followsClock, self.promises, self.receipts) = (followsClock, promises, receipts)
  }

  /// Applies a file, or standard input for `-`.
  mutating func apply(_ path: String) throws {
    var reader = try LineReader(path)
    var progress = Progress("transactions applied")
    while true {
      let batch = try reader.next(limit, waits: false)
      if batch.isEmpty { break }
      for line in batch { try take(line) }
      // Whoever writes into a pipe and waits for an answer gets it.
      if followsClock { try flush() }
      progress.update(report.transactions)
    }
    try flush()
    if interval > 0, report.blocks > 0 { try snapshot() }
    progress.finish()
  }

  private mutating func take(_ line: NumberedText) throws {
    report.lines += 1
    let parsed: StreamLine
    do throws(LedgerRefusal) {
      switch line.text {
      case .success(let bytes): parsed = try StreamLine(bytes)
      case .failure(let error): throw .json(error)
      }
    } catch {
      return leaveOut(line.number, error.name, error.message)
    }
    switch parsed {
    case .time(let new):
      try flush()
      let now = max(time ?? 0, folder.ledger.state.time)
      guard new >= now else {
        let refusal = LedgerRefusal.timeRunsBackward(previous: now, found: new)
        return leaveOut(line.number, refusal.name, refusal.message)
      }
      time = new
    case .transaction(let transaction):
      let size = transaction.bytes.count
      if pendingBytes + size > LedgerLimits.blockBytes { try flush() }
      pending.append(transaction)
      lines.append(line.number)
      pendingBytes += size
      if pending.count >= limit { try flush() }
    }
  }

  private mutating func leaveOut(_ line: Int, _ name: String, _ message: String) {
    report.leaveOut(name)
    Console.say("line \(line): \(name): \(message)")
  }

  /// Makes a block of what waits.
  private mutating func flush() throws {
    if pending.isEmpty { return }
    let checked = CheckedTransaction.check(
      pending, domainSeparator: folder.ledger.state.gateway.domainSeparator, workers: workers)
    let clock = followsClock && time == nil ? System.secondsSinceEpoch : time ?? folder.ledger.state.time
    let now = max(clock, folder.ledger.state.time)
    let applied = try CommandFailure.ledger { () throws(LedgerRefusal) in
      try folder.ledger.apply(checked, time: now, workers: workers)
    }
    for omitted in applied.omitted {
      leaveOut(lines[omitted.index], omitted.refusal.name, omitted.refusal.message)
    }
    pending.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    pendingBytes = 0
    let header = applied.block.header
    let stored = StoredBlock(
      BlockLink(height: header.height, hash: header.hash), previous: header.previous, bytes: applied.block.bytes,
      receipts: applied.receiptBytes)
    try CommandFailure.stored { () throws(StorageError) in try folder.directory.append(stored) }
    report.add(applied, bytes: stored.bytes.count + stored.receipts.count)
    try promises?.write(applied, folder.ledger)
    try receipts?.write(applied)
    if interval > 0, header.height % interval == 0 { try snapshot() }
  }

  private func snapshot() throws {
    let height = folder.ledger.height
    try CommandFailure.stored { () throws(StorageError) in
      if try folder.directory.snapshots().contains(where: { $0.link.height == height }) { return }
      let writer = try folder.directory.startSnapshot(at: height)
      for chunk in folder.ledger.snapshot() { try writer.append(chunk) }
      _ = try writer.finish()
      try folder.directory.keepSnapshots(newest: 2)
    }
  }
}
