import Commitment
import Ethereum
import Margin

/// The margins of all accounts under one manager: each option that they hold is priced once.
public struct MarketMargins: Sendable {
  public let managed: ManagedMarket
  private let arrays: MarketArrays

  /// - Parameters:
  ///   - options: what the accounts hold; sides and repetitions count for nothing.
  ///   - workers: threads to spread the prices over; no result depends on it.
  public init(_ managed: ManagedMarket, options: some Sequence<AccountRecord.Option>, workers: Int = 1) {
    self.managed = managed
    arrays = MarketArrays(
      managed.market, options: options.lazy.map { (expiry: ExpiryLabel.timestamp($0.expiry), strike: $0.strike) },
      parameters: managed.parameters, scenarios: managed.scenarios, workers: workers)
  }

  /// Calls and puts that were priced once for all.
  public var priceCount: Int { arrays.arrays.instrumentCount }

  /// The margin of a record (SV-10).
  /// - Throws: `MarginFailure`: an expired option, one without prices, or the model's own refusal.
  public func margin(
    of record: AccountRecord, _ workspace: inout RiskArrays.Workspace
  ) throws(MarginFailure) -> MarginSummary {
    for option in record.options { try checkExpiry(of: option) }
    let account = Account(record)
    if let indexed = arrays.index(account), let summary = arrays.arrays.margin(of: indexed, &workspace) {
      return summary
    }
    // What leaves the bounds of the shared prices is computed by itself, which also names what fails.
    for option in record.options { _ = try riskArray(of: option) }
    do throws(MarginError) {
      return try arrays.margin(of: account, &workspace)
    } catch { throw .margin(error) }
  }

  /// The value of an option's risk array (SV-9).
  /// - Throws: `MarginFailure` where the option has none.
  public func riskArray(of option: AccountRecord.Option) throws(MarginFailure) -> [UInt8] {
    try checkExpiry(of: option)
    let prices: UnitPrices
    do throws(MarginError) {
      prices = try arrays.unitPrices(
        expiry: .timestamp(option.expiry), strike: option.strike, isCall: option.isCall)
    } catch { throw .noPrices(option, error) }
    guard let bytes = RiskArrayValue.bytes(prices) else { throw .priceOutOfRange(option) }
    return bytes
  }

  private func checkExpiry(of option: AccountRecord.Option) throws(MarginFailure) {
    guard managed.time < option.expiry else { throw .expired(option, at: managed.time) }
  }
}
