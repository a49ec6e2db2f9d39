import Commitment
import Ethereum
import FixedPoint
import Margin

/// What a margin proof has shown: an account and its margin, recomputed from what the checkpoint commits to.
public struct ProvenMargin: Sendable {
  public var record: AccountRecord
  public var margin: MarginSummary
  public var market: ManagedMarket
}

extension Checkpoint {
  /// Recomputes an account's margin from the market, parameters and prices under the checkpoint's roots (SV-10).
  /// - Parameters:
  ///   - trusted: the hashes of the parameter sets that the reader expects; nil for any.
  ///   - workers: threads to spread the prices over; no result depends on it.
  /// - Throws: the first check that fails, in the order of SV-10.
  /// - Complexity: a price for each option, of 1,024 at most, and each scenario, of 40 at most; three where the shared
  ///   prices do not hold it.
  @discardableResult
  public func verify(
    _ proof: MarginProof, trusting trusted: Set<Bytes32>? = nil, workers: Int = 1
  ) throws(MarginRefusal) -> ProvenMargin {
    let record: AccountRecord
    do throws(CommitmentRefusal) {
      record = try accounts.verify(proof.account)
    } catch { throw .account(error) }
    guard record.version == .book else { throw .ofLedger(index: proof.account.index) }
    let key = record.manager.bytes
    try verify(proof.market, isNamed: RiskItemName(kind: .market, key: key))
    try verify(proof.parameters, isNamed: RiskItemName(kind: .parameters, key: key))
    guard proof.arrays.count == record.options.count else {
      throw .arrayCount(expected: record.options.count, found: proof.arrays.count)
    }
    for (array, option) in zip(proof.arrays, record.options) {
      let key = RiskArrayValue.key(manager: record.manager, option)
      try verify(array, isNamed: RiskItemName(kind: .riskArray, key: key))
    }
    let managed = try ManagedMarket(
      manager: record.manager, market: proof.market.item.value, parameters: proof.parameters.item.value, at: time,
      trusting: trusted)
    let margins = MarketMargins(managed, options: record.options, workers: workers)
    for (array, option) in zip(proof.arrays, record.options) {
      guard try margins.recomputedArray(of: option) == array.item.value else { throw .array(option) }
    }
    let margin = try margins.recomputedMargin(of: record)
    try margin.check(proof.claimed)
    try margin.check(proof.account.opening.sums)
    return ProvenMargin(record: record, margin: margin, market: managed)
  }

  private func verify(_ proof: RiskProof, isNamed name: RiskItemName) throws(MarginRefusal) {
    do throws(RiskRefusal) {
      try riskRoot.verify(proof)
    } catch { throw .risk(error, name) }
    let found = RiskItemName(proof.item)
    guard found == name else { throw .wrongItem(expected: name, found: found) }
  }
}

extension MarketMargins {
  fileprivate func recomputedArray(of option: AccountRecord.Option) throws(MarginRefusal) -> [UInt8] {
    do throws(MarginFailure) {
      return try riskArray(of: option)
    } catch { throw .failed(error) }
  }

  fileprivate func recomputedMargin(of record: AccountRecord) throws(MarginRefusal) -> MarginSummary {
    var workspace = RiskArrays.Workspace()
    do throws(MarginFailure) {
      return try margin(of: record, &workspace)
    } catch { throw .failed(error) }
  }
}

extension MarginSummary {
  /// The margin as an operator claims it.
  public var claimed: ClaimedMargin {
    ClaimedMargin(
      initialMargin: initialMargin, maintenanceMargin: maintenanceMargin, markToMarket: markToMarket,
      worstScenario: worstScenario)
  }

  fileprivate func check(_ claimed: ClaimedMargin) throws(MarginRefusal) {
    let values: [(MarginRefusal.ClaimedValue, Int256, Int256)] = [
      (.initialMargin, initialMargin, claimed.initialMargin),
      (.maintenanceMargin, maintenanceMargin, claimed.maintenanceMargin),
      (.markToMarket, markToMarket, claimed.markToMarket),
      (.worstScenario, Int256(Int64(worstScenario)), Int256(Int64(claimed.worstScenario))),
    ]
    for (value, expected, found) in values where expected != found {
      throw .claimMismatch(value, expected: expected, found: found)
    }
  }

  /// Checks the columns of the account's leaf.
  fileprivate func check(_ sums: SolvencySums) throws(MarginRefusal) {
    let (equity, deficit) = markToMarket.isNegative ? (UInt256.zero, markToMarket.magnitude) : (markToMarket.magnitude, .zero)
    guard UInt256(sums.positiveEquity) == equity, UInt256(sums.deficit) == deficit else {
      throw .equityMismatch(expected: markToMarket, found: sums)
    }
    guard sums.belowMaintenance == (maintenanceMargin.isNegative ? 1 : 0) else {
      throw .healthMismatch(maintenanceMargin: maintenanceMargin, found: sums.belowMaintenance)
    }
  }
}
