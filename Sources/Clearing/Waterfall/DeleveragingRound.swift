import FixedPoint
import Margin

/// Somebody whose position may be closed against that of an insolvent account.
struct DeleveragingCandidate {
  let account: AccountNumber
  /// Of the insolvent account.
  let leg: ReductionLeg
  let instrument: SubAsset
  /// Of its position, and once measured of what may be closed; wad.
  var notional: UInt256
  /// The most that may be closed, wad.
  var most = UInt256.zero
  /// What its perp owes it, as a part of notional, signed wad.
  var gain = Int256.zero
  /// Its mark to market, signed wad.
  var worth = Int256.zero
  /// What closing the most adds to both its margins, wad.
  var relief = UInt256.zero

  init(account: AccountNumber, leg: ReductionLeg, instrument: SubAsset, notional: UInt256) {
    (self.account, self.leg, self.instrument, self.notional) = (account, leg, instrument, notional)
  }

  /// Gain times leverage (WF-18), wad; the largest where its worth is nothing.
  fileprivate var queueScore: UInt256 {
    guard let factor = try? (Wad.signed + gain).positivePart.magnitude,
      let leverage = try? notional.divideWadDown(worth.positivePart.magnitude)
    else { return .max }
    return (try? factor.multiplyWadDown(leverage)) ?? .max
  }

  /// What it bears for what is closed, wad.
  fileprivate var reliefRate: UInt256 { (try? relief.divideWadDown(notional)) ?? .max }
}

/// One deleveraging: who may be closed, and what has been collected.
struct DeleveragingRound {
  /// In how many parts the least amount is looked for, and the most that costs nobody more than is needed.
  static let parts: UInt256 = 65_536
  static let freeParts: UInt256 = 64

  /// How much of a candidate's position is closed.
  enum Way {
    /// As much as may be, and no more than an amount; wad.
    case atMost(UInt256)
    /// No more than what bears the largest rate, and than what is needed.
    case free
    /// No more than what is needed, if all overshoot together then is at most this; wad.
    case within(UInt256)
  }

  let account: AccountNumber
  let bidder: AccountNumber
  let settings: Deleveraging
  let shortfall: UInt256
  var candidates: [DeleveragingCandidate] = []
  private(set) var collected = UInt256.zero
  /// The notional closed beyond the least that may bear the charges, wad.
  private(set) var overshoot = UInt256.zero
  private(set) var closings: [DeleveragingRecord.Closing] = []

  init(account: AccountNumber, bidder: AccountNumber, settings: Deleveraging, shortfall: UInt256) {
    (self.account, self.bidder, self.settings, self.shortfall) = (account, bidder, settings, shortfall)
  }

  /// What is still missing, wad.
  var rest: UInt256 { shortfall.above(collected) }

  mutating func note(_ closing: DeleveragingRecord.Closing, _ notional: UInt256) {
    collected = collected &+ closing.charge
    let needed = (try? closing.charge.divideWadDown(settings.largestRate)) ?? .zero
    overshoot = (try? overshoot + notional.above(needed)) ?? .max
    closings.append(closing)
  }

  /// Puts candidates in the order of a rule, equal ones in that of accounts and legs.
  mutating func rank(by rule: Deleveraging.Rule) {
    let score: (DeleveragingCandidate) -> UInt256
    switch rule {
    case .queue: score = { $0.queueScore }
    case .least: score = { $0.reliefRate }
    case .proRata: return
    }
    let scores = candidates.map(score)
    candidates = candidates.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
      .map { candidates[$0] }
  }

  /// How much of a candidate's position is closed at most where all are in proportion, wad.
  func share(of candidate: DeleveragingCandidate) -> UInt256 {
    var sum = UInt256.zero
    for other in candidates {
      let bearable = (try? other.notional.multiplyWadDown(settings.largestRate)) ?? .max
      guard let next = try? sum + min(other.relief, bearable) else { return candidate.most }
      sum = next
    }
    if sum <= shortfall { return .max }
    guard let (share, rest) = try? (candidate.most * shortfall).quotientAndRemainder(dividingBy: sum) else {
      return candidate.most
    }
    return rest.isZero ? share : share &+ 1
  }
}
