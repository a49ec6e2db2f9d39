import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

@Suite struct AssetTests {
  @Test func vectors() throws {
    for line in try VectorLine.all("assets.jsonl") {
      let json = try line.json.member("roots")
      let roots = AssetRoots(
        depth: try json.member("depth").smallInteger(0...255), count: try json.member("count").uint64(),
        assets: try json.member("assets").elements().map { try #require(Address(try $0.hexBytes())) },
        root: try json.word("root"), totals: try json.member("totals").elements().map { try $0.uint128() })
      let proof = try line.json.member("proof")
      let expected = try line.refused()
      if let kind = try line.json.optionalMember("kind") {
        #expect(try kind.string() == "totals")
        let opening = AssetRootOpening(
          left: try Self.node(proof.member("left")), right: try Self.node(proof.member("right")))
        #expect(refusal { try roots.verify(opening) } == expected, "\(line.note)")
      } else {
        let inclusion = AssetProof(
          index: try proof.member("index").uint64(), opening: try proof.opening(),
          path: try proof.member("path").elements().map { try Self.node($0) })
        #expect(refusal { try roots.verify(inclusion) } == expected, "\(line.note)")
      }
    }
  }

  private static func node(_ json: JSONValue) throws -> AssetNode {
    AssetNode(hash: try json.word("hash"), sums: try json.member("sums").elements().map { try $0.uint128() })
  }

  static let assets = (1...3).map { Address(lastBytesOf: Bytes32(UInt256(UInt64($0)))) }

  private static func openings(_ count: Int) throws -> [AccountOpening] {
    var generator = SeededGenerator(seed: 3)
    return try (0..<count).map { _ in try opening(&generator) }
  }

  /// Records of many lengths: up to three collaterals and four options.
  static func opening(_ generator: inout SeededGenerator) throws -> AccountOpening {
    var opening = Book.opening(&generator)
    var record = try AccountRecord(opening.record)
    record.collaterals = assets.map {
      .init(asset: $0, amount: Int256(Int64(max(0, Int.random(in: -5...9, using: &generator)))))
    }
    record.options = (0..<UInt64.random(in: 0...4, using: &generator)).map {
      .init(expiry: $0, strike: .zero, isCall: true, amount: Int256(-1))
    }
    opening.record = try record.sorted.encoded()
    return opening
  }

  /// The fast form is the plain one at any number of workers, every proof holds, and totals are sums over records.
  @Test func fastEqualsPlain() throws {
    let list = try AssetList(Self.assets)
    let all = try Self.openings(2500)
    for (depth, count) in [(1, 0), (1, 1), (1, 2), (3, 5), (3, 8), (24, 3), (32, 2), (12, 2500)] {
      let openings = Array(all[..<count])
      let plain = try PlainAssets.roots(depth: depth, list: list, openings: openings)
      for workers in [0, 1, 2, 5] {
        let tree = try AssetTree(depth: depth, list: list, openings: openings, workers: workers)
        #expect(tree.roots == plain)
        for index in openings.indices where index < 8 || index % 500 == 0 {
          try tree.roots.verify(tree.inclusion(of: UInt64(index), openings[index]))
        }
        try tree.roots.verify(tree.rootOpening)
      }
    }
  }

  @Test func totalsThatDoNotFit() throws {
    let list = try AssetList([])
    let rich = AccountOpening(
      owner: .zero, record: try AccountRecord(cash: Int256(bitPattern: UInt256(UInt128.max))).encoded(), sums: .zero)
    _ = try AssetTree(depth: 2, list: list, openings: [rich])
    #expect(
      refusal { _ = try AssetTree(depth: 2, list: list, openings: [rich, rich]) } == "Commitment_AssetOverflow")
  }

  /// Every bit of an asset proof changed: none is accepted, but for the columns of CM-6, which it does not open.
  @Test func everyFlippedBitIsRefused() throws {
    let list = try AssetList(Self.assets)
    let openings = try Self.openings(5)
    let tree = try AssetTree(depth: 4, list: list, openings: openings)
    let roots = tree.roots
    let proof = try tree.inclusion(of: 2, openings[2])
    var mutants: [AssetProof] = []
    for path in proof.path.altered(\.mutants) {
      mutants.append(AssetProof(index: 2, opening: proof.opening, path: path))
    }
    for opening in proof.opening.mutants where opening.sums == proof.opening.sums {
      mutants.append(AssetProof(index: 2, opening: opening, path: proof.path))
    }
    for index in proof.index.mutants {
      mutants.append(AssetProof(index: index, opening: proof.opening, path: proof.path))
    }
    for mutant in mutants { #expect(refusal { try roots.verify(mutant) }?.contains("_") == true) }
    #expect(mutants.count > 5000)
  }

  /// Every bit of a root opening changed, and of the roots that it is held to.
  @Test func everyFlippedBitOfARootOpeningIsRefused() throws {
    let tree = try AssetTree(depth: 4, list: AssetList(Self.assets), openings: Self.openings(11))
    let (roots, opening) = (tree.roots, tree.rootOpening)
    for nodes in [opening.left, opening.right].altered(\.mutants) where nodes.count == 2 {
      #expect(refusal { try roots.verify(AssetRootOpening(left: nodes[0], right: nodes[1])) } != nil)
    }
    for mutant in roots.mutants { #expect(refusal { try mutant.verify(opening) } != nil) }
  }
}
