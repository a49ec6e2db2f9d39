import Clearing
import Encoding
import Ethereum
import FixedPoint
import Margin

extension DecisionReceipt {
  /// Writes the contents as JSON (LG-28), one object.
  public func write(to json: inout JSONWriter) {
    json.object { json in writeMembers(to: &json) }
  }

  /// Writes the members of that object into an open one.
  public func writeMembers(to json: inout JSONWriter) {
    json.member("account", decision.account)
    json.member("manager", number: decision.manager)
    json.member("parameters", parameters)
    switch decision.margin {
    case .standard(let portfolio, let kind, let result):
      json.member("model", "standard")
      json.member("initial", kind == .initial)
      json.key("portfolio")
      portfolio.write(to: &json)
      json.result(result) { json, single in
        json.member("margin", single.margin)
        json.member("markToMarket", single.markToMarket)
      }
    case .portfolio(let portfolio, let isTrusted, let result):
      json.member("model", "portfolio")
      json.member("trusted", isTrusted)
      json.key("portfolio")
      portfolio.write(to: &json)
      json.result(result) { json, margin in
        json.member("initialMargin", margin.initialMargin)
        json.member("maintenanceMargin", margin.maintenanceMargin)
        json.member("markToMarket", margin.markToMarket)
        json.member("worstScenarioInitial", number: margin.worstScenarioInitial)
        json.member("worstScenarioMaintenance", number: margin.worstScenarioMaintenance)
        json.member("basisContingency", margin.basisContingency)
        json.member("mmContingency", margin.mmContingency)
        json.member("imContingency", margin.imContingency)
        json.list("scenarioPnl", margin.scenarioPnl) { $0.decimal($1) }
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func result<Value>(
    _ result: Result<Value, MarginError>, _ write: (inout JSONWriter, Value) -> Void
  ) {
    object("result") { json in
      switch result {
      case .success(let value): write(&json, value)
      case .failure(let error): json.member("refused", error.name)
      }
    }
  }
}
