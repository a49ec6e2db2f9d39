import FixedPoint
import Pricing

/// What a margin is computed from: an arranged portfolio, or an account on a market.
public enum MarginInput: Hashable, Sendable {
  case portfolio(Portfolio)
  case account(Account, Market)

  /// The arranged portfolio.
  /// - Throws: `MarginError` of the arrangement.
  public func arranged(_ parameters: PortfolioParameters) throws(MarginError) -> Portfolio {
    switch self {
    case .portfolio(let portfolio): portfolio
    case .account(let account, let market):
      try Portfolio(arranging: account, on: market, maxExpiries: parameters.maxExpiries)
    }
  }
}

/// A refusal of a trade that is to be tried.
public enum TradeError: Error, Hashable, Sendable {
  case margin(MarginError)
  /// The expiry, strike or collateral has no price in this input.
  case unknownInstrument(Instrument)
  /// A perp is to be traded in a portfolio without a perp price.
  case noPerpPrice

  public var name: String {
    switch self {
    case .margin(let error): error.name
    case .unknownInstrument: "WhatIf_UnknownInstrument"
    case .noPerpPrice: "WhatIf_NoPerpPrice"
    }
  }

  public var message: String {
    switch self {
    case .margin(let error): error.message
    case .unknownInstrument(let instrument):
      "an instrument with a price in this input was expected, and \(instrument.text) has none; an arranged portfolio prices only what it holds, a market with an account prices every strike of its expiries"
    case .noPerpPrice: "a perp price above zero was expected for a perp trade, and it is zero"
    }
  }
}

/// A trade to be tried: signed amount, and the price paid, the mark where none is given (EX-2).
public struct Trade: Hashable, Sendable {
  public var instrument: Instrument
  /// Contracts or coins bought, negative where sold, wad.
  public var amount: Int256
  /// In cash units for one contract or coin, wad; nil for the mark.
  public var price: Int256?

  public init(instrument: Instrument, amount: Int256, price: Int256? = nil) {
    self.instrument = instrument
    self.amount = amount
    self.price = price
  }
}
