import Ethereum

extension MapHash {
  /// Messages longer than this are hashed one at a time: a batch of them would leave the nearest cache.
  private static let longestOfBatch = 4096

  /// The digests of messages of any lengths, each after its tag and a zero byte (MP-3). Those of one length go
  /// together.
  /// - Parameter message: message `i`.
  static func digests(
    _ tag: UInt8, count: Int, workers: Int, message: @Sendable (Int) -> [UInt8]
  ) -> [Bytes32] {
    // Length above, place below: a sort by length that keeps the order.
    var order = (0..<count).map { UInt64(message($0).count) << 32 | UInt64($0) }
    order.sort()
    return [Bytes32](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let digests = target
      let order = order
      var first = 0
      while first < count {
        let length = Int(order[first] >> 32)
        var end = first + 1
        while end < count, Int(order[end] >> 32) == length { end += 1 }
        let start = first
        if length > longestOfBatch {
          Chunks.run(count: end - start, workers: workers) { range in
            for place in range {
              let index = Int(order[start + place] & 0xFFFF_FFFF)
              digests.initializeElement(at: index, to: Keccak256.hash([tag, 0] + message(index)))
            }
          }
        } else {
          HashBatch.run(count: end - start, length: length + 2, workers: workers) { place, memory in
            memory.storeBytes(of: tag, as: UInt8.self)
            memory.storeBytes(of: 0, toByteOffset: 1, as: UInt8.self)
            message(Int(order[start + place] & 0xFFFF_FFFF)).withUnsafeBytes { (memory + 2).copyMemory(from: $0) }
          } store: { place, digest in
            digests.initializeElement(at: Int(order[start + place] & 0xFFFF_FFFF), to: digest)
          }
        }
        first = end
      }
      initialized = count
    }
  }

  /// The hashes of leaves, in their order (MP-4).
  static func leaves(_ leaves: [MapLeaf], workers: Int) -> [Bytes32] {
    let count = leaves.count
    return [Bytes32](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let digests = target
      HashBatch.run(count: count, length: leafLength, workers: workers) { place, message in
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
