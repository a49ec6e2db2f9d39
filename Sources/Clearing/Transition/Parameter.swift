import Ethereum
import FixedPoint
import Margin

/// What the owner of the venue may set (CL-52).
public enum Parameter: Sendable {
  /// The security module's part of interest, wad.
  case securityFee(UInt256)
  case interestModel(InterestModel)
  case manager(Int, ManagerSetting)
  case standard(Int, StandardSetting)
  case portfolio(Int, PortfolioSetting)
  /// Wad.
  case cap(AssetManager, UInt256)
  case whitelist(AssetManager, Bool)
  case perp(Int, PerpSetting)
  case auction(AuctionParameters)
  case auctionCutoff(Int256)
  case auctionSecurityAccount(AccountNumber)
  case auctionManager(Int, Bool)
  case securityModulePays(Bool)
  /// How accounts are reduced before they are auctioned; nil where they are not.
  case graduated(GraduatedSettings?)
  /// What the security module pays at most; nil for what it has.
  case fundCaps(FundCaps?)
  /// How losses are taken from the other side; nil where they are not.
  case deleveraging(Deleveraging?)
  /// When liquidations wait for the oracle; nil for never.
  case oracleBreaker(OracleBreaker?)
  /// What may be withdrawn in a window; nil for everything.
  case withdrawalLimit(WithdrawalLimit?)
  /// By how much open interest may rise in a window; nil for any.
  case interestLimit(InterestLimit?)
  /// Whether bids are judged (WF-10).
  case bidsJudged(Bool)
  case heartbeat(FeedName, UInt64)
  /// Of a signed feed, whose own owner sets it.
  case signedFeed(Address, FeedSetting)
  /// Whether an address may send matched calls.
  case executor(Address, Bool)
  /// What the module of an address does; nil where no action may be for it.
  case module(Address, ModuleKind?)
  /// The account that is paid the fees of a module; 0 for none.
  case moduleFeeRecipient(Address, AccountNumber)
  /// What opening an account by a module takes, a wad of cash.
  case openingDeposit(UInt256)
  /// Whose actions credit deposits.
  case bridge(Address)
  /// Seconds.
  case governanceDelay(UInt64)
  case rules(RuleVersion)

  /// Settings of any manager.
  public enum ManagerSetting: Hashable, Sendable {
    case maxAccountSize(UInt256)
    /// Wad.
    case minimumFee(UInt256)
    case feeRecipient(AccountNumber)
    case feeBypass(Address, Bool)
    case trustedAssessor(Address, Bool)
    /// The guardian's, not the owner's.
    case paused(Bool)
    /// Wad.
    case feeRate(Asset, UInt256)
    /// Of the standard model only (CL-76).
    case isolated(Bool)
    /// How parameters follow what is measured; nil where they stay.
    case adaptive(AdaptiveSettings?)
  }

  /// Settings of a manager of the standard model.
  public enum StandardSetting: Hashable, Sendable {
    case perp(market: String, StandardParameters.Perp)
    case option(market: String, StandardParameters.Option)
    case base(market: String, StandardParameters.Base)
    case oracle(market: String, StandardParameters.Oracle)
    case depeg(StandardParameters.Depeg)
    case borrowing(Bool)
  }

  /// Settings of a manager of the portfolio model.
  public enum PortfolioSetting: Hashable, Sendable {
    case basis(PortfolioParameters.BasisContingency)
    case other(PortfolioParameters.OtherContingency)
    case margin(PortfolioParameters.MarginFactors)
    case volShock(PortfolioParameters.VolatilityShock)
    case skewShock(PortfolioParameters.SkewShock)
    case collateral(base: Int, isEnabled: Bool, PortfolioParameters.Collateral)
    case scenarios([Scenario])
    case maxExpiries(UInt256)
  }

  /// Settings of a perp, signed wads.
  public enum PerpSetting: Hashable, Sendable {
    case rateBound(Int256)
    case staticInterestRate(Int256)
    case convergencePeriod(Int256)
    case disable
  }
}
