import Ethereum

extension Checkpoint {
  /// What a checkpoint must be whoever signed it: 322 to 330 of CP-10, under policies that have been checked.
  func checkContent(under history: PolicyHistory) throws(CheckpointRefusal) {
    let venue = history.venue
    guard engine == history.engine else { throw .wrongEngine(expected: history.engine, found: engine) }
    let term = history.inForce(at: number)
    guard policy == term.hash else { throw .wrongPolicy(expected: term.hash, found: policy, number: number) }
    guard accounts.depth == venue.depth else {
      throw .wrongDepth(expected: venue.depth, found: accounts.depth)
    }
    guard logSize == number else { throw .logSize(expected: number, found: logSize) }
    guard (previous == .zero) == (number == 0) else { throw .previous(number: number) }
    guard (logRoot == LogRoot.empty.hash) == (logSize == 0) else { throw .logRoot(size: logSize) }
    do throws(CommitmentRefusal) {
      try CommitmentRefusal.check(depth: accounts.depth, count: accounts.count)
      try AssetList.check(assets)
    } catch {
      throw .commitment(error)
    }
    if assets.first?.isZero == true { throw .zeroAsset }
    guard assetTotals.count == assets.count + 2 else {
      throw .assetTotals(expected: assets.count + 2, found: assetTotals.count)
    }
    try check(.securityModule, securityModule, expected: venue.securityModule)
    try check(.feeRecipient, feeRecipient, expected: venue.feeRecipient)
  }

  private func check(
    _ account: CheckpointRefusal.VenueAccount, _ index: UInt32, expected: UInt32
  ) throws(CheckpointRefusal) {
    guard index == expected, UInt64(index) < accounts.count else {
      throw .venueAccount(account, expected: expected, found: index, count: accounts.count)
    }
  }

  /// Holds the checkpoint's time to the reader's clock, Unix seconds.
  /// - Parameter greatestAge: seconds; nil where the reader sets none.
  /// - Throws: `future`, then `stale` (CP-11).
  public func checkClock(now: UInt64, greatestAge: UInt64? = nil) throws(CheckpointRefusal) {
    // In 128 bits: the time is whatever was signed.
    if UInt128(time) > UInt128(now) + UInt128(VenueLimits.clockSkew) { throw .future(time: time, now: now) }
    if let greatestAge, UInt128(time) + UInt128(greatestAge) < UInt128(now) {
      throw .stale(time: time, now: now, greatestAge: greatestAge)
    }
  }
}
