import Clearing
import FixedPoint
import Margin

/// What keepers do about one account (KP-13).
extension Simulation {
  /// How often an account is looked at again at one moment.
  static var rounds: Int { 16 }

  mutating func liquidate(_ number: AccountNumber, _ moment: SimulatedMoment) {
    if rules.haircut != nil, (try? venue.state.isProtected(number)) == true {
      report.protected.insert(number)
      return
    }
    for _ in 0..<Self.rounds {
      let action: KeeperAction
      do throws(ClearingRefusal) { action = try KeeperAction.upkeep(of: number, in: venue.state) } catch {
        return note(error)
      }
      switch action {
      case .start(let scenario):
        switch reduce(number, moment) {
        case .reduced: continue
        case .waiting: return
        case .impossible: break
        }
        guard start(number, scenario: scenario) else { return }
      case .updateScenario(let scenario):
        guard apply(.updateScenario(number, scenario: scenario)) != nil else { return }
      case .terminate:
        _ = apply(.terminateAuction(number))
        return
      case .convert:
        guard apply(.convertToInsolvent(number)) != nil else { return }
      case .wait, .bid:
        guard venue.state.openAuction(of: number) != nil, takeBid(number, moment) else { return }
      }
    }
  }

  private mutating func start(_ number: AccountNumber, scenario: UInt256) -> Bool {
    _ = apply(.settleInterest(number))
    _ = apply(.settlePerps(number))
    let settled = account(number).balance(SubAsset(.cash))
    guard apply(.startAuction(number, scenario: scenario)) != nil else { return false }
    let fee = (try? (settled - account(number).balance(SubAsset(.cash))).absolute()) ?? .zero
    report.auctionsStarted += 1
    report.losses.fees = (try? report.losses.fees + fee) ?? .max
    return true
  }

  /// Lets the first keeper to whom a bid is worth it make it; who is asked first changes with the account.
  /// - Returns: whether there was one.
  private mutating func takeBid(_ number: AccountNumber, _ moment: SimulatedMoment) -> Bool {
    let manager = account(number).manager
    for offset in keepers.indices {
      let place = (offset + Int(truncatingIfNeeded: number)) % keepers.count
      let keeper = keepers[place]
      let vault = keeper.vaults[manager]
      if vault == number || keeper.hands[manager] == number { continue }
      // A keeper that is auctioned itself cannot pay.
      if venue.state.openAuction(of: vault) != nil { continue }
      let free = freeCash(of: vault)
      guard !free.isZero else { continue }
      let wanted: KeeperBid?
      do throws(ClearingRefusal) {
        wanted = try keeper.profile.bid(on: number, cash: free, in: &venue.state)
      } catch {
        note(error)
        return false
      }
      guard let bid = wanted else { continue }
      if make(bid, on: number, by: place, moment) { return true }
    }
    return false
  }

  /// What a vault can pay and stay at initial margin, as stored.
  private func freeCash(of vault: AccountNumber) -> UInt256 {
    let cash = account(vault).balance(SubAsset(.cash))
    guard cash > .zero else { return .zero }
    guard account(vault).holdings.count > 1 else { return cash.bitPattern }
    guard let initial = try? venue.state.margins(of: vault).initial.get(), initial > .zero else { return .zero }
    return min(cash, initial).bitPattern
  }

  /// Moves cash to an empty account, bids from there, and takes everything home.
  private mutating func make(
    _ bid: KeeperBid, on number: AccountNumber, by place: Int, _ moment: SimulatedMoment
  ) -> Bool {
    let manager = account(number).manager
    let vault = keepers[place].vaults[manager]
    guard let cash = try? Int256(bid.cash), let hand = hand(of: place, manager) else { return false }
    let caller = SimulatedVenue.keeper
    let out = Transfer(from: vault, to: hand, instrument: SubAsset(.cash), amount: cash)
    guard apply(.transfer(out, caller: caller)) != nil else { return false }
    _ = apply(.settleInterest(number))
    _ = apply(.settlePerps(number))
    let (before, fund) = (account(number), fund)
    let needed = needed(for: number)
    let cause = cause(of: number, moment)
    let isInsolvent = venue.state.openAuction(of: number)?.isInsolvent == true
    venue.state.isRecording = true
    let made = apply(
      .bid(Bid(account: number, bidder: hand, part: bid.part, priceLimit: bid.priceLimit, caller: caller)))
    let events = takeEvents()
    if case .bid = made {
      keepers[place].bids += 1
      keepers[place].gain = (try? keepers[place].gain + bid.gain) ?? keepers[place].gain
      let closed = closed(before, account(number), moment)
      book(closed, needed: needed, of: number)
      note(cause, of: number)
      report.bids += 1
      report.closedByAuction = (try? report.closedByAuction + closed) ?? .max
      let paid = (try? (fund - self.fund).absolute()) ?? .zero
      if isInsolvent {
        report.losses.fund = (try? report.losses.fund + paid) ?? .max
        count(events)
      } else if bid.gain > .zero {
        report.losses.discounts = (try? report.losses.discounts + bid.gain.bitPattern) ?? .max
      }
    }
    bringHome(hand, to: vault, place, manager)
    if case .bid = made { return true }
    return false
  }

  /// An account of a keeper with nothing in it.
  private mutating func hand(of place: Int, _ manager: Int) -> AccountNumber? {
    if let hand = keepers[place].hands[manager] { return hand }
    let hand = try? open(manager)
    keepers[place].hands[manager] = hand
    return hand
  }

  /// The most movements of one trade (CL-78).
  private static var most: Int { 90 }

  /// Moves everything to the vault; what its margin does not bear stays where it is, and another account is opened
  /// for the next bid.
  private mutating func bringHome(_ hand: AccountNumber, to vault: AccountNumber, _ place: Int, _ manager: Int) {
    while !account(hand).holdings.isEmpty {
      let moved = account(hand).holdings.prefix(Self.most).map {
        Transfer(from: hand, to: vault, instrument: $0.instrument, amount: $0.amount)
      }
      do throws(ClearingRefusal) {
        _ = try venue.state.apply(.trade(Array(moved), caller: SimulatedVenue.keeper))
      } catch {
        keepers[place].hands[manager] = nil
        return
      }
    }
  }

  /// Why an account is below maintenance margin, where haircuts move.
  enum Cause {
    case prices
    /// The haircut is higher than the one that is set.
    case haircut
    /// It would not be with the haircut of as long ago as the grace is.
    case step
  }

  mutating func cause(of number: AccountNumber, _ moment: SimulatedMoment) -> Cause {
    if rules.haircut == nil { return .prices }
    if (try? venue.state.isProtected(number)) == true { return .step }
    return isBelowByHaircut(number, moment) ? .haircut : .prices
  }

  mutating func note(_ cause: Cause, of number: AccountNumber) {
    switch cause {
    case .prices: break
    case .haircut: report.liquidatedByHaircut.insert(number)
    case .step: report.liquidatedByStep.insert(number)
    }
  }

  /// Counts what was closed of an account, and what was more than needed (KP-15).
  mutating func book(_ closed: UInt256, needed: UInt256, of number: AccountNumber) {
    if number <= AccountNumber(booked) { report.liquidated.insert(number) }
    report.notionalClosed = (try? report.notionalClosed + closed) ?? .max
    if closed > needed { report.overshoot = (try? report.overshoot + (closed &- needed)) ?? .max }
  }

  /// What was traded away between two states of an account, at the marks (KP-14): perps and options count with the
  /// index price, tokens with their own.
  func closed(_ before: AccountState, _ after: AccountState, _ moment: SimulatedMoment) -> UInt256 {
    var sum = UInt256.zero
    var instruments = before.holdings.map(\.instrument)
    for held in after.holdings where !instruments.contains(held.instrument) { instruments.append(held.instrument) }
    let market = moment.markets[before.manager]
    for instrument in instruments where instrument.asset != .cash {
      var price = market.spotPrice
      if case .base(let place) = instrument.asset {
        price = market.collaterals.first { $0.asset == venue.collaterals[place] }?.price ?? .zero
      }
      let notional = try? (before.balance(instrument) - after.balance(instrument)).absolute().multiplyWadDown(price)
      sum = (try? sum + (notional ?? .max)) ?? .max
    }
    return sum
  }
}
