import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

/// Proofs, partial maps and what is altered in them (MP-7 to MP-11).
@Suite struct MapProofTests {
  /// All pairs of what seven keys may have and what is asked of them: every proof holds, and says what is there.
  @Test func everyProofOfSets() throws {
    let keys = (0..<6).map { [UInt8($0)] }
    for set in 0..<64 {
      let entries = keys.enumerated().map { MapEntry(key: $1, value: set >> $0 & 1 == 1 ? [9] : nil) }
      var map = StateMap()
      try map.update(entries)
      for asked in 1..<64 {
        let some = entries.enumerated().filter { asked >> $0.offset & 1 == 1 }.map(\.element)
        let proof = try map.proof(of: some)
        try proof.verify(root: map.root)
        #expect(try MapProof(proof.encoded()) == proof)
        #expect(Set(proof.entries) == Set(some))
        // Every step from what is there to any other set of the keys that were asked for.
        for after in 0..<(1 << some.count) {
          let changes = some.enumerated().map { MapEntry(key: $1.key, value: after >> $0 & 1 == 1 ? [8] : nil) }
          var (whole, partial) = (map, try PartialMap(proof, root: map.root))
          try whole.update(changes)
          try partial.update(changes)
          #expect(whole.root == partial.root)
        }
      }
    }
  }

  /// Several updates one after another of a part and of the whole.
  @Test func partialMapsFollow() throws {
    forAll(60) { generator in generator.next() } holds: { seed in
      var generator = SeededGenerator(seed: seed)
      let keys = Int.random(in: 1...300, using: &generator)
      var (map, entries) = (StateMap(), [[UInt8]: [UInt8]]())
      for _ in 0..<3 {
        let changes = MapCases.changes(of: keys, &generator)
        try map.update(changes)
        for change in changes { entries[change.key] = change.value }
      }
      let share = Int.random(in: 1...20, using: &generator)
      let asked = (0..<keys).filter { $0 == 0 || Int.random(in: 0..<share, using: &generator) == 0 }.map(MapCases.key)
      let proof = try map.proof(of: asked.map { MapEntry(key: $0, value: entries[$0]) })
      var partial = try PartialMap(try MapProof(proof.encoded()), root: map.root)
      for _ in 0..<6 {
        let changes = MapCases.changes(of: keys, &generator).filter { asked.contains($0.key) }
        try map.update(changes)
        try partial.update(changes)
        guard map.root == partial.root else { return false }
      }
      let other = MapCases.key(keys)
      let before = partial.root
      return refusal { try partial.update([MapEntry(key: asked[0], value: [1, 2]), MapEntry(key: other, value: nil)]) }
        == "Map_KeyNotProven" && partial.root == before
    }
  }

  /// Whatever is altered in a proof, in one bit or by one element, is refused; and so is every other root.
  @Test func mutants() throws {
    var map = StateMap()
    let entries = (0..<40).map { MapEntry(key: [UInt8($0)], value: [UInt8($0), 1]) }
    try map.update(entries)
    let absent = [MapEntry(key: [200], value: nil), MapEntry(key: [7, 7], value: nil)]
    let asked = [entries[3], entries[17], entries[18]] + absent
    let proof = try map.proof(of: asked)
    #expect(Set(proof.parts) == Set(MapPart.allCases))
    var bent: [MapProof] = []
    for parts in proof.parts.altered({ part in MapPart.allCases.filter { $0 != part } }) {
      bent.append(MapProof(entries: proof.entries, parts: parts, hashes: proof.hashes))
    }
    for hashes in proof.hashes.altered(\.mutants) {
      bent.append(MapProof(entries: proof.entries, parts: proof.parts, hashes: hashes))
    }
    for entries in proof.entries.altered({ entry in
      entry.key.altered(\.mutants).map { MapEntry(key: $0, value: entry.value) }
        + (entry.value ?? []).altered(\.mutants).map { MapEntry(key: entry.key, value: $0) }
        + [MapEntry(key: entry.key, value: entry.value == nil ? [] : nil)]
    }) where entries != proof.entries {
      bent.append(MapProof(entries: entries, parts: proof.parts, hashes: proof.hashes))
    }
    for place in proof.hashes.indices.dropFirst() {
      var copy = proof
      copy.hashes.swapAt(place, place - 1)
      bent.append(copy)
    }
    #expect(bent.count > 2000)
    for proof in bent { #expect(throws: MapRefusal.self) { try proof.verify(root: map.root) } }
    for root in map.root.mutants { #expect(refusal { try proof.verify(root: root) } == "Map_RootMismatch") }
  }

  /// A false node beside the paths would make an update lead elsewhere: its kind is bound.
  @Test func kindsAreBound() throws {
    let entries = (0..<30).map { MapEntry(key: [UInt8($0)], value: []) }
    var map = StateMap()
    try map.update(entries)
    for entry in entries {
      let proof = try map.proof(of: [entry])
      for (place, part) in proof.parts.enumerated() where part == .leaf || part == .node {
        var copy = proof
        copy.parts[place] = part == .leaf ? .node : .leaf
        // A leaf beside nothing is refused before the root.
        let name = try #require(refusal { try copy.verify(root: map.root) })
        #expect(name == "Map_RootMismatch" || name == "Map_NotCompact")
      }
    }
  }

  /// The worked example of the specification.
  @Test func workedExample() throws {
    var map = StateMap()
    #expect("\(map.root)" == "0x693de6f75219e2c94fd6ffbd76118fc69819755c5fcfdb0b943bfd1f7f5f2b18")
    try map.update([MapEntry(key: Array("a".utf8), value: Array("1".utf8))])
    #expect("\(map.root)" == "0xaeb3a643a2c700842a707a393e5175c331d0b4eeefd06413a70d978e0018ff13")
    try map.update([MapEntry(key: Array("b".utf8), value: [])])
    #expect("\(map.root)" == "0x7bc9e98d7127dd2391ddc6f855b6cc55e9a6d5b095e7009cb29e9bcdd2ef10cd")
    let proof = try map.proof(of: [MapEntry(key: Array("c".utf8), value: nil)])
    let encoding = "0x0000000101630000000003050400" + "00000001"
      + "67fe9a8280795a180e339f311f91a71e224d70b2265fb3b46984431ada4c56b7"
    #expect(Hex.encode(proof.encoded()) == encoding)
  }

  /// An encoding ends nowhere else, and bytes of any kind are read or refused.
  @Test func encodings() throws {
    var map = StateMap()
    let entries = (0..<9).map { MapEntry(key: [UInt8($0), 3], value: [UInt8](repeating: 4, count: $0)) }
    try map.update(entries)
    let bytes = try map.proof(of: Array(entries[2..<5]) + [MapEntry(key: [], value: nil)]).encoded()
    for length in bytes.indices { #expect(refusal { _ = try MapProof(Array(bytes[..<length])) } == "Map_Truncated") }
    #expect(refusal { _ = try MapProof(bytes + [0]) } == "Map_TrailingBytes")
    for mutant in bytes.mutants {
      guard let proof = try? MapProof(mutant) else { continue }
      #expect(proof.encoded() == mutant)
      #expect(throws: MapRefusal.self) { try proof.verify(root: map.root) }
    }
    #expect(refusal { _ = try MapProof([0, 0, 0, 0]) } == "Map_NoKeys")
    #expect(refusal { _ = try MapProof([0, 4, 0, 1]) } == "Map_TooManyKeys")
    #expect(refusal { _ = try MapProof([0, 0, 0, 1, 129]) } == "Map_KeyTooLong")
    #expect(refusal { _ = try MapProof([0, 0, 0, 1, 0, 2]) } == "Map_UnknownForm")
    #expect(refusal { _ = try MapProof([0, 0, 0, 1, 0, 1, 0, 16, 0, 1]) } == "Map_ValueTooLong")
    #expect(refusal { _ = try MapProof([0, 0, 0, 1, 0, 0, 0, 128, 0, 1]) } == "Map_TooManyParts")
    #expect(refusal { _ = try MapProof([0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 6]) } == "Map_UnknownForm")
    #expect(refusal { _ = try MapProof([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255]) } == "Map_Truncated")
  }

  @Test func refusedMaking() throws {
    var map = StateMap()
    try map.update([MapEntry(key: [1], value: [1]), MapEntry(key: [2], value: [2])])
    let one = MapEntry(key: [1], value: [1])
    let cases: [([MapEntry], String)] = [
      ([], "Map_NoKeys"), ([one, one], "Map_KeyTwice"),
      ([MapEntry(key: [1], value: [2])], "Map_OpeningMismatch"),
      ([MapEntry(key: [1], value: nil)], "Map_OpeningMismatch"),
      ([one, MapEntry(key: [3], value: [])], "Map_OpeningMismatch"),
      ([MapEntry(key: [UInt8](repeating: 0, count: 129), value: nil)], "Map_KeyTooLong"),
      ([MapEntry](repeating: one, count: MapLimits.proofKeys + 1), "Map_TooManyKeys"),
    ]
    for (entries, name) in cases { #expect(refusal { _ = try map.proof(of: entries) } == name) }
    #expect(refusal { _ = try StateMap().proof(of: [one]) } == "Map_OpeningMismatch")
    try StateMap().proof(of: [MapEntry(key: [1], value: nil)]).verify(root: StateMap.emptyRoot)
  }
}
