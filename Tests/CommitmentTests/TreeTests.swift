import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

@Suite struct TreeTests {
  /// Every number of accounts at every small depth: the fast form and the plain one agree, at any number of workers.
  @Test func fastEqualsPlain() throws {
    let leaves = Book(32).leaves
    for depth in 1...5 {
      for count in 0...(1 << depth) {
        let some = Array(leaves[..<count])
        let plain = try PlainTrees.roots(depth: depth, leaves: some)
        for workers in [1, 2, 3] {
          #expect(try AccountTrees(depth: depth, leaves: some, workers: workers).roots == plain)
        }
      }
    }
    for depth in [24, 31, 32] {
      #expect(
        try AccountTrees(depth: depth, leaves: leaves).roots == PlainTrees.roots(depth: depth, leaves: leaves))
    }
  }

  /// Enough accounts for several chunks of work at several levels.
  @Test func workersDoNotMatter() throws {
    let leaves = Book(10_007).leaves
    let plain = try PlainTrees.roots(depth: 14, leaves: leaves)
    for workers in [0, 1, 2, 3, 7, 64] {
      #expect(try AccountTrees(depth: 14, leaves: leaves, workers: workers).roots == plain)
    }
  }

  /// Depth 3, all counts, all sets of changed leaves, among them appended ones: an update is a rebuild.
  @Test func everyUpdateOfDepthThree() throws {
    let old = Book(8, seed: 1).leaves
    let new = Book(8, seed: 2).leaves
    for count in 0...8 {
      let trees = try AccountTrees(depth: 3, leaves: Array(old[..<count]))
      for appended in 0...(8 - count) {
        for set in 0..<(1 << count) {
          var leaves = Array(old[..<count])
          var changes: [LeafChange] = []
          for index in 0..<count where set >> index & 1 == 1 {
            leaves[index] = new[index]
            changes.append(LeafChange(index: UInt64(index), leaf: new[index]))
          }
          for index in count..<(count + appended) {
            leaves.append(new[index])
            changes.append(LeafChange(index: UInt64(index), leaf: new[index]))
          }
          var updated = trees
          try updated.update(changes)
          #expect(try updated.roots == PlainTrees.roots(depth: 3, leaves: leaves))
        }
      }
    }
  }

  @Test func updatesEqualRebuilding() throws {
    forAll(20) { generator in
      (seed: generator.next(), count: Int.random(in: 0...3000, using: &generator))
    } holds: { input in
      var generator = SeededGenerator(seed: input.seed)
      var leaves = Book(input.count, seed: input.seed).leaves
      var trees = try AccountTrees(depth: 13, leaves: leaves, workers: 2)
      for workers in 1...3 {
        let chosen = (0..<leaves.count).filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
        let added = Int.random(in: 0...1200, using: &generator)
        let indices = chosen + Array(leaves.count..<(leaves.count + added))
        var changes: [LeafChange] = []
        for index in indices {
          let leaf = Book.opening(&generator).leaf
          changes.append(LeafChange(index: UInt64(index), leaf: leaf))
          if index < leaves.count { leaves[index] = leaf } else { leaves.append(leaf) }
        }
        try trees.update(changes, workers: workers)
      }
      let rebuilt = try AccountTrees(depth: 13, leaves: leaves)
      return trees.roots == rebuilt.roots && trees.state.levels == rebuilt.state.levels
        && trees.solvency.levels == rebuilt.solvency.levels
    }
  }

  /// A refused update leaves everything as it was.
  @Test func refusedUpdates() throws {
    var leaves = Book(5).leaves
    leaves[2].sums = SolvencySums(positiveEquity: 0, deficit: SolvencySums.greatestDeficit >> 1, belowMaintenance: 1)
    var trees = try AccountTrees(depth: 3, leaves: leaves)
    let before = trees.roots
    func change(_ index: UInt64, equity: UInt128 = 0, deficit: UInt128 = 0, count: UInt32 = 0) -> LeafChange {
      var leaf = leaves[0]
      leaf.sums = SolvencySums(positiveEquity: equity, deficit: deficit, belowMaintenance: count)
      return LeafChange(index: index, leaf: leaf)
    }
    let most = SolvencySums.greatestDeficit
    let cases: [([LeafChange], String)] = [
      ([change(1), change(1)], "Commitment_IndicesUnsorted"),
      ([change(3), change(1)], "Commitment_IndicesUnsorted"),
      ([change(6)], "Commitment_IndexBeyondCount"),
      ([change(5), change(7)], "Commitment_IndexBeyondCount"),
      ([change(.max)], "Commitment_IndexBeyondCount"),
      ([change(5), change(6), change(7), change(8)], "Commitment_CountOutOfRange"),
      ([change(0, deficit: most + 1)], "Commitment_LeafDeficitOutOfRange"),
      ([change(0), change(1, count: 2)], "Commitment_LeafCountOutOfRange"),
      ([change(0, equity: 1, deficit: 1)], "Commitment_LeafEquityAndDeficit"),
      ([change(0, equity: .max), change(1, equity: 1)], "Commitment_EquityOverflow"),
      ([change(0, deficit: most)], "Commitment_DeficitOverflow"),
    ]
    for (changes, name) in cases {
      #expect(refusal { try trees.update(changes) } == name)
      #expect(trees.roots == before)
    }
    // What a change replaces makes room for it.
    try trees.update([change(2, deficit: most >> 1 + 1)])
  }

  @Test func nothingToChange() throws {
    var trees = try AccountTrees(depth: 4, leaves: Book(3).leaves)
    let before = trees.roots
    try trees.update([])
    #expect(trees.roots == before)
  }

  /// EMPTY(k) = node(EMPTY(k-1), EMPTY(k-1)), and its sums are zero (CM-3).
  @Test func emptyNodes() throws {
    for level in 0...32 {
      let plain = try PlainTrees.empty(level: level)
      #expect(Empties.all.state[level] == plain.state)
      #expect(Empties.all.solvency[level] == plain.solvency)
      #expect(plain.solvency.sums == .zero)
    }
  }

  /// No preimage of one tree, kind or level is a preimage of another.
  @Test func preimagesAreApart() throws {
    let leaf = Book(1).leaves[0]
    let node = SolvencyNode(hash: .zero, sums: .zero)
    let heads = [
      Preimage.stateLeaf(0, leaf), Preimage.solvencyLeaf(0, leaf, state: .zero),
      Preimage.stateNode(1, .zero, .zero), Preimage.stateNode(2, .zero, .zero),
      Preimage.solvencyNode(1, node, node), Preimage.solvencyNode(2, node, node), [Tag.stateEmpty, 0],
      [Tag.solvencyEmpty, 0],
    ].map { Array($0.prefix(2)) }
    #expect(Set(heads).count == heads.count)
    #expect(Preimage.stateLeaf(0, leaf).count == 90)
    #expect(Preimage.solvencyLeaf(0, leaf, state: .zero).count == 122)
    #expect(Preimage.solvencyNode(1, node, node).count == 130)
  }
}
