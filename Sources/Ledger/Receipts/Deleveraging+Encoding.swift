import Clearing
import FixedPoint

/// A deleveraging as an event keeps it (LG-17), and what the state keeps of losses (LG-6).
extension ByteWriter {
  mutating func deleveraging(_ record: DeleveragingRecord) {
    integer(record.account)
    integer(record.bidder)
    byte(record.rule.byte)
    integer(record.shortfall)
    integer(record.collected)
    list(record.closings) { writer, closing in
      writer.integer(closing.account)
      writer.instrument(closing.instrument)
      writer.signed(closing.amount)
      writer.signed(closing.cash)
      writer.integer(closing.charge)
    }
  }

  mutating func waterfallUse(_ use: WaterfallUse) {
    integer(use.time)
    integer(use.paidNow)
    integer(use.paid)
    list(use.markets.sorted { $0.key < $1.key }) { writer, market in
      writer.integer(market.key)
      writer.integer(market.value)
    }
    integer(use.lossTime)
    integer(use.socialised)
    integer(use.withdrawalTime)
    integer(use.withdrawn)
  }
}

extension ByteReader {
  mutating func deleveraging() throws(LedgerRefusal) -> DeleveragingRecord {
    let (account, bidder) = (try uint64(), try uint64())
    let byte = try byte()
    guard let rule = Deleveraging.Rule(byte: byte) else { throw .unknownKind(byte, of: "rule of deleveraging") }
    let (shortfall, collected) = (try integer(), try integer())
    let closings = try list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
      DeleveragingRecord.Closing(
        account: try reader.uint64(), instrument: try reader.instrument(), amount: try reader.signed(),
        cash: try reader.signed(), charge: try reader.integer())
    }
    return DeleveragingRecord(
      account: account, bidder: bidder, rule: rule, shortfall: shortfall, collected: collected, closings: closings)
  }

  mutating func waterfallUse() throws(LedgerRefusal) -> WaterfallUse {
    let (time, paidNow, paid) = (try uint64(), try integer(), try integer())
    var markets: [Int: UInt256] = [:]
    for (market, amount) in try list(
      atMost: LedgerLimits.places, { (reader) throws(LedgerRefusal) in (try reader.place(), try reader.integer()) })
    {
      markets[market] = amount
    }
    return WaterfallUse(
      time: time, paidNow: paidNow, paid: paid, markets: markets, lossTime: try uint64(), socialised: try integer(),
      withdrawalTime: try uint64(), withdrawn: try integer())
  }
}

extension Deleveraging.Rule {
  fileprivate var byte: UInt8 {
    switch self {
    case .queue: 0
    case .proRata: 1
    case .least: 2
    }
  }

  fileprivate init?(byte: UInt8) {
    switch byte {
    case 0: self = .queue
    case 1: self = .proRata
    case 2: self = .least
    default: return nil
    }
  }
}
