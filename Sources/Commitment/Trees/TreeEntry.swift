import Ethereum

/// A node as the level arrays hold it: the bytes that its parent's preimage has of it, in that order.
protocol TreeEntry: Hashable, Sendable {
  static var nodeTag: UInt8 { get }
  static var emptyLeaf: Self { get }
  /// The parent of two entries, whose preimage has this digest. Sums wrap: the totals were checked before (CM-7).
  init(digest: Bytes32, left: Self, right: Self)
}

/// 32 bytes of memory.
struct StateEntry: TreeEntry {
  var hash: Bytes32

  static let nodeTag = Tag.stateNode
  static let emptyLeaf = StateEntry(hash: Keccak256.hash([Tag.stateEmpty, 0]))

  init(hash: Bytes32) {
    self.hash = hash
  }

  init(digest: Bytes32, left: StateEntry, right: StateEntry) {
    hash = digest
  }
}

/// 64 bytes of memory: the hash and the two columns, big-endian.
struct SolvencyEntry: TreeEntry {
  var hash: Bytes32
  private var equity: UInt128
  private var packed: UInt128

  static let nodeTag = Tag.solvencyNode
  static let emptyLeaf = SolvencyEntry(
    SolvencyNode(hash: Keccak256.hash([Tag.solvencyEmpty, 0]), sums: .zero))

  init(_ node: SolvencyNode) {
    hash = node.hash
    equity = node.sums.positiveEquity.bigEndian
    packed = node.sums.packed.bigEndian
  }

  init(digest: Bytes32, left: SolvencyEntry, right: SolvencyEntry) {
    hash = digest
    equity = (UInt128(bigEndian: left.equity) &+ UInt128(bigEndian: right.equity)).bigEndian
    packed = (UInt128(bigEndian: left.packed) &+ UInt128(bigEndian: right.packed)).bigEndian
  }

  var sums: SolvencySums {
    SolvencySums(positiveEquity: UInt128(bigEndian: equity), packed: UInt128(bigEndian: packed))
  }

  var node: SolvencyNode { SolvencyNode(hash: hash, sums: sums) }
}
