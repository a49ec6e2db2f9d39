import Commitment
import Console
import Ethereum
import FixedPoint

extension BenchCommand {
  /// The trees of a book of a million accounts: from nothing, changed in part, and their proofs.
  static func measureCommitment(_ bench: inout Bench) throws {
    let count = 1_000_000
    let workers = Parallel.width
    let leaves = (0..<count).map { leaf($0, of: 1) }
    bench.measure("state and solvency tree of 1,000,000 accounts", limit: "1 s", each: 1) {
      let trees = try? AccountTrees(leaves: leaves, workers: workers)
      return trees?.totals.positiveEquity ?? 0
    }
    bench.measure("  on one thread", each: 1) {
      let trees = try? AccountTrees(leaves: leaves, workers: 1)
      return trees?.totals.positiveEquity ?? 0
    }
    var trees = try AccountTrees(leaves: leaves, workers: workers)
    var round = 1
    bench.measure("  10,000 changed accounts", limit: "50 ms", each: 1) {
      round += 1
      let changes = (0..<10_000).map { LeafChange(index: UInt64($0 * 97 + round % 50), leaf: leaf($0, of: round)) }
      try? trees.update(changes, workers: workers)
      return trees.totals.positiveEquity
    }
    bench.measure("  one changed account", each: 1) {
      round += 1
      try? trees.update([LeafChange(index: UInt64(round * 7919 % count), leaf: leaf(round, of: round))])
      return trees.totals.positiveEquity
    }

    let record = try AccountRecord(cash: Int256(-1_000_000)).encoded()
    let opening = AccountOpening(
      owner: .zero, record: record, sums: SolvencySums(positiveEquity: 5, deficit: 0, belowMaintenance: 0))
    try trees.update([LeafChange(index: 700_000, leaf: opening.leaf)])
    let roots = trees.roots
    let proof = try trees.inclusion(of: 700_000, opening)
    bench.measure("  inclusion proof checked, without signature", limit: "1 ms", each: 1) {
      let record = try? roots.verify(proof)
      return record?.cash.bitPattern.low ?? 0
    }
    try measureProofFile(&bench, trees)
    try measureAssets(&bench)
  }

  /// The asset tree of the same book: from nothing, and changed in part.
  private static func measureAssets(_ bench: inout Bench) throws {
    let assets = (1...5).map { Address(lastBytesOf: Bytes32(UInt256(UInt64($0)))) }
    let list = try AssetList(assets)
    let workers = Parallel.width
    let openings = try (0..<1_000_000).map { try opening($0, of: 1, assets) }
    bench.measure("asset tree of 1,000,000 accounts, five assets", each: 1) {
      let tree = try? AssetTree(list: list, openings: openings, workers: workers)
      return tree?.roots.totals[1] ?? 0
    }
    bench.measure("  on one thread", each: 1) {
      let tree = try? AssetTree(list: list, openings: openings, workers: 1)
      return tree?.roots.totals[1] ?? 0
    }
    var tree = try AssetTree(list: list, openings: openings, workers: workers)
    // Two books of changes, so that each round changes what the last one left.
    let rounds = try (2...3).map { round in
      try (0..<10_000).map { AccountChange(index: UInt64($0 * 97), opening: try opening($0, of: round, assets)) }
    }
    var round = 0
    bench.measure("  10,000 changed accounts", each: 1) {
      round += 1
      try? tree.update(rounds[round % 2], workers: workers)
      return tree.roots.totals[1]
    }
  }

  /// An account that has borrowed, and holds two of the assets.
  private static func opening(_ index: Int, of round: Int, _ assets: [Address]) throws -> AccountOpening {
    let amount = Int64(index * 1000 + round)
    let record = AccountRecord(
      cash: Int256(-amount), collaterals: assets[1...2].map { .init(asset: $0, amount: Int256(amount)) })
    return AccountOpening(owner: .zero, record: try record.encoded(), sums: .zero)
  }

  private static func leaf(_ index: Int, of round: Int) -> AccountLeaf {
    AccountLeaf(
      owner: .zero, recordHash: Bytes32(UInt256(UInt64(index * 1000 + round))),
      sums: SolvencySums(
        positiveEquity: index % 50 == 0 ? 0 : UInt128(index) << 60, deficit: index % 50 == 0 ? 1 << 60 : 0,
        belowMaintenance: index % 25 == 0 ? 1 : 0))
  }
}
