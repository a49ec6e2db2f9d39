import Ethereum

/// An authenticated map from keys to values: a compact sparse tree over the hashes of the keys (MP-1 to MP-6).
///
/// It holds hashes only; keys and values are their owner's. Its root depends on the entries alone, and not on the order
/// in which they came, nor on those that were there before.
///
/// A value type: a copy shares memory until one of the two changes.
public struct StateMap: Sendable {
  var trie = MapTrie()
  /// Of a map that is known in part, the paths of the entries that are known, ascending; nil where all are.
  private var proven: [MapPath]?

  /// The root of a map without entries (MP-4).
  public static let emptyRoot = MapHash.empty

  /// A map without entries.
  public init() {}

  init(trie: MapTrie, proven: [MapPath]) {
    (self.trie, self.proven) = (trie, proven)
  }

  public var root: Bytes32 { trie.root }
  /// The number of entries; of a map that is known in part, of those that are seen.
  public var count: Int { trie.count }

  /// Sets and removes entries; a refusal leaves everything as it was.
  ///
  /// To remove what is not there changes nothing. A map is built by an update of the empty one with all entries.
  /// - Parameters:
  ///   - changes: in any order; no key twice.
  ///   - workers: threads to spread the hashing over; no result depends on it.
  /// - Throws: a key or a value that is too long, a key that is named twice, one that is not known, more entries than
  ///   a map may have.
  /// - Complexity: a hash for each key, value and leaf, and one for each node above a change.
  public mutating func update(_ changes: [MapEntry], workers: Int = 1) throws(MapRefusal) {
    let sorted = try MapChange.sorted(changes, workers: workers)
    try checkKnown(sorted.map(\.path), of: changes)
    try trie.checkCount(after: sorted)
    if count == 0 { trie.reserve(entries: sorted.count) }
    trie.apply(sorted, workers: workers)
  }

  /// Refuses, of a map that is known in part, an entry that is not.
  /// - Parameter paths: those of the entries, ascending.
  private func checkKnown(_ paths: [MapPath], of entries: [MapEntry]) throws(MapRefusal) {
    guard let proven else { return }
    var place = 0
    for path in paths {
      while place < proven.count, proven[place] < path { place += 1 }
      guard place < proven.count, proven[place] == path else {
        throw .keyNotProven(entries.first { MapPath(MapHash.path($0.key)) == path }?.key ?? [])
      }
    }
  }

  /// One proof of what is under several keys, or that nothing is (MP-7).
  /// - Parameter entries: as they are in the map, in any order, no key twice; a value of nil says that there is none.
  /// - Throws: no entry or too many, what is too long, a key that is named twice, one that is not known, an entry that
  ///   the map has otherwise.
  public func proof(of entries: [MapEntry]) throws(MapRefusal) -> MapProof {
    try MapProof.check(count: entries.count)
    try MapEntry.check(entries)
    let paths = MapPath.of(entries, workers: 1)
    let order = MapPath.order(paths)
    for place in order.indices.dropFirst() where paths[order[place]] == paths[order[place - 1]] {
      throw .keyTwice(entries[order[place]].key)
    }
    let sorted = order.map { paths[$0] }
    try checkKnown(sorted, of: entries)
    return try trie.proof(of: order.map { entries[$0] }, sorted)
  }
}
