import Ethereum

/// The asset tree of a book: what each account is owed, has borrowed, and holds, summed upward (CM-17 to CM-20).
///
/// Built from nothing for each checkpoint.
public struct AssetTree: Sendable {
  public let depth: Int
  public let list: AssetList
  let empties: [AssetNode]
  /// Of each level the hashes, and the sums one after another.
  private(set) var hashes: [[Bytes32]]
  private(set) var sums: [[UInt128]]

  /// - Throws: what `AccountTrees` refuses of depth and count, a record that is refused, holdings that the list or the
  ///   columns have no room for, totals that do not fit.
  public init(
    depth: Int = CommitmentLimits.defaultDepth, list: AssetList, openings: [AccountOpening], workers: Int = 1
  ) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: UInt64(openings.count))
    self.depth = depth
    self.list = list
    empties = try AssetNode.empties(list, depth: depth)
    var columns: [UInt128] = []
    for (index, opening) in openings.enumerated() {
      let record: AccountRecord
      do throws(RecordRefusal) {
        record = try AccountRecord(opening.record)
      } catch {
        throw .record(error, index: UInt64(index))
      }
      columns += try list.columns(of: record, index: UInt64(index))
    }
    try AssetTree.checkTotals(columns, width: list.columns, level: depth)
    hashes = [AssetTree.leaves(openings.map(\.leaf), list, columns, workers: workers)]
    sums = [columns]
    for level in 1...depth {
      let parents = AssetTree.parents(hashes[level - 1], sums[level - 1], level, empties[level - 1], workers: workers)
      hashes.append(parents.hashes)
      sums.append(parents.sums)
    }
  }

  private static func checkTotals(_ columns: [UInt128], width: Int, level: Int) throws(CommitmentRefusal) {
    for column in 0..<width {
      var total: UInt128 = 0
      for place in stride(from: column, to: columns.count, by: width) {
        let (sum, overflow) = total.addingReportingOverflow(columns[place])
        if overflow { throw .assetOverflow(column: column, level: level) }
        total = sum
      }
    }
  }

  public var count: UInt64 { UInt64(hashes[0].count) }

  public var roots: AssetRoots {
    let top = self[depth, 0]
    return AssetRoots(
      depth: depth, count: count, assets: list.assets, root: AssetRoots.root(depth: depth, list: list, top: top),
      totals: top.sums)
  }

  subscript(_ level: Int, _ position: Int) -> AssetNode {
    guard position < hashes[level].count else { return empties[level] }
    let columns = list.columns
    return AssetNode(
      hash: hashes[level][position], sums: Array(sums[level][(position * columns)..<((position + 1) * columns)]))
  }

  /// The two nodes under the top.
  public var rootOpening: AssetRootOpening {
    AssetRootOpening(left: self[depth - 1, 0], right: self[depth - 1, 1])
  }

  /// The proof that what an account holds is counted.
  public func inclusion(of index: UInt64, _ opening: AccountOpening) throws(CommitmentRefusal) -> AssetProof {
    guard index < count else { throw .indexBeyondCount(index: index, count: count) }
    let record: AccountRecord
    do throws(RecordRefusal) {
      record = try AccountRecord(opening.record)
    } catch {
      throw .record(error, index: index)
    }
    let leaf = try AssetNode(list, index: index, opening: opening, record: record)
    guard leaf == self[0, Int(index)] else { throw .openingMismatch(index: index) }
    return AssetProof(
      index: index, opening: opening, path: (0..<depth).map { self[$0, Int(index) >> $0 ^ 1] })
  }
}
