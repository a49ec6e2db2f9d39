import Ethereum
import FixedPoint

@testable import Clearing

/// What the venue's owner, liquidators and strangers do.
extension RunScript {
  // MARK: Auctions

  mutating func auction(_ state: ClearingState) throws -> [Operation] {
    let open = state.auctions.filter { $0.value.isOpen }.keys.sorted()
    if open.isEmpty || isRare(4) {
      for _ in 0..<4 {
        let number = account(state)
        let view = try state.margins(of: number)
        if case .success(let margin) = view.maintenance, margin.isNegative {
          return [.startAuction(number, scenario: scenario(view))]
        }
      }
      return [.startAuction(account(state), scenario: UInt256(UInt64(below(40))))]
    }
    let number = open[below(open.count)]
    switch below(8) {
    case 0: return [.terminateAuction(number)]
    case 1: return [.convertToInsolvent(number)]
    case 2:
      let portfolio = try open.first { try state.account($0).manager >= RunVenue.ether } ?? number
      return [.updateScenario(portfolio, scenario: scenario(try state.margins(of: portfolio)))]
    case 3: return [.warp(to: state.time + UInt64(below(5_000))), .settlePerps(number)]
    default: return try bid(for: number, state)
    }
  }

  /// The worst scenario of an account, or any.
  private mutating func scenario(_ view: MarginView) -> UInt256 {
    UInt256(UInt64(isRare(2) ? view.worstScenario ?? 0 : below(34)))
  }

  /// From an account with nothing but cash; where there is none, one arrives.
  mutating func bid(for number: AccountNumber, _ state: ClearingState) throws -> [Operation] {
    let manager = try state.account(number).manager
    let bidder = state.accounts.indices.first { place in
      let account = state.accounts[place]
      return place >= RunVenue.own.count && account.manager == manager && account.holdings.count == 1
        && account.holdings[0].instrument.asset == .cash && AccountNumber(place) + 1 != number
    }
    guard let bidder else {
      let fresh = AccountNumber(state.accounts.count) + 1
      return state.accounts.count < 40 ? RunVenue.arrival(fresh, manager: manager) + [.deposit(fresh, .cash, amount: 1_000_000_000_000)] : []
    }
    let part = isRare(3) ? Wad.wide : UInt256(Wad.one / 1_000 * UInt128(below(1_001)))
    return [
      .bid(Bid(account: number, bidder: AccountNumber(bidder) + 1, part: part, caller: state.accounts[bidder].owner))
    ]
  }

  // MARK: Settings

  mutating func setting(_ state: ClearingState) -> Operation {
    .set(parameter(state), caller: isRare(20) ? RunVenue.exchange : RunVenue.owner)
  }

  private mutating func parameter(_ state: ClearingState) -> Parameter {
    let manager = below(RunVenue.managers)
    let assets: [Asset] = [.option(0), .option(1), .perp(0), .perp(1), .base(0), .base(1), .base(2)]
    let asset = assets[below(assets.count)]
    let wads = { (units: Int) in UInt256(UInt128(units) * Wad.one) }
    switch below(20) {
    case 0, 1: return .cap(AssetManager(asset, manager), wads(isRare(3) ? below(30) : 100_000))
    case 2: return .whitelist(AssetManager(asset, manager), !isRare(4))
    case 3: return .securityFee(UInt256(Wad.one / 10 * UInt128(below(12))))
    case 4:
      return .interestModel(
        InterestModel(
          minimumRate: UInt256(UInt64(below(3) * below(30_000_000_000_000_000))), rateMultiplier: UInt256(Wad.one / 10),
          highRateMultiplier: UInt256(Wad.one), optimalUtilisation: UInt256(Wad.one / 10 * UInt128(below(11)))))
    case 5: return .manager(manager, .maxAccountSize(UInt256(UInt64(below(20)))))
    case 6: return .manager(manager, .minimumFee(wads(below(5))))
    case 7: return .manager(manager, .feeRecipient(isRare(3) ? account(state) : AccountNumber(4 + below(3))))
    case 8: return .manager(manager, .feeBypass(RunVenue.exchange, isRare(3)))
    case 9: return .manager(manager, .trustedAssessor(RunVenue.exchange, isRare(3)))
    case 10, 11: return .manager(manager, .paused(isRare(4)))
    case 12: return .manager(manager, .feeRate(asset, UInt256(Wad.one / 1_000 * UInt128(below(3)))))
    case 13: return .standard(below(2), .borrowing(!isRare(3)))
    case 14: return .perp(below(2), isRare(3) ? .disable : .staticInterestRate(Int256(Int128(below(20_000_000_000_000)))))
    case 15: return .perp(below(2), .convergencePeriod(Int256(Int128(below(20)) * Int128(Wad.one))))
    case 16: return .manager(below(2), .isolated(isRare(2)))
    case 17: return .auctionManager(manager, !isRare(5))
    case 18: return .securityModulePays(!isRare(4))
    default:
      let feeds: [FeedName] = [.spot(market: 0), .mark(market: 1), .impact(market: 0), .forward(market: 0), .stable]
      return .heartbeat(feeds[below(feeds.count)], isRare(3) ? UInt64(below(20_000)) : 1 << 40)
    }
  }

  mutating func permission(_ state: ClearingState) -> Operation {
    let number = account(state)
    let owner = (try? state.account(number).owner) ?? RunVenue.exchange
    if isRare(4) { return .approve(number, to: isRare(3) ? .zero : RunVenue.exchange, caller: owner) }
    let key = AllowanceKey(
      account: number, delegate: RunVenue.user(7), asset: isRare(2) ? .perp(below(2)) : .cash,
      subId: isRare(2) ? 0 : nil)
    let allowance = Allowance(positive: amount(50).magnitude, negative: amount(50).magnitude)
    return .setAllowance(allowance, key, caller: owner)
  }

  /// What is not there, and amounts beyond all bounds.
  mutating func nonsense(_ state: ClearingState) -> Operation {
    let huge = Int256(bitPattern: UInt256(high: UInt128(random.next()) << 63, low: 0))
    switch below(8) {
    case 0: return .settleInterest(999)
    case 1: return .deposit(account(state), .option(0), amount: 1)
    case 2: return .createAccount(owner: RunVenue.owner, manager: 9)
    case 3: return .warp(to: state.time - 1)
    case 4: return .deposit(account(state), .cash, amount: huge.magnitude)
    case 5:
      let transfer = Transfer(from: account(state), to: account(state), instrument: SubAsset(.perp(0)), amount: huge)
      return .transfer(transfer, caller: RunVenue.exchange)
    case 6:
      let wide = SubAsset(.option(0), subId: 1 << UInt128(below(128)))
      return .trade(
        [Transfer(from: account(state), to: account(state), instrument: wide, amount: amount(1))],
        caller: RunVenue.exchange)
    default: return .changeManager(account(state), to: 9, caller: RunVenue.exchange)
    }
  }
}
