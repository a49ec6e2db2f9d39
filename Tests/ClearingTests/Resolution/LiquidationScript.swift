import Ethereum
import FixedPoint
import TestSupport

@testable import Clearing

/// Makes up what happens around liquidations from a seed: falls and jumps of prices, weak accounts, whoever takes them,
/// and settings of the whole waterfall.
struct LiquidationScript {
  var base: RunScript

  init(seed: UInt64) { base = RunScript(seed: seed) }

  mutating func below(_ bound: Int) -> Int { base.below(bound) }

  mutating func next(_ state: ClearingState) throws -> [Operation] {
    switch below(100) {
    case 0..<16: return try base.next(state)
    case 16..<22: return [try base.trade(state)]
    case 22..<32: return try leverage(state)
    case 32..<44: return fall(state)
    case 44: return jump(state)
    case 45..<49: return base.warp(state)
    case 49: return [.deposit(base.account(state), .cash, amount: 50_000_000_000)]
    case 50..<53: return try oddAccount(state)
    case 53..<57: return [.set(waterfall(), caller: RunVenue.owner)]
    case 57..<58: return [.set(.manager(below(RunVenue.managers), .paused(below(3) == 0)), caller: RunVenue.owner)]
    default: return try liquidation(state)
    }
  }

  /// All settings on, as a run begins.
  mutating func beginning() -> [Operation] {
    (0..<9).map { Operation.set(waterfall($0), caller: RunVenue.owner) }
  }

  /// Two accounts against each other, with about as much as one of them can bear.
  mutating func leverage(_ state: ClearingState) throws -> [Operation] {
    let (from, to) = (base.account(state), base.account(state))
    let market = below(2)
    let spot = state.feeds.markets[market].spot.value.price
    let notional = TestVenue.price(UInt128(1_000 * (1 + below(300))))
    guard let size = try? notional.divideWadDown(max(spot, 1)), let amount = try? Int256(size) else { return [] }
    var transfers = [Transfer(from: from, to: to, instrument: SubAsset(.perp(market)), amount: amount)]
    for _ in 0..<below(3) {
      let instrument = try base.instrument(state)
      guard case .option(market) = instrument.asset else { continue }
      let part = try amount / Int256(Int128(1 + below(4)))
      transfers.append(
        Transfer(from: from, to: to, instrument: instrument, amount: below(2) == 0 ? part : .zero &- part))
    }
    return [.deposit(to, .cash, amount: 10_000_000_000), .trade(transfers, caller: RunVenue.exchange)]
  }

  // MARK: Prices

  mutating func fall(_ state: ClearingState) -> [Operation] {
    let market = below(2)
    let percent = UInt256(UInt64([60, 75, 88, 95, 105, 115, 140][below(7)]))
    let usual = UInt256(RunVenue.spots[market] * Wad.one)
    var old = state.feeds.markets[market].spot.value.price
    // What was beyond all measure comes back.
    if below(2) == 0, old > usual &* 8 || old &* 8 < usual { old = usual }
    return prices(market, (old &* percent).quotient(dividingByNonZero: 100), state)
  }

  /// To where nobody expects it, volatility with it.
  mutating func jump(_ state: ClearingState) -> [Operation] {
    let market = below(2)
    let usual = UInt256(RunVenue.spots[market] * Wad.one)
    let spot: UInt256 =
      switch below(8) {
      case 0: 1
      case 1: UInt256(UInt128(1) << 100)
      case 2: UInt256(Wad.one / 1_000_000)
      case 3: UInt256(UInt128(1) << 90)
      default: usual
      }
    return prices(market, spot, state)
  }

  private mutating func prices(_ market: Int, _ spot: UInt256, _ state: ClearingState) -> [Operation] {
    let confidence = below(12) == 0 ? UInt256(Wad.one / 100 * UInt128(below(100))) : Wad.wide
    let volatility = Wad.one / 10 * [4, 7, 12, 30][below(4)]
    var operations = RunVenue.prices(market, spot: max(spot, 1), confidence: confidence)
    if below(5) == 0 {
      let mark = (spot &* UInt256(UInt64(90 + below(20)))).quotient(dividingByNonZero: 100)
      operations.append(
        .feed(
          .perp(
            market: market, mark: FeedPrice(price: max(mark, 1), confidence: Wad.wide),
            impact: ImpactPrices(bid: spot, ask: max(mark, spot)))))
    }
    for expiry in RunVenue.expiries(after: state.time) {
      operations += RunVenue.curve(market, expiry, spot: max(spot, 1))
      let slice = VolatilitySlice(shape: .flat(UInt256(volatility)), confidence: Wad.wide)
      operations.append(.feed(.volatility(market: market, expiry: expiry, slice)))
    }
    return operations
  }

  // MARK: Accounts that are not as others

  /// Dust of everything, a great deal of something, or nothing at all.
  mutating func oddAccount(_ state: ClearingState) throws -> [Operation] {
    let number = base.account(state)
    let other = base.account(state)
    let owner = (try? state.account(number).owner) ?? RunVenue.exchange
    switch below(6) {
    case 0:
      let transfers = try (0..<4).map { _ in
        Transfer(from: number, to: other, instrument: try base.instrument(state), amount: Int256(Int128(below(7) - 3)))
      }
      return [.trade(transfers, caller: RunVenue.exchange)]
    case 1:
      let holdings = try state.account(number).holdings
      // All but a wei goes.
      return holdings.map { held in
        let amount = (try? held.amount - (held.amount.isNegative ? -1 : 1)) ?? .zero
        return .trade(
          [Transfer(from: number, to: other, instrument: held.instrument, amount: amount)], caller: RunVenue.exchange)
      }
    case 2:
      return [
        .deposit(number, .cash, amount: UInt256(UInt128(1) << UInt128(60 + below(20)))),
        .deposit(other, .cash, amount: UInt256(UInt128(1) << UInt128(60 + below(20)))),
        .trade(
          [
            Transfer(
              from: number, to: other, instrument: try base.instrument(state),
              amount: Int256(Int128(1) << Int128(70 + below(30))))
          ], caller: RunVenue.exchange),
      ]
    case 3: return [.deposit(number, .base(below(3)), amount: UInt256(UInt64(1 + below(3))))]
    case 4:
      guard state.accounts.count < 44 else { return [] }
      return [.createAccount(owner: owner, manager: below(RunVenue.managers))]
    default:
      return [.withdraw(number, .cash, amount: UInt256(UInt64(below(90_000_000_000))), caller: owner)]
    }
  }

  // MARK: Liquidation

  /// Who is below maintenance margin or auctioned, if anybody.
  mutating func weak(_ state: ClearingState) -> AccountNumber {
    let auctioned = state.auctions.filter { $0.value.isOpen }.keys.sorted()
    if !auctioned.isEmpty && below(3) > 0 { return auctioned[below(auctioned.count)] }
    let first = below(state.accounts.count)
    for offset in state.accounts.indices {
      let place = (first + offset) % state.accounts.count
      if let levels = try? state.marginLevels(place), levels.maintenanceMargin.isNegative {
        return AccountNumber(place) + 1
      }
    }
    return base.account(state)
  }

  mutating func liquidation(_ state: ClearingState) throws -> [Operation] {
    let number = weak(state)
    let isOpen = state.openAuction(of: number) != nil
    switch below(isOpen ? 12 : 10) {
    case 0: return [.announce(number)]
    case 1: return below(3) == 0 ? [.withdrawAnnouncement(number)] : [.announce(number)]
    case 2...4 where !isOpen: return reduction(of: number, state)
    case 5: return [.terminateAuction(number)]
    case 6: return [.warp(to: state.time + UInt64(below(2) * 44_100)), .convertToInsolvent(number)]
    case 7: return [.updateScenario(number, scenario: UInt256(UInt64(below(36))))]
    case 8: return [.warp(to: state.time + UInt64(below(9_000)))]
    default:
      if isOpen { return bid(for: number, state) }
      let scenario = below(4) == 0 ? UInt256(UInt64(below(36))) : (try? state.worstScenario(of: number)) ?? .zero
      return [.startAuction(number, scenario: scenario)]
    }
  }

  mutating func reduction(of number: AccountNumber, _ state: ClearingState) -> [Operation] {
    guard let manager = try? state.account(number).manager else { return [] }
    let keepers = state.accounts.indices.filter { state.accounts[$0].manager == manager && $0 + 1 != Int(number) }
    guard let keeper = keepers.max(by: { cash($0, state) < cash($1, state) }) else { return [] }
    let chosen = below(4) == 0 ? keepers[below(keepers.count)] : keeper
    return [
      .deposit(AccountNumber(chosen) + 1, .cash, amount: UInt256(UInt64(below(2) * 100_000_000_000))),
      .reduce(
        Takeover(
          account: number, keeper: AccountNumber(chosen) + 1, steps: UInt64(below(3)),
          part: below(3) == 0 ? UInt256(base.random.next() >> UInt64(4 + below(40))) : Wad.wide,
          caller: state.accounts[chosen].owner)),
    ]
  }

  private func cash(_ place: Int, _ state: ClearingState) -> Int256 {
    state.accounts[place].balance(SubAsset(.cash))
  }

  /// From an account with nothing but cash, now and then of the same owner.
  mutating func bid(for number: AccountNumber, _ state: ClearingState) -> [Operation] {
    guard let account = try? state.account(number) else { return [] }
    let part: UInt256 =
      switch below(4) {
      case 0: UInt256(UInt64(1 + below(12)))
      case 1: UInt256(Wad.one / 1_000 * UInt128(1 + below(1_000)))
      default: Wad.wide
      }
    let bidder = state.accounts.indices.first { place in
      let other = state.accounts[place]
      return place >= RunVenue.own.count && other.manager == account.manager && place + 1 != Int(number)
        && other.holdings.allSatisfy { $0.instrument.asset == .cash && !$0.amount.isNegative }
    }
    let isPoor = below(6) == 0
    let most = below(3) == 0 ? UInt256(UInt128(1) << 90) : UInt256(1_000_000_000_000)
    let fresh = AccountNumber(state.accounts.count) + 1
    let owner = below(3) == 0 ? account.owner : RunVenue.user(fresh)
    guard let bidder, below(4) > 0 else {
      if state.accounts.count >= 60 { return [] }
      return [
        .createAccount(owner: owner, manager: account.manager),
        .approve(fresh, to: RunVenue.exchange, caller: owner),
        .deposit(fresh, .cash, amount: isPoor ? UInt256(UInt64(below(100_000))) : most),
        .bid(Bid(account: number, bidder: fresh, part: part, caller: owner)),
      ]
    }
    let known = AccountNumber(bidder) + 1
    return [
      .deposit(known, .cash, amount: isPoor ? 1 : most),
      .bid(Bid(account: number, bidder: known, part: part, caller: state.accounts[bidder].owner)),
    ]
  }
}
