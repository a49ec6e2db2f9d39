import Ethereum

/// The asset tree of a book: what each account is owed, has borrowed, and holds, summed upward (CM-17 to CM-20).
public struct AssetTree: Sendable {
  public let depth: Int
  public let list: AssetList
  let empties: [AssetNode]
  /// Level `k` holds ⌈count / 2^k⌉ nodes; every node after those is `empties[k]`.
  private(set) var levels: [AssetLevel]

  /// The tree of accounts 0 to `openings.count - 1`, from nothing.
  /// - Parameter workers: threads to spread the work over; no result and no refusal depends on it.
  /// - Throws: what `AccountTrees` refuses of depth and count, a record that is refused, holdings that the list or the
  ///   columns have no room for, totals that do not fit.
  /// - Complexity: four hashes an account.
  public init(
    depth: Int = CommitmentLimits.defaultDepth, list: AssetList, openings: [AccountOpening], workers: Int = 1
  ) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: UInt64(openings.count))
    self.depth = depth
    self.list = list
    empties = try AssetNode.empties(list, depth: depth)
    let (leaves, totals) = try AssetLevel.leaves(of: openings, list, workers: workers) { UInt64($0) }
    try totals.check(level: depth)
    levels = [leaves]
    for level in 1...depth {
      levels.append(
        AssetLevel.parents(of: levels[level - 1], level: level, empty: empties[level - 1], workers: workers))
    }
  }

  public var count: UInt64 { UInt64(levels[0].count) }

  public var roots: AssetRoots {
    let top = self[depth, 0]
    return AssetRoots(
      depth: depth, count: count, assets: list.assets, root: AssetRoots.root(depth: depth, list: list, top: top),
      totals: top.sums)
  }

  subscript(_ level: Int, _ position: Int) -> AssetNode {
    let nodes = levels[level]
    guard position < nodes.count else { return empties[level] }
    let places = AssetLevel.places(of: position, columns: list.columns)
    return AssetNode(hash: nodes.hashes[position], sums: Array(nodes.sums[places]))
  }

  /// Sets accounts and appends new ones; a refusal leaves everything as it was.
  /// - Parameter changes: indices strictly ascending; those not below `count` continue it without a gap.
  /// - Throws: the first refusal in the order of the changes, of each its place before its record and columns; then
  ///   totals that do not fit.
  /// - Complexity: three hashes a change, and one for each node above it.
  public mutating func update(_ changes: [AccountChange], workers: Int = 1) throws(CommitmentRefusal) {
    let (inPlace, misplaced) = places(of: changes)
    let openings = changes[..<inPlace].map(\.opening)
    let (leaves, added) = try AssetLevel.leaves(of: openings, list, workers: workers) { changes[$0].index }
    if let misplaced { throw misplaced }
    var totals = AssetTotals(sums: self[depth, 0].sums)
    for change in changes where change.index < count {
      totals.subtract(levels[0].sums[AssetLevel.places(of: Int(change.index), columns: list.columns)])
    }
    totals.add(added)
    try totals.check(level: depth)
    // From here on nothing is refused.
    var changed = changes.map { Int($0.index) }
    levels[0].set(changed, to: leaves, columns: list.columns)
    for level in 1...depth {
      var parents: [Int] = []
      parents.reserveCapacity(changed.count)
      for position in changed where parents.last != position >> 1 { parents.append(position >> 1) }
      levels[level].extend(to: (levels[level - 1].count + 1) / 2, with: empties[level])
      AssetLevel.rehash(
        parents, of: levels[level - 1], level: level, empty: empties[level - 1], into: &levels[level],
        workers: workers)
      changed = parents
    }
  }

  /// How many changes come before the first that is out of order, leaves a gap or has no room, and its refusal.
  private func places(of changes: [AccountChange]) -> (count: Int, refusal: CommitmentRefusal?) {
    var next = count
    var previous: UInt64?
    for (place, change) in changes.enumerated() {
      do throws(CommitmentRefusal) {
        if let previous, change.index <= previous { throw .indicesUnsorted(index: change.index) }
        previous = change.index
        if change.index > next { throw .indexBeyondCount(index: change.index, count: next) }
        if change.index == next { next += 1 }
        try CommitmentRefusal.check(depth: depth, count: next)
      } catch {
        return (place, error)
      }
    }
    return (changes.count, nil)
  }
}
