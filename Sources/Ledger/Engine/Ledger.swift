import Clearing
import Commitment
import Ethereum
import Margin

/// A venue that runs: its state, the map that commits to it, and the last block (LG-1).
///
/// It reads no clock, no file and nothing random: the same genesis and the same blocks give the same bytes.
public struct Ledger: Sendable {
  public let genesis: Genesis
  /// Everything that the venue knows.
  public internal(set) var state: ClearingState
  /// The tree over the entries of the state.
  public internal(set) var stateMap: StateMap
  /// The last block's header; nil before the first.
  public internal(set) var head: BlockHeader?
  /// The last block's hash; before the first that of the genesis.
  public internal(set) var headHash: Bytes32
  /// What the transactions of a block may ask for.
  var workLimits = WorkLimits()
  /// The hashes of managers' parameters, as far as they are known.
  var parameterHashes: [Int: Bytes32] = [:]

  /// A venue before its first block.
  public init(_ genesis: Genesis) throws(LedgerRefusal) {
    self.genesis = genesis
    state = genesis.state()
    state.isRecording = true
    stateMap = try Self.map(of: StateCodec.entries(of: state))
    headHash = genesis.hash
  }

  init(genesis: Genesis, state: ClearingState, stateMap: StateMap, head: BlockHeader?) {
    (self.genesis, self.state, self.stateMap, self.head) = (genesis, state, stateMap, head)
    headHash = head?.hash ?? genesis.hash
    self.state.isRecording = true
  }

  static func map(of entries: [MapEntry], workers: Int = 1) throws(LedgerRefusal) -> StateMap {
    var map = StateMap()
    do throws(MapRefusal) { try map.update(entries, workers: workers) } catch { throw .map(error) }
    return map
  }

  /// The height of the last block; 0 before the first.
  public var height: UInt64 { head?.height ?? 0 }
  public var stateRoot: Bytes32 { stateMap.root }

  /// What the present state has under a key.
  public func entry(_ key: StateKey) -> MapEntry {
    MapEntry(key: StateCodec.key(key), value: StateCodec.value(key, in: state))
  }

  /// All entries of the present state, in rising order of their keys' bytes.
  public func entries() -> [MapEntry] { StateCodec.entries(of: state) }
}

extension StateCodec {
  /// What a state has under keys, in their order.
  static func entries(_ keys: [StateKey], in state: ClearingState, workers: Int) -> [MapEntry] {
    let starts = Array(stride(from: 0, to: keys.count, by: grain))
    let parts = Workers.map(starts, workers: workers) { start in
      keys[start..<min(keys.count, start + grain)].map { MapEntry(key: key($0), value: value($0, in: state)) }
    }
    return parts.flatMap { $0 }
  }

  /// Entries that a worker makes at a time.
  private static let grain = 128

  /// All entries of a state, in rising order of their keys' bytes.
  public static func entries(of state: ClearingState) -> [MapEntry] {
    keys(of: state).map { MapEntry(key: key($0), value: value($0, in: state)) }
      .filter { $0.value != nil }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }
}
