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
  private var pending: [CheckedTransaction] = []
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

  /// Applies a stream up to its end, or to a signal that asks for one.
  mutating func apply(_ stream: LineStream) throws {
    var reader = stream
    var progress = Progress("transactions applied")
    var ahead = try read(&reader, waits: true)
    while let current = ahead {
      // Only what has arrived: whoever writes into a pipe and waits for an answer gets it first.
      let following = Result { try read(&reader, waits: false) }
      for (number, line) in current.lines() {
        if Interruption.signal != nil { break }
        try take(line, number)
      }
      if followsClock { try flush() }
      progress.update(report.transactions)
      ahead = try following.get() ?? read(&reader, waits: true)
    }
    // What was taken is finished, also after a signal: who reads the report knows the line to go on with.
    try flush()
    report.signal = Interruption.name
    if interval > 0, report.blocks > 0 { try snapshot() }
    progress.finish()
  }

  /// Reads lines and has them parsed; nil at the end, or where none has arrived and it does not wait.
  private func read(_ reader: inout LineStream, waits: Bool) throws -> LinesAhead? {
    let lines = try reader.next(limit, waits: waits)
    if lines.isEmpty { return nil }
    return LinesAhead(lines, domainSeparator: folder.ledger.state.gateway.domainSeparator, workers: workers)
  }

  private mutating func take(_ line: LinesAhead.Line, _ number: Int) throws {
    report.lines += 1
    report.lastLine = number
    switch line {
    case .refused(let error): leaveOut(number, error.name, error.message)
    case .time(let new):
      try flush()
      let now = max(time ?? 0, folder.ledger.state.time)
      guard new >= now else {
        let refusal = LedgerRefusal.timeRunsBackward(previous: now, found: new)
        return leaveOut(number, refusal.name, refusal.message)
      }
      time = new
    case .transaction(let transaction):
      let size = transaction.bytes.count
      if pendingBytes + size > LedgerLimits.blockBytes { try flush() }
      pending.append(transaction)
      lines.append(number)
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
    let clock = followsClock && time == nil ? System.secondsSinceEpoch : time ?? folder.ledger.state.time
    let now = max(clock, folder.ledger.state.time)
    let applied: AppliedBlock
    do throws(LedgerRefusal) {
      applied = try folder.ledger.apply(pending, time: now, workers: workers)
    } catch {
      let place = "the block of lines \(lines.first ?? 0) to \(lines.last ?? 0) was refused"
      throw CommandFailure(.badInput, "\(place): \(error.name): \(error.message)")
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
    try CommandFailure.stored(as: .badOutput) { () throws(StorageError) in try folder.directory.append(stored) }
    report.add(applied, bytes: stored.bytes.count + stored.receipts.count)
    try promises?.write(applied)
    try receipts?.write(applied)
    if interval > 0, header.height % interval == 0 { try snapshot() }
  }

  private func snapshot() throws {
    let height = folder.ledger.height
    try CommandFailure.stored(as: .badOutput) { () throws(StorageError) in
      if try folder.directory.snapshots().contains(where: { $0.link.height == height }) { return }
      let writer = try folder.directory.startSnapshot(at: height)
      for chunk in folder.ledger.snapshot() { try writer.append(chunk) }
      _ = try writer.finish()
      try folder.directory.keepSnapshots(newest: 2)
    }
  }
}
