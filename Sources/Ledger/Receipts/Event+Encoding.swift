import Clearing
import Ethereum
import FixedPoint

/// The kinds of events, as their first byte (LG-17). Numbers are never reused.
private enum EventKind: UInt8 {
  case accountCreated = 1
  case balanceMoved = 2
  case deposited = 3
  case withdrawn = 4
  case traded = 5
  case feePaid = 6
  case interestAccrued = 7
  case perpSettled = 8
  case optionsSettled = 9
  case feedAccepted = 10
  case custodyChanged = 11
  case sessionKeySet = 12
  case paused = 13
  case auctionStarted = 14
  case bidTaken = 15
  case auctionEnded = 16
  case lossSocialised = 17
  case orderFilled = 18
  case credited = 19
  case takenOut = 20
  case paid = 21
  case scheduled = 22
  case cancelled = 23
  case tookEffect = 24
  case managerChanged = 25
  case scenarioUpdated = 26
  case announced = 27
  case reduced = 28
  case fundPaid = 29
  case deleveraged = 30
  case fundAtCap = 31
  case liquidationsPaused = 32
  case withdrawalsNearLimit = 33
  case levelAnnounced = 34
  case levelMoved = 35
  case interestNearLimit = 36
  case bidFellShort = 37
}

extension ByteWriter {
  mutating func event(_ event: Event) {
    switch event {
    case .accountCreated(let account, let owner, let manager):
      begin(.accountCreated, account)
      fixed(owner)
      integer(manager)
    case .balanceMoved(let account, let instrument, let before, let after):
      begin(.balanceMoved, account)
      self.instrument(instrument)
      signed(before)
      signed(after)
    case .deposited(let account, let asset, let tokens):
      begin(.deposited, account)
      self.asset(asset)
      integer(tokens)
    case .withdrawn(let account, let asset, let tokens):
      begin(.withdrawn, account)
      self.asset(asset)
      integer(tokens)
    case .traded(let number, let caller):
      begin(.traded, number)
      fixed(caller)
    case .feePaid(let account, let to, let fee):
      begin(.feePaid, account)
      integer(to)
      signed(fee)
    case .interestAccrued(let borrowIndex, let supplyIndex):
      byte(EventKind.interestAccrued.rawValue)
      integer(borrowIndex)
      integer(supplyIndex)
    case .perpSettled(let account, let perp, let paid):
      begin(.perpSettled, account)
      integer(perp)
      signed(paid)
    case .optionsSettled(let account, let option, let paid):
      begin(.optionsSettled, account)
      integer(option)
      signed(paid)
    case .feedAccepted(let feed, let point):
      byte(EventKind.feedAccepted.rawValue)
      fixed(feed)
      self.point(point)
    case .custodyChanged(let account, let owner):
      begin(.custodyChanged, account)
      optional(owner) { $0.fixed($1) }
    case .sessionKeySet(let name, let until):
      byte(EventKind.sessionKeySet.rawValue)
      fixed(name.owner)
      fixed(name.key)
      integer(until)
    case .auctionStarted(let account, let scenario, let isInsolvent):
      begin(.auctionStarted, account)
      integer(scenario)
      flag(isInsolvent)
    case .bidTaken(let account, let bidder, let receipt):
      begin(.bidTaken, account)
      integer(bidder)
      bid(receipt)
    case .auctionEnded(let account): begin(.auctionEnded, account)
    case .lossSocialised(let loss):
      byte(EventKind.lossSocialised.rawValue)
      integer(loss)
    case .orderFilled(let name, let amount, let price):
      byte(EventKind.orderFilled.rawValue)
      self.name(name)
      integer(amount)
      signed(price)
    case .credited(let number, let name, let amount):
      byte(EventKind.credited.rawValue)
      integer(number)
      self.name(name)
      integer(amount)
    case .takenOut(let number, let withdrawal):
      begin(.takenOut, number)
      self.withdrawal(withdrawal)
    case .paid(let number): begin(.paid, number)
    case .scheduled(let number, let due):
      begin(.scheduled, number)
      integer(due)
    case .cancelled(let number): begin(.cancelled, number)
    case .tookEffect(let number, let refusal):
      begin(.tookEffect, number)
      optional(refusal) { $0.string($1.utf8) }
    case .announced(let account, let since):
      begin(.announced, account)
      optional(since) { $0.integer($1) }
    case .fundPaid(let account, let amount):
      begin(.fundPaid, account)
      integer(amount)
    case .fundAtCap(let account, let until):
      begin(.fundAtCap, account)
      integer(until)
    case .liquidationsPaused(let market, let reason, let until):
      byte(EventKind.liquidationsPaused.rawValue)
      integer(market)
      byte(reason.rawValue)
      integer(until)
    case .withdrawalsNearLimit(let withdrawn, let until):
      byte(EventKind.withdrawalsNearLimit.rawValue)
      integer(withdrawn)
      integer(until)
    case .bidFellShort(let account, let bidder, let shortcomings):
      begin(.bidFellShort, account)
      integer(bidder)
      byte(shortcomings.rawValue)
    case .interestNearLimit(let key, let risen, let until):
      byte(EventKind.interestNearLimit.rawValue)
      asset(key.asset)
      integer(key.manager)
      integer(risen)
      integer(until)
    case .levelAnnounced(let manager, let rule, let level, let binds):
      byte(EventKind.levelAnnounced.rawValue)
      self.level(manager, rule, level, binds)
    case .levelMoved(let manager, let rule, let level, let since):
      byte(EventKind.levelMoved.rawValue)
      self.level(manager, rule, level, since)
    case .deleveraged(let record):
      byte(EventKind.deleveraged.rawValue)
      deleveraging(record)
    case .reduced(let record):
      byte(EventKind.reduced.rawValue)
      reduction(record)
    case .managerChanged(let account, let manager):
      begin(.managerChanged, account)
      integer(manager)
    case .paused(let manager, let isPaused):
      byte(EventKind.paused.rawValue)
      integer(manager)
      flag(isPaused)
    case .scenarioUpdated(let account, let scenario):
      begin(.scenarioUpdated, account)
      integer(scenario)
    }
  }

  private mutating func begin(_ kind: EventKind, _ number: UInt64) {
    byte(kind.rawValue)
    integer(number)
  }
}

extension ByteReader {
  mutating func event() throws(LedgerRefusal) -> Event {
    let byte = try byte()
    guard let kind = EventKind(rawValue: byte) else { throw .unknownKind(byte, of: "event") }
    switch kind {
    case .accountCreated:
      return .accountCreated(try uint64(), owner: try address(), manager: try place())
    case .balanceMoved:
      return .balanceMoved(try uint64(), try instrument(), before: try signed(), after: try signed())
    case .deposited: return .deposited(try uint64(), try asset(), tokens: try integer())
    case .withdrawn: return .withdrawn(try uint64(), try asset(), tokens: try integer())
    case .traded: return .traded(number: try uint64(), caller: try address())
    case .feePaid: return .feePaid(try uint64(), to: try uint64(), fee: try signed())
    case .interestAccrued: return .interestAccrued(borrowIndex: try integer(), supplyIndex: try integer())
    case .perpSettled: return .perpSettled(try uint64(), perp: try place(), paid: try signed())
    case .optionsSettled: return .optionsSettled(try uint64(), option: try place(), paid: try signed())
    case .feedAccepted: return .feedAccepted(try address(), try point())
    case .custodyChanged:
      return .custodyChanged(
        try uint64(), owner: try optional { (reader) throws(LedgerRefusal) in try reader.address() })
    case .sessionKeySet:
      let owner = try address()
      return .sessionKeySet(SessionKeyName(key: try address(), owner: owner), until: try integer())
    case .auctionStarted:
      return .auctionStarted(try uint64(), scenario: try integer(), isInsolvent: try flag())
    case .bidTaken: return .bidTaken(try uint64(), bidder: try uint64(), try bid())
    case .auctionEnded: return .auctionEnded(try uint64())
    case .lossSocialised: return .lossSocialised(try integer())
    case .orderFilled: return .orderFilled(try nonceName(), amount: try integer(), price: try signed())
    case .credited: return .credited(try integer(), try walletName(), amount: try integer())
    case .takenOut: return .takenOut(try uint64(), try withdrawal())
    case .paid: return .paid(try uint64())
    case .scheduled: return .scheduled(try uint64(), due: try uint64())
    case .cancelled: return .cancelled(try uint64())
    case .tookEffect:
      return .tookEffect(
        try uint64(), refusal: try optional { (reader) throws(LedgerRefusal) in try reader.text() })
    case .announced:
      return .announced(
        try uint64(), since: try optional { (reader) throws(LedgerRefusal) in try reader.uint64() })
    case .reduced: return .reduced(try reduction())
    case .fundPaid: return .fundPaid(try uint64(), try integer())
    case .fundAtCap: return .fundAtCap(try uint64(), until: try uint64())
    case .liquidationsPaused:
      let (market, byte) = (try place(), try self.byte())
      guard let reason = PauseReason(rawValue: byte) else { throw .unknownKind(byte, of: "reason of a pause") }
      return .liquidationsPaused(market: market, reason, until: try uint64())
    case .withdrawalsNearLimit: return .withdrawalsNearLimit(withdrawn: try integer(), until: try uint64())
    case .bidFellShort:
      let (account, bidder, byte) = (try uint64(), try uint64(), try self.byte())
      guard 1...BidShortcomings.all.rawValue ~= byte else { throw .unknownKind(byte, of: "shortcomings of a bid") }
      return .bidFellShort(account, bidder: bidder, BidShortcomings(rawValue: byte))
    case .interestNearLimit:
      return .interestNearLimit(
        AssetManager(try asset(), try place()), risen: try integer(), until: try uint64())
    case .levelAnnounced:
      return .levelAnnounced(manager: try place(), rule: try place(), try integer(), binds: try uint64())
    case .levelMoved: return .levelMoved(manager: try place(), rule: try place(), try integer(), since: try uint64())
    case .deleveraged: return .deleveraged(try deleveraging())
    case .managerChanged: return .managerChanged(try uint64(), manager: try place())
    case .paused: return .paused(manager: try place(), isPaused: try flag())
    case .scenarioUpdated: return .scenarioUpdated(try uint64(), try integer())
    }
  }
}
