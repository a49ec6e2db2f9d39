import Ethereum

/// The state tree and the solvency tree over one dense index of accounts (CM-1 to CM-7).
///
/// Both hold hashes and sums only; what is behind a leaf is its owner's or the ledger's.
public struct AccountTrees: Sendable {
  var state: LevelStore<StateEntry>
  var solvency: LevelStore<SolvencyEntry>

  /// The trees of accounts 0 to `leaves.count - 1`, from nothing.
  /// - Parameter workers: threads to spread the work over; no result depends on it.
  /// - Throws: a depth out of range, more accounts than it has room for, columns of an account that cannot be, totals
  ///   that do not fit their columns.
  /// - Complexity: four hashes an account.
  public init(
    depth: Int = CommitmentLimits.defaultDepth, leaves: [AccountLeaf], workers: Int = 1
  ) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: UInt64(leaves.count))
    var totals = SolvencySums.zero
    for (index, leaf) in leaves.enumerated() {
      try leaf.sums.checkLeaf(index: UInt64(index))
      totals = try totals.adding(leaf.sums, level: depth)
    }
    let entries = AccountLeaf.entries(of: leaves, workers: workers) { UInt32(truncatingIfNeeded: $0) }
    state = LevelStore(depth: depth, leaves: entries.state, workers: workers)
    solvency = LevelStore(depth: depth, leaves: entries.solvency, workers: workers)
  }

  public var depth: Int { state.depth }
  public var count: UInt64 { UInt64(state.count) }
  public var totals: SolvencySums { solvency.root.sums }

  /// What a checkpoint says of the trees, and what proofs are checked against.
  public var roots: AccountRoots {
    AccountRoots(
      depth: depth, count: count, stateRoot: state.root.hash, solvencyRoot: solvency.root.hash, totals: totals)
  }

  /// Sets leaves and appends new ones; a refusal leaves everything as it was.
  /// - Parameter changes: indices strictly ascending; those not below `count` continue it without a gap.
  /// - Complexity: two hashes for each node above a changed leaf.
  public mutating func update(_ changes: [LeafChange], workers: Int = 1) throws(CommitmentRefusal) {
    var next = count
    var previous: UInt64?
    var totals = totals
    for change in changes {
      if let previous, change.index <= previous { throw .indicesUnsorted(index: change.index) }
      previous = change.index
      if change.index > next { throw .indexBeyondCount(index: change.index, count: next) }
      if change.index == next {
        next += 1
      } else {
        totals.subtract(solvency[0, Int(change.index)].sums)
      }
      try CommitmentRefusal.check(depth: depth, count: next)
      try change.leaf.sums.checkLeaf(index: change.index)
    }
    for change in changes { totals = try totals.adding(change.leaf.sums, level: depth) }
    // From here on nothing is refused.
    let entries = AccountLeaf.entries(of: changes.map(\.leaf), workers: workers) {
      UInt32(truncatingIfNeeded: changes[$0].index)
    }
    let positions = changes.map { Int($0.index) }
    state.update(positions, entries.state, workers: workers)
    solvency.update(positions, entries.solvency, workers: workers)
  }
}

extension SolvencySums {
  /// Takes out what was summed in, so no column goes below zero.
  fileprivate mutating func subtract(_ other: SolvencySums) {
    positiveEquity &-= other.positiveEquity
    deficit &-= other.deficit
    belowMaintenance &-= other.belowMaintenance
  }
}
