import Ethereum
import FixedPoint
import Margin

/// A manager: it admits changes of its accounts by a margin model (CL-39).
public struct ManagerState: Sendable {
  /// Who may pause it.
  public var guardian: Address
  public var isPaused = false
  /// The most instruments an account may come to hold.
  public var maxAccountSize: UInt64
  /// The least fee of a trade that pays one, wad.
  public var minimumFee: UInt256
  /// The account that is paid fees; 0 for none.
  public var feeRecipient: AccountNumber = 0
  /// The manager's own account, through which it pays accounts of other managers; 0 for none (DA-8).
  public var internalAccount: AccountNumber = 0
  /// Parts of notional by asset, wads; an asset without one pays none.
  public var feeRates: [Asset: UInt256] = [:]
  /// Whose trades pay no fee.
  public var feeBypass: Set<Address> = []
  /// Whose trades need maintenance margin only.
  public var trustedAssessors: Set<Address> = []
  /// Whether its accounts hold one position each, with its own collateral (CL-76).
  public var isIsolated = false
  /// How its parameters follow what is measured; nil where they stay (AM-1).
  public var adaptive: AdaptiveSettings?
  public var model: MarginModel
  /// Whether it is judging a change at this moment.
  var isEntered = false

  public init(guardian: Address, maxAccountSize: UInt64, minimumFee: UInt256, model: MarginModel) {
    self.guardian = guardian
    self.maxAccountSize = maxAccountSize
    self.minimumFee = minimumFee
    self.model = model
  }
}

/// The model by which a manager judges, with its parameters and assets.
public enum MarginModel: Sendable {
  case standard(StandardManager)
  // Kept elsewhere, so that what has a model takes little room.
  indirect case portfolio(PortfolioManager)

  public var isStandard: Bool {
    if case .standard = self { true } else { false }
  }
}

/// The standard model over several markets (04).
public struct StandardManager: Sendable {
  public var isBorrowingEnabled: Bool
  public var parameters: StandardParameters
  /// In the order in which margins are added up.
  public var markets: [Market]

  /// The assets of one market.
  public struct Market: Sendable {
    /// By which the parameters know it.
    public var name: String
    /// The market whose feeds price it.
    public var feeds: Int
    public var option: Int?
    public var perp: Int?
    public var base: Int?

    public init(name: String, feeds: Int, option: Int?, perp: Int?, base: Int?) {
      self.name = name
      self.feeds = feeds
      self.option = option
      self.perp = perp
      self.base = base
    }
  }

  public init(isBorrowingEnabled: Bool, parameters: StandardParameters, markets: [Market]) {
    self.isBorrowingEnabled = isBorrowingEnabled
    self.parameters = parameters
    self.markets = markets
  }

  func market(of asset: Asset) -> Market? {
    switch asset {
    case .cash: nil
    case .option(let index): markets.first { $0.option == index }
    case .perp(let index): markets.first { $0.perp == index }
    case .base(let index): markets.first { $0.base == index }
    }
  }
}

/// The portfolio model on one underlying (03).
public struct PortfolioManager: Sendable {
  public var parameters: PortfolioParameters
  public var scenarios: [Scenario]
  /// The market whose feeds price the underlying.
  public var feeds: Int
  public var option: Int
  public var perp: Int
  /// Where the price of a wrapped token comes from.
  public var collateralFeeds: [Int: CollateralFeed]

  public init(
    parameters: PortfolioParameters, scenarios: [Scenario], feeds: Int, option: Int, perp: Int,
    collateralFeeds: [Int: CollateralFeed]
  ) {
    self.parameters = parameters
    self.scenarios = scenarios
    self.feeds = feeds
    self.option = option
    self.perp = perp
    self.collateralFeeds = collateralFeeds
  }

  /// Whether a wrapped token has both a price and parameters (CL-43).
  func accepts(base index: Int) -> Bool {
    guard collateralFeeds[index] != nil, let identifier = AssetIdentifier.base(index) else { return false }
    return parameters.collaterals[identifier] != nil
  }
}

/// The feed of a collateral: a market's index price, or one of its own.
public enum CollateralFeed: Hashable, Sendable {
  case spot(market: Int)
  case own(Int)
}
