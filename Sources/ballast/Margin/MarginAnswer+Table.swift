import Console
import FixedPoint
import Margin

extension MarginAnswer {
  /// The whole answer for people: margins, the scenario grid, what binds and why.
  func page(title: String, colour: Bool) -> String {
    var text = bold(title, colour) + "\n\n"
    var margins = Table([("", .left), ("cash units", .right), ("", .left)])
    margins.add([
      "initial margin", Amounts.text(margin.initialMargin),
      margin.initialMargin.isNegative ? "may not take on risk" : "may take on risk",
    ])
    margins.add([
      "maintenance margin", Amounts.text(margin.maintenanceMargin),
      margin.maintenanceMargin.isNegative ? "BELOW: may be liquidated" : "safe",
    ])
    margins.add(["mark to market", Amounts.text(margin.markToMarket), "cash \(Amounts.text(portfolio.cash))"])
    text += margins.text(indent: 2) + "\n"

    if !model.scenarios.isEmpty {
      text += bold("Profit and loss by scenario", colour) + " (* binds; cash units)\n"
      text += HeatMap(
        scenarios: model.scenarios, pnl: margin.scenarioPnl, worst: margin.worstScenarioInitial
      ).text(colour: colour)
    }
    let worst = margin.worstScenarioInitial
    let loss = worst < margin.scenarioPnl.count ? margin.scenarioPnl[worst] : margin.basisContingency
    text += "\n" + bold("Binding", colour) + ": \(bindingName), \(Amounts.text(loss))"
    text += "; basis contingency \(Amounts.text(margin.basisContingency))\n\n"
    text += addOnTable(colour)
    if let explanation { text += positionsTable(explanation, colour) }
    if let compared { text += comparison(compared, colour) }
    text += solvedText(colour)
    return text
  }

  private func bold(_ text: String, _ colour: Bool) -> String {
    colour ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  private func addOnTable(_ colour: Bool) -> String {
    var table = Table([("add-on", .left), ("maintenance", .right), ("initial, on top", .right)])
    func add(_ name: String, _ addOn: Contingency) {
      if addOn.maintenance.isZero && addOn.initial.isZero { return }
      table.add([name, Amounts.text(addOn.maintenance), Amounts.text(addOn.initial)])
    }
    add("perp", margin.addOns.perp)
    add("naked short options", margin.addOns.nakedShorts)
    add("option prices of low confidence", margin.addOns.optionConfidence)
    for (collateral, addOn) in zip(portfolio.collaterals, margin.addOns.collaterals) {
      add("collateral \(name(collateral.asset))", addOn)
    }
    return table.rows.isEmpty ? "" : table.text(indent: 2) + "\n"
  }

  private func positionsTable(_ explanation: Explanation, _ colour: Bool) -> String {
    var table = Table([
      ("position", .left), ("amount", .right), ("mark", .right), ("in the binding scenario", .right),
      ("initial margin without it", .right), ("maintenance without it", .right),
    ])
    for contribution in explanation.contributions {
      table.add([
        label(contribution.position), amount(contribution.position),
        Amounts.text(contribution.markToMarket), Amounts.text(contribution.profitAndLoss),
        contribution.initialMarginWithout.map { Amounts.text($0) } ?? "refused",
        contribution.maintenanceMarginWithout.map { Amounts.text($0) } ?? "refused",
      ])
    }
    var text = table.rows.isEmpty ? "" : table.text(indent: 2) + "\n"
    let greeks = explanation.greeks
    text += bold("Greeks", colour)
    text += ": delta \(Amounts.text(greeks.delta, decimals: 4)) coins,"
    text += " gamma \(Amounts.text(greeks.gamma, decimals: 6)) per unit,"
    text += " vega \(Amounts.text(greeks.vega)) per volatility point,"
    text += " theta \(Amounts.text(greeks.theta)) per day,"
    text += " rho \(Amounts.text(greeks.rho)) per basis point\n\n"
    return text
  }

  private func comparison(_ compared: PortfolioMargin, _ colour: Bool) -> String {
    var table = Table([("", .left), ("these", .right), ("compared", .right), ("difference", .right)])
    for (name, a, b) in [
      ("initial margin", margin.initialMargin, compared.initialMargin),
      ("maintenance margin", margin.maintenanceMargin, compared.maintenanceMargin),
    ] {
      table.add([name, Amounts.text(a), Amounts.text(b), (try? b - a).map { Amounts.text($0) } ?? "too large"])
    }
    return bold("Compared parameters", colour) + "\n" + table.text(indent: 2) + "\n"
  }

  private func solvedText(_ colour: Bool) -> String {
    var text = ""
    if let deposit {
      text += bold("Cash", colour)
      text +=
        deposit.isNegative
        ? ": \(Amounts.text(deposit.magnitude)) may be withdrawn until initial margin is zero\n"
        : ": a deposit of \(Amounts.text(deposit)) brings initial margin to zero\n"
    }
    for size in sizes {
      text += bold(size.instrument.text, colour)
      switch size.trades {
      case .success(let trades):
        text += ": largest purchase \(words(trades.buy)), largest sale \(words(trades.sell))\n"
      case .failure(let error): text += ": \(error.name): \(error.message)\n"
      }
    }
    if let crossings {
      text += bold("Spot", colour)
      if crossings.isEmpty {
        let side = margin.maintenanceMargin.isNegative ? "below" : "above"
        text += ": the account stays \(side) maintenance from 0.5 % to 1,000 % of today's price\n"
      } else {
        text += ": below maintenance " + crossings.map { crossing in
          (crossing.isBelowUnder ? "under " : "over ") + Amounts.text(crossing.spotPrice)
        }.joined(separator: ", ") + " (today \(Amounts.text(portfolio.spotPrice)))\n"
      }
    }
    return text
  }

  private func words(_ size: MarginSolver.Size) -> String {
    switch size {
    case .found(let amount, _): Amounts.text(amount, decimals: 4)
    case .none: "none"
    case .unbounded: "without bound"
    }
  }

  private func name(_ asset: AssetIdentifier) -> String {
    market?.collaterals.first { $0.asset == asset }?.name?.printable ?? asset.description
  }

  private func label(_ position: Contribution.Position) -> String {
    switch position {
    case .perp: return "perp"
    case .collateral(let index): return name(portfolio.collaterals[index].asset)
    case .option: return instrument(position).text
    }
  }

  private func amount(_ position: Contribution.Position) -> String {
    switch position {
    case .perp: Amounts.text(portfolio.perpPosition, decimals: 4)
    case .collateral: ""
    case .option(let expiry, let option):
      Amounts.text(portfolio.expiries[expiry].options[option].amount, decimals: 4)
    }
  }
}
