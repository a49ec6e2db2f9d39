import Ethereum

/// The log of checkpoints: their digests in order, to which one is appended at a time (CP-12).
///
/// It keeps the nodes that no later entry changes, about two hashes for each entry, so that the root and every proof,
/// of this log and of each that it has been, take a few hashes.
public struct CheckpointLog: Sendable {
  /// Of each level the complete nodes, the leaves' level first. One level at least.
  private var levels: [[Bytes32]] = [[]]

  public init() {}

  /// From the digests of checkpoints 0, 1, 2, …
  public init(_ digests: some Sequence<Bytes32>) {
    for digest in digests { append(digest) }
  }

  /// The number of entries.
  public var size: UInt64 { UInt64(levels[0].count) }

  /// Appends the digest of the next checkpoint.
  /// - Complexity: two hashes on average.
  public mutating func append(_ digest: Bytes32) {
    var node = LogRoot.leaf(digest)
    var level = 0
    while true {
      levels[level].append(node)
      let count = levels[level].count
      // A pair is complete: so is its parent.
      guard count % 2 == 0 else { return }
      node = LogRoot.node(level + 1, levels[level][count - 2], levels[level][count - 1])
      level += 1
      if level == levels.count { levels.append([]) }
    }
  }

  /// The root of this log.
  public var root: LogRoot { edge(of: size).root }

  /// The root that the log had when it had so many entries.
  /// - Throws: `logSizeRollback` where it never had as many.
  public func root(at size: UInt64) throws(CheckpointRefusal) -> LogRoot {
    try check(size)
    return edge(of: size).root
  }

  /// The path of an entry (CP-13), in this log or in what it was at an earlier size.
  /// - Throws: `logSizeRollback` where the log never had as many entries, `logIndexOutOfRange`.
  public func inclusion(of index: UInt64, at size: UInt64? = nil) throws(CheckpointRefusal) -> [Bytes32] {
    let size = size ?? self.size
    try check(size)
    guard index < size else { throw .logIndexOutOfRange(index: index, size: size) }
    let edge = edge(of: size)
    return LogPath(of: index, in: size).map { self[$0.level, $0.position, edge] }
  }

  /// The proof that the log of an earlier size is the beginning of this one, or of what it was at a later size (CP-14).
  /// - Throws: `logSizeRollback` where the sizes are not in this order or the log never had as many entries.
  public func consistency(
    from older: UInt64, to newer: UInt64? = nil
  ) throws(CheckpointRefusal) -> [Bytes32] {
    let newer = newer ?? size
    try check(newer)
    guard older <= newer else { throw .logSizeRollback(older: older, newer: newer) }
    guard older > 0, older < newer else { return [] }
    let level = older.trailingZeroBitCount
    let position = (older >> UInt64(level)) - 1
    let edge = edge(of: newer)
    let steps = LogPath(level: level, position: position, last: (newer - 1) >> UInt64(level))
    let start = position == 0 ? [] : [self[level, position, edge]]
    return start + steps.map { self[$0.level, $0.position, edge] }
  }

  /// The last node of each level of a log, complete or not.
  private struct Edge {
    let size: UInt64
    let nodes: [Bytes32]

    var root: LogRoot { nodes.last.map { LogRoot(size: size, hash: $0) } ?? .empty }
  }

  /// - Parameter size: at most that of this log.
  /// - Complexity: at most a hash a level.
  private func edge(of size: UInt64) -> Edge {
    guard size > 0 else { return Edge(size: 0, nodes: []) }
    var last = Int(size - 1)
    var nodes = [levels[0][last]]
    while last > 0 {
      let level = nodes.count - 1
      let node = nodes[level]
      nodes.append(last % 2 == 1 ? LogRoot.node(level + 1, levels[level][last - 1], node) : node)
      last /= 2
    }
    return Edge(size: size, nodes: nodes)
  }

  private subscript(level: Int, position: UInt64, edge: Edge) -> Bytes32 {
    position == (edge.size - 1) >> UInt64(level) ? edge.nodes[level] : levels[level][Int(position)]
  }

  private func check(_ size: UInt64) throws(CheckpointRefusal) {
    guard size <= self.size else { throw .logSizeRollback(older: size, newer: self.size) }
  }
}
