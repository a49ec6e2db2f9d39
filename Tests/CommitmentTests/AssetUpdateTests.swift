import Ethereum
import FixedPoint
import Synchronization
import TestSupport
import Testing

@testable import Commitment

/// Updates of the asset tree, and refusals of many workers (CM-14, CM-20, CM-21).
@Suite struct AssetUpdateTests {
  /// Depth 3, all counts, all sets of changed accounts, among them appended ones: an update is a rebuild.
  @Test func everyUpdateOfDepthThree() throws {
    let list = try AssetList(AssetTests.assets)
    var generator = SeededGenerator(seed: 5)
    let old = try (0..<8).map { _ in try AssetTests.opening(&generator) }
    let new = try (0..<8).map { _ in try AssetTests.opening(&generator) }
    for count in 0...8 {
      let tree = try AssetTree(depth: 3, list: list, openings: Array(old[..<count]))
      for appended in 0...(8 - count) {
        for set in 0..<(1 << count) {
          let indices = (0..<count).filter { set >> $0 & 1 == 1 } + Array(count..<(count + appended))
          var openings = Array(old[..<count])
          for index in indices { Self.put(new[index], at: index, &openings) }
          var updated = tree
          try updated.update(indices.map { AccountChange(index: UInt64($0), opening: new[$0]) })
          #expect(try updated.roots == PlainAssets.roots(depth: 3, list: list, openings: openings))
        }
      }
    }
  }

  @Test func updatesEqualRebuilding() throws {
    let list = try AssetList(AssetTests.assets)
    forAll(20) { generator in
      (seed: generator.next(), count: Int.random(in: 0...3000, using: &generator))
    } holds: { input in
      var generator = SeededGenerator(seed: input.seed)
      var openings = try (0..<input.count).map { _ in try AssetTests.opening(&generator) }
      var tree = try AssetTree(depth: 13, list: list, openings: openings, workers: 2)
      for workers in 1...3 {
        let share = Int.random(in: 1...5, using: &generator)
        let chosen = (0..<openings.count).filter { _ in Int.random(in: 0..<share, using: &generator) == 0 }
        let added = Int.random(in: 0...1200, using: &generator)
        var changes: [AccountChange] = []
        for index in chosen + Array(openings.count..<(openings.count + added)) {
          let opening = try AssetTests.opening(&generator)
          changes.append(AccountChange(index: UInt64(index), opening: opening))
          Self.put(opening, at: index, &openings)
        }
        try tree.update(changes, workers: workers)
        let rebuilt = try AssetTree(depth: 13, list: list, openings: openings)
        guard tree.levels == rebuilt.levels, tree.roots == rebuilt.roots else { return false }
      }
      return true
    }
  }

  private static func put(_ opening: AccountOpening, at index: Int, _ openings: inout [AccountOpening]) {
    if index < openings.count { openings[index] = opening } else { openings.append(opening) }
  }

  private static func opening(cash: UInt128 = 0, _ collaterals: [(Address, Int64)] = []) throws -> AccountOpening {
    let record = AccountRecord(
      cash: Int256(bitPattern: UInt256(cash)),
      collaterals: collaterals.map { .init(asset: $0.0, amount: Int256($0.1)) })
    return AccountOpening(owner: .zero, record: try record.encoded(), sums: .zero)
  }

  /// A refused update leaves everything as it was.
  @Test func refusedUpdates() throws {
    let list = try AssetList(AssetTests.assets)
    let held = try Self.opening(cash: 7, [(AssetTests.assets[0], 1)])
    let rich = try Self.opening(cash: .max)
    var tree = try AssetTree(depth: 3, list: list, openings: [held, held, held.with(cash: .max - 28), held, held])
    let before = tree.levels
    let bad = AccountOpening(owner: .zero, record: [3], sums: .zero)
    let unknown = try Self.opening([(Address(lastBytesOf: Bytes32(UInt256(9 as UInt64))), 1)])
    let short = try Self.opening([(AssetTests.assets[1], -1)])
    let cases: [([(UInt64, AccountOpening)], String)] = [
      ([(1, held), (1, held)], "Commitment_IndicesUnsorted"),
      ([(3, held), (1, held)], "Commitment_IndicesUnsorted"),
      ([(6, held)], "Commitment_IndexBeyondCount"),
      ([(5, held), (7, held)], "Commitment_IndexBeyondCount"),
      ([(.max, held)], "Commitment_IndexBeyondCount"),
      ([(5, held), (6, held), (7, held), (8, held)], "Commitment_CountOutOfRange"),
      ([(0, bad)], "Record_UnknownVersion"),
      ([(0, held), (1, unknown)], "Commitment_AssetUnknown"),
      ([(0, short), (1, unknown)], "Commitment_UnitsNegative"),
      // Change by change: what an earlier one is refused for, then the place of one before its record.
      ([(0, bad), (0, held)], "Record_UnknownVersion"),
      ([(0, held), (0, bad)], "Commitment_IndicesUnsorted"),
      ([(4, short), (9, held)], "Commitment_UnitsNegative"),
      ([(0, rich)], "Commitment_AssetOverflow"),
      ([(0, rich), (1, unknown)], "Commitment_AssetUnknown"),
    ]
    for (changes, name) in cases {
      for workers in 1...2 {
        let changes = changes.map { AccountChange(index: $0.0, opening: $0.1) }
        #expect(refusal { try tree.update(changes, workers: workers) } == name)
        #expect(tree.levels == before)
      }
    }
    // What a change replaces makes room for it.
    let poor = try held.with(cash: 0)
    try tree.update([AccountChange(index: 0, opening: poor), AccountChange(index: 1, opening: poor)])
    try tree.update([AccountChange(index: 2, opening: held.with(cash: .max - 14))])
    #expect(tree.roots.totals[0] == .max)
    try tree.update([])
    #expect(tree.roots.totals[0] == .max)
  }

  /// The first refusal in the order of the accounts, whoever finds which first.
  @Test func theFirstRefusalIsNamed() throws {
    let list = try AssetList(AssetTests.assets)
    var generator = SeededGenerator(seed: 8)
    let openings = try (0..<9000).map { _ in try AssetTests.opening(&generator) }
    let faults = try [
      Self.opening([(AssetTests.assets[1], -1)]),
      Self.opening([(Address(lastBytesOf: Bytes32(UInt256(9 as UInt64))), 1)]),
      AccountOpening(owner: .zero, record: [1], sums: .zero), AccountOpening(owner: .zero, record: [3], sums: .zero),
    ]
    forAll(12) { generator in generator.next() } holds: { seed in
      var generator = SeededGenerator(seed: seed)
      var openings = openings
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<openings.count, using: &generator)
        openings[place] = faults[Int.random(in: 0..<faults.count, using: &generator)]
      }
      let changes = openings.enumerated().map { AccountChange(index: UInt64($0), opening: $1) }
      let plain = Self.refused { () throws(CommitmentRefusal) in
        _ = try PlainAssets.roots(depth: 14, list: list, openings: openings)
      }
      for workers in [1, 2, 3, 9] {
        let built = Self.refused { () throws(CommitmentRefusal) in
          _ = try AssetTree(depth: 14, list: list, openings: openings, workers: workers)
        }
        let updated = Self.refused { () throws(CommitmentRefusal) in
          var tree = try AssetTree(depth: 14, list: list, openings: [])
          try tree.update(changes, workers: workers)
        }
        guard plain != nil, built == plain, updated == plain else { return false }
      }
      return true
    }
  }

  /// The first chunk waits, within bounds, until a later one has refused.
  @Test func aLaterChunkThatRefusesSoonerIsNotNamed() {
    for workers in 1...4 {
      let hasRefused = Atomic<Bool>(false)
      let found = Chunks.firstRefusal(count: 8 * Chunks.grain, workers: workers) { range in
        if range.lowerBound == 0 {
          for _ in 0..<5_000_000 where !hasRefused.load(ordering: .acquiring) {}
        } else {
          hasRefused.store(true, ordering: .releasing)
        }
        return .indicesUnsorted(index: UInt64(range.lowerBound))
      }
      #expect(found == .indicesUnsorted(index: 0))
    }
  }

  /// Every place is visited once, at any number of workers.
  @Test func chunksCoverTheWhole() {
    for count in [0, 1, Chunks.grain - 1, Chunks.grain, Chunks.grain + 1, 5 * Chunks.grain] {
      for workers in [-1, 0, 1, 2, 7] {
        let places = Mutex<[Int]>([])
        Chunks.run(count: count, workers: workers) { range in places.withLock { $0 += range } }
        #expect(places.withLock { $0.sorted() } == Array(0..<count))
      }
    }
  }

  /// Totals overflow in whole chunks, in one chunk, or between them; the first column is named.
  @Test func totalsOfManyChunks() throws {
    let list = try AssetList(AssetTests.assets)
    let nothing = try Self.opening()
    let most = Int256(bitPattern: UInt256(UInt128.max))
    let record = try AccountRecord(
      cash: Int256(-1), collaterals: AssetTests.assets[1...].map { .init(asset: $0, amount: most) }
    ).encoded()
    for places in [[0, 1], [0, 4999], [1023, 1024], [4998, 4999]] {
      var openings = [AccountOpening](repeating: nothing, count: 5000)
      for place in places { openings[place].record = record }
      for workers in [1, 2, 4] {
        let found = Self.refused { () throws(CommitmentRefusal) in
          _ = try AssetTree(depth: 13, list: list, openings: openings, workers: workers)
        }
        #expect(found == .assetOverflow(column: 3, level: 13))
      }
    }
  }

  private static func refused(_ body: () throws(CommitmentRefusal) -> Void) -> CommitmentRefusal? {
    do throws(CommitmentRefusal) {
      try body()
      return nil
    } catch {
      return error
    }
  }
}

extension AccountOpening {
  /// An account that holds cash only.
  fileprivate func with(cash: UInt128) throws -> AccountOpening {
    var copy = self
    copy.record = try AccountRecord(cash: Int256(bitPattern: UInt256(cash))).encoded()
    return copy
  }
}
