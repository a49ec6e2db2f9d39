import Clearing
import FixedPoint

/// What came of a venue in a simulation (KP-14). Wads, seconds.
public struct SimulationReport: Hashable, Sendable {
  /// The accounts of the book of which something was closed.
  public var liquidated: Set<AccountNumber> = []
  /// Those that waited for the grace after a step of a haircut (AM-12).
  public var protected: Set<AccountNumber> = []
  /// Those of which something was taken while they would have been above with the haircuts that are set, and while
  /// they would have been above with those of before the grace.
  public var liquidatedByHaircut: Set<AccountNumber> = []
  public var liquidatedByStep: Set<AccountNumber> = []
  public var auctionsStarted = 0
  public var bids = 0
  public var reductions = 0
  /// What was closed, and how much of it by bids on auctions.
  public var notionalClosed = UInt256.zero
  public var closedByAuction = UInt256.zero
  /// How much more was closed than was needed.
  public var overshoot = UInt256.zero
  /// Account-seconds below maintenance margin at the ends of steps.
  public var secondsBelow: UInt64 = 0
  public var losses = Losses()
  /// How often something was to be collected from the other side of an account.
  public var deleveragings = 0
  /// Who was deleveraged, with the size that was taken.
  public var deleveraged: [AccountNumber: UInt256] = [:]
  /// What was closed of them, what of it was more than what they paid needed, and what was to be collected.
  public var deleveragedNotional = UInt256.zero
  public var deleveragingOvershoot = UInt256.zero
  public var shortfalls = UInt256.zero
  /// The cash of the security module at the start, at its least, and now, signed.
  public var fundAtStart = Int256.zero
  public var fundAtLeast = Int256.zero
  public var fund = Int256.zero
  /// Accounts below zero that nobody has resolved, and by how much they are.
  public var insolventLeft = 0
  public var deficitLeft = UInt256.zero
  /// Operations that were expected to be accepted and were refused, by name.
  public var refusals: [String: Int] = [:]
  public var moments: [Moment] = []

  /// Losses by layer of the waterfall. Wads.
  public struct Losses: Hashable, Sendable {
    /// What accounts that were worth something gave to takers below the marks.
    public var discounts = UInt256.zero
    /// What starts of auctions cost them; the fund has it.
    public var fees = UInt256.zero
    public var fund = UInt256.zero
    public var socialised = UInt256.zero
    public var deleveraging = UInt256.zero

    /// What the fund and everybody lost.
    public var beyondAccounts: UInt256 { (try? fund + socialised + deleveraging) ?? .max }
  }

  /// One step.
  public struct Moment: Hashable, Sendable {
    public var time: UInt64
    public var below: Int
    public var notionalClosed: UInt256
    public var lossOfFund: UInt256
    public var deleveragingOvershoot: UInt256
  }
}
