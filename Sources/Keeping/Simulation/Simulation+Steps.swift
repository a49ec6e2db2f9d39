import Clearing
import FixedPoint
import Margin

/// One moment of a simulation (KP-13).
extension Simulation {
  /// Takes the venue to a moment: prices, what expires, then everything that keepers want to do.
  public mutating func advance(to moment: SimulatedMoment) {
    step = moment.time > venue.state.time ? moment.time &- venue.state.time : 0
    _ = apply(.warp(to: moment.time))
    for update in moment.updates(venue.collaterals) { _ = apply(.feed(update)) }
    take(moment)
    settleExpired(moment)
    let listed = below(moment)
    withdrawAnnouncements(listed)
    for number in listed { liquidate(number, moment) }
    hedge(listed)
    count(listed, moment)
  }

  /// Pays out the options that have expired, at the index price of the first moment after it.
  private mutating func settleExpired(_ moment: SimulatedMoment) {
    for (market, listed) in venue.listed.enumerated() {
      var expired: Set<UInt64> = []
      for option in listed {
        guard case .timestamp(let expiry) = option.expiry, expiry <= moment.time else { continue }
        if venue.state.feeds.markets[market].settlements[expiry] == nil { expired.insert(expiry) }
      }
      if expired.isEmpty { continue }
      for expiry in expired.sorted() {
        _ = apply(.feed(.settlement(market: market, expiry: expiry, price: moment.markets[market].spotPrice)))
      }
      for place in 0..<venue.state.accounts.count {
        let account = venue.state.accounts[place]
        guard account.manager == market, account.optionTotals[market]?.isZero == false else { continue }
        _ = apply(.settleOptions(AccountNumber(place) + 1, option: market))
      }
    }
  }

  private mutating func count(_ listed: [AccountNumber], _ moment: SimulatedMoment) {
    var below = 0
    report.insolventLeft = 0
    report.deficitLeft = .zero
    for number in listed {
      guard let margin = margin(Int(truncatingIfNeeded: number) - 1, moment) else { continue }
      if margin.maintenanceMargin.isNegative { below += 1 }
      if margin.markToMarket.isNegative {
        report.insolventLeft += 1
        report.deficitLeft = (try? report.deficitLeft + margin.markToMarket.absolute()) ?? .max
      }
    }
    report.secondsBelow &+= UInt64(below) &* step
    report.fund = fund
    report.fundAtLeast = min(report.fundAtLeast, report.fund)
    report.moments.append(
      SimulationReport.Moment(
        time: moment.time, below: below, notionalClosed: report.notionalClosed,
        lossOfFund: report.losses.beyondAccounts, deleveragingOvershoot: report.deleveragingOvershoot))
  }
}
