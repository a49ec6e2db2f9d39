import Ethereum

/// The nodes of one level of the asset tree that are not empty, from position 0.
struct AssetLevel: Hashable, Sendable {
  var hashes: [Bytes32]
  /// The sums of one node after those of another.
  var sums: [UInt128]

  var count: Int { hashes.count }

  /// Where the sums of the node at a position stand.
  static func places(of position: Int, columns: Int) -> Range<Int> {
    position * columns..<(position + 1) * columns
  }

  /// Sets nodes and appends new ones.
  /// - Parameter positions: ascending; those not below `count` continue the run.
  mutating func set(_ positions: [Int], to nodes: AssetLevel, columns: Int) {
    for (place, position) in positions.enumerated() {
      let new = nodes.sums[Self.places(of: place, columns: columns)]
      if position < count {
        hashes[position] = nodes.hashes[place]
        for (sum, value) in zip(Self.places(of: position, columns: columns), new) { sums[sum] = value }
      } else {
        hashes.append(nodes.hashes[place])
        sums += new
      }
    }
  }

  /// Appends nodes so that there are as many.
  mutating func extend(to count: Int, with node: AssetNode) {
    while hashes.count < count {
      hashes.append(node.hash)
      sums += node.sums
    }
  }
}
