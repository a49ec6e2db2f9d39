import Clearing
import Encoding
import Margin

/// Reductions and deleveragings as JSON (LG-27): all that the event says.
extension JSONWriter {
  mutating func members(of record: ReductionRecord) {
    member("keeper", record.keeper)
    member("seconds", record.seconds)
    member("rate", record.rate)
    member("before", record.before)
    member("after", record.after)
    member("taken", number: record.taken)
    member("part", record.part)
    list("steps", record.steps) { json, step in
      json.beginArray()
      for taking in step { json.object { $0.members(of: taking) } }
      json.endArray()
    }
    list("trades", record.trades) { json, trade in
      json.object {
        $0.members(of: trade.instrument)
        $0.member("amount", trade.amount)
      }
    }
    member("cash", record.cash)
    member("discount", record.discount)
    member("notional", record.notional)
  }

  mutating func members(of record: DeleveragingRecord) {
    member("bidder", record.bidder)
    member("rule", record.rule.rawValue)
    member("shortfall", record.shortfall)
    member("collected", record.collected)
    list("closings", record.closings) { json, closing in
      json.object {
        $0.member("account", closing.account)
        $0.members(of: closing.instrument)
        $0.member("amount", closing.amount)
        $0.member("cash", closing.cash)
        $0.member("charge", closing.charge)
      }
    }
  }

  private mutating func members(of taking: ReductionPlan.Taking) {
    member("kind", taking.package.kind.text)
    member("isBought", taking.package.isBought)
    list("parts", taking.package.parts) { json, part in
      json.object {
        $0.member("leg", number: part.leg)
        $0.member("lots", part.lots)
      }
    }
    member("size", taking.size)
  }

  private mutating func members(of instrument: SubAsset) {
    member("asset", instrument.asset.text)
    member("subId", instrument.subId)
  }

  private mutating func member(_ name: String, _ levels: ReductionLevels) {
    key(name)
    object {
      $0.member("initialMargin", levels.initialMargin)
      $0.member("maintenanceMargin", levels.maintenanceMargin)
      $0.member("markToMarket", levels.markToMarket)
      $0.member("binding", number: levels.binding)
    }
  }

  private mutating func list<Element>(
    _ name: String, _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
  ) {
    key(name)
    beginArray()
    for element in elements { write(&self, element) }
    endArray()
  }

  private mutating func object(_ members: (inout JSONWriter) -> Void) {
    beginObject()
    members(&self)
    endObject()
  }
}

extension ReductionPackage.Kind {
  fileprivate var text: String {
    switch self {
    case .single: "single"
    case .pair: "pair"
    case .hedge: "hedge"
    case .whole: "whole"
    }
  }
}
