import Ethereum

/// The state map as the rules define it: recursive, one hash at a time, from all entries.
///
/// The slow form beside `StateMap`; tests hold the two to each other.
enum PlainMap {
  static func root(_ entries: [[UInt8]: [UInt8]]) -> Bytes32 {
    subtree(entries.map { (MapHash.path($0.key), MapHash.value($0.value)) }, depth: 0).hash
  }

  /// What stands at a place, of the entries below it (MP-4, MP-5).
  private static func subtree(
    _ entries: [(path: Bytes32, value: Bytes32)], depth: Int
  ) -> (kind: MapHash.Kind, hash: Bytes32) {
    guard let first = entries.first else { return (.empty, MapHash.empty) }
    if entries.count == 1 { return (.leaf, MapHash.leaf(path: first.path, value: first.value)) }
    func side(_ bit: UInt8) -> (kind: MapHash.Kind, hash: Bytes32) {
      subtree(entries.filter { $0.path.bytes[depth / 8] >> (7 - depth % 8) & 1 == bit }, depth: depth + 1)
    }
    return (.node, MapHash.node(depth: depth, side(0), side(1)))
  }
}
