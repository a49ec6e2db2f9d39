import Ethereum

extension MapHash {
  /// Messages that a worker hashes together: so few that the changes of one block keep all workers busy.
  static let grain = 256

  /// The digests of messages of any lengths, each after its tag and a zero byte (MP-3).
  /// - Parameter message: message `i`.
  static func digests(
    _ tag: UInt8, count: Int, workers: Int, message: @Sendable (Int) -> [UInt8]
  ) -> [Bytes32] {
    [Bytes32](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let digests = target
      Chunks.run(count: count, workers: workers, grain: grain) { range in
        var batch = KeccakBatch(reserving: range.count, bytes: 128 * range.count)
        for place in range {
          batch.append(tag)
          batch.append(0)
          batch.append(message(place))
          batch.end()
        }
        for (place, digest) in zip(range, batch.digests()) { digests.initializeElement(at: place, to: digest) }
      }
      initialized = count
    }
  }

  /// The hashes of leaves, in their order (MP-4).
  static func leaves(_ leaves: [MapLeaf], workers: Int) -> [Bytes32] {
    let count = leaves.count
    return [Bytes32](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let digests = target
      HashBatch.run(count: count, length: leafLength, workers: workers, grain: grain) { place, message in
        message.storeBytes(of: Tag.mapLeaf, as: UInt8.self)
        message.storeBytes(of: 0, toByteOffset: 1, as: UInt8.self)
        leaves[place].path.digest.withBytes { (message + 2).copyMemory(from: $0) }
        leaves[place].valueHash.withBytes { (message + 34).copyMemory(from: $0) }
      } store: { place, digest in
        digests.initializeElement(at: place, to: digest)
      }
      initialized = count
    }
  }
}
