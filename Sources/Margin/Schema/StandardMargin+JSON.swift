import Encoding
import FixedPoint

extension StandardMargin {
  /// The names of a result's members, in the order in which they are written (SM-4).
  public static var memberNames: [String] { ["initialMargin", "maintenanceMargin", "markToMarket"] }

  /// Writes the members of a result into an open object.
  public func writeMembers(to json: inout JSONWriter) {
    json.members([
      ("initialMargin", initialMargin), ("maintenanceMargin", maintenanceMargin),
      ("markToMarket", markToMarket),
    ])
  }

  /// Writes the parts of the margins as two more members of the object (SM-25).
  public func writeParts(to json: inout JSONWriter) {
    json.key("depegMultiplier")
    json.decimal(depegMultiplier)
    json.key("markets")
    json.beginArray()
    for market in markets {
      json.beginObject()
      json.key("market")
      json.string(market.market)
      json.key("markToMarket")
      json.decimal(market.markToMarket)
      json.key("initial")
      market.initial.write(to: &json)
      json.key("maintenance")
      market.maintenance.write(to: &json)
      json.endObject()
    }
    json.endArray()
  }
}

extension StandardMargin.Requirement {
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([
      ("margin", margin), ("depegPenalty", depegPenalty), ("perpRequirement", perp.requirement),
      ("perpOraclePenalty", perp.oraclePenalty),
    ])
    json.key("expiries")
    json.beginArray()
    for expiry in expiries { expiry.write(to: &json) }
    json.endArray()
    json.members([
      ("baseValue", base.value), ("baseOraclePenalty", base.oraclePenalty),
      ("unsettledPerpCash", unsettledPerpCash),
    ])
    json.endObject()
  }
}

extension StandardMargin.ExpiryPart {
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.members([
      ("margin", margin), ("isolatedMargin", isolatedMargin), ("maxLoss", maxLoss),
      ("oraclePenalty", oraclePenalty),
    ])
    json.key("binding")
    json.string(binding.rawValue)
    json.key("markToMarket")
    json.decimal(markToMarket)
    json.endObject()
  }
}
