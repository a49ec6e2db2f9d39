import Ethereum

/// Makes the tree that a proof's parts say, part by part (MP-8). The root is compared by the caller.
struct MapProofReading {
  private(set) var trie = MapTrie()
  /// Nodes to be hashed, by depth.
  private(set) var dirty = [[MapDirtyNode]](repeating: [], count: MapLimits.pathBits)
  private let proof: MapProof
  private let paths: [MapPath]
  private var usedHashes = 0

  /// A place that a part is to say something of.
  private struct Place {
    var slot: Int
    var depth: Int
    /// The entries below it.
    var range: Range<Int>
    /// The place itself, where no entry is below it: bits of its depth, then zeros.
    var path: MapPath
  }

  init(_ proof: MapProof, paths: [MapPath]) {
    self.proof = proof
    self.paths = paths
  }

  mutating func run() throws(MapRefusal) {
    var open = [Place(slot: 0, depth: 0, range: paths.indices, path: .zero)]
    var used = 0
    while let place = open.popLast() {
      guard used < proof.parts.count else { throw .partMissing }
      let part = proof.parts[used]
      used += 1
      if place.range.isEmpty {
        try readBeside(part, place)
      } else if part == .branch {
        try readBranch(place, &open)
      } else {
        try readEnd(part, place)
      }
    }
    if used != proof.parts.count { throw .partsLeft(proof.parts.count - used) }
    if usedHashes != proof.hashes.count { throw .hashesLeft(proof.hashes.count - usedHashes) }
    try checkCompact()
  }

  private mutating func hash() throws(MapRefusal) -> Bytes32 {
    guard usedHashes < proof.hashes.count else { throw .hashMissing }
    usedHashes += 1
    return proof.hashes[usedHashes - 1]
  }

  /// A place beside the paths: what is there is known by its hash only.
  private mutating func readBeside(_ part: MapPart, _ place: Place) throws(MapRefusal) {
    switch part {
    case .empty: break
    case .leaf:
      // Its path is known as far as its place, and that is where every path of the proof has left it.
      let hash = try hash()
      trie.set(place.slot, trie.makeLeaf(MapLeaf(path: place.path, valueHash: .zero)), hash)
    case .node:
      trie.set(place.slot, .opaque, try hash())
    case .own, .other, .branch:
      throw .partUnexpected(part, depth: place.depth)
    }
  }

  private mutating func readBranch(_ place: Place, _ open: inout [Place]) throws(MapRefusal) {
    guard place.depth < MapLimits.pathBits else { throw .partUnexpected(.branch, depth: place.depth) }
    let node = trie.makeNode()
    trie.references[place.slot] = .node(node)
    dirty[place.depth].append(
      MapDirtyNode(node: UInt32(truncatingIfNeeded: node), slot: UInt32(truncatingIfNeeded: place.slot)))
    let range = place.range
    let middle = MapPath.middle(of: paths, in: range, at: place.depth)
    let depth = place.depth + 1
    // A side without entries lies beside any path that goes the other way.
    let beside = paths[range.lowerBound].neighbour(at: depth)
    open.append(Place(slot: 2 * node + 1, depth: depth, range: middle..<range.upperBound, path: beside))
    open.append(Place(slot: 2 * node, depth: depth, range: range.lowerBound..<middle, path: beside))
  }

  /// A place where paths of the proof end: the leaf that is there, of an entry or of another, or nothing.
  private mutating func readEnd(_ part: MapPart, _ place: Place) throws(MapRefusal) {
    let present = place.range.filter { proof.entries[$0].value != nil }
    guard part != .leaf, part != .node else { throw .partUnexpected(part, depth: place.depth) }
    guard present.count == (part == .own ? 1 : 0) else {
      throw .valuesMisplaced(expected: part == .own ? 1 : 0, found: present.count)
    }
    if part == .empty { return }
    var leaf: MapLeaf
    if let index = present.first {
      leaf = MapLeaf(path: paths[index], valueHash: MapHash.value(proof.entries[index].value ?? []))
    } else {
      leaf = MapLeaf(path: MapPath(try hash()), valueHash: .zero)
      leaf.valueHash = try hash()
      if leaf.path.sharedBits(with: paths[place.range.lowerBound]) < place.depth { throw .leafMisplaced }
      for index in place.range where paths[index] == leaf.path { throw .keyPresent(proof.entries[index].key) }
    }
    trie.set(
      place.slot, trie.makeLeaf(leaf), MapHash.leaf(path: leaf.path.digest, value: leaf.valueHash))
  }

  /// Refuses a node that has fewer than two leaves below it: its leaf would stand in its place.
  private func checkCompact() throws(MapRefusal) {
    for nodes in dirty {
      for node in nodes {
        let kinds = (trie.references[2 * Int(node.node)].kind, trie.references[2 * Int(node.node) + 1].kind)
        switch kinds {
        case (.empty, .empty), (.empty, .leaf), (.leaf, .empty): throw .notCompact
        default: break
        }
      }
    }
  }
}
