import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

/// The log as CP-12 to CP-14 write it: recursive and from nothing.
private enum PlainLog {
  /// The greatest power of two below the size.
  static func split(_ size: Int) -> Int {
    var half = 1
    while half * 2 < size { half *= 2 }
    return half
  }

  static func level(_ size: Int) -> UInt8 {
    var (level, room) = (UInt8(0), 1)
    while room < size { (level, room) = (level + 1, room * 2) }
    return level
  }

  static func root(_ entries: ArraySlice<Bytes32>) -> Bytes32 {
    guard let first = entries.first else { return Keccak256.hash([0x62, 0]) }
    guard entries.count > 1 else { return Keccak256.hash([0x60, 0] + first.bytes) }
    let half = split(entries.count)
    return Keccak256.hash(
      [0x61, level(entries.count)] + root(entries.prefix(half)).bytes + root(entries.dropFirst(half)).bytes)
  }

  static func path(_ index: Int, _ entries: ArraySlice<Bytes32>) -> [Bytes32] {
    guard entries.count > 1 else { return [] }
    let half = split(entries.count)
    return index < half
      ? path(index, entries.prefix(half)) + [root(entries.dropFirst(half))]
      : path(index - half, entries.dropFirst(half)) + [root(entries.prefix(half))]
  }

  static func sub(_ older: Int, _ entries: ArraySlice<Bytes32>, _ isWhole: Bool) -> [Bytes32] {
    if older == entries.count { return isWhole ? [] : [root(entries)] }
    let half = split(entries.count)
    return older <= half
      ? sub(older, entries.prefix(half), isWhole) + [root(entries.dropFirst(half))]
      : sub(older - half, entries.dropFirst(half), false) + [root(entries.prefix(half))]
  }
}

@Suite struct LogTests {
  private let digests = (0..<40).map { Keccak256.hash("entry \($0)") }

  /// For every size to 40: root, every path, and consistency with every earlier size, as the recursive form has them;
  /// and each holds.
  @Test func everySizeEqualsThePlainForm() throws {
    let log = CheckpointLog(digests)
    for size in 0...40 {
      let entries = digests[..<size]
      let root = try log.root(at: UInt64(size))
      #expect(root == LogRoot(size: UInt64(size), hash: PlainLog.root(entries)))
      #expect(CheckpointLog(entries).root == root)
      for index in 0..<size {
        let path = try log.inclusion(of: UInt64(index), at: UInt64(size))
        #expect(path == PlainLog.path(index, entries))
        try root.verify(digests[index], at: UInt64(index), path: path)
      }
      for older in 0...size {
        let proof = try log.consistency(from: UInt64(older), to: UInt64(size))
        #expect(proof == (older == 0 ? [] : PlainLog.sub(older, entries, true)))
        try root.verify(beginsWith: log.root(at: UInt64(older)), proof: proof)
      }
    }
  }

  /// Any bit of any hash, any length, index or size changed: refused.
  @Test func everythingAlteredIsRefused() throws {
    let log = CheckpointLog(digests)
    for size: UInt64 in [1, 2, 7, 8, 21, 32] {
      let root = try log.root(at: size)
      for index in 0..<size {
        let path = try log.inclusion(of: index, at: size)
        let digest = digests[Int(index)]
        for altered in path.altered({ Array($0.mutants.prefix(9)) }) {
          #expect(refusal { try root.verify(digest, at: index, path: altered) } != nil)
        }
        for other in 0...size where other != index {
          #expect(refusal { try root.verify(digest, at: other, path: path) } != nil)
        }
        #expect(refusal { try root.verify(digests[39], at: index, path: path) } == "Log_RootMismatch")
        #expect(refusal { try root.verify(digest, at: index, path: path + [digest]) } == "Log_PathLength")
      }
      for older in 1..<size {
        let start = try log.root(at: older)
        let proof = try log.consistency(from: older, to: size)
        for altered in proof.altered({ Array($0.mutants.prefix(9)) }) {
          #expect(refusal { try root.verify(beginsWith: start, proof: altered) } != nil)
        }
        let moved = LogRoot(size: older, hash: digests[0])
        #expect(refusal { try root.verify(beginsWith: moved, proof: proof) } == "Log_OlderMismatch" || older & (older - 1) == 0)
        #expect(refusal { try root.verify(beginsWith: moved, proof: proof) } != nil)
        let grown = LogRoot(size: size, hash: digests[0])
        #expect(refusal { try grown.verify(beginsWith: start, proof: proof) } == "Log_RootMismatch")
      }
    }
  }

  @Test func refusalsOfConsistency() throws {
    let log = CheckpointLog(digests)
    let (five, nine) = (try log.root(at: 5), try log.root(at: 9))
    let wrong = LogRoot(size: 0, hash: digests[0])
    func name(_ newer: LogRoot, _ older: LogRoot, _ proof: [Bytes32]) -> String? {
      refusal { try newer.verify(beginsWith: older, proof: proof) }
    }
    #expect(name(five, nine, []) == "Log_SizeRollback")
    #expect(name(five, wrong, []) == "Log_EmptyRoot")
    #expect(name(wrong, .empty, []) == "Log_EmptyRoot")
    #expect(name(.empty, .empty, []) == nil)
    #expect(name(five, LogRoot(size: 5, hash: digests[0]), []) == "Log_SameSize")
    #expect(name(five, five, [digests[0]]) == "Log_PathLength")
    #expect(name(five, .empty, [digests[0]]) == "Log_PathLength")
    #expect(name(nine, five, []) == "Log_PathLength")
    #expect(refusal { _ = try log.inclusion(of: 5, at: 5) } == "Log_IndexOutOfRange")
    #expect(refusal { _ = try log.inclusion(of: 5, at: 41) } == "Log_SizeRollback")
    #expect(refusal { _ = try log.consistency(from: 9, to: 5) } == "Log_SizeRollback")
  }

  /// Sizes are whatever was signed: the greatest cost as little as any.
  @Test func sizesBeyondMemory() {
    let root = digests[0]
    let sizes: [UInt64] = [.max, .max - 1, 1 << 63, (1 << 63) + 1, (1 << 63) - 1]
    for size in sizes {
      for index in sizes + [0, 1] where index < size {
        let log = LogRoot(size: size, hash: root)
        #expect(refusal { try log.verify(root, at: index, path: []) } == "Log_PathLength")
        #expect(
          refusal { try log.verify(root, at: index, path: Array(repeating: root, count: LogPath(of: index, in: size).count)) }
            == "Log_RootMismatch")
        if index > 0 {
          #expect(refusal { try log.verify(beginsWith: LogRoot(size: index, hash: root), proof: []) } == "Log_PathLength")
        }
      }
      #expect(refusal { try LogRoot(size: size, hash: root).verify(root, at: size, path: []) } == "Log_IndexOutOfRange")
    }
  }

  /// Appending one at a time over a size where every proof has its full height.
  @Test func manyEntries() throws {
    var log = CheckpointLog()
    var older: [UInt64: LogRoot] = [:]
    for number in 0..<70_000 {
      if [1, 1023, 65_535, 65_536, 65_537].contains(number) { older[log.size] = log.root }
      log.append(Bytes32(UInt256(UInt64(number))))
    }
    for (size, root) in older {
      try log.root.verify(beginsWith: root, proof: log.consistency(from: size))
      try log.root.verify(Bytes32(UInt256(size)), at: size, path: log.inclusion(of: size))
    }
  }
}
