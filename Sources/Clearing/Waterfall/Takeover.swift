import Ethereum
import FixedPoint
import Margin

/// What a keeper offers: to take over what brings an account back to its target (WF-6).
public struct Takeover: Hashable, Sendable {
  /// The account that is reduced.
  public var account: AccountNumber
  /// The account that takes it over, of the same manager.
  public var keeper: AccountNumber
  /// How many steps of the plan, from the first; 0 for all.
  public var steps: UInt64
  /// Of what the steps move, wad; all of it at one.
  public var part: UInt256
  /// The least discount that the steps must give, wad.
  public var leastDiscount: UInt256
  /// The last trade that the account must have; zero where any will do.
  public var expectedLastTrade: UInt256
  public var caller: Address

  public init(
    account: AccountNumber, keeper: AccountNumber, steps: UInt64 = 0, part: UInt256 = Wad.wide,
    leastDiscount: UInt256 = .zero, expectedLastTrade: UInt256 = .zero, caller: Address
  ) {
    self.account = account
    self.keeper = keeper
    self.steps = steps
    self.part = part
    self.leastDiscount = leastDiscount
    self.expectedLastTrade = expectedLastTrade
    self.caller = caller
  }
}

/// A reduction that was made, with what a checker of its plan needs besides the account (GL-19).
public struct ReductionRecord: Hashable, Sendable {
  public var account: AccountNumber
  public var keeper: AccountNumber
  /// Since the account was announced.
  public var seconds: UInt64
  /// The discount, wad.
  public var rate: UInt256
  public var before: ReductionLevels
  public var after: ReductionLevels
  /// The packages of each step of the whole plan.
  public var steps: [[ReductionPlan.Taking]]
  /// How many steps were taken, from the first.
  public var taken: Int
  /// Of what they move, wad.
  public var part: UInt256
  /// What moved to the account, signed wads; the opposite moved to the keeper.
  public var trades: [Position]
  /// What moved to the account in cash, discount included, signed wad.
  public var cash: Int256
  /// What the discount cost the account, wad.
  public var discount: UInt256
  public var notional: UInt256

  public init(
    account: AccountNumber, keeper: AccountNumber, seconds: UInt64, rate: UInt256, before: ReductionLevels,
    after: ReductionLevels, steps: [[ReductionPlan.Taking]], taken: Int, part: UInt256, trades: [Position],
    cash: Int256, discount: UInt256, notional: UInt256
  ) {
    (self.account, self.keeper, self.seconds, self.rate) = (account, keeper, seconds, rate)
    (self.before, self.after, self.steps, self.taken) = (before, after, steps, taken)
    self.part = part
    (self.trades, self.cash, self.discount, self.notional) = (trades, cash, discount, notional)
  }
}
