import Ethereum

extension AssetLevel {
  /// All parents of a level's nodes, in order.
  static func parents(of children: AssetLevel, level: Int, empty: AssetNode, workers: Int) -> AssetLevel {
    let count = (children.count + 1) / 2
    let width = empty.sums.count
    var hashes: [Bytes32] = []
    let sums = [UInt128](unsafeUninitializedCapacity: count * width) { sumTarget, sumCount in
      hashes = [Bytes32](unsafeUninitializedCapacity: count) { hashTarget, hashCount in
        hash(children, level, empty, hashTarget, sumTarget, count, workers) { $0 }
        hashCount = count
      }
      sumCount = count * width
    }
    return AssetLevel(hashes: hashes, sums: sums)
  }

  /// The parents at these positions, into a level that has them.
  static func rehash(
    _ positions: [Int], of children: AssetLevel, level: Int, empty: AssetNode, into parents: inout AssetLevel,
    workers: Int
  ) {
    parents.hashes.withUnsafeMutableBufferPointer { hashes in
      parents.sums.withUnsafeMutableBufferPointer { sums in
        hash(children, level, empty, hashes, sums, positions.count, workers) { positions[$0] }
      }
    }
  }

  /// Hashes `count` parents, the `i`th at `position(i)`. Positions differ, so no two workers write one node. Sums
  /// wrap: the totals were checked before (CM-19).
  private static func hash(
    _ children: AssetLevel, _ level: Int, _ empty: AssetNode, _ hashes: UnsafeMutableBufferPointer<Bytes32>,
    _ sums: UnsafeMutableBufferPointer<UInt128>, _ count: Int, _ workers: Int, position: @Sendable (Int) -> Int
  ) {
    let width = empty.sums.count
    let half = 32 + 16 * width
    nonisolated(unsafe) let (hashes, sums) = (hashes, sums)
    HashBatch.run(count: count, length: 2 + 2 * half, workers: workers) { index, message in
      let parent = position(index)
      message.storeBytes(of: Tag.assetNode, as: UInt8.self)
      message.storeBytes(of: UInt8(truncatingIfNeeded: level), toByteOffset: 1, as: UInt8.self)
      for side in 0...1 {
        let child = 2 * parent + side
        let part = message + 2 + side * half
        let isThere = child < children.count
        (isThere ? children.hashes[child] : empty.hash).withBytes { part.copyMemory(from: $0) }
        for column in 0..<width {
          let sum = isThere ? children.sums[child * width + column] : 0
          let place = parent * width + column
          sums.initializeElement(at: place, to: side == 0 ? sum : sums[place] &+ sum)
          part.storeBytes(of: sum.bigEndian, toByteOffset: 32 + 16 * column, as: UInt128.self)
        }
      }
    } store: { index, digest in
      hashes.initializeElement(at: position(index), to: digest)
    }
  }
}
