import Clearing
import Commitment
import Ethereum
import FixedPoint
import Pricing

/// An account of a ledger as a checkpoint of a block has it (LG-29).
public struct BlockAccount: Hashable, Sendable {
  public var owner: Address
  /// In the order of CM-27.
  public var record: AccountRecord
  /// The columns of its solvency leaf.
  public var sums: SolvencySums

  public init(owner: Address, record: AccountRecord, sums: SolvencySums) {
    (self.owner, self.record, self.sums) = (owner, record, sums)
  }

  /// - Parameter index: of the account, below their count.
  /// - Throws: equity or a deficit that has no column (CM-6).
  init(_ index: Int, of state: ObservedState) throws(CommitmentRefusal) {
    owner = state.owner(index)
    record = Self.record(index, of: state)
    let standing = state.standing(index)
    sums = try SolvencySums(
      equity: standing.equity, isBelowMaintenance: standing.isBelowMaintenance, index: UInt64(index))
  }

  private static func record(_ index: Int, of state: ObservedState) -> AccountRecord {
    let account = state.settled.accounts[index]
    let directory = state.settled.directory
    var record = AccountRecord(
      manager: directory.managers.indices.contains(account.manager)
        ? directory.managers[account.manager].address : .zero,
      cash: state.cash(index), collaterals: [], perps: [], options: [])
    var perps = Set(account.perps.map(\.key))
    for held in account.holdings {
      guard let asset = directory.listing(of: held.instrument.asset)?.address else { continue }
      switch held.instrument.asset {
      case .cash: break
      case .perp(let place): perps.insert(place)
      case .base: record.collaterals.append(.init(asset: asset, amount: held.amount))
      case .option:
        // Every instrument of an option asset names an option (CL-8).
        guard let option = try? OptionIdentifier(UInt256(held.instrument.subId)) else { continue }
        record.options.append(
          .init(
            asset: asset, expiry: option.expiry, strike: UInt256(option.strike), isCall: option.isCall,
            amount: held.amount))
      }
    }
    for place in perps {
      guard let asset = directory.listing(of: .perp(place))?.address else { continue }
      record.perps.append(
        .init(
          asset: asset, position: account.balance(SubAsset(.perp(place))),
          unsettledCash: state.unsettledCash(place, index)))
    }
    return record.sorted
  }
}
