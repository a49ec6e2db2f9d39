import Ethereum

extension AssetTree {
  /// The leaves' hashes, given their columns one after another (CM-18).
  static func leaves(
    _ leaves: [AccountLeaf], _ list: AssetList, _ columns: [UInt128], workers: Int
  ) -> [Bytes32] {
    let states = AccountLeaf.stateEntries(of: leaves, workers: workers) { UInt32(truncatingIfNeeded: $0) }
    let width = list.columns
    return [Bytes32](unsafeUninitializedCapacity: leaves.count) { target, initialized in
      nonisolated(unsafe) let hashes = target
      HashBatch.run(count: leaves.count, length: 122 + 16 * width, workers: workers) { place, message in
        let leaf = leaves[place]
        leaf.writeHead(Tag.assetLeaf, UInt32(truncatingIfNeeded: place), message)
        states[place].hash.withBytes { (message + 26).copyMemory(from: $0) }
        list.hash.withBytes { (message + 58).copyMemory(from: $0) }
        leaf.salt.withBytes { (message + 90).copyMemory(from: $0) }
        write(columns, width, place, message + 122)
      } store: { place, digest in
        hashes.initializeElement(at: place, to: digest)
      }
      initialized = leaves.count
    }
  }

  /// Hashes and sums of a level's parents. Sums wrap: the totals were checked before (CM-19).
  static func parents(
    _ hashes: [Bytes32], _ sums: [UInt128], _ level: Int, _ empty: AssetNode, workers: Int
  ) -> (hashes: [Bytes32], sums: [UInt128]) {
    let count = (hashes.count + 1) / 2
    let width = empty.sums.count
    let half = 32 + 16 * width
    let digests = [Bytes32](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let digests = target
      HashBatch.run(count: count, length: 2 + 2 * half, workers: workers) { place, message in
        message.storeBytes(of: Tag.assetNode, as: UInt8.self)
        message.storeBytes(of: UInt8(truncatingIfNeeded: level), toByteOffset: 1, as: UInt8.self)
        for side in 0...1 {
          let child = 2 * place + side
          let part = message + 2 + side * half
          let isThere = child < hashes.count
          (isThere ? hashes[child] : empty.hash).withBytes { part.copyMemory(from: $0) }
          write(isThere ? sums : empty.sums, width, isThere ? child : 0, part + 32)
        }
      } store: { place, digest in
        digests.initializeElement(at: place, to: digest)
      }
      initialized = count
    }
    var parents = [UInt128](repeating: 0, count: count * width)
    for child in hashes.indices {
      for column in 0..<width { parents[child / 2 * width + column] &+= sums[child * width + column] }
    }
    return (digests, parents)
  }

  @inline(__always)
  private static func write(_ columns: [UInt128], _ width: Int, _ place: Int, _ target: UnsafeMutableRawPointer) {
    for column in 0..<width {
      target.storeBytes(
        of: columns[place * width + column].bigEndian, toByteOffset: 16 * column, as: UInt128.self)
    }
  }
}
