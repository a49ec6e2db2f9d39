import Clearing
import Commitment
import Ethereum
import Ledger

/// A block with as much of the state before it as it takes to execute it (LA-1).
public struct BlockWitness: Sendable {
  public var genesis: Genesis
  /// The header of the block before; nil of the first.
  public var before: BlockHeader?
  public var block: Block
  /// Entries under the state root before the block.
  public var proof: MapProof

  public init(genesis: Genesis, before: BlockHeader?, block: Block, proof: MapProof) {
    (self.genesis, self.before, self.block, self.proof) = (genesis, before, block, proof)
  }

  /// The witness of the block that comes next, or is said to.
  /// - Parameter ledger: as of the block before.
  /// - Throws: `map` where the state has more than fits a proof.
  public init(of block: Block, after ledger: Ledger, workers: Int = 1) throws(LedgerRefusal) {
    var executed = ledger
    executed.noteTouches()
    // A block that does not follow has touched what it takes to see that.
    _ = try? executed.replay(block, workers: workers)
    let keys = executed.touchedKeys.union(ledger.standingKeys(of: block) ?? [])
      .union(ledger.state.newestMessage.map { [$0] } ?? [])
    let proof: MapProof
    do throws(MapRefusal) {
      proof = try ledger.stateMap.proof(of: keys.map { ledger.entry($0) })
    } catch {
      throw .map(error)
    }
    self.init(genesis: ledger.genesis, before: ledger.head, block: block, proof: proof)
  }
}

extension ClearingState {
  /// Where the newest of all signed messages is kept, by which a block's time is limited; nil before the first.
  fileprivate var newestMessage: StateKey? {
    let newest = signedFeeds.newestTimestamp
    if newest == 0 { return nil }
    for address in signedFeeds.addresses {
      guard let feed = signedFeeds[address] else { continue }
      for expiry in feed.expiries?.map({ $0 as UInt64? }) ?? [nil]
      where feed.point(expiry: expiry)?.timestamp == newest {
        return .feedPoint(address, expiry: expiry)
      }
    }
    return nil
  }
}

extension FeedPoint {
  fileprivate var timestamp: UInt64? {
    switch self {
    case .spot(let point): point.timestamp
    case .spotDifference(let point): point.timestamp
    case .forward(_, let point): point?.timestamp
    case .volatility(_, let point): point?.timestamp
    case .rate(_, let point): point?.timestamp
    }
  }
}
