import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger

/// What custody must hold for a book or a block to be solvent: of each asset what its accounts hold, and the cash that is due.
struct CustodyNeeds {
  let time: UInt64
  /// Wads.
  let cash: Int256
  /// In rising order of the asset.
  let assets: [(asset: Address, units: Int256)]

  /// - Throws: sums of 256 bits that overflow.
  init(_ state: BookState, _ amounts: CommitAmounts) throws(CommitRefusal) {
    do throws(ArithmeticError) {
      var cash = Int256.zero
      var units: [Address: Int256] = [:]
      for account in state.accounts {
        cash = try cash + account.record.cash
        for held in account.record.collaterals {
          units[held.asset] = try (units[held.asset] ?? .zero) + held.amount
        }
      }
      let beside = try Int256(UInt256(amounts.feesAccrued)) + Int256(UInt256(amounts.pendingWithdrawals))
      self.cash = try cash + beside - Int256(amounts.netSettledCash)
      assets = units.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      time = state.time
    } catch {
      throw .needsOverflow
    }
  }

  /// Of a block: in cash what is in accounts, on the way and in fees, of each wrapped token what is in accounts and
  /// beside them.
  init(_ block: BlockContents) throws(CommitRefusal) {
    do throws(ArithmeticError) {
      var cash = Int256.zero
      var units: [Address: Int256] = [:]
      for (asset, outside) in block.tokensOutsideAccounts { units[asset] = try Int256(outside) }
      for account in block.accounts {
        cash = try cash + account.record.cash
        for held in account.record.collaterals {
          units[held.asset] = try (units[held.asset] ?? .zero) + held.amount
        }
      }
      let beside = try Int256(UInt256(block.feesAccrued)) + Int256(UInt256(block.pendingWithdrawals))
      self.cash = try cash + beside - Int256(block.netSettledCash)
      assets = units.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      time = block.header.time
    } catch {
      throw .needsOverflow
    }
  }

  private var rows: [(asset: Address, units: Int256)] { [(.zero, cash)] + assets }

  func print(asTable isTable: Bool) throws(CommandFailure) {
    if isTable {
      var table = Table([("asset", .left), ("units", .right)])
      for row in rows { table.add([AssetName.text(row.asset), row.units.unitsText]) }
      try Console.write(
        "What custody must hold at \(CalendarTime.text(time)), for ballast attest\n\n" + table.text(indent: 2))
      return
    }
    var json = JSONWriter(.indented)
    json.beginObject()
    json.key("time")
    json.decimal(time)
    json.key("needs")
    json.beginArray()
    for row in rows {
      json.beginObject()
      json.key("asset")
      json.string(AssetName.text(row.asset))
      json.key("address")
      json.string(Hex.encode(row.asset.bytes))
      json.key("units")
      json.decimal(row.units)
      json.endObject()
    }
    json.endArray()
    json.endObject()
    try Console.write(json.bytes + [10])
  }
}
