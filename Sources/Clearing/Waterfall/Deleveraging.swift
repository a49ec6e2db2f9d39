import FixedPoint

/// How losses that the security module does not pay are taken from those on the other side (WF-16).
public struct Deleveraging: Hashable, Sendable {
  /// Who comes first, and how much of their positions is closed.
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    /// Who has gained most with the most leverage, whole positions.
    case queue
    /// Everybody the same part.
    case proRata
    /// Who can bear most for what is closed, and no more than is needed.
    case least
  }

  public var rule: Rule
  /// Whether a position that stands in a hedged pair stays.
  public var keepsPairs: Bool
  /// The most that a closing may cost, as a part of what is closed, wad.
  public var largestRate: UInt256
  /// What is socialised in a window before anybody is deleveraged, wad.
  public var socialisedFirst: UInt256
  /// The length of that window, seconds.
  public var seconds: UInt64

  public init(
    rule: Rule, keepsPairs: Bool, largestRate: UInt256, socialisedFirst: UInt256, seconds: UInt64
  ) {
    self.rule = rule
    self.keepsPairs = keepsPairs
    self.largestRate = largestRate
    self.socialisedFirst = socialisedFirst
    self.seconds = seconds
  }
}

/// Who was deleveraged for an insolvent account, and why (WF-20).
public struct DeleveragingRecord: Hashable, Sendable {
  /// The insolvent account.
  public var account: AccountNumber
  /// Who takes it over and is paid.
  public var bidder: AccountNumber
  public var rule: Deleveraging.Rule
  /// What the security module did not pay, less what is socialised first; wad.
  public var shortfall: UInt256
  /// What the closings brought, wad; never more.
  public var collected: UInt256
  public var closings: [Closing]

  /// A position that was closed against the insolvent account's.
  public struct Closing: Hashable, Sendable {
    public var account: AccountNumber
    public var instrument: SubAsset
    /// What moved to the account, signed wad.
    public var amount: Int256
    /// What moved to it in cash at the mark, signed wad.
    public var cash: Int256
    /// What it paid besides, wad.
    public var charge: UInt256

    public init(account: AccountNumber, instrument: SubAsset, amount: Int256, cash: Int256, charge: UInt256) {
      (self.account, self.instrument, self.amount) = (account, instrument, amount)
      (self.cash, self.charge) = (cash, charge)
    }
  }

  public init(
    account: AccountNumber, bidder: AccountNumber, rule: Deleveraging.Rule, shortfall: UInt256, collected: UInt256,
    closings: [Closing]
  ) {
    (self.account, self.bidder, self.rule) = (account, bidder, rule)
    (self.shortfall, self.collected, self.closings) = (shortfall, collected, closings)
  }
}
