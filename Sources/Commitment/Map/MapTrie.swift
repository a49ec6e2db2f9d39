import Ethereum

/// What a side of a node is: nothing, a leaf or a node of the arrays, or a node of which only the hash is known.
struct MapReference: Hashable, Sendable {
  /// The top bit marks a leaf; zero is nothing, because node 0 is not a node of the tree.
  private let bits: UInt32

  private init(bits: UInt32) {
    self.bits = bits
  }

  static let empty = MapReference(bits: 0)
  static let opaque = MapReference(bits: 0x7FFF_FFFF)

  @inline(__always)
  static func leaf(_ index: Int) -> MapReference { MapReference(bits: 1 << 31 | UInt32(truncatingIfNeeded: index)) }

  @inline(__always)
  static func node(_ index: Int) -> MapReference { MapReference(bits: UInt32(truncatingIfNeeded: index)) }

  @inline(__always)
  var isLeaf: Bool { bits >> 31 == 1 }

  /// Of a leaf or a node of the arrays.
  @inline(__always)
  var index: Int { Int(bits & 0x7FFF_FFFF) }

  @inline(__always)
  var kind: MapHash.Kind {
    if bits == 0 { return .empty }
    return isLeaf ? .leaf : .node
  }
}

/// What the tree keeps of an entry. Key and value are its owner's.
struct MapLeaf: Hashable, Sendable {
  var path: MapPath
  var valueHash: Bytes32
}

/// The tree of a state map in arrays: no object a node (MP-4, MP-5).
///
/// Node `n` has two slots, `2n` for its left side and `2n + 1` for its right one; a slot has a reference and the hash
/// of what it refers to, so that a node's preimage stands in one place. Slot 0 is the root's. What a removal frees is
/// used again; which index something has decides no hash.
struct MapTrie: Sendable {
  var references: [MapReference] = [.empty, .empty]
  var hashes: [Bytes32] = [MapHash.empty, MapHash.empty]
  var leaves: [MapLeaf] = []
  private var freeNodes: [Int] = []
  private var freeLeaves: [Int] = []

  var root: Bytes32 { hashes[0] }
  var count: Int { leaves.count - freeLeaves.count }

  mutating func reserve(entries: Int) {
    // A tree over random paths has 1.44 nodes an entry.
    leaves.reserveCapacity(entries)
    references.reserveCapacity(entries * 3)
    hashes.reserveCapacity(entries * 3)
  }

  /// A node with both sides empty.
  mutating func makeNode() -> Int {
    if let node = freeNodes.popLast() { return node }
    references.append(.empty)
    references.append(.empty)
    hashes.append(MapHash.empty)
    hashes.append(MapHash.empty)
    return references.count / 2 - 1
  }

  mutating func makeLeaf(_ leaf: MapLeaf) -> MapReference {
    if let index = freeLeaves.popLast() {
      leaves[index] = leaf
      return .leaf(index)
    }
    leaves.append(leaf)
    return .leaf(leaves.count - 1)
  }

  mutating func free(node: Int) {
    clear(2 * node)
    clear(2 * node + 1)
    freeNodes.append(node)
  }

  mutating func free(leaf: MapReference) {
    leaves[leaf.index] = MapLeaf(path: .zero, valueHash: .zero)
    freeLeaves.append(leaf.index)
  }

  @inline(__always)
  mutating func set(_ slot: Int, _ reference: MapReference, _ hash: Bytes32) {
    references[slot] = reference
    hashes[slot] = hash
  }

  @inline(__always)
  mutating func clear(_ slot: Int) {
    set(slot, .empty, MapHash.empty)
  }

  /// Whether an entry has this path.
  func contains(_ path: MapPath) -> Bool {
    var slot = 0
    for depth in 0...MapLimits.pathBits {
      let reference = references[slot]
      if reference.isLeaf { return leaves[reference.index].path == path }
      if reference == .empty || reference == .opaque || depth == MapLimits.pathBits { return false }
      slot = 2 * reference.index + path.side(at: depth)
    }
    return false
  }
}
