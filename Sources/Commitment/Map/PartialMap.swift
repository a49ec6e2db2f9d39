import Ethereum

/// As much of a state map as a proof of it shows: the same updates of its entries give the same roots (MP-10).
public struct PartialMap: Sendable {
  /// The map, which keeps to the proof's entries.
  public private(set) var map: StateMap

  /// What a proof shows of the map with this root.
  /// - Throws: the first check that fails, in the order of MP-8.
  /// - Complexity: a hash for each entry's key and value, and one for each branch.
  public init(_ proof: MapProof, root: Bytes32) throws(MapRefusal) {
    try MapProof.check(count: proof.entries.count)
    try MapEntry.check(proof.entries)
    if proof.parts.count > MapLimits.proofParts { throw .tooManyParts(proof.parts.count) }
    let proven = MapPath.of(proof.entries, workers: 1)
    for place in proven.indices.dropFirst() where proven[place] <= proven[place - 1] {
      throw .keysUnsorted(proof.entries[place].key)
    }
    var reading = MapProofReading(proof, paths: proven)
    try reading.run()
    var trie = reading.trie
    trie.rehash(reading.dirty, workers: 1)
    guard trie.root == root else { throw .rootMismatch }
    map = StateMap(trie: trie, proven: proven)
  }

  public var root: Bytes32 { map.root }

  /// Sets and removes entries of the proof; a refusal leaves everything as it was.
  /// - Parameters:
  ///   - changes: in any order; no key twice.
  ///   - workers: threads to spread the hashing over; no result depends on it.
  /// - Throws: what `StateMap.update` refuses, a key that is not of the proof.
  public mutating func update(_ changes: [MapEntry], workers: Int = 1) throws(MapRefusal) {
    try map.update(changes, workers: workers)
  }
}
