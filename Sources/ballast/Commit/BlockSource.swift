import Commitment
import Console
import Ethereum
import Keys
import Ledger

/// Blocks of a data directory, as checkpoints are made of them and compared with.
enum BlockSource {
  /// What a checkpoint of a block says.
  /// - Parameters:
  ///   - height: of the block; the last where nil.
  ///   - venue: whose the checkpoint is, which must be that of the directory's genesis.
  /// - Throws: `badInput` where there is no such block, or it is another venue's.
  static func contents(
    _ path: String, height: UInt64?, of venue: Venue, workers: Int
  ) throws -> BlockContents {
    let folder = try LedgerFolder(opening: path, for: .reading, at: height, workers: workers)
    try check(folder.ledger.genesis, is: venue, path)
    return try contents(of: folder.ledger, path, workers: workers)
  }

  /// What a checkpoint of a ledger's last block says.
  static func contents(of ledger: Ledger, _ path: String, workers: Int) throws -> BlockContents {
    let contents = try CommandFailure.proving { () throws(CommitmentRefusal) in
      try BlockContents(ledger, workers: workers)
    }
    guard let contents else {
      throw CommandFailure(.badInput, "\(path): expected a block, found none; ballast run makes them")
    }
    return contents
  }

  /// - Throws: `badInput` where a genesis is of another venue.
  static func check(_ genesis: Genesis, is venue: Venue, _ path: String) throws(CommandFailure) {
    let (expected, found) = (venue.engine, genesis.venue.engine)
    guard expected == found else {
      let refusal = CheckpointRefusal.wrongEngine(expected: expected, found: found)
      throw CommandFailure(
        .badInput, "\(path): \(refusal.name): \(refusal.message); ballast venue new --genesis makes the venue of a ledger")
    }
  }

  /// - Throws: `badInput` with the name of what does not fit a tree.
  static func commitment(
    _ block: BlockContents, salts: [Bytes32], depth: Int, workers: Int
  ) throws(CommandFailure) -> BlockCommitment {
    try CommandFailure.proving { () throws(CommitmentRefusal) in
      try BlockCommitment(block, salts: salts, depth: depth, workers: workers)
    }
  }

  /// A salt for each account from a file with the secret (KY-10).
  static func salts(_ path: String, engine: Bytes32, checkpoint: UInt64, of count: Int) throws -> [Bytes32] {
    let secret = try CommandFailure.told { () throws(KeySourceError) in try LeafSalts.readSecret(path) }
    do throws(LeafSaltError) {
      return try LeafSalts(secret: secret, engine: engine, checkpoint: checkpoint)
        .salts(of: (0..<count).map { UInt32(truncatingIfNeeded: $0) })
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }
}
