import Commitment
import Ethereum
import FixedPoint
import Margin
import Verification

extension StateAudit {
  /// Reads the venue's markets and parameters (SV-10, 432 to 434).
  func managedMarkets() throws(AuditRefusal) -> [ManagedMarket] {
    var markets: [ManagedMarket] = []
    for entry in file.header.risk {
      do throws(MarginRefusal) {
        markets.append(
          try ManagedMarket(
            manager: entry.manager, market: entry.market, parameters: entry.parameters, at: checkpoint.time))
      } catch { throw .market(error, manager: entry.manager) }
    }
    return markets
  }

  /// Reads every account, and computes the margins of those before the first that is refused (SV-12, 450 to 437).
  mutating func readAccounts() throws(AuditRefusal) {
    let count = checkpoint.accounts.count
    guard UInt64(file.accountCount) == count else { throw .count(expected: count, found: file.accountCount) }
    let decoded = Workers.map(file.accounts, workers: workers, grain: Self.grain) { account in
      Result { () throws(RecordRefusal) in try AccountRecord(account.record) }
    }
    var holdings = VenueHoldings(markets)
    // As bytes: texts that Unicode calls equal are two names.
    var ids: Set<[UInt8]> = []
    var refusal: AuditRefusal?
    records.reserveCapacity(decoded.count)
    for (index, account) in file.accounts.enumerated() {
      do throws(AuditRefusal) {
        guard Int(account.index) == index else { throw .index(expected: index, found: account.index) }
        guard ids.insert(Array(account.id.utf8)).inserted else { throw .idTwice(account.id, index: index) }
        let record = try Self.record(decoded[index], at: index)
        guard record.version == (isOfBlock ? .ledger : .book) else { throw .recordVersion(index: index) }
        if isOfBlock { try Self.check(account.sums ?? .zero, at: index) }
        guard isOfBlock || holdings.add(record) else { throw .unknownManager(record.manager, index: index) }
        records.append(record)
      } catch {
        refusal = error
        break
      }
    }
    if !isOfBlock { try computeMargins(VenueMargins(holdings, workers: workers)) }
    if let refusal { throw refusal }
  }

  private static func record(
    _ result: Result<AccountRecord, RecordRefusal>, at index: Int
  ) throws(AuditRefusal) -> AccountRecord {
    do throws(RecordRefusal) {
      return try result.get()
    } catch { throw .record(error, index: index) }
  }

  /// Refuses columns that no account has (CM-6).
  private static func check(_ sums: SolvencySums, at index: Int) throws(AuditRefusal) {
    do throws(CommitmentRefusal) { try sums.checkLeaf(index: UInt64(index)) } catch { throw .columns(error) }
  }

  /// Accounts that a worker takes at a time.
  static var grain: Int { 1024 }

  private mutating func computeMargins(_ prices: VenueMargins) throws(AuditRefusal) {
    let results = Workers.map(records, workers: workers, grain: Self.grain, state: { RiskArrays.Workspace() }) {
      record, workspace in
      Result<MarginSummary, AuditRefusal.MarginFault> { () throws(AuditRefusal.MarginFault) in
        guard let market = prices.market(of: record.manager) else { throw .unknownManager }
        do throws(MarginFailure) {
          return try market.margin(of: record, &workspace)
        } catch { throw .failed(error) }
      }
    }
    margins.reserveCapacity(results.count)
    for (index, result) in results.enumerated() {
      switch result {
      case .success(let margin): margins.append(margin)
      case .failure(.failed(let failure)): throw .margin(failure, index: index)
      case .failure(.unknownManager): throw .unknownManager(records[index].manager, index: index)
      }
    }
    self.prices = prices
  }
}

extension AuditRefusal {
  /// Why one account has no margin.
  enum MarginFault: Error {
    case unknownManager
    case failed(MarginFailure)
  }
}
