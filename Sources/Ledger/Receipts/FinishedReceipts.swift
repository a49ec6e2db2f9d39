import Clearing
import Ethereum

/// A receipt whose decisions are still to be hashed, which can be done beside everything else.
struct PendingReceipt: Sendable {
  var transaction: Bytes32
  var outcome: TransactionReceipt.Outcome
  var events: [Event]
  var decisions: [(decision: Decision, parameters: Bytes32)]

  /// The receipt by itself: the plain form of what `FinishedReceipts` makes of many.
  func finished() -> TransactionReceipt {
    TransactionReceipt(
      transaction: transaction, outcome: outcome, events: events,
      decisions: decisions.map { Decision.hash(of: $0.decision.bytes(parameters: $0.parameters)) })
  }
}

/// Receipts that follow one another, with their bytes and hashes: what is hashed is hashed together.
struct FinishedReceipts: Sendable {
  private(set) var receipts: [TransactionReceipt] = []
  private(set) var hashes: [Bytes32]
  /// Each as a string of bytes (LG-16).
  private(set) var bytes: [UInt8]

  init(_ pending: [PendingReceipt]) {
    var (batch, writer) = (KeccakBatch(bytes: 1_024 * pending.count), ByteWriter(reserving: 1_024))
    for receipt in pending {
      for (decision, parameters) in receipt.decisions {
        writer.removeAll()
        decision.write(to: &writer, parameters: parameters)
        batch.append(LedgerTag.decision)
        batch.append(writer.bytes)
        batch.end()
      }
    }
    let decisions = batch.digests()
    var used = 0
    batch.removeAll()
    var list = ByteWriter(reserving: 1_024 * pending.count)
    receipts.reserveCapacity(pending.count)
    for receipt in pending {
      let own = used..<used + receipt.decisions.count
      used = own.upperBound
      let finished = TransactionReceipt(
        transaction: receipt.transaction, outcome: receipt.outcome, events: receipt.events,
        decisions: Array(decisions[own]))
      writer.removeAll()
      finished.write(to: &writer)
      batch.append(LedgerTag.receipt)
      batch.append(writer.bytes)
      batch.end()
      list.string(writer.bytes)
      receipts.append(finished)
    }
    hashes = batch.digests()
    bytes = list.bytes
  }

  /// Several, one after another, as one list (LG-16).
  init(joining parts: [FinishedReceipts]) {
    let count = parts.reduce(0) { $0 + $1.receipts.count }
    var list = ByteWriter(reserving: parts.reduce(16) { $0 + $1.bytes.count })
    list.integer(count)
    receipts.reserveCapacity(count)
    hashes = []
    hashes.reserveCapacity(count)
    for part in parts {
      receipts += part.receipts
      hashes += part.hashes
      list.raw(part.bytes)
    }
    bytes = list.bytes
  }
}
