import Ethereum

/// What a checkpoint says of the log of all checkpoints before it: how many, and the root over their digests (CP-12).
public struct LogRoot: Hashable, Sendable {
  public var size: UInt64
  public var hash: Bytes32

  /// Of the log without entries.
  public static let empty = LogRoot(size: 0, hash: Keccak256.hash([Tag.logEmpty, 0]))

  public init(size: UInt64, hash: Bytes32) {
    self.size = size
    self.hash = hash
  }

  /// The hash of an entry, which is a checkpoint's digest.
  static func leaf(_ digest: Bytes32) -> Bytes32 { Keccak256.hash([Tag.logLeaf, 0] + digest.bytes) }

  /// The hash over two parts of a log.
  /// - Parameter level: of the node, the leaves' being 0; that is ⌈log2⌉ of the entries below it.
  static func node(_ level: Int, _ left: Bytes32, _ right: Bytes32) -> Bytes32 {
    Keccak256.hash([Tag.logNode, UInt8(truncatingIfNeeded: level)] + left.bytes + right.bytes)
  }
}

extension Checkpoint {
  /// The log of all earlier checkpoints.
  public var log: LogRoot { LogRoot(size: logSize, hash: logRoot) }
}
