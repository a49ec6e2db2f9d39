internal import CKeccak

/// Messages of any lengths, one after another, to be hashed together: those of as many blocks share permutations.
public struct KeccakBatch: Sendable {
  /// All messages; the last one is open until it is ended.
  public private(set) var bytes: [UInt8] = []
  /// Where each message ends; the next one starts there.
  private var ends: [Int] = []

  /// - Parameters:
  ///   - count: messages that will come.
  ///   - bytes: their bytes.
  public init(reserving count: Int = 0, bytes: Int = 0) {
    self.bytes.reserveCapacity(bytes)
    ends.reserveCapacity(count)
  }

  /// How many messages have been ended.
  public var count: Int { ends.count }

  public mutating func append(_ byte: UInt8) { bytes.append(byte) }
  public mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Ends the message that is open.
  public mutating func end() { ends.append(bytes.count) }

  /// Removes all messages, and keeps the memory for others.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// The digests of the messages that have been ended.
  public func digests() -> [Bytes32] { digests(atMost: 8) }

  /// The same with a bound on the states permuted at once, for the tests of each width.
  func digests(atMost width: Int) -> [Bytes32] {
    let order = ordered()
    return bytes.withUnsafeBytes { source in
      [Bytes32](unsafeUninitializedCapacity: ends.count) { target, initialized in
        withUnsafeTemporaryAllocation(of: UnsafeRawPointer?.self, capacity: Self.group) { messages in
          withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.group) { lengths in
            withUnsafeTemporaryAllocation(of: Bytes32.self, capacity: Self.group) { digests in
              var first = 0
              while first < order.count {
                var used = 0
                while used < Self.group, first + used < order.count, order[first + used].blocks == order[first].blocks {
                  let place = order[first + used].place
                  let start = place == 0 ? 0 : ends[place - 1]
                  // An empty message has an address too: the first byte of none is not read.
                  messages.initializeElement(at: used, to: source.baseAddress.map { $0 + start })
                  lengths.initializeElement(at: used, to: ends[place] - start)
                  used += 1
                }
                hash(messages.baseAddress, lengths.baseAddress, used, width, digests.baseAddress)
                for slot in 0..<used { target.initializeElement(at: order[first + slot].place, to: digests[slot]) }
                first += used
              }
            }
          }
        }
        initialized = ends.count
      }
    }
  }

  /// Messages whose addresses stand together.
  private static let group = 64

  private func hash(
    _ messages: UnsafeMutablePointer<UnsafeRawPointer?>?, _ lengths: UnsafeMutablePointer<Int>?, _ count: Int,
    _ width: Int, _ digests: UnsafeMutablePointer<Bytes32>?
  ) {
    guard let messages, let lengths, let digests else { return }
    ballast_keccak256_alike(messages, lengths, count, width, digests)
  }

  /// The places of messages, those of as many full blocks together.
  private func ordered() -> [(blocks: Int, place: Int)] {
    var start = 0
    var order: [(blocks: Int, place: Int)] = []
    order.reserveCapacity(ends.count)
    for (place, end) in ends.enumerated() {
      order.append(((end - start) / Self.blockBytes, place))
      start = end
    }
    order.sort { ($0.blocks, $0.place) < ($1.blocks, $1.place) }
    return order
  }

  private static let blockBytes = 136
}
