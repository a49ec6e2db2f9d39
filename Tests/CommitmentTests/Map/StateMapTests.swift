import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

/// The state map against the plain form: roots of any history, whatever else was there (MP-1 to MP-6).
@Suite struct StateMapTests {
  @Test func smallMaps() throws {
    #expect(StateMap().root == Keccak256.hash([0x82, 0]))
    var map = StateMap()
    try map.update([])
    #expect(map.root == StateMap.emptyRoot)
    try map.update([MapEntry(key: [], value: [])])
    #expect(map.root == PlainMap.root([[]: []]) && map.count == 1)
    try map.update([MapEntry(key: [], value: nil), MapEntry(key: [1], value: nil)])
    #expect(map.root == StateMap.emptyRoot && map.count == 0)
  }

  /// All subsets of six keys, each left for each other: 4,096 updates, by way of every shape of small trees.
  @Test func everyStepBetweenSetsOfSix() throws {
    let keys = (0..<6).map { [UInt8($0)] }
    func entries(_ set: Int) -> [[UInt8]: [UInt8]] {
      Dictionary(uniqueKeysWithValues: keys.enumerated().filter { set >> $0.offset & 1 == 1 }.map { ($0.element, [7]) })
    }
    for before in 0..<64 {
      var built = StateMap()
      try built.update(entries(before).map { MapEntry(key: $0.key, value: $0.value) })
      #expect(built.root == PlainMap.root(entries(before)))
      for after in 0..<64 {
        var map = built
        let (old, new) = (entries(before), entries(after))
        try map.update(keys.filter { old[$0] != new[$0] }.map { MapEntry(key: $0, value: new[$0]) })
        #expect(map.root == PlainMap.root(new) && map.count == new.count)
      }
    }
  }

  @Test func randomHistories() throws {
    forAll(60) { generator in generator.next() } holds: { seed in
      var generator = SeededGenerator(seed: seed)
      var (map, entries) = (StateMap(), [[UInt8]: [UInt8]]())
      let keys = Int.random(in: 1...400, using: &generator)
      for _ in 0..<12 {
        let changes = MapCases.changes(of: keys, &generator)
        try map.update(changes, workers: Int.random(in: 1...3, using: &generator))
        for change in changes { entries[change.key] = change.value }
        guard map.root == PlainMap.root(entries), map.count == entries.count, map.isSound else { return false }
      }
      var built = StateMap()
      try built.update(entries.map { MapEntry(key: $0.key, value: $0.value) })
      return built.root == map.root
    }
  }

  /// Two paths that share many bits: a chain of nodes with an empty side each, made and taken away.
  @Test func longChains() throws {
    for shared in [0, 1, 62, 63, 64, 65, 127, 128, 191, 192, 255] {
      let first = MapPath(Keccak256.hash("a"))
      let second = try #require(Self.flip(first, at: shared))
      var trie = MapTrie()
      func change(_ path: MapPath, _ value: Bytes32?) -> MapChange {
        MapChange(path: path, leaf: value.map { ($0, MapHash.leaf(path: path.digest, value: $0)) })
      }
      trie.apply([change(first, .zero)], workers: 1)
      let alone = trie.root
      trie.apply([change(second, .zero)], workers: 1)
      #expect(trie.references.count == 2 * (shared + 2))
      var hash = (first < second ? [first, second] : [second, first]).map {
        (kind: MapHash.Kind.leaf, hash: MapHash.leaf(path: $0.digest, value: .zero))
      }
      for depth in (0...shared).reversed() {
        let node = (kind: MapHash.Kind.node, hash: MapHash.node(depth: depth, hash[0], hash[1]))
        let empty = (kind: MapHash.Kind.empty, hash: MapHash.empty)
        hash = depth > 0 && first.side(at: depth - 1) == 0 ? [node, empty] : [empty, node]
        if depth == 0 { #expect(trie.root == node.hash) }
      }
      trie.apply([change(second, nil)], workers: 1)
      #expect(trie.root == alone && trie.count == 1)
      // What was freed is used again.
      trie.apply([change(second, .zero)], workers: 1)
      #expect(trie.references.count == 2 * (shared + 2))
    }
  }

  private static func flip(_ path: MapPath, at bit: Int) -> MapPath? {
    var bytes = path.digest.bytes
    bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
    return Bytes32(bytes).map { MapPath($0) }
  }

  @Test func paths() {
    let path = MapPath(Keccak256.hash("b"))
    #expect(MapPath(path.digest) == path)
    for bit in 0..<256 {
      #expect(path.side(at: bit) == Int(path.digest.bytes[bit / 8] >> UInt8(7 - bit % 8) & 1))
      let beside = path.neighbour(at: bit + 1)
      #expect(beside.sharedBits(with: path) == bit)
      #expect(beside.digest.bytes.dropFirst(bit / 8 + 1).allSatisfy { $0 == 0 })
    }
    #expect(path.sharedBits(with: path) == 256)
  }

  @Test func refusedUpdates() throws {
    var map = StateMap()
    try map.update((0..<9).map { MapEntry(key: [$0], value: [$0]) })
    let before = map.root
    let long = MapEntry(key: [UInt8](repeating: 0, count: 129), value: nil)
    let large = MapEntry(key: [1], value: [UInt8](repeating: 0, count: MapLimits.valueBytes + 1))
    let one = MapEntry(key: [20], value: [])
    let cases: [([MapEntry], String)] = [
      ([one, long], "Map_KeyTooLong"), ([one, large], "Map_ValueTooLong"), ([large, long], "Map_ValueTooLong"),
      ([one, one], "Map_KeyTwice"), ([one, MapEntry(key: [3], value: nil), one], "Map_KeyTwice"),
      ([one, one, long], "Map_KeyTooLong"),
    ]
    for (changes, name) in cases {
      #expect(refusal { try map.update(changes) } == name)
      #expect(map.root == before && map.count == 9)
    }
    try map.update([
      MapEntry(key: [UInt8](repeating: 0, count: 128), value: [UInt8](repeating: 1, count: MapLimits.valueBytes))
    ])
    #expect(map.count == 10)
  }

  /// A map that is full takes changes and exchanges, and no entry more.
  @Test func fullMap() throws {
    var map = StateMap()
    try map.update((0..<4).map { MapEntry(key: [$0], value: [$0]) })
    func check(_ changes: [([UInt8], [UInt8]?)]) throws {
      let sorted = try MapChange.sorted(changes.map { MapEntry(key: $0.0, value: $0.1) }, workers: 1)
      try map.trie.checkCount(after: sorted, limit: 4)
    }
    try check([([0], [5]), ([1], [5]), ([9], nil)])
    try check([([0], nil), ([9], [1])])
    #expect(refusal { try check([([9], [1])]) } == "Map_TooManyEntries")
    #expect(refusal { try check([([9], [1]), ([8], [1]), ([0], nil)]) } == "Map_TooManyEntries")
  }
}

/// Random entries and changes.
enum MapCases {
  /// Changes of some of so many keys, each once; a third of them removals.
  static func changes(of keys: Int, _ generator: inout SeededGenerator) -> [MapEntry] {
    var chosen = Set<Int>()
    for _ in 0..<Int.random(in: 0...keys, using: &generator) {
      chosen.insert(Int.random(in: 0..<keys, using: &generator))
    }
    return chosen.sorted().shuffled(using: &generator).map { key in
      let length = [0, 1, 31, 134, 135, 300][Int.random(in: 0..<6, using: &generator)]
      let isRemoval = Int.random(in: 0..<3, using: &generator) == 0
      return MapEntry(
        key: Self.key(key),
        value: isRemoval ? nil : (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  /// Keys of several lengths.
  static func key(_ index: Int) -> [UInt8] {
    [UInt8](repeating: 1, count: index % 5) + Bytes32(UInt256(UInt64(index))).bytes.suffix(2)
  }
}

extension StateMap {
  /// What must hold of the arrays: no node with fewer than two leaves below it, every slot and leaf used once or free.
  var isSound: Bool {
    var nodes = Set<Int>()
    var leaves = Set<Int>()
    var open = [0]
    while let slot = open.popLast() {
      let reference = trie.references[slot]
      switch reference.kind {
      case .empty: if trie.hashes[slot] != MapHash.empty { return false }
      case .leaf: if !leaves.insert(reference.index).inserted { return false }
      case .node:
        guard reference != .opaque, nodes.insert(reference.index).inserted else { return false }
        let (left, right) = (2 * reference.index, 2 * reference.index + 1)
        let kinds = [trie.references[left].kind, trie.references[right].kind]
        if kinds.contains(.empty), !kinds.contains(.node) { return false }
        open += [left, right]
      }
    }
    return leaves.count == count
  }
}
