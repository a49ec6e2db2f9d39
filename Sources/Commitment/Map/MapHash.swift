import Ethereum

/// The preimages of MP-3 to MP-5, one at a time. The batches of `Unsafe` write the same bytes.
enum MapHash {
  /// What a subtree is, as its parent's preimage says it (MP-5).
  enum Kind: UInt8 {
    case empty = 0
    case leaf = 1
    case node = 2
  }

  static let leafLength = 66
  static let nodeLength = 68

  /// The root of a map without entries, and of an empty side of a node (MP-4).
  static let empty = Keccak256.hash([Tag.mapEmpty, 0])

  static func path(_ key: [UInt8]) -> Bytes32 { Keccak256.hash([Tag.mapKey, 0] + key) }

  static func value(_ value: [UInt8]) -> Bytes32 { Keccak256.hash([Tag.mapValue, 0] + value) }

  static func leaf(path: Bytes32, value: Bytes32) -> Bytes32 {
    Keccak256.hash([Tag.mapLeaf, 0] + path.bytes + value.bytes)
  }

  static func node(depth: Int, _ left: (kind: Kind, hash: Bytes32), _ right: (kind: Kind, hash: Bytes32)) -> Bytes32 {
    Keccak256.hash(
      [Tag.mapNode, UInt8(truncatingIfNeeded: depth), left.kind.rawValue, right.kind.rawValue]
        + left.hash.bytes + right.hash.bytes)
  }
}
