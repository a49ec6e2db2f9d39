import Clearing
import Encoding
import Ethereum
import FixedPoint

extension Event {
  /// Writes the JSON form (LG-27), one object: the event's name and its fields in the order of LG-17.
  public func write(to json: inout JSONWriter) {
    json.object { json in writeMembers(to: &json) }
  }

  private func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .accountCreated(let account, let owner, let manager):
      json.begin("accountMade", account)
      json.member("owner", owner)
      json.member("manager", number: manager)
    case .balanceMoved(let account, let instrument, let before, let after):
      json.begin("balanceMoved", account)
      json.member("asset", instrument.asset.text)
      json.member("subId", UInt256(instrument.subId))
      json.member("before", before)
      json.member("after", after)
    case .deposited(let account, let asset, let tokens):
      json.begin("deposited", account)
      json.member("asset", asset.text)
      json.member("tokens", tokens)
    case .withdrawn(let account, let asset, let tokens):
      json.begin("withdrawn", account)
      json.member("asset", asset.text)
      json.member("tokens", tokens)
    case .traded(let number, let caller):
      json.begin("traded", number: number)
      json.member("caller", caller)
    case .feePaid(let account, let to, let fee):
      json.begin("feePaid", account)
      json.member("recipient", to)
      json.member("fee", fee)
    case .interestAccrued(let borrowIndex, let supplyIndex):
      json.member("event", "interestAccrued")
      json.member("borrowIndex", borrowIndex)
      json.member("supplyIndex", supplyIndex)
    case .perpSettled(let account, let perp, let paid):
      json.begin("perpSettled", account)
      json.member("perp", number: perp)
      json.member("paid", paid)
    case .optionsSettled(let account, let option, let paid):
      json.begin("optionsSettled", account)
      json.member("option", number: option)
      json.member("paid", paid)
    case .feedAccepted(let feed, let point):
      json.member("event", "messageAccepted")
      json.member("feed", feed)
      json.members(of: point)
    case .custodyChanged(let account, let owner):
      json.begin("custodyChanged", account)
      json.member("owner", owner.map { Hex.encode($0.bytes) })
    case .sessionKeySet(let name, let until):
      json.member("event", "sessionKeySet")
      json.member("owner", name.owner)
      json.member("key", name.key)
      json.member("until", until)
    case .paused(let manager, let isPaused):
      json.member("event", "managerPaused")
      json.member("manager", number: manager)
      json.member("paused", isPaused)
    case .auctionStarted(let account, let scenario, let isInsolvent):
      json.begin("auctionStarted", account)
      json.member("scenario", scenario)
      json.member("insolvent", isInsolvent)
    case .bidTaken(let account, let bidder, let receipt):
      json.begin("bidTaken", account)
      json.member("bidder", bidder)
      json.members(of: receipt)
    case .auctionEnded(let account): json.begin("auctionEnded", account)
    case .lossSocialised(let loss):
      json.member("event", "lossSocialised")
      json.member("amount", loss)
    case .orderFilled(let name, let amount, let price):
      json.member("event", "orderFilled")
      json.member("module", name.module)
      json.member("owner", name.owner)
      json.member("nonce", name.nonce)
      json.member("amount", amount)
      json.member("price", price)
    case .credited(let number, let name, let amount):
      json.member("event", "credited")
      json.member("number", number)
      json.member("asset", name.asset.text)
      json.member("owner", name.owner)
      json.member("amount", amount)
    case .takenOut(let number, let withdrawal):
      json.begin("takenOut", number: number)
      json.member("asset", withdrawal.asset.text)
      json.member("owner", withdrawal.owner)
      json.member("amount", withdrawal.amount)
      json.member("time", withdrawal.time)
    case .paid(let number): json.begin("paid", number: number)
    case .scheduled(let number, let due):
      json.begin("announced", number: number)
      json.member("due", due)
    case .cancelled(let number): json.begin("cancelled", number: number)
    case .tookEffect(let number, let refusal):
      json.begin("tookEffect", number: number)
      json.member("refused", refusal)
    case .scenarioUpdated(let account, let scenario):
      json.begin("scenarioUpdated", account)
      json.member("scenario", scenario)
    case .announced(let account, let since):
      json.begin("accountAnnounced", account)
      if let since {
        json.member("since", since)
      } else {
        json.key("since")
        json.null()
      }
    case .reduced(let record):
      json.begin("reduced", record.account)
      json.members(of: record)
    case .fundPaid(let account, let amount):
      json.begin("fundPaid", account)
      json.member("amount", amount)
    case .fundAtCap(let account, let until):
      json.begin("fundAtCap", account)
      json.member("until", until)
    case .liquidationsPaused(let market, let reason, let until):
      json.member("event", "liquidationsPaused")
      json.member("market", number: market)
      json.member("reason", number: Int(reason.rawValue))
      json.member("until", until)
    case .withdrawalsNearLimit(let withdrawn, let until):
      json.member("event", "withdrawalsNearLimit")
      json.member("withdrawn", withdrawn)
      json.member("until", until)
    case .interestNearLimit(let key, let risen, let until):
      json.member("event", "interestNearLimit")
      json.member("asset", key.asset.text)
      json.member("manager", number: key.manager)
      json.member("risen", risen)
      json.member("until", until)
    case .bidFellShort(let account, let bidder, let shortcomings):
      json.begin("bidFellShort", account)
      json.member("bidder", bidder)
      json.member("shortcomings", number: Int(shortcomings.rawValue))
    case .levelAnnounced(let manager, let rule, let level, let binds):
      json.begin("levelAnnounced", manager: manager, rule: rule, level)
      json.member("binds", binds)
    case .levelMoved(let manager, let rule, let level, let since):
      json.begin("levelMoved", manager: manager, rule: rule, level)
      json.member("since", since)
    case .deleveraged(let record):
      json.begin("deleveraged", record.account)
      json.members(of: record)
    case .managerChanged(let account, let manager):
      json.begin("managerChanged", account)
      json.member("manager", number: manager)
    }
  }
}

extension JSONWriter {
  fileprivate mutating func begin(_ event: String, _ account: AccountNumber) {
    member("event", event)
    member("account", account)
  }

  fileprivate mutating func begin(_ event: String, number: UInt64) {
    member("event", event)
    member("number", number)
  }

  fileprivate mutating func begin(_ event: String, manager: Int, rule: Int, _ level: UInt256) {
    member("event", event)
    member("manager", number: manager)
    member("rule", number: rule)
    member("level", level)
  }

  /// What a feed has now, its kind first.
  fileprivate mutating func members(of point: FeedPoint) {
    member("kind", point.kind.text)
    if let expiry = point.expiry { member("expiry", expiry) }
    switch point {
    case .spot(let point):
      member("price", point.price)
      reading(point.confidence, point.timestamp)
    case .spotDifference(let point):
      member("difference", Int256(point.difference))
      reading(point.confidence, point.timestamp)
    case .forward(_, let point):
      guard let point else { return }
      member("difference", Int256(point.difference))
      reading(point.confidence, point.timestamp)
      member("settlementStart", point.startAggregate)
      member("settlementCurrent", point.currentAggregate)
    case .volatility(_, let point):
      guard let point else { return }
      object("surface") { json in
        json.member("a", point.slice.a)
        json.member("b", point.slice.b)
        json.member("rho", point.slice.rho)
        json.member("m", point.slice.m)
        json.member("sigma", point.slice.sigma)
        json.member("forward", point.slice.forward)
        json.member("tau", point.slice.tau)
      }
      reading(point.confidence, point.timestamp)
    case .rate(_, let point):
      guard let point else { return }
      member("rate", Int256(point.rate))
      reading(point.confidence, point.timestamp)
    }
  }

  private mutating func reading(_ confidence: UInt64, _ timestamp: UInt64) {
    member("confidence", confidence)
    member("timestamp", timestamp)
  }
}

extension FeedPoint {
  /// The kind of the feed that has it.
  fileprivate var kind: FeedKind {
    switch self {
    case .spot: .spot
    case .spotDifference: .spotDifference
    case .forward: .forward
    case .volatility: .volatility
    case .rate: .rate
    }
  }
}
