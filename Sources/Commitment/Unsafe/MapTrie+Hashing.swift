import Ethereum

extension MapTrie {
  /// Hashes nodes, the deepest first; those of one depth are in nobody's preimage but their parents' (MP-5).
  /// - Parameter dirty: by depth; no slot twice.
  mutating func rehash(_ dirty: [[MapDirtyNode]], workers: Int) {
    references.withUnsafeBufferPointer { references in
      hashes.withUnsafeMutableBufferPointer { hashes in
        nonisolated(unsafe) let references = references
        nonisolated(unsafe) let hashes = hashes
        for (depth, nodes) in dirty.enumerated().reversed() where !nodes.isEmpty {
          HashBatch.run(
            count: nodes.count, length: MapHash.nodeLength, workers: workers, grain: MapHash.grain
          ) { place, message in
            let left = 2 * Int(nodes[place].node)
            message.storeBytes(of: Tag.mapNode, as: UInt8.self)
            message.storeBytes(of: UInt8(truncatingIfNeeded: depth), toByteOffset: 1, as: UInt8.self)
            message.storeBytes(of: references[left].kind.rawValue, toByteOffset: 2, as: UInt8.self)
            message.storeBytes(of: references[left + 1].kind.rawValue, toByteOffset: 3, as: UInt8.self)
            let sides = UnsafeMutableBufferPointer(rebasing: hashes[left...left + 1])
            (message + 4).copyMemory(from: UnsafeRawBufferPointer(sides))
          } store: { place, digest in
            hashes[Int(nodes[place].slot)] = digest
          }
        }
      }
    }
  }
}
