import Clearing
import Commitment
import Ethereum

/// A venue of which a part is known, as of a block: what a witness of the next block executes on (LA-4).
extension Ledger {
  /// The venue after the block of a header, as far as a proof of its entries shows it.
  ///
  /// Whatever is not of the proof reads as nothing: a result counts only where all of `touchedKeys` is of the proof.
  /// - Parameters:
  ///   - head: the block's header; nil before the first.
  ///   - proof: of entries under the header's state root.
  /// - Throws: `map` where the proof does not hold; what is not a part of a state.
  public init(_ genesis: Genesis, head: BlockHeader?, entries proof: MapProof) throws(LedgerRefusal) {
    let root: Bytes32
    if let head { root = head.stateRoot } else { root = try Ledger(genesis).stateRoot }
    let map: PartialMap
    do throws(MapRefusal) { map = try PartialMap(proof, root: root) } catch { throw .map(error) }
    let entries = proof.entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    self.init(
      genesis: genesis, state: try StateCodec.state(from: entries, isPartial: true), stateMap: map.map, head: head)
    noteTouches()
  }

  /// Notes from here on which parts of the state are read, of those that are noted, and which are changed.
  public mutating func noteTouches() {
    state.touches = TouchLog()
  }

  /// The parts that were touched since noting began.
  public var touchedKeys: Set<StateKey> { state.touches?.keys ?? [] }
}

extension Ledger {
  /// The parts that every witness of the next block has, there or not: those that are read without being noted (LA-3).
  ///
  /// Nil where these are more than fit a proof, which no state has that follows from a genesis by blocks.
  public func standingKeys(of block: Block) -> Set<StateKey>? {
    guard state.governance.lastScheduled < UInt64(MapLimits.proofKeys) else { return nil }
    var keys = genesis.standingKeys(of: block)
    for number in 0..<state.governance.lastScheduled { keys.insert(.scheduled(number + 1)) }
    return keys
  }
}

extension Genesis {
  /// Those of the standing keys that follow from the genesis and the block alone.
  fileprivate func standingKeys(of block: Block) -> Set<StateKey> {
    let state = state()
    var keys: Set<StateKey> = [
      .venue, .clock, .cash, .liquidation, .stable, .gateway, .treasury, .governance, .versions, .waterfall,
      .executor(executor),
    ]
    var assets: [Asset] = [.cash]
    assets += state.optionMarkets.indices.map { .option($0) }
    assets += state.perps.indices.map { .perp($0) }
    assets += state.bases.indices.map { .base($0) }
    for place in state.managers.indices {
      keys.insert(.manager(place))
      keys.formUnion(assets.map { .position(AssetManager($0, place)) })
    }
    keys.formUnion(state.perps.indices.map { .perp($0) })
    keys.formUnion(state.bases.indices.map { .base($0) })
    keys.formUnion(state.feeds.markets.indices.map { .market($0) })
    keys.formUnion(state.feeds.markets.indices.map { .watch($0) })
    keys.formUnion(state.feeds.collaterals.indices.map { .collateral($0) })
    for address in state.signedFeeds.addresses {
      keys.insert(.feed(address))
      if state.signedFeeds[address]?.expiries == nil { keys.insert(.feedPoint(address, expiry: nil)) }
    }
    for case .actions(let call) in block.transactions {
      keys.insert(.module(call.module))
      keys.insert(.feeRecipient(call.module))
    }
    return keys
  }
}
