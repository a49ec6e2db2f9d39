import Console
import Encoding
import FixedPoint
import Margin

extension LineRefusal {
  /// Writes the refusal (JS-12).
  func write(to json: inout JSONWriter) {
    json.beginObject()
    if let line {
      json.key("line")
      json.number(line)
    }
    id?.write(to: &json)
    json.key("error")
    json.beginObject()
    json.key("name")
    json.string(name)
    json.key("message")
    json.string(message)
    if let input {
      json.key("path")
      json.string(input.path)
      json.key("expected")
      json.string(input.expected)
      json.key("found")
      json.string(input.found)
    }
    json.endObject()
    json.endObject()
  }
}

extension MarginAnswer {
  /// Writes the results, and what else was asked for (JS-11).
  func write(to json: inout JSONWriter) {
    json.beginObject()
    id?.write(to: &json)
    margin.writeMembers(to: &json)
    if let explanation { write(explanation, to: &json) }
    if let compared { write(compared: compared, to: &json) }
    if deposit != nil || crossings != nil || !sizes.isEmpty { writeSolved(to: &json) }
    json.endObject()
  }

  /// EX-7.
  private func write(_ explanation: Explanation, to json: inout JSONWriter) {
    json.key("bindingScenario")
    json.beginObject()
    json.key("index")
    json.number(margin.worstScenarioInitial)
    json.key("name")
    json.string(bindingName)
    if margin.worstScenarioInitial < model.scenarios.count {
      json.key("scenario")
      model.scenarios[margin.worstScenarioInitial].write(to: &json)
    }
    json.endObject()

    json.key("addOns")
    json.beginObject()
    write("perp", margin.addOns.perp, to: &json)
    write("nakedShorts", margin.addOns.nakedShorts, to: &json)
    write("optionConfidence", margin.addOns.optionConfidence, to: &json)
    json.key("collaterals")
    json.beginArray()
    for (collateral, addOn) in zip(portfolio.collaterals, margin.addOns.collaterals) {
      json.beginObject()
      json.key("asset")
      json.string(collateral.asset.description)
      json.key("maintenance")
      json.decimal(addOn.maintenance)
      json.key("initial")
      json.decimal(addOn.initial)
      json.endObject()
    }
    json.endArray()
    json.endObject()

    json.key("positions")
    json.beginArray()
    for contribution in explanation.contributions {
      json.beginObject()
      json.key("instrument")
      json.string(instrument(contribution.position).text)
      json.key("markToMarket")
      json.decimal(contribution.markToMarket)
      json.key("profitAndLoss")
      json.decimal(contribution.profitAndLoss)
      write("initialMarginWithout", contribution.initialMarginWithout, to: &json)
      write("maintenanceMarginWithout", contribution.maintenanceMarginWithout, to: &json)
      json.endObject()
    }
    json.endArray()

    json.key("greeks")
    json.beginObject()
    for (name, value) in explanation.greeks.named {
      json.key(name)
      json.decimal(value)
    }
    json.endObject()
  }

  private func write(_ name: String, _ addOn: Contingency, to json: inout JSONWriter) {
    json.key(name)
    json.beginObject()
    json.key("maintenance")
    json.decimal(addOn.maintenance)
    json.key("initial")
    json.decimal(addOn.initial)
    json.endObject()
  }

  private func write(_ name: String, _ value: Int256?, to json: inout JSONWriter) {
    json.key(name)
    if let value { json.decimal(value) } else { json.null() }
  }

  /// EX-8.
  private func write(compared: PortfolioMargin, to json: inout JSONWriter) {
    json.key("compared")
    json.beginObject()
    compared.writeMembers(to: &json)
    json.endObject()
    json.key("difference")
    json.beginObject()
    write("initialMargin", try? compared.initialMargin - margin.initialMargin, to: &json)
    write("maintenanceMargin", try? compared.maintenanceMargin - margin.maintenanceMargin, to: &json)
    json.endObject()
  }

  private func writeSolved(to json: inout JSONWriter) {
    json.key("solved")
    json.beginObject()
    if let deposit {
      json.key("cash")
      json.decimal(deposit)
    }
    if !sizes.isEmpty {
      json.key("size")
      json.beginArray()
      for size in sizes {
        json.beginObject()
        json.key("instrument")
        json.string(size.instrument.text)
        switch size.trades {
        case .success(let trades):
          write("buy", trades.buy, to: &json)
          write("sell", trades.sell, to: &json)
        case .failure(let error): json.refusal("error", name: error.name, message: error.message)
        }
        json.endObject()
      }
      json.endArray()
    }
    if let crossings {
      json.key("spot")
      json.beginArray()
      for crossing in crossings {
        json.beginObject()
        json.key("spotPrice")
        json.decimal(crossing.spotPrice)
        json.key("multiplier")
        json.decimal(crossing.multiplier)
        json.key("belowMaintenance")
        json.string(crossing.isBelowUnder ? "under" : "over")
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
  }

  private func write(_ name: String, _ size: MarginSolver.Size, to json: inout JSONWriter) {
    json.key(name)
    json.beginObject()
    json.key("status")
    switch size {
    case .found(let amount, let initialMargin):
      json.string("found")
      json.key("amount")
      json.decimal(amount)
      json.key("initialMargin")
      json.decimal(initialMargin)
    case .none: json.string("none")
    case .unbounded: json.string("unbounded")
    }
    json.endObject()
  }

  /// The binding scenario in words.
  var bindingName: String {
    let index = margin.worstScenarioInitial
    return index < model.scenarios.count ? model.scenarios[index].words : "basis contingency"
  }
}

extension Greeks {
  /// The Greeks by name.
  var named: [(String, Int256)] {
    [("delta", delta), ("gamma", gamma), ("vega", vega), ("theta", theta), ("rho", rho)]
  }
}

extension Scenario {
  /// The scenario in words: `spot -18.0 %, volatility up`.
  var words: String {
    let move = Int256(bitPattern: spotShock) &- Wad.signed
    let spot = "spot " + (move.isNegative ? "" : "+") + Amounts.percent(move)
    let volatility =
      switch volShock {
      case .none: "volatility unchanged"
      case .up: "volatility up"
      case .down: "volatility down"
      case .linear: "skew turns"
      case .abs: "skew bends"
      }
    let dampening =
      dampeningFactor == Wad.wide ? "" : ", times \(Amounts.text(dampeningFactor, decimals: 4))"
    return spot + ", " + volatility + dampening
  }
}
