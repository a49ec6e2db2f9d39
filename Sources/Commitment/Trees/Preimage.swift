import Ethereum
import FixedPoint

/// The preimages of CM-3 to CM-7, one at a time. The batches of `Unsafe` write the same bytes.
enum Preimage {
  static let stateLeafLength = 90
  static let solvencyLeafLength = 122

  static func stateLeaf(_ index: UInt32, _ leaf: AccountLeaf) -> [UInt8] {
    [Tag.stateLeaf, 0] + bytes(index) + leaf.owner.bytes + leaf.recordHash.bytes + leaf.salt.bytes
  }

  static func solvencyLeaf(_ index: UInt32, _ leaf: AccountLeaf, state: Bytes32) -> [UInt8] {
    [Tag.solvencyLeaf, 0] + bytes(index) + leaf.owner.bytes + state.bytes + bytes(leaf.sums) + leaf.salt.bytes
  }

  static func stateNode(_ level: Int, _ left: Bytes32, _ right: Bytes32) -> [UInt8] {
    [Tag.stateNode, UInt8(truncatingIfNeeded: level)] + left.bytes + right.bytes
  }

  /// 130 bytes, with which the padding fills one block of the permutation (CM-7).
  static func solvencyNode(_ level: Int, _ left: SolvencyNode, _ right: SolvencyNode) -> [UInt8] {
    [Tag.solvencyNode, UInt8(truncatingIfNeeded: level)]
      + left.hash.bytes + bytes(left.sums) + right.hash.bytes + bytes(right.sums)
  }

  static func bytes(_ sums: SolvencySums) -> [UInt8] {
    Bytes32(UInt256(high: sums.positiveEquity, low: sums.packed)).bytes
  }

  static func bytes<Integer: FixedWidthInteger>(_ value: Integer) -> [UInt8] {
    (0..<Integer.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

extension SolvencyNode {
  /// The node over two others, each column of sums checked (CM-7).
  init(level: Int, left: SolvencyNode, right: SolvencyNode) throws(CommitmentRefusal) {
    sums = try left.sums.adding(right.sums, level: level)
    hash = Keccak256.hash(Preimage.solvencyNode(level, left, right))
  }
}

extension AccountLeaf {
  /// The hashes of the account's two leaves (CM-4, CM-6).
  func nodes(at index: UInt64) -> (state: Bytes32, solvency: SolvencyNode) {
    let index = UInt32(truncatingIfNeeded: index)
    let state = Keccak256.hash(Preimage.stateLeaf(index, self))
    let solvency = Keccak256.hash(Preimage.solvencyLeaf(index, self, state: state))
    return (state, SolvencyNode(hash: solvency, sums: sums))
  }
}
