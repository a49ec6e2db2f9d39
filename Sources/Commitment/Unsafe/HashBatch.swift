import Ethereum

/// Many messages of one length, hashed in batches by several workers. Which worker hashes which message never
/// changes a digest.
enum HashBatch {
  /// Messages that stand together in a worker's memory, so that they stay in the nearest cache.
  static let width = 64

  /// - Parameters:
  ///   - fill: writes message `i`, all `length` bytes.
  ///   - store: takes the digest of message `i`.
  static func run(
    count: Int, length: Int, workers: Int, grain: Int = Chunks.grain,
    fill: @Sendable (Int, UnsafeMutableRawPointer) -> Void, store: @Sendable (Int, Bytes32) -> Void
  ) {
    Chunks.run(count: count, workers: workers, grain: grain) { hash($0, length: length, fill: fill, store: store) }
  }

  /// The same of a range of messages, by the caller's thread.
  static func hash(
    _ range: Range<Int>, length: Int, fill: (Int, UnsafeMutableRawPointer) -> Void, store: (Int, Bytes32) -> Void
  ) {
    withUnsafeTemporaryAllocation(byteCount: width * length, alignment: 16) { messages in
      withUnsafeTemporaryAllocation(of: Bytes32.self, capacity: width) { digests in
        guard let memory = messages.baseAddress else { return }
        digests.initialize(repeating: .zero)
        var first = range.lowerBound
        while first < range.upperBound {
          let used = min(width, range.upperBound - first)
          for slot in 0..<used { fill(first + slot, memory + slot * length) }
          let batch = UnsafeRawBufferPointer(rebasing: messages[..<(used * length)])
          do {
            try Keccak256.hashEach(
              batch, length: length, into: UnsafeMutableBufferPointer(rebasing: digests[..<used]))
          } catch {
            // Sizes agree by construction; one at a time needs no agreement.
            for slot in 0..<used {
              digests[slot] = Keccak256.hash(
                UnsafeRawBufferPointer(rebasing: batch[(slot * length)..<((slot + 1) * length)]))
            }
          }
          for slot in 0..<used { store(first + slot, digests[slot]) }
          first += used
        }
      }
    }
  }
}
