import Ethereum

extension MapTrie {
  /// The proof of entries whose paths rise strictly (MP-7).
  /// - Throws: an entry that the map has otherwise.
  func proof(of entries: [MapEntry], _ paths: [MapPath]) throws(MapRefusal) -> MapProof {
    var proof = MapProof(entries: entries, parts: [], hashes: [])
    // Places to be shown, the next one last; at most one for each depth and one more.
    var open: [(slot: Int, depth: Int, range: Range<Int>)] = [(0, 0, paths.indices)]
    while let place = open.popLast() {
      let reference = references[place.slot]
      if place.range.isEmpty {
        switch reference.kind {
        case .empty: proof.append(.empty)
        case .leaf: proof.append(.leaf, hashes[place.slot])
        case .node: proof.append(.node, hashes[place.slot])
        }
        continue
      }
      switch reference.kind {
      case .empty:
        for index in place.range where entries[index].value != nil { throw .openingMismatch(entries[index].key) }
        proof.append(.empty)
      case .leaf:
        let leaf = leaves[reference.index]
        var isOwn = false
        for index in place.range {
          let isThis = paths[index] == leaf.path
          guard entries[index].value.map(MapHash.value) == (isThis ? leaf.valueHash : nil) else {
            throw .openingMismatch(entries[index].key)
          }
          isOwn = isOwn || isThis
        }
        if isOwn { proof.append(.own) } else { proof.append(.other, leaf.path.digest, leaf.valueHash) }
      case .node:
        proof.append(.branch)
        let middle = MapPath.middle(of: paths, in: place.range, at: place.depth)
        let left = 2 * reference.index
        open.append((left + 1, place.depth + 1, middle..<place.range.upperBound))
        open.append((left, place.depth + 1, place.range.lowerBound..<middle))
      }
    }
    return proof
  }
}

extension MapPath {
  /// Where in a range of rising paths, which agree above a depth, those begin that go right there.
  static func middle(of paths: [MapPath], in range: Range<Int>, at depth: Int) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let place = (low + high) / 2
      if paths[place].side(at: depth) == 0 { low = place + 1 } else { high = place }
    }
    return low
  }
}

extension MapProof {
  fileprivate mutating func append(_ part: MapPart, _ hashes: Bytes32...) {
    parts.append(part)
    self.hashes += hashes
  }
}
