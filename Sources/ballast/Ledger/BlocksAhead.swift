import Console
import Ethereum
import Ledger
import Margin
import Storage

/// Stored blocks in their order, each decoded, and its signatures checked, by other threads while the one before is
/// executed.
struct BlocksAhead {
  /// A block with its checked transactions, or why its bytes are none.
  typealias Decoded = Result<(block: Block, transactions: [CheckedTransaction]), LedgerRefusal>

  private struct Waiting {
    var stored: StoredBlock
    var work: BackgroundWork<[UInt8], Decoded>
  }

  private let blocks: StoredBlocks
  private let end: UInt64
  private let domainSeparator: Bytes32
  private let workers: Int
  /// What was read ahead; a failure to read it is told when it is asked for.
  private var waiting: Result<Waiting?, any Error> = .success(nil)

  /// - Parameter heights: of the first block and the last.
  init(_ directory: DataDirectory, _ heights: ClosedRange<UInt64>, domainSeparator: Bytes32, workers: Int) throws {
    blocks = try CommandFailure.stored { () throws(StorageError) in try directory.blocks(from: heights.lowerBound) }
    end = heights.upperBound
    (self.domainSeparator, self.workers) = (domainSeparator, workers)
    waiting = Result { try read() }
  }

  /// The next block; nil after the last.
  mutating func next() throws -> (stored: StoredBlock, decoded: Decoded)? {
    guard let current = try waiting.get() else { return nil }
    waiting = current.stored.link.height < end ? Result { try read() } : .success(nil)
    guard let decoded = current.work.outputs().first else { return nil }
    return (current.stored, decoded)
  }

  private func read() throws -> Waiting? {
    guard let stored = try CommandFailure.stored({ () throws(StorageError) in try blocks.next() }) else { return nil }
    let (domainSeparator, workers) = (domainSeparator, workers)
    var work = BackgroundWork<[UInt8], Decoded>(workers: workers) { bytes in
      do throws(LedgerRefusal) {
        let block = try Block(bytes: bytes)
        let checked = CheckedTransaction.check(block.transactions, domainSeparator: domainSeparator, workers: workers)
        return .success((block, checked))
      } catch {
        return .failure(error)
      }
    }
    work.add(stored.bytes)
    return Waiting(stored: stored, work: work)
  }
}
