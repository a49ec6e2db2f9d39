import Clearing
import FixedPoint
import Margin

/// A reduction as an event keeps it (LG-17).
extension ByteWriter {
  mutating func reduction(_ record: ReductionRecord) {
    integer(record.account)
    integer(record.keeper)
    integer(record.seconds)
    integer(record.rate)
    levels(record.before)
    levels(record.after)
    integer(record.taken)
    integer(record.part)
    list(record.steps) { writer, step in
      writer.list(step) { writer, taking in
        writer.byte(taking.package.kind.byte)
        writer.flag(taking.package.isBought)
        writer.list(taking.package.parts) { writer, part in
          writer.integer(part.leg)
          writer.integer(part.lots)
        }
        writer.integer(taking.size)
      }
    }
    list(record.trades) { writer, trade in
      writer.instrument(trade.instrument)
      writer.signed(trade.amount)
    }
    signed(record.cash)
    integer(record.discount)
    integer(record.notional)
  }

  private mutating func levels(_ levels: ReductionLevels) {
    signed(levels.initialMargin)
    signed(levels.maintenanceMargin)
    signed(levels.markToMarket)
    integer(levels.binding)
  }
}

extension ByteReader {
  mutating func reduction() throws(LedgerRefusal) -> ReductionRecord {
    let (account, keeper, seconds) = (try uint64(), try uint64(), try uint64())
    let (rate, before, after) = (try integer(), try levels(), try levels())
    let (taken, part) = (try place(), try integer())
    let steps = try list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
      try reader.list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in try reader.taking() }
    }
    if taken > steps.count { throw .outOfRange("at most \(steps.count) steps taken") }
    let trades = try list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
      Position(try reader.instrument(), try reader.signed())
    }
    return ReductionRecord(
      account: account, keeper: keeper, seconds: seconds, rate: rate, before: before, after: after, steps: steps,
      taken: taken, part: part, trades: trades, cash: try signed(), discount: try integer(), notional: try integer())
  }

  private mutating func taking() throws(LedgerRefusal) -> ReductionPlan.Taking {
    let byte = try byte()
    guard let kind = ReductionPackage.Kind(byte: byte) else { throw .unknownKind(byte, of: "package") }
    let isBought = try flag()
    let parts = try list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
      ReductionPackage.Part(leg: try reader.place(), lots: try reader.uint128())
    }
    return ReductionPlan.Taking(
      package: ReductionPackage(kind: kind, parts: parts, isBought: isBought), size: try uint128())
  }

  private mutating func levels() throws(LedgerRefusal) -> ReductionLevels {
    ReductionLevels(
      initialMargin: try signed(), maintenanceMargin: try signed(), markToMarket: try signed(), binding: try place())
  }
}

extension ReductionPackage.Kind {
  fileprivate var byte: UInt8 {
    switch self {
    case .single: 0
    case .pair: 1
    case .hedge: 2
    case .whole: 3
    }
  }

  fileprivate init?(byte: UInt8) {
    switch byte {
    case 0: self = .single
    case 1: self = .pair
    case 2: self = .hedge
    case 3: self = .whole
    default: return nil
    }
  }
}
