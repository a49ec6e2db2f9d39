import Ethereum

/// A change as the tree takes it: its hashes are made before, in batches.
struct MapChange: Sendable {
  var path: MapPath
  /// Nil where the entry is removed.
  var leaf: (valueHash: Bytes32, hash: Bytes32)?
}

/// A node whose hash is to be made again, and the slot that takes it.
struct MapDirtyNode: Sendable {
  var node: UInt32
  var slot: UInt32
}

extension MapTrie {
  /// Makes changes and all hashes above them.
  ///
  /// One pass over the paths in their order: down to each leaf, and up again as far as the next path needs. What a
  /// node's sides are is settled when the pass leaves it: with nothing below it goes, with one leaf below it becomes
  /// that leaf (MP-4). Then the nodes left are hashed, the deepest first, many at a time.
  /// - Parameter changes: paths strictly ascending; none leads into a node of which only the hash is known.
  mutating func apply(_ changes: [MapChange], workers: Int) {
    var pass = Pass()
    var previous: MapPath?
    for change in changes {
      if let previous {
        let shared = previous.sharedBits(with: change.path)
        while pass.open.count > shared + 1 { close(&pass) }
      }
      previous = change.path
      descend(change, &pass)
    }
    while !pass.open.isEmpty { close(&pass) }
    rehash(pass.dirty, workers: workers)
  }

  /// The nodes between the root and the place where the pass is, and those that it has left.
  private struct Pass {
    struct Open {
      var node: Int
      /// The slot that refers to the node.
      var slot: Int
    }

    /// At place `d` a node of depth `d`.
    var open: [Open] = []
    /// By depth.
    var dirty = [[MapDirtyNode]](repeating: [], count: MapLimits.pathBits)

    func slot(below path: MapPath) -> Int {
      guard let last = open.last else { return 0 }
      return 2 * last.node + path.side(at: open.count - 1)
    }
  }

  private mutating func descend(_ change: MapChange, _ pass: inout Pass) {
    var slot = pass.slot(below: change.path)
    while true {
      let reference = references[slot]
      switch reference.kind {
      case .empty:
        if let leaf = change.leaf { insert(change.path, leaf, slot) }
        return
      case .leaf:
        let found = leaves[reference.index].path
        if found == change.path {
          if let leaf = change.leaf {
            leaves[reference.index].valueHash = leaf.valueHash
            hashes[slot] = leaf.hash
          } else {
            free(leaf: reference)
            clear(slot)
          }
        } else if let leaf = change.leaf {
          split(slot, found, change.path, leaf, &pass)
        }
        return
      case .node:
        // A node of which only the hash is known is not entered (the caller's promise); nothing is done then.
        if reference == .opaque { return }
        pass.open.append(Pass.Open(node: reference.index, slot: slot))
        slot = pass.slot(below: change.path)
      }
    }
  }

  private mutating func insert(_ path: MapPath, _ leaf: (valueHash: Bytes32, hash: Bytes32), _ slot: Int) {
    set(slot, makeLeaf(MapLeaf(path: path, valueHash: leaf.valueHash)), leaf.hash)
  }

  /// Puts nodes between a leaf and the place where another path leaves its own, so that both have a side.
  private mutating func split(
    _ slot: Int, _ found: MapPath, _ path: MapPath, _ leaf: (valueHash: Bytes32, hash: Bytes32), _ pass: inout Pass
  ) {
    let (reference, hash) = (references[slot], hashes[slot])
    let shared = found.sharedBits(with: path)
    var slot = slot
    while pass.open.count <= shared {
      let node = makeNode()
      references[slot] = .node(node)
      pass.open.append(Pass.Open(node: node, slot: slot))
      slot = pass.slot(below: path)
    }
    set(pass.slot(below: found), reference, hash)
    insert(path, leaf, slot)
  }

  private mutating func close(_ pass: inout Pass) {
    guard let closed = pass.open.popLast() else { return }
    let (left, right) = (references[2 * closed.node], references[2 * closed.node + 1])
    let other = left == .empty ? 2 * closed.node + 1 : 2 * closed.node
    if left == .empty || right == .empty, references[other].kind != .node {
      // Nothing, or one leaf: it stands in the node's place.
      set(closed.slot, references[other], hashes[other])
      free(node: closed.node)
    } else {
      pass.dirty[pass.open.count].append(
        MapDirtyNode(node: UInt32(truncatingIfNeeded: closed.node), slot: UInt32(truncatingIfNeeded: closed.slot)))
    }
  }
}
