import Clearing
import Ethereum
import FixedPoint
import Margin

/// Accounts of the portfolio model on markets of one moment, from which a venue is made (KP-10).
public struct SimulatedBook: Sendable {
  public struct BookedMarket: Sendable {
    /// The underlying.
    public var name: String
    public var market: Market
    public var parameters: PortfolioParameters
    public var scenarios: [Scenario]

    public init(name: String, market: Market, parameters: PortfolioParameters, scenarios: [Scenario]) {
      (self.name, self.market, self.parameters, self.scenarios) = (name, market, parameters, scenarios)
    }
  }

  public struct Entry: Sendable {
    public var name: String
    public var owner: Address
    /// An index into the markets.
    public var market: Int
    public var account: Account

    public init(name: String, owner: Address, market: Int, account: Account) {
      (self.name, self.owner, self.market, self.account) = (name, owner, market, account)
    }
  }

  public var markets: [BookedMarket]
  public var entries: [Entry]
  /// The entry whose account is the security module's.
  public var securityModule: Int
  /// Unix seconds.
  public var time: UInt64

  public init(markets: [BookedMarket], entries: [Entry], securityModule: Int, time: UInt64) {
    (self.markets, self.entries, self.securityModule, self.time) = (markets, entries, securityModule, time)
  }

  /// The collaterals of all markets, each once, in the order in which they first stand.
  var collaterals: [AssetIdentifier] {
    var all: [AssetIdentifier] = []
    for market in markets {
      for collateral in market.market.collaterals where !all.contains(collateral.asset) { all.append(collateral.asset) }
    }
    return all
  }
}

/// A book that no venue can be made of (KP-10).
public enum SimulationError: Error, Hashable, Sendable {
  /// A sum leaves its type, or a number does not fit where a venue keeps it.
  case arithmetic(ArithmeticError)
  /// An option whose identifier does not exist, or is named without a date.
  case option(account: String)
  case collateral(account: String)
  /// Positions of an instrument that do not add up to zero.
  case open(underlying: String)
  /// Fewer tokens than nothing: more is owed than was paid in.
  case overdrawn
  case refused(ClearingRefusal)
}
