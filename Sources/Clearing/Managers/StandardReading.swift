import FixedPoint
import Margin
import Pricing

/// An account of the standard model with the prices of this moment (CL-45): the readings in the order in which the
/// model takes them, markets by their numbers.
extension ClearingState {
  /// One of the two margins, and the mark to market.
  func standardMargin(
    _ index: Int, _ model: StandardManager, _ kind: StandardMargin.Kind
  ) throws(ClearingRefusal) -> (margin: Int256, markToMarket: Int256) {
    let portfolio = try standardPortfolio(index, model, kind)
    do {
      return try StandardMargin.single(kind, of: portfolio, parameters: model.parameters)
    } catch {
      throw .margin(error)
    }
  }

  func standardPortfolio(
    _ index: Int, _ model: StandardManager, _ kind: StandardMargin.Kind
  ) throws(ClearingRefusal) -> StandardPortfolio {
    try spendMargin(index, model)
    // Maintenance margin asks for the stable price only where a base asset is held, and only then is it read.
    var stablePrice = kind == .initial ? try stable() : Wad.wide
    var markets: [StandardPortfolio.Market] = []
    for market in model.markets {
      let options = options(market.option, of: index)
      let size = market.perp.map { accounts[index].balance(SubAsset(.perp($0))) } ?? .zero
      let base = market.base.map { accounts[index].balance(SubAsset(.base($0))) } ?? .zero
      if options.isEmpty && size.isZero && base.isZero { continue }
      var held = StandardPortfolio.Market(
        market: market.name, spotPrice: .zero, spotConfidence: .zero, perpPrice: .zero, perpConfidence: .zero,
        perpPosition: size, unsettledPerpCash: .zero,
        basePosition: try checked { () throws(ArithmeticError) in try UInt256(base) }, expiries: [])
      let spot = try spot(market.feeds)
      (held.spotPrice, held.spotConfidence) = (spot.price, spot.confidence)
      if let perp = market.perp, !size.isZero {
        let mark = try mark(perp)
        (held.perpPrice, held.perpConfidence) = (mark.price, mark.confidence)
      }
      held.expiries = try standardExpiries(options, market.feeds)
      if !base.isZero && kind == .maintenance { stablePrice = try stable() }
      if let perp = market.perp, !size.isZero {
        held.unsettledPerpCash = try unsettledCash(perp, AccountNumber(index) + 1)
      }
      markets.append(held)
    }
    return StandardPortfolio(
      cash: try cashBalance(index), stablePrice: stablePrice, markets: markets)
  }

  /// What an account holds of an option asset, in held order.
  private func options(_ option: Int?, of index: Int) -> [Position] {
    guard let option else { return [] }
    return accounts[index].holdings.filter { $0.instrument.asset == .option(option) }
  }

  /// Options by expiry in held order, each expiry where it is first held.
  private func standardExpiries(
    _ options: [Position], _ market: Int
  ) throws(ClearingRefusal) -> [StandardPortfolio.Expiry] {
    var order: [UInt64] = []
    var held: [UInt64: [(OptionIdentifier, Int256)]] = [:]
    for option in options {
      let identifier = try identifier(option.instrument)
      if held[identifier.expiry] == nil { order.append(identifier.expiry) }
      held[identifier.expiry, default: []].append((identifier, option.amount))
    }
    var expiries: [StandardPortfolio.Expiry] = []
    for expiry in order {
      let forward = try forward(market, expiry)
      let price = try checked { () throws(ArithmeticError) in try forward.fixed + forward.variable }
      if price.isZero { throw .margin(.noForwardPrice) }
      let slice = try volatility(market, expiry)
      var arranged = StandardPortfolio.Expiry(
        secondsToExpiry: expiry > time ? expiry &- time : 0, forwardPrice: price,
        forwardConfidence: forward.confidence, volConfidence: slice.confidence, options: [])
      for (identifier, amount) in held[expiry] ?? [] {
        let strike = UInt256(identifier.strike)
        arranged.options.append(
          StandardPortfolio.Option(
            strike: strike, isCall: identifier.isCall, amount: amount, vol: try slice.volatility(strike: strike)))
      }
      expiries.append(arranged)
    }
    return expiries
  }
}
