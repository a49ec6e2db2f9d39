import FixedPoint
import Margin
import TestSupport
import Testing

@testable import Clearing

/// WF-1, WF-21, AM-2: values at the ends of their types, in settings, prices and operations, trap nowhere and leave
/// nothing behind where they are refused.
@Suite struct HostileSettingTests {
  struct Hostile {
    var random: SeededGenerator

    mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    mutating func wide() -> UInt256 {
      let all: [UInt256] = [
        0, 1, 2, UInt256(UInt64.max), Wad.wide, Wad.wide &- 1, Wad.wide &+ 1, UInt256(UInt128.max), .max, .max &- 1,
        UInt256(UInt128(1) << 100), UInt256(high: 1 << 127, low: 0), UInt256(high: 1 << 126, low: 7),
        UInt256(high: 1, low: 0), TestVenue.price(2_000), UInt256(random.next()),
      ]
      return all[below(all.count)]
    }

    mutating func signed() -> Int256 { Int256(bitPattern: below(2) == 0 ? wide() : .zero &- wide()) }

    mutating func long() -> UInt64 {
      [0, 1, 59, 600, 3_600, 86_400, 2_592_000, 604_800, 1 << 32, .max / 2, .max - 1, .max][below(12)]
    }

    mutating func number() -> AccountNumber { below(3) == 0 ? AccountNumber(long()) : AccountNumber(below(20)) }

    mutating func asset() -> Asset {
      [.cash, .perp(0), .perp(1), .perp(7), .option(0), .option(9), .base(0), .base(2), .base(9)][below(9)]
    }

    mutating func sizes() -> ReductionRules.Sizes { .init(option: wide(), perp: wide(), collateral: wide()) }

    mutating func curve() -> AdaptiveCurve {
      AdaptiveCurve((0..<below(4)).map { _ in .init(at: wide(), add: wide()) }.sorted { $0.at < $1.at })
    }

    mutating func rule() -> AdaptiveRule {
      let inputs: [AdaptiveInput] = [
        .realised(seconds: long()), .implied(expiries: [long(), long()].sorted(), tenor: long()), .confidence,
        .peg(PegReference(price: wide(), market: below(3) - 1, rate: below(3) - 1)), .interest(reference: wide()),
        .size(depth: wide()), .share(least: wide()),
      ]
      let parameters = AdaptiveParameter.allCases
      return AdaptiveRule(
        asset: asset(), parameter: parameters[below(parameters.count)], input: inputs[below(inputs.count)], curve: curve(),
        step: wide(), notice: long(), calm: long())
    }

    mutating func setting() -> Parameter {
      switch below(11) {
      case 0:
        return .graduated(
          GraduatedSettings(
            rules: ReductionRules(
              buffer: wide(), steps: sizes(), least: sizes(), hedgesWithPerp: below(2) == 0, keepsPairs: below(2) == 0,
              penalty: PenaltyRule(
                maximumRate: wide(), fullDepth: wide(), initialShare: wide(), rampSeconds: long(), equityShare: wide())),
            grace: long(), validity: long()))
      case 1:
        return .fundCaps(
          FundCaps(moment: wide(), window: wide(), seconds: long(), markets: [0: wide(), 1: wide(), 5: wide()]))
      case 2:
        return .deleveraging(
          Deleveraging(
            rule: Deleveraging.Rule.allCases[below(3)], keepsPairs: below(2) == 0, largestRate: wide(),
            socialisedFirst: wide(), seconds: long()))
      case 3:
        return .oracleBreaker(
          OracleBreaker(
            leastConfidence: wide(), divergence: wide(), band: wide(), slowSeconds: long(), pause: long(),
            longestPause: long()))
      case 4: return .withdrawalLimit(WithdrawalLimit(amount: wide(), seconds: long()))
      case 5:
        var growth = [asset(): wide()]
        growth[asset()] = wide()
        return .interestLimit(InterestLimit(seconds: long(), growth: growth))
      case 6, 7:
        return .manager(
          below(RunVenue.managers + 1), .adaptive(AdaptiveSettings(grace: long(), rules: (0..<below(3)).map { _ in rule() })))
      case 8:
        return .auction(
          AuctionParameters(
            startingPart: wide(), cutoffPart: wide(), fastLength: wide(), slowLength: wide(), insolventLength: wide(),
            feeRate: wide(), bufferPart: signed()))
      case 9: return .auctionCutoff(signed())
      default: return .auctionSecurityAccount(number())
      }
    }

    mutating func operation(_ state: ClearingState) -> Clearing.Operation {
      let number = below(2) == 0 ? AccountNumber(1 + below(state.accounts.count)) : number()
      let caller = (try? state.account(number).owner) ?? RunVenue.owner
      switch below(12) {
      case 0: return .announce(number)
      case 1: return .withdrawAnnouncement(number)
      case 2, 3:
        let keeper = AccountNumber(1 + below(state.accounts.count))
        return .reduce(
          Takeover(
            account: number, keeper: keeper, steps: long(), part: wide(), leastDiscount: wide(),
            caller: (try? state.account(keeper).owner) ?? caller))
      case 4: return .startAuction(number, scenario: below(2) == 0 ? .zero : wide())
      case 5, 6:
        let bidder = AccountNumber(1 + below(state.accounts.count))
        return .bid(
          Bid(
            account: number, bidder: bidder, part: wide(), priceLimit: below(2) == 0 ? .zero : signed(),
            caller: (try? state.account(bidder).owner) ?? caller))
      case 7: return .convertToInsolvent(number)
      case 8: return .terminateAuction(number)
      case 9: return .updateScenario(number, scenario: wide())
      case 10:
        let price = FeedPrice(price: wide(), confidence: wide())
        let market = below(2)
        let updates: [FeedUpdate] = [
          .spot(market: market, price), .stable(price), .collateral(feed: 0, price),
          .perp(market: market, mark: price, impact: ImpactPrices(bid: wide(), ask: wide())),
          .forward(
            market: market, expiry: long(), ForwardPrice(fixed: wide(), variable: wide(), confidence: wide())),
          .volatility(market: market, expiry: long(), VolatilitySlice(shape: .flat(wide()), confidence: wide())),
          .rate(market: market, expiry: long(), InterestRate(rate: signed(), confidence: wide())),
        ]
        return .feed(updates[below(updates.count)])
      default: return .deposit(number, asset(), amount: wide())
      }
    }
  }

  @Test(arguments: [RuleSet.reference, .corrected]) func nothingTraps(_ rules: RuleSet) throws {
    var (accepted, settings) = (0, 0)
    for seed in 0..<24 as Range<UInt64> {
      var hostile = Hostile(random: SeededGenerator(seed: Repetition.seed &+ seed))
      var script = LiquidationScript(seed: Repetition.seed &+ seed)
      var check = try RunCheck(rules)
      var operations: [Clearing.Operation] = []
      while operations.count < 700 {
        // What makes up a market knows nothing of the end of time.
        let isEarly = check.state.time < 1 << 40
        var next = isEarly ? (try? script.next(check.state)) ?? [] : [hostile.operation(check.state)]
        if hostile.below(3) == 0 { next = [.set(hostile.setting(), caller: RunVenue.owner)] }
        if hostile.below(2) == 0 { next.append(hostile.operation(check.state)) }
        // Now and then time runs to its end.
        if hostile.below(300) == 0 { next.append(.warp(to: hostile.long())) }
        for operation in next {
          let before = check.accepted
          let law = check.broken(after: operation, isRecording: true, sums: rules == .corrected)
          #expect(law == nil, "\(seed): \(operation)")
          operations.append(operation)
          if check.accepted > before {
            accepted += 1
            if case .set = operation { settings += 1 }
          }
          for index in check.state.accounts.indices where hostile.below(40) == 0 {
            _ = try? check.state.isProtected(AccountNumber(index) + 1)
            _ = try? check.state.reductionPlan(of: AccountNumber(index) + 1)
            _ = try? check.state.auctionOffer(of: AccountNumber(index) + 1)
            _ = check.state.modelInForce(manager: hostile.below(RunVenue.managers))
          }
        }
      }
    }
    #expect(accepted > 3_000 && settings > 300, "\(accepted) \(settings)")
  }
}
