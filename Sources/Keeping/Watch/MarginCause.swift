import Clearing

/// Something that moves margins (KP-4).
public enum MarginCause: Hashable, Sendable {
  /// Index price, forwards, volatilities or rates of a market.
  case market(Int)
  /// The mark of a perp.
  case mark(perp: Int)
  case stablePrice
  /// The price of a collateral that has a feed of its own.
  case collateral(feed: Int)
  /// Time to expiry, interest and funding.
  case clock
  /// Parameters of a manager.
  case manager(Int)
  case account(AccountNumber)

  /// Whether margins of an account may be other than before.
  public func concerns(_ number: AccountNumber, _ account: AccountState, in state: ClearingState) -> Bool {
    if account.holdings.isEmpty { return false }
    switch self {
    case .stablePrice: return true
    case .account(let other): return other == number
    case .manager(let place): return account.manager == place
    case .mark(let perp): return account.holdings.contains { $0.instrument.asset == .perp(perp) }
    case .market(let place):
      guard state.managers.indices.contains(account.manager) else { return false }
      switch state.managers[account.manager].model {
      case .standard(let model): return model.markets.contains { $0.feeds == place }
      case .portfolio(let model):
        return model.feeds == place || Self.holds(account, model) { $0 == .spot(market: place) }
      }
    case .collateral(let feed):
      guard state.managers.indices.contains(account.manager),
        case .portfolio(let model) = state.managers[account.manager].model
      else { return false }
      return Self.holds(account, model) { $0 == .own(feed) }
    case .clock:
      return account.holdings.contains { held in
        switch held.instrument.asset {
        case .option, .perp: true
        case .cash: held.amount.isNegative
        case .base: false
        }
      }
    }
  }

  private static func holds(
    _ account: AccountState, _ model: PortfolioManager, _ isMeant: (CollateralFeed) -> Bool
  ) -> Bool {
    account.holdings.contains { held in
      guard case .base(let place) = held.instrument.asset, let feed = model.collateralFeeds[place] else { return false }
      return isMeant(feed)
    }
  }
}
