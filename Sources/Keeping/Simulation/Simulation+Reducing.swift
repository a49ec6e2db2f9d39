import Clearing
import FixedPoint
import Margin

/// Graduated liquidation in a simulation (KP-9).
extension Simulation {
  /// What came of an attempt to reduce an account.
  enum Reducing {
    case reduced
    /// It can be reduced, and nobody wants to yet.
    case waiting
    /// It is to be auctioned.
    case impossible
  }

  /// How often what a keeper is asked to take over is halved.
  static var mostHalvings: Int { 6 }

  /// Announces an account that is below maintenance margin, and lets the first keeper to whom it is worth it take over
  /// what brings it back.
  mutating func reduce(_ number: AccountNumber, _ moment: SimulatedMoment) -> Reducing {
    guard let settings = rules.graduated else { return .impossible }
    if venue.state.announcement(of: number) == nil, apply(.announce(number)) == nil { return .impossible }
    let plan: ReductionPlan
    do throws(ClearingRefusal) { plan = try venue.state.reductionPlan(of: number) } catch {
      note(error)
      return .impossible
    }
    announced.insert(number)
    guard plan.outcome == .reached else { return .impossible }
    for offset in keepers.indices {
      let place = (offset + Int(truncatingIfNeeded: number)) % keepers.count
      // All of it, or what is riskiest.
      for steps in Set([plan.steps.count, 1]).sorted(by: >)
      where takeOver(number, plan, steps, part: Wad.wide, by: place, moment) {
        return .reduced
      }
    }
    // Nobody can carry that: as much of it as one can.
    for halvings in 1...Self.mostHalvings {
      for offset in keepers.indices {
        let place = (offset + Int(truncatingIfNeeded: number)) % keepers.count
        if takeOver(number, plan, plan.steps.count, part: Wad.wide >> halvings, by: place, moment) { return .reduced }
      }
    }
    return venue.state.secondsAnnounced(number) ?? 0 >= settings.grace ? .impossible : .waiting
  }

  /// Lets a keeper take over a part of the first steps of a plan if the discount is worth it and its margin bears them.
  private mutating func takeOver(
    _ number: AccountNumber, _ plan: ReductionPlan, _ steps: Int, part: UInt256, by place: Int,
    _ moment: SimulatedMoment
  ) -> Bool {
    let taken = plan.steps.prefix(steps)
    let vault = keepers[place].vaults[account(number).manager]
    guard vault != number, let after = taken.last?.after,
      let discount = try? taken.reduce(.zero, { (sum: UInt256, step) in try sum + step.penalty }),
      let notional = try? taken.reduce(.zero, { (sum: UInt256, step) in try sum + step.notional }),
      let whole = try? keepers[place].profile.leastDiscount(before: plan.before, after: after, exposure: notional),
      discount >= whole, let least = try? whole.multiplyWadDown(part)
    else { return false }
    let (before, needed) = (account(number), needed(for: number))
    let cause = cause(of: number, moment)
    let takeover = Takeover(
      account: number, keeper: vault, steps: UInt64(steps), part: part, leastDiscount: least, caller: SimulatedVenue.keeper)
    // A keeper whose margin does not bear it is refused, and the next one is asked.
    guard case .reduced(let record)? = try? venue.state.apply(.reduce(takeover)) else { return false }
    keepers[place].bids += 1
    keepers[place].gain = (try? keepers[place].gain + Int256(record.discount)) ?? keepers[place].gain
    book(closed(before, account(number), moment), needed: needed, of: number)
    note(cause, of: number)
    report.reductions += 1
    if steps == plan.steps.count && part == Wad.wide { announced.remove(number) }
    report.losses.discounts = (try? report.losses.discounts + record.discount) ?? .max
    return true
  }

  /// Ends what was announced of accounts that prices have brought back.
  mutating func withdrawAnnouncements(_ listed: [AccountNumber]) {
    for number in announced.subtracting(listed).sorted() {
      announced.remove(number)
      if venue.state.announcement(of: number) != nil { _ = apply(.withdrawAnnouncement(number)) }
    }
  }

  /// What operations have done since recording was switched on, which ends it.
  mutating func takeEvents() -> [Event] {
    venue.state.isRecording = false
    _ = venue.state.takeChangedKeys()
    _ = venue.state.takeDecisions()
    return venue.state.takeEvents()
  }

  /// Counts what a bid on an insolvent account cost others than the fund (KP-14, KP-15).
  mutating func count(_ events: [Event]) {
    for event in events {
      switch event {
      case .lossSocialised(let loss): report.losses.socialised = (try? report.losses.socialised + loss) ?? .max
      case .deleveraged(let record):
        report.deleveragings += 1
        report.losses.deleveraging = (try? report.losses.deleveraging + record.collected) ?? .max
        report.shortfalls = (try? report.shortfalls + record.shortfall) ?? .max
        for closing in record.closings { count(closing, rate: rules.deleveraging?.largestRate ?? .zero) }
      default: break
      }
    }
  }

  private mutating func count(_ closing: DeleveragingRecord.Closing, rate: UInt256) {
    let market = account(closing.account).manager
    let spot = venue.state.feeds.markets[venue.models[market].feeds].spot.value.price
    let notional = (try? closing.amount.absolute().multiplyWadDown(spot)) ?? .max
    report.deleveraged[closing.account] = (try? (report.deleveraged[closing.account] ?? .zero) + notional) ?? .max
    report.deleveragedNotional = (try? report.deleveragedNotional + notional) ?? .max
    let needed = (try? closing.charge.divideWadDown(rate)) ?? .zero
    if notional > needed {
      report.deleveragingOvershoot = (try? report.deleveragingOvershoot + (notional &- needed)) ?? .max
    }
  }
}
