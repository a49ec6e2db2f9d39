import FixedPoint
import Margin
import Pricing

/// An account as 23 reduces it, with the instrument of each leg (WF-5).
struct ReducedAccount {
  var subject: ReductionSubject
  private var instruments: [ReductionLeg.Place: SubAsset]

  init(_ subject: ReductionSubject, _ instruments: [ReductionLeg.Place: SubAsset]) {
    self.subject = subject
    self.instruments = instruments
  }

  /// - Throws: `noSuchAsset`, which no plan of this account brings about.
  func instrument(_ place: ReductionLeg.Place) throws(ClearingRefusal) -> SubAsset {
    guard let instrument = instruments[place] else { throw .rule(.noSuchAsset) }
    return instrument
  }
}

extension ClearingState {
  /// The account with the readings of the moment, in the order of CL-45 for initial margin or CL-46; then, under the
  /// portfolio model, the perp's mark and the prices of collaterals.
  func reducedAccount(_ index: Int) throws(ClearingRefusal) -> ReducedAccount {
    switch try modelInForce(index) {
    case .standard(let model): try reducedAccount(index, model)
    case .portfolio(let model): try reducedAccount(index, model)
    }
  }

  private func reducedAccount(_ index: Int, _ model: StandardManager) throws(ClearingRefusal) -> ReducedAccount {
    let portfolio = try standardPortfolio(index, model, .initial)
    var instruments: [ReductionLeg.Place: SubAsset] = [:]
    var place = 0
    for market in model.markets {
      let held = accounts[index].holdings.filter { model.market(of: $0.instrument.asset)?.name == market.name }
      if held.isEmpty { continue }
      if let perp = market.perp { instruments[.perp(market: place)] = SubAsset(.perp(perp)) }
      if let base = market.base { instruments[.collateral(place)] = SubAsset(.base(base)) }
      for (expiry, options) in try optionsByExpiry(held).enumerated() {
        for (option, instrument) in options.enumerated() {
          instruments[.option(market: place, expiry: expiry, option: option)] = instrument
        }
      }
      place += 1
    }
    return ReducedAccount(
      .standard(StandardSubject(portfolio: portfolio, parameters: model.parameters)), instruments)
  }

  private func reducedAccount(_ index: Int, _ model: PortfolioManager) throws(ClearingRefusal) -> ReducedAccount {
    let portfolio = try portfolio(index, model, scenarios: model.scenarios.count)
    let holdings = accounts[index].holdings
    var instruments: [ReductionLeg.Place: SubAsset] = [.perp(market: 0): SubAsset(.perp(model.perp))]
    for (expiry, options) in try optionsByExpiry(holdings).enumerated() {
      // The model arranges the options of an expiry from the last that is held (PM-10).
      for (option, instrument) in options.reversed().enumerated() {
        instruments[.option(market: 0, expiry: expiry, option: option)] = instrument
      }
    }
    var coins: [PortfolioSubject.Coin] = []
    for held in holdings.reversed() {
      guard case .base(let base) = held.instrument.asset, let feed = model.collateralFeeds[base] else { continue }
      instruments[.collateral(coins.count)] = held.instrument
      let amount = try checked { () throws(ArithmeticError) in try UInt256(held.amount) }
      coins.append(PortfolioSubject.Coin(amount: amount, price: try price(feed).price))
    }
    // A perp that is closed for good, or without a mark, hedges nothing.
    let mark = perps[model.perp].isDisabled ? nil : try? mark(model.perp)
    let spot = try spot(model.feeds)
    let subject = PortfolioSubject(
      portfolio: portfolio, spotConfidence: spot.confidence, perpPrice: mark?.price ?? .zero,
      perpConfidence: mark?.confidence ?? .zero, coins: coins, parameters: model.parameters,
      scenarios: model.scenarios)
    return ReducedAccount(.portfolio(subject), instruments)
  }

  /// The options of holdings by expiry in held order, each expiry where it is first held.
  private func optionsByExpiry(_ holdings: [Position]) throws(ClearingRefusal) -> [[SubAsset]] {
    var places: [UInt64: Int] = [:]
    var options: [[SubAsset]] = []
    for held in holdings {
      guard case .option = held.instrument.asset else { continue }
      let expiry = try identifier(held.instrument).expiry
      if let place = places[expiry] {
        options[place].append(held.instrument)
        continue
      }
      places[expiry] = options.count
      options.append([held.instrument])
    }
    return options
  }
}
