import Ethereum

extension AccountLeaf {
  /// The entries of the state tree for leaves at indices, in the order given (CM-4).
  /// - Parameter index: the index of the leaf at a place of the list.
  static func stateEntries(
    of leaves: [AccountLeaf], workers: Int, index: @Sendable (Int) -> UInt32
  ) -> [StateEntry] {
    let count = leaves.count
    return [StateEntry](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let states = target
      HashBatch.run(count: count, length: Preimage.stateLeafLength, workers: workers) { place, message in
        let leaf = leaves[place]
        writeHead(Tag.stateLeaf, index(place), leaf.owner, message)
        leaf.recordHash.withBytes { (message + 26).copyMemory(from: $0) }
        leaf.salt.withBytes { (message + 58).copyMemory(from: $0) }
      } store: { place, digest in
        states.initializeElement(at: place, to: StateEntry(hash: digest))
      }
      initialized = count
    }
  }

  /// The entries of both trees for leaves at indices, in the order given (CM-4, CM-6).
  static func entries(
    of leaves: [AccountLeaf], workers: Int, index: @Sendable (Int) -> UInt32
  ) -> (state: [StateEntry], solvency: [SolvencyEntry]) {
    let count = leaves.count
    let states = stateEntries(of: leaves, workers: workers, index: index)
    let solvencies = [SolvencyEntry](unsafeUninitializedCapacity: count) { target, initialized in
      nonisolated(unsafe) let solvencies = target
      HashBatch.run(count: count, length: Preimage.solvencyLeafLength, workers: workers) { place, message in
        let leaf = leaves[place]
        writeHead(Tag.solvencyLeaf, index(place), leaf.owner, message)
        states[place].hash.withBytes { (message + 26).copyMemory(from: $0) }
        message.storeBytes(of: leaf.sums.positiveEquity.bigEndian, toByteOffset: 58, as: UInt128.self)
        message.storeBytes(of: leaf.sums.packed.bigEndian, toByteOffset: 74, as: UInt128.self)
        leaf.salt.withBytes { (message + 90).copyMemory(from: $0) }
      } store: { place, digest in
        solvencies.initializeElement(
          at: place, to: SolvencyEntry(SolvencyNode(hash: digest, sums: leaves[place].sums)))
      }
      initialized = count
    }
    return (states, solvencies)
  }

  /// Tag, level 0, index and owner: 26 bytes.
  static func writeHead(_ tag: UInt8, _ index: UInt32, _ owner: Address, _ message: UnsafeMutableRawPointer) {
    message.storeBytes(of: tag, as: UInt8.self)
    message.storeBytes(of: 0, toByteOffset: 1, as: UInt8.self)
    message.storeBytes(of: index.bigEndian, toByteOffset: 2, as: UInt32.self)
    owner.withBytes { (message + 6).copyMemory(from: $0) }
  }
}
