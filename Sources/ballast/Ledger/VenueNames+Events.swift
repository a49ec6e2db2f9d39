import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint

/// What happened, in words (LG-17).
extension VenueNames {
  func words(_ event: Event) -> String {
    switch event {
    case .accountCreated(let account, let owner, let manager):
      "account \(account) is opened by \(owner.short) under \(self.manager(manager))"
    case .balanceMoved(let account, let instrument, let before, let after): moved(account, instrument, before, after)
    case .deposited(let account, let asset, let tokens):
      "account \(account) is paid \(self.tokens(tokens, of: asset)) \(self.asset(asset)) in"
    case .withdrawn(let account, let asset, let tokens):
      "account \(account) pays \(self.tokens(tokens, of: asset)) \(self.asset(asset)) out"
    case .traded(let number, let caller):
      "trade \(number), called by \(state.gateway.modules[caller].map { "the module \($0.words)" } ?? caller.short)"
    case .feePaid(let account, let to, let fee):
      "account \(account) pays account \(to) a fee for open interest of \(Amounts.text(fee))"
    case .interestAccrued(let borrowIndex, let supplyIndex):
      "interest accrues: borrowers owe \(Amounts.text(borrowIndex, decimals: 9)) of what they borrowed, "
        + "lenders have \(Amounts.text(supplyIndex, decimals: 9)) of what they lent"
    case .perpSettled(let account, let perp, let paid):
      paid.isNegative
        ? "account \(account) pays \(asset(.perp(perp))) \(Amounts.text(paid.magnitude))"
        : "\(asset(.perp(perp))) pays account \(account) \(Amounts.text(paid))"
    case .optionsSettled(let account, let option, let paid):
      paid.isNegative
        ? "account \(account) pays \(Amounts.text(paid.magnitude)) for options of \(asset(.option(option))) that have expired"
        : "options of \(asset(.option(option))) that have expired pay account \(account) \(Amounts.text(paid))"
    case .feedAccepted(let feed, let point): "\(self.feed(feed)): \(words(point))"
    case .custodyChanged(let account, let owner):
      owner.map { "account \(account) is in custody for \($0.short)" } ?? "account \(account) is in custody no more"
    case .sessionKeySet(let name, let until):
      until.isZero
        ? "\(name.key.short) signs for \(name.owner.short) no more"
        : "\(name.key.short) signs for \(name.owner.short) until \(moment(until))"
    case .paused(let manager, let isPaused):
      "\(self.manager(manager)) \(isPaused ? "is paused" : "takes changes again")"
    case .auctionStarted(let account, _, let isInsolvent):
      "\(isInsolvent ? "an insolvent" : "a solvent") auction of account \(account) starts"
    case .bidTaken(let account, let bidder, let bid):
      "account \(bidder) takes \(Amounts.percent(Int256(bitPattern: bid.part))) of account \(account), "
        + "pays \(Amounts.text(bid.cashFromBidder)) and is paid \(Amounts.text(bid.cashToBidder))"
    case .auctionEnded(let account): "the auction of account \(account) ends"
    case .lossSocialised(let loss): "a loss of \(Amounts.text(loss)) is borne by all who hold cash"
    case .orderFilled(let name, let amount, let price):
      "order \(name.nonce) of \(name.owner.short) is filled by \(Amounts.text(amount, decimals: 4)) "
        + "at \(Amounts.text(price))"
    case .credited(let number, let name, let amount):
      "deposit \(number) credits \(name.owner.short) with \(tokens(amount, of: name.asset)) \(asset(name.asset))"
    case .takenOut(let number, let withdrawal):
      "\(withdrawal.owner.short) takes out \(tokens(withdrawal.amount, of: withdrawal.asset)) "
        + "\(asset(withdrawal.asset)), withdrawal \(number)"
    case .paid(let number): "withdrawal \(number) is paid"
    case .scheduled(let number, let due): "parameter \(number) is announced for \(CalendarTime.text(due))"
    case .cancelled(let number): "parameter \(number) is taken back"
    case .tookEffect(let number, let refusal):
      refusal.map { "parameter \(number) is not set: \($0.printable)" } ?? "parameter \(number) is in force"
    case .scenarioUpdated(let account, let scenario):
      "the auction of account \(account) goes by scenario \(scenario)"
    case .announced(let account, let since):
      since == nil ? "account \(account) is below its margin no more" : "account \(account) is below its margin"
    case .reduced(let record):
      "account \(record.keeper) takes over \(Amounts.text(record.notional)) of account \(record.account)"
    case .fundPaid(let account, let amount):
      "the security module pays \(Amounts.text(amount)) for account \(account)"
    case .fundAtCap(let account, _): "the security module has paid all it may for accounts like \(account)"
    case .liquidationsPaused(let market, let reason, _): "liquidations of market \(market) wait: \(reason)"
    case .withdrawalsNearLimit(let withdrawn, _): "\(Amounts.text(withdrawn)) was withdrawn, and little may be still"
    case .interestNearLimit(let key, let risen, _):
      "positions in \(asset(key.asset)) under \(manager(key.manager)) rose by \(Amounts.text(risen, decimals: 4)), and may rise little still"
    case .bidFellShort(let account, let bidder, let shortcomings):
      words(of: shortcomings, account, bidder)
    case .levelAnnounced(let manager, let rule, let level, let binds):
      binds == 0
        ? "rule \(rule) of \(self.manager(manager)) stays at \(Amounts.text(level, decimals: 4))"
        : "rule \(rule) of \(self.manager(manager)) is announced at \(Amounts.text(level, decimals: 4)) for \(CalendarTime.text(binds))"
    case .levelMoved(let manager, let rule, let level, _):
      "rule \(rule) of \(self.manager(manager)) is at \(Amounts.text(level, decimals: 4))"
    case .deleveraged(let record):
      "\(record.closings.count) positions are closed for \(Amounts.text(record.collected)) of account \(record.account)"
    case .managerChanged(let account, let manager): "account \(account) is under \(self.manager(manager))"
    }
  }

  private func words(of shortcomings: BidShortcomings, _ account: AccountNumber, _ bidder: AccountNumber) -> String {
    var words: [String] = []
    if shortcomings.contains(.bidderBelowInitial) { words.append("leaves account \(bidder) below initial margin") }
    if shortcomings.contains(.lowersMargin) { words.append("lowers the maintenance margin of account \(account)") }
    return "the bid \(words.joined(separator: " and ")), which liquidation.judgesBids would refuse"
  }

  private func moved(_ account: AccountNumber, _ instrument: SubAsset, _ before: Int256, _ after: Int256) -> String {
    let name = "account \(account): \(self.instrument(instrument))"
    let decimals = instrument.asset == .cash ? 2 : 4
    let now = Amounts.text(after, decimals: decimals)
    guard before != after, let change = try? after - before else { return "\(name) stays at \(now)" }
    return "\(name) \(change.isNegative ? "" : "+")\(Amounts.text(change, decimals: decimals)), is \(now)"
  }

  private func words(_ point: FeedPoint) -> String {
    let expiry = point.expiry.map { CalendarTime.text($0).prefix(10) + " " } ?? ""
    switch point {
    case .spot(let point): return known(Amounts.text(UInt256(point.price)), point.confidence, point.timestamp)
    case .spotDifference(let point):
      return known("spot \(signed(point.difference))", point.confidence, point.timestamp)
    case .forward(_, let point):
      return expiry + (point.map { known("spot \(signed($0.difference))", $0.confidence, $0.timestamp) } ?? "")
    case .volatility(_, let point):
      return expiry
        + (point.map { known("a surface about \(Amounts.text($0.slice.forward))", $0.confidence, $0.timestamp) } ?? "")
    case .rate(_, let point):
      return expiry + (point.map { known(Amounts.percent(Int256($0.rate)), $0.confidence, $0.timestamp) } ?? "")
    }
  }

  private func signed(_ difference: Int128) -> String {
    (difference < 0 ? "" : "+") + Amounts.text(Int256(difference))
  }

  private func known(_ value: String, _ confidence: UInt64, _ timestamp: UInt64) -> String {
    "\(value), confidence \(Amounts.percent(Int256(Int128(confidence)))), of \(CalendarTime.text(timestamp))"
  }

  /// What a refusal means, with amounts in units.
  func meaning(_ refusal: ClearingRefusal) -> String {
    switch refusal {
    case .module(.priceBeyondLimit(let limit, let price)):
      "a price within the limit \(Amounts.text(limit)) was expected, and it is \(Amounts.text(price))"
    case .module(.feeTooHigh(let limit, let fee)):
      "a fee of at most \(Amounts.text(limit)) was expected, and it is \(Amounts.text(fee))"
    case .module(.fillLimitCrossed(let limit, let filled)):
      "at most \(Amounts.text(limit, decimals: 4)) filled was expected, and it would be "
        + Amounts.text(filled, decimals: 4)
    default: refusal.message.printable
    }
  }

  /// A time of 256 bits.
  func moment(_ seconds: UInt256) -> String {
    UInt64(fitting: seconds).map { CalendarTime.text($0) } ?? "the end of time"
  }
}
