import Ethereum

/// What stands at one place of a proof's tree (MP-7). Raw values are those of the encoding.
public enum MapPart: UInt8, Hashable, Sendable, CaseIterable {
  /// Nothing: no entry is below the place.
  case empty = 0
  /// The leaf of the one entry of the proof below the place that has a value.
  case own = 1
  /// The leaf of an entry that the proof does not have, where it was asked for others: the hashes of its key and of
  /// its value follow.
  case other = 2
  /// A leaf beside the paths of the proof: its hash follows.
  case leaf = 3
  /// A node beside the paths of the proof: its hash follows.
  case node = 4
  /// A node on a path of the proof: the parts of its left side follow, then those of its right side.
  case branch = 5

  /// Hashes that belong to the part.
  var hashes: Int {
    switch self {
    case .empty, .own, .branch: 0
    case .leaf, .node: 1
    case .other: 2
    }
  }
}

/// Shows what is under several keys of a state map, or that nothing is (MP-7).
public struct MapProof: Hashable, Sendable {
  /// In strictly rising order of their paths; a value of nil where nothing is under the key.
  public var entries: [MapEntry]
  /// The tree above the entries from the root down, the left side of a node before its right side.
  public var parts: [MapPart]
  /// The hashes that belong to the parts, in their order.
  public var hashes: [Bytes32]

  public init(entries: [MapEntry], parts: [MapPart], hashes: [Bytes32]) {
    self.entries = entries
    self.parts = parts
    self.hashes = hashes
  }

  /// Checks that the entries are those of the map with this root.
  /// - Throws: the first check that fails, in the order of MP-8.
  public func verify(root: Bytes32) throws(MapRefusal) {
    _ = try PartialMap(self, root: root)
  }

  static func check(count: Int) throws(MapRefusal) {
    if count == 0 { throw .noKeys }
    if count > MapLimits.proofKeys { throw .tooManyKeys(count) }
  }
}
