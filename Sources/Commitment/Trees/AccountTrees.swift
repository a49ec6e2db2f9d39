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
    for (index, leaf) in leaves.enumerated() { try leaf.sums.checkLeaf(index: UInt64(index)) }
    try SolvencySums.zero.checkTotals(adding: leaves.lazy.map(\.sums), level: depth)
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
    try totals.checkTotals(adding: changes.lazy.map(\.leaf.sums), level: depth)
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
  /// Refuses totals that do not fit: all of equity, then of deficits, then the count (CM-10).
  /// - Parameter accounts: columns that were checked; with those summed already, of 2^32 accounts at most.
  fileprivate func checkTotals(
    adding accounts: some Sequence<SolvencySums>, level: Int
  ) throws(CommitmentRefusal) {
    var equity = positiveEquity
    var isTooMuch = false
    var deficit = deficit
    var count = UInt64(belowMaintenance)
    for sums in accounts {
      let (sum, overflow) = equity.addingReportingOverflow(sums.positiveEquity)
      equity = sum
      isTooMuch = isTooMuch || overflow
      // 2^32 deficits of 96 bits fit 128 bits.
      deficit &+= sums.deficit
      count &+= UInt64(sums.belowMaintenance)
    }
    if isTooMuch { throw .equityOverflow(level: level) }
    if deficit > Self.greatestDeficit { throw .deficitOverflow(level: level) }
    if count > UInt64(UInt32.max) { throw .countOverflow(level: level) }
  }

  /// Takes out what was summed in, so no column goes below zero.
  fileprivate mutating func subtract(_ other: SolvencySums) {
    positiveEquity &-= other.positiveEquity
    deficit &-= other.deficit
    belowMaintenance &-= other.belowMaintenance
  }
}
