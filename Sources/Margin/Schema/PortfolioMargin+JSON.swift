import Encoding
import FixedPoint

extension PortfolioMargin {
  /// The names of a result's members, in the order in which they are written (JS-11).
  public static var memberNames: [String] {
    [
      "initialMargin", "maintenanceMargin", "markToMarket", "worstScenarioInitial",
      "worstScenarioMaintenance", "basisContingency", "mmContingency", "imContingency", "scenarioPnl",
      "expiries",
    ]
  }

  /// Writes the members of a result into an open object.
  public func writeMembers(to json: inout JSONWriter) {
    json.key("initialMargin")
    json.decimal(initialMargin)
    json.key("maintenanceMargin")
    json.decimal(maintenanceMargin)
    json.key("markToMarket")
    json.decimal(markToMarket)
    json.key("worstScenarioInitial")
    json.number(worstScenarioInitial)
    json.key("worstScenarioMaintenance")
    json.number(worstScenarioMaintenance)
    json.key("basisContingency")
    json.decimal(basisContingency)
    json.key("mmContingency")
    json.decimal(mmContingency)
    json.key("imContingency")
    json.decimal(imContingency)
    json.key("scenarioPnl")
    json.beginArray()
    for pnl in scenarioPnl { json.decimal(pnl) }
    json.endArray()
    json.key("expiries")
    json.beginArray()
    for expiry in expiries {
      json.fields([
        ("mtm", expiry.mtm), ("basisScenarioUpMtm", expiry.basisScenarioUpMtm),
        ("basisScenarioDownMtm", expiry.basisScenarioDownMtm), ("volShockUp", expiry.factors.volShockUp),
        ("volShockDown", expiry.factors.volShockDown),
        ("staticDiscountPos", expiry.factors.staticDiscountPos),
        ("staticDiscountNeg", expiry.factors.staticDiscountNeg),
      ])
    }
    json.endArray()
  }
}
