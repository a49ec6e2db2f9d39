import Commitment
import Ethereum
import Margin

extension Account {
  /// The account that the record of a book's account is margined as: its holdings in the record's order, options named by expiry (SV-10).
  ///
  /// The manager is not part of it: it names the market and the parameters.
  public init(_ record: AccountRecord) {
    self.init(
      cash: record.cash, perpPosition: record.perpPosition, unsettledPerpCash: record.unsettledPerpCash,
      // An address has the twenty bytes that an asset is read from, so none is left out.
      collaterals: record.collaterals.compactMap { held in
        AssetIdentifier(held.asset.bytes).map { Collateral(asset: $0, amount: held.amount) }
      },
      options: record.options.map {
        Option(expiry: .timestamp($0.expiry), strike: $0.strike, isCall: $0.isCall, amount: $0.amount)
      })
  }
}

extension AccountRecord {
  /// The record of an account under a manager, holdings in the record's order and those of zero left out (CM-8).
  ///
  /// Holdings that are listed twice stay two, and are refused when the record is encoded.
  /// - Returns: nil where an option is named by seconds to expiry: such an account has no record.
  public init?(_ account: Account, manager: Address) {
    var options: [Option] = []
    options.reserveCapacity(account.options.count)
    for held in account.options {
      guard case .timestamp(let expiry) = held.expiry else { return nil }
      options.append(Option(expiry: expiry, strike: held.strike, isCall: held.isCall, amount: held.amount))
    }
    self = AccountRecord(
      manager: manager, cash: account.cash, perpPosition: account.perpPosition,
      unsettledPerpCash: account.unsettledPerpCash,
      collaterals: account.collaterals.compactMap { held in
        Address(held.asset.bytes).map { Collateral(asset: $0, amount: held.amount) }
      },
      options: options
    ).sorted
  }
}
