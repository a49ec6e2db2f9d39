import Commitment
import Ethereum
import FixedPoint
import Ledger

/// What a checkpoint is of: a book at a moment, or a block of a ledger.
struct CheckpointSubject: Sendable {
  /// Of the block; the checkpoint's number where nil.
  var height: UInt64?
  /// Unix seconds.
  var time: UInt64
  var sectionsRoot = EmptyRoot.hash
  var receiptsRoot = EmptyRoot.hash
  var inputRoot = EmptyRoot.hash
  var feesAccrued: UInt128
  var netSettledCash: Int128
  var pendingWithdrawals: UInt128
  /// The accounts' names, in the order of their indices; no hash covers them.
  var ids: [String]

  init(_ book: BookState, _ amounts: CommitAmounts) {
    height = amounts.height
    time = book.time
    (feesAccrued, netSettledCash) = (amounts.feesAccrued, amounts.netSettledCash)
    pendingWithdrawals = amounts.pendingWithdrawals
    ids = book.accounts.map(\.id)
  }

  /// The accounts of a block are called by their numbers (LG-22).
  init(_ block: BlockContents) {
    height = block.header.height
    time = block.header.time
    (sectionsRoot, receiptsRoot) = (block.header.stateRoot, block.header.receiptsRoot)
    inputRoot = block.header.inputRoot
    (feesAccrued, netSettledCash) = (block.feesAccrued, block.netSettledCash)
    pendingWithdrawals = block.pendingWithdrawals
    ids = block.accounts.indices.map { String($0 + 1) }
  }
}
