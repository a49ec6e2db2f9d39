import Commitment
import Ethereum
import Ledger

/// Why the replay of a log ends (LA-9).
public enum LogFault: Error, Sendable {
  /// The bytes are no block, which accuses whoever gave them and not who is said to have made them.
  case unreadable(height: UInt64, LedgerRefusal)
  /// The block does not follow from those before it: with its witness, where one can be made.
  case differs(height: UInt64, LedgerRefusal, BlockWitness?)
  /// The block follows, and the receipts that were given with it are not its own.
  case receiptsDiffer(height: UInt64)
}

/// A log recomputed block by block, up to the first that does not follow (LA-9).
public struct LogReplay: Sendable {
  /// As of the last block that followed.
  public private(set) var ledger: Ledger

  /// - Parameter ledger: where the replay begins, of the genesis or of a snapshot.
  public init(_ ledger: Ledger) {
    self.ledger = ledger
  }

  /// Recomputes the next block, and compares all that it says.
  /// - Parameters:
  ///   - bytes: the block's.
  ///   - receipts: the bytes of its receipts, where the log has them.
  /// - Throws: `LogFault`; the replay is then where it was, but for `receiptsDiffer`, which is of the block just taken.
  public mutating func take(
    _ bytes: [UInt8], receipts: [UInt8]? = nil, workers: Int = 1
  ) throws(LogFault) -> AppliedBlock {
    let height = ledger.height &+ 1
    let block: Block
    do throws(LedgerRefusal) { block = try Block(bytes: bytes) } catch { throw .unreadable(height: height, error) }
    let applied: AppliedBlock
    do throws(LedgerRefusal) {
      applied = try ledger.replay(block, workers: workers)
    } catch {
      throw .differs(height: height, error, try? BlockWitness(of: block, after: ledger, workers: workers))
    }
    if let receipts, receipts != applied.receiptBytes { throw .receiptsDiffer(height: height) }
    return applied
  }
}
