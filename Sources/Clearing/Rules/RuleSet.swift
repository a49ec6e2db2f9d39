/// Which defects of the reference are put right: one switch for each (CL-56). With none of them a venue does what the
/// reference does.
public struct RuleSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// A cap binds the trades that touch its asset (CL-57).
  public static let capsOfMovedAssets = RuleSet(rawValue: 1 << 0)
  /// A disabled perp is closed without judgement (CL-58).
  public static let closureWithoutJudgement = RuleSet(rawValue: 1 << 1)
  /// Totals and open interest follow the closure of a disabled perp (CL-59).
  public static let closureTracked = RuleSet(rawValue: 1 << 2)
  /// A donation to a venue that has more tokens than cash burns nothing (CL-60).
  public static let donationsWhileSolvent = RuleSet(rawValue: 1 << 3)
  /// The size of an account is compared with the one before the trade (CL-61).
  public static let sizeBeforeTrade = RuleSet(rawValue: 1 << 4)
  /// Fees reach a recipient under any manager (CL-62).
  public static let feesAcrossManagers = RuleSet(rawValue: 1 << 5)
  /// Settling perps passes over an account without a position (CL-63).
  public static let flatPerpsPassedOver = RuleSet(rawValue: 1 << 6)
  /// Interest is paid also while nobody lends (CL-64).
  public static let interestWithoutLenders = RuleSet(rawValue: 1 << 7)
  /// A time too short for interest bears none (CL-65).
  public static let interestOfShortTimes = RuleSet(rawValue: 1 << 8)
  /// Judgement sees by how much cash was moved, without the interest that was settled with it (CL-66).
  public static let deltasWithoutInterest = RuleSet(rawValue: 1 << 9)
  /// Margins count interest up to now (CL-67).
  public static let marginsWithInterest = RuleSet(rawValue: 1 << 10)
  /// Cash is kept in shares, so that accounts and totals agree (CL-68 to CL-71).
  public static let exactCash = RuleSet(rawValue: 1 << 11)
  /// Prices for a fee are read where a fee is due (CL-72).
  public static let feesReadWhenDue = RuleSet(rawValue: 1 << 12)
  /// Funding is paid at the rates that were in force (CL-73).
  public static let fundingByReadings = RuleSet(rawValue: 1 << 13)
  /// Where borrowing is off, fees and settlement do not borrow either (CL-74).
  public static let wholeBorrowingBan = RuleSet(rawValue: 1 << 14)

  /// A pause stops neither the start of auctions nor bids (CL-79).
  public static let auctionsWhilePaused = RuleSet(rawValue: 1 << 15)
  /// An account whose insolvent auction has ended can come to another by conversion (CL-80).
  public static let conversionAfterEnd = RuleSet(rawValue: 1 << 16)
  /// A security module that owes cash pays nothing and blocks nothing else (CL-81).
  public static let securityModuleInDebt = RuleSet(rawValue: 1 << 17)

  /// Reference mode.
  public static let reference: RuleSet = []

  /// Every switch with its name in files, in the order of their bits.
  static let named: [(name: String, rule: RuleSet)] = [
    ("capsOfMovedAssets", capsOfMovedAssets), ("closureWithoutJudgement", closureWithoutJudgement),
    ("closureTracked", closureTracked), ("donationsWhileSolvent", donationsWhileSolvent),
    ("sizeBeforeTrade", sizeBeforeTrade), ("feesAcrossManagers", feesAcrossManagers),
    ("flatPerpsPassedOver", flatPerpsPassedOver), ("interestWithoutLenders", interestWithoutLenders),
    ("interestOfShortTimes", interestOfShortTimes), ("deltasWithoutInterest", deltasWithoutInterest),
    ("marginsWithInterest", marginsWithInterest), ("exactCash", exactCash), ("feesReadWhenDue", feesReadWhenDue),
    ("fundingByReadings", fundingByReadings), ("wholeBorrowingBan", wholeBorrowingBan),
    ("auctionsWhilePaused", auctionsWhilePaused), ("conversionAfterEnd", conversionAfterEnd),
    ("securityModuleInDebt", securityModuleInDebt),
  ]

  /// Those that keep something of their own in the state: they hold from the start of a venue or never.
  public static let lasting: RuleSet = [.exactCash, .fundingByReadings]

  /// Corrected mode: all of them.
  public static let corrected = RuleSet(named.map(\.rule))

  /// The names of the switches that are on, in the order of CL-56.
  public var names: [String] { Self.named.filter { contains($0.rule) }.map(\.name) }

  /// The switch of that name; nil where there is none.
  public init?(name: String) {
    guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
    self = found.rule
  }
}
