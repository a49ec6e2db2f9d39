import Ethereum

extension LogRoot {
  /// Checks that the digest is the entry at an index of this log.
  /// - Parameter path: neighbours from the leaves up.
  /// - Throws: `logIndexOutOfRange`, `logPathLength`, `logRootMismatch`, in the order of CP-13.
  /// - Complexity: at most 65 hashes.
  public func verify(_ digest: Bytes32, at index: UInt64, path: [Bytes32]) throws(CheckpointRefusal) {
    guard index < size else { throw .logIndexOutOfRange(index: index, size: size) }
    let steps = LogPath(of: index, in: size)
    try Self.check(path, count: steps.count)
    var node = Self.leaf(digest)
    for (step, neighbour) in zip(steps, path) { node = Self.node(step, node, neighbour) }
    guard node == hash else { throw .logRootMismatch }
  }

  /// Checks that the older log is the beginning of this one.
  /// - Parameter proof: `SUB(older size, size, true)` of CP-14.
  /// - Throws: the first check that fails, in the order of CP-14.
  /// - Complexity: at most 128 hashes.
  public func verify(beginsWith older: LogRoot, proof: [Bytes32]) throws(CheckpointRefusal) {
    guard older.size <= size else { throw .logSizeRollback(older: older.size, newer: size) }
    for log in [older, self] where log.size == 0 && log != .empty { throw .logEmptyRoot }
    if older.size == size && older.hash != hash { throw .logSameSize(size) }
    guard older.size > 0, older.size < size else { return try Self.check(proof, count: 0) }
    // The largest part of the older log that is one node of both: it ends where the older log does.
    let level = older.size.trailingZeroBitCount
    let position = (older.size >> UInt64(level)) - 1
    let steps = LogPath(level: level, position: position, last: (size - 1) >> UInt64(level))
    // Where that is all of the older log, its root is known and not in the proof.
    let isWhole = position == 0
    try Self.check(proof, count: steps.count + (isWhole ? 0 : 1))
    let start = isWhole ? older.hash : proof[0]
    var (olderNode, newerNode) = (start, start)
    for (step, neighbour) in zip(steps, isWhole ? proof[...] : proof.dropFirst()) {
      if step.isLeft { olderNode = Self.node(step, olderNode, neighbour) }
      newerNode = Self.node(step, newerNode, neighbour)
    }
    guard olderNode == older.hash else { throw .logOlderMismatch }
    guard newerNode == hash else { throw .logRootMismatch }
  }

  private static func check(_ path: [Bytes32], count: Int) throws(CheckpointRefusal) {
    guard path.count == count else { throw .logPathLength(expected: count, found: path.count) }
  }

  private static func node(_ step: LogPath.Step, _ node: Bytes32, _ neighbour: Bytes32) -> Bytes32 {
    step.isLeft ? Self.node(step.level + 1, neighbour, node) : Self.node(step.level + 1, node, neighbour)
  }
}
