import Ethereum
import FixedPoint

extension Checkpoint {
  /// Checks that what the venue owes, as its accounts sum up, is held, and that deficits are paid for.
  /// - Parameter policy: the one in force, as `SignedCheckpoint.verify` returns it.
  /// - Throws: the first check that fails: the openings of both sum trees, the venue's own accounts (SV-7), custody
  ///   (SV-4), solvency (SV-6).
  public func verify(
    _ proof: SolvencyProof, policy: SignerPolicy, venue: Venue
  ) throws(SolvencyRefusal) {
    do throws(CommitmentRefusal) {
      try accounts.verify(proof.solvencyOpening)
      try assetRoots.verify(proof.assetOpening)
    } catch {
      throw .commitment(error)
    }
    let bank = try verify(.securityModule, proof.securityModule, at: securityModule)
    _ = try verify(.feeRecipient, proof.feeRecipient, at: feeRecipient)
    let held = try verify(attestation: proof.attestation, policy: policy, venue: venue)
    try checkSolvency(
      held: held, cash: bank.cash, equity: proof.securityModule.opening.sums.positiveEquity,
      tolerance: venue.cashTolerance)
  }

  /// The venue's own accounts are accounts like any other, and shown apart (SV-7).
  private func verify(
    _ account: CheckpointRefusal.VenueAccount, _ proof: InclusionProof, at index: UInt32
  ) throws(SolvencyRefusal) -> AccountRecord {
    guard proof.index == UInt64(index) else {
      throw .venueAccount(account, expected: index, found: proof.index)
    }
    do throws(CommitmentRefusal) {
      return try accounts.verify(proof)
    } catch {
      throw .commitment(error)
    }
  }

  /// Checks the totals, which openings have bound, against what is held.
  /// - Parameters:
  ///   - held: units of each asset in custody, zero standing for the stable token; wad.
  ///   - cash: of the security module's account, wad.
  ///   - equity: the positive equity of its leaf, wad: cash that it owes to others pays for nothing.
  ///   - tolerance: how far the stable tokens may be from what is due, wad.
  /// - Throws: the first check that fails, in the order of SV-6.
  public func checkSolvency(
    held: [Address: UInt256], cash: Int256, equity: UInt128, tolerance: UInt256
  ) throws(SolvencyRefusal) {
    for (asset, owed) in zip(assets, assetTotals.dropFirst(2)) {
      let units = held[asset] ?? .zero
      guard units >= UInt256(owed) else { throw .collateralShort(asset: asset, owed: owed, held: units) }
    }
    let (due, tokens) = (cashDue, held[.zero] ?? .zero)
    // Both are below 2^140 in magnitude, and only the tolerance may be any number: it is compared, never added.
    let surplus = Int256(bitPattern: tokens) &- due
    if surplus < .zero, (Int256.zero &- surplus).bitPattern > tolerance {
      throw .cashShort(due: due, held: tokens, tolerance: tolerance)
    }
    if surplus > .zero, surplus.bitPattern > tolerance {
      throw .cashSurplus(due: due, held: tokens, tolerance: tolerance)
    }
    let own = min(max(cash, .zero), Int256(bitPattern: UInt256(equity)))
    guard Int256(bitPattern: UInt256(accounts.totals.deficit)) <= own else {
      throw .deficitAboveSecurityModule(deficit: accounts.totals.deficit, cash: cash, equity: equity)
    }
  }

  /// The stable tokens that the books ask for, wad (SV-6).
  ///
  /// Loans are covered by the equity of their own accounts: nothing here looks at the sum of equity.
  public var cashDue: Int256 {
    func signed(_ value: UInt128) -> Int256 { Int256(bitPattern: UInt256(value)) }
    let owed = signed(assetTotals.first ?? 0)
    let lent = signed(assetTotals.dropFirst().first ?? 0)
    // Five numbers of 128 bits: no sum leaves 256.
    return owed &+ signed(feesAccrued) &- lent &- Int256(netSettledCash) &+ signed(pendingWithdrawals)
  }
}
