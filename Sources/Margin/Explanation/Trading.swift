import FixedPoint
import Pricing

extension MarginInput {
  /// The input after a trade (EX-2).
  ///
  /// Cash falls by price times amount, toward zero. A perp is entered at its mark: only the difference
  /// between price and mark is paid. Without a price a trade costs the mark.
  public func trading(_ trade: Trade) throws(TradeError) -> MarginInput {
    switch self {
    case .account(var account, let market):
      try account.apply(trade, on: market)
      return .account(account, market)
    case .portfolio(var portfolio):
      try portfolio.apply(trade)
      return .portfolio(portfolio)
    }
  }
}

/// Runs arithmetic where a trade error is expected.
private func counted<Value>(_ body: () throws(ArithmeticError) -> Value) throws(TradeError) -> Value {
  do { return try body() } catch { throw .margin(.arithmetic(error)) }
}

/// What a trade costs in cash.
private func cost(
  _ trade: Trade, mark: () throws(ArithmeticError) -> Int256
) throws(TradeError) -> Int256 {
  try counted { () throws(ArithmeticError) in
    let price = if let price = trade.price { price } else { try mark() }
    return try price.multiplyWadTruncating(trade.amount)
  }
}

/// What a perp trade costs: its price against the mark.
private func perpCost(_ trade: Trade, mark: UInt256) throws(TradeError) -> Int256 {
  if mark.isZero { throw .noPerpPrice }
  return try counted { () throws(ArithmeticError) in
    guard let price = trade.price else { return .zero }
    return try (price - Int256(mark)).multiplyWadTruncating(trade.amount)
  }
}

extension Account {
  /// Changes a holding by a trade, and cash by its cost; a holding that becomes zero is dropped.
  mutating func apply(_ trade: Trade, on market: Market) throws(TradeError) {
    let paid: Int256
    switch trade.instrument {
    case .perp:
      paid = try perpCost(trade, mark: market.perpPrice)
      let position = perpPosition
      perpPosition = try counted { () throws(ArithmeticError) in try position + trade.amount }
    case .option(let label, let strike, let isCall):
      guard let feed = market.expiry(label) else { throw .unknownInstrument(trade.instrument) }
      paid = try cost(trade, of: strike, isCall, on: feed)
      let place = options.firstIndex {
        $0.strike == strike && $0.isCall == isCall && market.expiry($0.expiry)?.label == feed.label
      }
      let index = place ?? options.count
      if place == nil {
        options.append(Option(expiry: feed.label, strike: strike, isCall: isCall, amount: .zero))
      }
      let amount = options[index].amount
      options[index].amount = try counted { () throws(ArithmeticError) in try amount + trade.amount }
      if options[index].amount.isZero { options.remove(at: index) }
    case .collateral(let asset):
      guard let feed = market.collaterals.first(where: { $0.asset == asset }) else {
        throw .unknownInstrument(trade.instrument)
      }
      paid = try CollateralCost.ofCollateral(trade, price: feed.price, stablePrice: market.stablePrice)
      let place = collaterals.firstIndex { $0.asset == asset }
      let index = place ?? collaterals.count
      if place == nil { collaterals.append(Collateral(asset: asset, amount: .zero)) }
      let amount = collaterals[index].amount
      collaterals[index].amount = try counted { () throws(ArithmeticError) in try amount + trade.amount }
      if collaterals[index].amount.isZero { collaterals.remove(at: index) }
    }
    let held = cash
    cash = try counted { () throws(ArithmeticError) in try held - paid }
  }

  /// The cost of an option at the mark of its expiry's surface.
  private func cost(
    _ trade: Trade, of strike: UInt256, _ isCall: Bool, on feed: Market.Expiry
  ) throws(TradeError) -> Int256 {
    let expiry: Portfolio.Expiry
    let option: Portfolio.Option
    do {
      expiry = try Portfolio.Expiry(reading: feed)
      let held = Option(expiry: feed.label, strike: strike, isCall: isCall, amount: .zero)
      option = try Portfolio.Option(pricing: held, on: feed)
    } catch {
      throw .margin(error)
    }
    return try Margin.cost(trade) { () throws(ArithmeticError) in
      try Int256(option.price(in: expiry, forward: expiry.unshockedForward(), vol: option.vol))
    }
  }
}

private enum CollateralCost {
  /// What a collateral trade costs: its price, or its value in cash units at the mark.
  static func ofCollateral(
    _ trade: Trade, price: UInt256, stablePrice: UInt256
  ) throws(TradeError) -> Int256 {
    try counted { () throws(ArithmeticError) in
      if let given = trade.price { return try given.multiplyWadTruncating(trade.amount) }
      let worth = try Int256(trade.amount.magnitude * price / stablePrice)
      return trade.amount.isNegative ? try -worth : worth
    }
  }
}

extension Portfolio {
  /// Changes a position by a trade, and cash by its cost; what the portfolio does not price is refused.
  mutating func apply(_ trade: Trade) throws(TradeError) {
    let paid: Int256
    switch trade.instrument {
    case .perp:
      paid = try perpCost(trade, mark: perpPrice)
      let position = perpPosition
      perpPosition = try counted { () throws(ArithmeticError) in try position + trade.amount }
    case .option(let label, let strike, let isCall):
      guard let place = try listing(label, strike, isCall) else {
        throw .unknownInstrument(trade.instrument)
      }
      let expiry = expiries[place.expiry]
      let option = expiry.options[place.option]
      paid = try cost(trade) { () throws(ArithmeticError) in
        try Int256(option.price(in: expiry, forward: expiry.unshockedForward(), vol: option.vol))
      }
      let amount = try counted { () throws(ArithmeticError) in try option.amount + trade.amount }
      expiries[place.expiry].options[place.option].amount = amount
      if amount.isZero { expiries[place.expiry].options.remove(at: place.option) }
    case .collateral:
      throw .unknownInstrument(trade.instrument)
    }
    let held = cash
    cash = try counted { () throws(ArithmeticError) in try held - paid }
  }

  /// Where an option stands, listed with amount zero where only the other side of its strike is held.
  private mutating func listing(
    _ label: ExpiryLabel, _ strike: UInt256, _ isCall: Bool
  ) throws(TradeError) -> (expiry: Int, option: Int)? {
    guard case .secondsToExpiry(let seconds) = label else { return nil }
    let places = expiries.indices.filter { expiries[$0].secondsToExpiry == UInt256(seconds) }
    for index in places {
      let held = expiries[index].options.firstIndex { $0.strike == strike && $0.isCall == isCall }
      if let held { return (index, held) }
    }
    for index in places {
      guard let twin = expiries[index].options.first(where: { $0.strike == strike }) else { continue }
      expiries[index].options.append(
        Option(strike: strike, vol: twin.vol, amount: .zero, isCall: isCall))
      return (index, expiries[index].options.count - 1)
    }
    return nil
  }
}
