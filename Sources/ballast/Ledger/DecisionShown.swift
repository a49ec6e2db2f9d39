import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Ledger
import Margin

/// A decision of a manager that was recomputed: what it looked at, every scenario, what binds and what came of it.
struct DecisionShown {
  let receipt: DecisionReceipt
  /// The state after the block, whose managers have the parameters of the decision.
  let names: VenueNames
  /// The block's.
  let time: UInt64

  private var decision: Decision { receipt.decision }
  private var model: MarginModel { names.state.managers[decision.manager].model }

  /// The margin that was asked for, or the name of why there is none.
  private var margin: Result<Int256, MarginError> {
    switch decision.margin {
    case .standard(_, _, let result): result.map(\.margin)
    case .portfolio(_, let isTrusted, let result): result.map { isTrusted ? $0.maintenanceMargin : $0.initialMargin }
    }
  }

  private var isInitial: Bool {
    switch decision.margin {
    case .standard(_, let kind, _): kind == .initial
    case .portfolio(_, let isTrusted, _): !isTrusted
    }
  }

  private var isAdmitted: Bool {
    if case .success(let margin) = margin { return !margin.isNegative }
    return false
  }

  /// Those of the portfolio model that the decision was made over (PM-31); none of the standard model.
  private var scenarios: [Scenario] {
    guard case .portfolio(let model) = model, case .portfolio(_, let isTrusted, _) = decision.margin else { return [] }
    return isTrusted ? model.parameters.basisContingency.scenarios : model.scenarios
  }

  /// The scenario that binds the margin asked for; the count of scenarios where the basis contingency does.
  private static func binding(_ margin: PortfolioMargin, isTrusted: Bool) -> Int {
    isTrusted ? margin.worstScenarioMaintenance : margin.worstScenarioInitial
  }

  // MARK: For people

  func text(number: Int, of count: Int, colour: Bool) -> String {
    var values = NamedValues()
    values.add("hash", "\(receipt.hash), as the log has it")
    values.add("parameters", "\(receipt.parameters)")
    values.add("asked for", isInitial ? "initial margin" : "maintenance margin, for a trusted caller")
    switch margin {
    case .success(let margin):
      values.add("margin", "\(Amounts.text(margin)), \(isAdmitted ? "zero or more: admitted" : "below zero: refused")")
    case .failure(let error): values.add("margin", "none: \(error.name), \(error.message)")
    }
    var text = "\nDecision \(number) of \(count): account \(decision.account) under "
    text += "the manager \(names.manager(decision.manager)) (\(model.name))\n\n"
    switch decision.margin {
    case .standard(let portfolio, let kind, let result):
      if case .success(let single) = result { values.add("mark to market", Amounts.text(single.markToMarket)) }
      text += values.text + "\n" + positions(portfolio) + parts(portfolio, kind)
    case .portfolio(let portfolio, let isTrusted, let result):
      if case .success(let margin) = result {
        values.add("mark to market", Amounts.text(margin.markToMarket))
        values.add("binding", words(margin, isTrusted: isTrusted))
        let initial = isTrusted ? UInt256.zero : margin.imContingency
        values.add("add-ons", "\(Amounts.text(margin.mmContingency)), and \(Amounts.text(initial)) on top for initial margin")
        values.add("basis contingency", Amounts.text(margin.basisContingency))
      }
      text += values.text + "\n" + positions(portfolio)
      if case .success(let margin) = result, margin.scenarioPnl.count == scenarios.count, !scenarios.isEmpty {
        text += "\nProfit and loss by scenario (* binds; cash units)\n"
        text += HeatMap(
          scenarios: scenarios, pnl: margin.scenarioPnl, worst: Self.binding(margin, isTrusted: isTrusted)
        ).text(colour: colour)
      }
    }
    return text
  }

  private func words(_ margin: PortfolioMargin, isTrusted: Bool) -> String {
    let worst = Self.binding(margin, isTrusted: isTrusted)
    guard scenarios.indices.contains(worst), worst < margin.scenarioPnl.count else { return "basis contingency" }
    return "\(scenarios[worst].words), \(Amounts.text(margin.scenarioPnl[worst]))"
  }

  /// What the account held with every reading that the margin was made of.
  private func positions(_ portfolio: Portfolio) -> String {
    var readings = Readings()
    readings.add("spot", portfolio.spotPrice, portfolio.minConfidence)
    readings.add("perp", portfolio.perpPrice)
    readings.add("stable coin", portfolio.stablePrice, decimals: 4)
    var held = Positions()
    held.add("cash", portfolio.cash, decimals: 2)
    guard case .portfolio(let model) = model else { return "" }
    if !portfolio.perpPosition.isZero || !portfolio.perpValue.isZero {
      held.add(names.asset(.perp(model.perp)), portfolio.perpPosition, "unpaid \(Amounts.text(portfolio.perpValue))")
    }
    for collateral in portfolio.collaterals {
      let place = model.collateralFeeds.keys.sorted().first { AssetIdentifier.base($0) == collateral.asset }
      held.rows.add([
        place.map { names.asset(.base($0)) } ?? collateral.asset.description, "",
        "worth \(Amounts.text(collateral.value)), confidence \(percent(collateral.minConfidence))",
      ])
    }
    for expiry in portfolio.expiries {
      let day = day(UInt64(fitting: expiry.secondsToExpiry) ?? .max)
      readings.add("forward \(day)", expiry.forwardFixedPortion &+ expiry.forwardVariablePortion, expiry.minConfidence)
      readings.add("rate \(day)", Amounts.percent(Int256(bitPattern: expiry.rate)))
      for option in expiry.options {
        held.add(
          self.option(names.asset(.option(model.option)), day, option.strike, option.isCall), option.amount,
          "volatility \(percent(option.vol))")
      }
    }
    return readings.text + "\n" + held.text
  }

  private func positions(_ portfolio: StandardPortfolio) -> String {
    var readings = Readings()
    readings.add("stable coin", portfolio.stablePrice, decimals: 4)
    var held = Positions()
    held.add("cash", portfolio.cash, decimals: 2)
    guard case .standard(let model) = model else { return "" }
    for market in portfolio.markets {
      let name = market.market.printable
      let assets = model.markets.first { $0.name == market.market }
      readings.add("\(name) spot", market.spotPrice, market.spotConfidence)
      if !market.perpPosition.isZero || !market.unsettledPerpCash.isZero {
        readings.add("\(name) perp", market.perpPrice, market.perpConfidence)
        held.add(
          assets?.perp.map { names.asset(.perp($0)) } ?? "\(name) perp", market.perpPosition,
          "unpaid \(Amounts.text(market.unsettledPerpCash))")
      }
      if !market.basePosition.isZero {
        held.add(assets?.base.map { names.asset(.base($0)) } ?? name, Int256(bitPattern: market.basePosition))
      }
      let asset = assets?.option.map { names.asset(.option($0)) } ?? name
      for expiry in market.expiries {
        let day = day(expiry.secondsToExpiry)
        readings.add("\(name) forward \(day)", expiry.forwardPrice, expiry.forwardConfidence)
        readings.add("\(name) volatility \(day)", "as below", percent(expiry.volConfidence))
        for option in expiry.options {
          held.add(
            self.option(asset, day, option.strike, option.isCall), option.amount, "volatility \(percent(option.vol))")
        }
      }
    }
    return readings.text + "\n" + held.text
  }

  /// What each market adds to the margin of the standard model.
  private func parts(_ portfolio: StandardPortfolio, _ kind: StandardMargin.Kind) -> String {
    guard case .standard(let model) = model,
      let margin = try? StandardMargin(portfolio, parameters: model.parameters), !margin.markets.isEmpty
    else { return "" }
    var table = Table([
      ("market", .left), ("margin", .right), ("perp", .right), ("options", .right), ("token", .right),
      ("unpaid perp", .right), ("depeg", .right),
    ])
    for market in margin.markets {
      let part = kind == .initial ? market.initial : market.maintenance
      let options = part.expiries.reduce(Int256.zero) { $0 &+ $1.margin }
      table.add(
        [market.market.printable]
          + [
            part.margin, part.perp.requirement &+ part.perp.oraclePenalty, options,
            part.base.value &+ part.base.oraclePenalty, part.unsettledPerpCash, part.depegPenalty,
          ].map { Amounts.text($0) })
    }
    return "\nWhat each market adds to cash\n" + table.text(indent: 2)
  }

  private func day(_ seconds: UInt64) -> String {
    let (moment, isBeyond) = time.addingReportingOverflow(seconds)
    return isBeyond ? "\(seconds) s" : String(CalendarTime.text(moment).prefix(10))
  }

  private func option(_ asset: String, _ day: String, _ strike: UInt256, _ isCall: Bool) -> String {
    "\(asset) \(day) \(Amounts.exact(Int256(bitPattern: strike))) \(isCall ? "call" : "put")"
  }

  // MARK: For programs

  /// One object: the hash, the contents (LG-28), and what follows from them and the manager's parameters.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("hash", receipt.hash)
      json.key("contents")
      receipt.write(to: &json)
      json.member("required", isInitial ? "initialMargin" : "maintenanceMargin")
      json.key("margin")
      if case .success(let margin) = margin { json.decimal(margin) } else { json.null() }
      json.member("admitted", isAdmitted)
      guard case .portfolio(_, let isTrusted, let result) = decision.margin, case .success(let margin) = result
      else { return }
      let worst = Self.binding(margin, isTrusted: isTrusted)
      json.key("bindingScenario")
      if scenarios.indices.contains(worst) { json.number(worst) } else { json.null() }
      json.list("scenarios", scenarios) { $1.write(to: &$0) }
    }
  }
}

/// Prices that a decision was made by.
private struct Readings {
  private var table = Table([("reading", .left), ("value", .right), ("confidence", .right)])

  mutating func add(_ name: String, _ price: UInt256, _ confidence: UInt256? = nil, decimals: Int = 2) {
    add(name, Amounts.text(price, decimals: decimals), confidence.map { percent($0) } ?? "")
  }

  mutating func add(_ name: String, _ value: String, _ confidence: String = "") { table.add([name, value, confidence]) }

  var text: String { table.text(indent: 2) }
}

/// What an account held when it was judged.
private struct Positions {
  var rows = Table([("position", .left), ("amount", .right), ("", .left)])

  mutating func add(_ name: String, _ amount: Int256, _ rest: String = "", decimals: Int = 4) {
    rows.add([name, Amounts.text(amount, decimals: decimals), rest])
  }

  var text: String { rows.text(indent: 2) }
}

private func percent(_ value: UInt256) -> String { Amounts.percent(Int256(bitPattern: value)) }
