/// Which nodes a proof must bring, given its indices (CM-11).
enum Siblings {
  /// Positions of the siblings that do not follow from the indices: level by level from the bottom, left to right.
  /// - Parameter indices: strictly ascending.
  /// - Complexity: the count of indices times the depth.
  static func positions(of indices: [UInt64], depth: Int) -> [(level: Int, position: UInt64)] {
    var siblings: [(level: Int, position: UInt64)] = []
    var positions = indices
    for level in 0..<depth {
      var parents: [UInt64] = []
      var place = 0
      while place < positions.count {
        let position = positions[place]
        let sibling = position ^ 1
        if place + 1 < positions.count, positions[place + 1] == sibling {
          place += 1
        } else {
          siblings.append((level, sibling))
        }
        parents.append(position >> 1)
        place += 1
      }
      positions = parents
    }
    return siblings
  }
}

extension CommitmentRefusal {
  /// Refuses no index, too many, one that the depth has no room for, and an order that does not rise (CM-12).
  static func check(indices: [UInt64], depth: Int) throws(CommitmentRefusal) {
    if indices.isEmpty { throw .noIndices }
    if indices.count > CommitmentLimits.indices { throw .tooManyIndices(indices.count) }
    for index in indices where index >> UInt64(depth) != 0 { throw .indexOutOfRange(index: index, depth: depth) }
    for place in indices.indices.dropFirst() where indices[place] <= indices[place - 1] {
      throw .indicesUnsorted(index: indices[place])
    }
  }
}
