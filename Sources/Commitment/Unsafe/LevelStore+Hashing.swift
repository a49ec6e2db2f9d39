import Ethereum

extension LevelStore {
  /// All parents of a level's entries, in order.
  static func parents(of children: [Entry], level: Int, empty: Entry, workers: Int) -> [Entry] {
    let count = (children.count + 1) / 2
    return [Entry](unsafeUninitializedCapacity: count) { target, initialized in
      hash(children, level, empty, target, count, workers) { $0 }
      initialized = count
    }
  }

  /// The parents at these positions, into an array that has them.
  static func rehash(
    _ positions: [Int], of children: [Entry], level: Int, empty: Entry, into parents: inout [Entry], workers: Int
  ) {
    parents.withUnsafeMutableBufferPointer { target in
      hash(children, level, empty, target, positions.count, workers) { positions[$0] }
    }
  }

  /// Hashes `count` parents, the `i`th at `position(i)`. Positions differ, so no two workers write one entry.
  private static func hash(
    _ children: [Entry], _ level: Int, _ empty: Entry, _ target: UnsafeMutableBufferPointer<Entry>, _ count: Int,
    _ workers: Int, position: @Sendable (Int) -> Int
  ) {
    let size = MemoryLayout<Entry>.stride
    children.withUnsafeBufferPointer { source in
      nonisolated(unsafe) let children = source
      nonisolated(unsafe) let parents = target
      HashBatch.run(count: count, length: 2 + 2 * size, workers: workers) { index, message in
        let left = 2 * position(index)
        message.storeBytes(of: Entry.nodeTag, as: UInt8.self)
        message.storeBytes(of: UInt8(truncatingIfNeeded: level), toByteOffset: 1, as: UInt8.self)
        write(children[left], message + 2)
        write(left + 1 < children.count ? children[left + 1] : empty, message + 2 + size)
      } store: { index, digest in
        let left = 2 * position(index)
        let right = left + 1 < children.count ? children[left + 1] : empty
        parents.initializeElement(at: left / 2, to: Entry(digest: digest, left: children[left], right: right))
      }
    }
  }

  @inline(__always)
  private static func write(_ entry: Entry, _ target: UnsafeMutableRawPointer) {
    withUnsafeBytes(of: entry) { target.copyMemory(from: $0) }
  }
}

extension UnsafeMutableRawPointer {
  @inline(__always)
  func copyMemory(from bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    copyMemory(from: source, byteCount: bytes.count)
  }
}
