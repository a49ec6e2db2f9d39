import FixedPoint
import Margin
import TestSupport
import Testing

@testable import Clearing

/// WF-3 to WF-10, WF-12 to WF-20: whatever prices do and keepers try, nothing is created or lost, no margin is
/// lowered, and every account can be brought to an end.
@Suite struct WaterfallRunTests {
  typealias Venue = WaterfallVenue
  static let bidders: [AccountNumber] = [9, 10]
  static let houses: [AccountNumber] = [11, 12]

  static func isStandard(_ account: AccountNumber) -> Bool { account < 4 }

  static func make(_ random: inout SeededGenerator) throws -> ClearingState {
    let rules: RuleSet = Bool.random(using: &random) ? .corrected : .reference
    var state = try Venue.make(rules)
    for (index, number) in (bidders + houses).enumerated() {
      let manager = index % 2 == 0 ? TestVenue.standard : TestVenue.portfolio
      _ = try state.apply(.createAccount(owner: AuctionVenue.keeper, manager: manager))
      _ = try state.apply(.deposit(number, .cash, amount: 9_000_000_000_000))
    }
    let rule = Deleveraging.Rule.allCases.randomElement(using: &random) ?? .least
    for parameter in [
      .deleveraging(DeleveragingTests.settings(rule, keepsPairs: Bool.random(using: &random))),
      .fundCaps(FundCaps(moment: TestVenue.price(300), window: TestVenue.price(900), seconds: 600, markets: [:])),
      .bidsJudged(true),
    ] as [Parameter] {
      _ = try state.apply(.set(parameter, caller: TestVenue.owner))
    }
    _ = try state.apply(.deposit(1, .cash, amount: 2_000_000_000))
    return state
  }

  static func operation(_ state: ClearingState, _ random: inout SeededGenerator) -> Clearing.Operation {
    let account = AccountNumber.random(in: 2...5, using: &random)
    let part = UInt256(UInt64.random(in: 1...1_000_000_000_000_000_000, using: &random))
    switch Int.random(in: 0..<16, using: &random) {
    case 0...1: return .announce(account)
    case 2: return .withdrawAnnouncement(account)
    case 3...5:
      return .reduce(Venue.takeover(account, steps: UInt64.random(in: 0...2, using: &random)))
    case 6...7: return .startAuction(account, scenario: (try? state.worstScenario(of: account)) ?? .zero)
    case 8...11:
      return .bid(
        Bid(
          account: account, bidder: bidders[isStandard(account) ? 0 : 1],
          part: Int.random(in: 0..<3, using: &random) == 0 ? Wad.wide : part, caller: AuctionVenue.keeper))
    case 12: return .convertToInsolvent(account)
    case 13: return .terminateAuction(account)
    default: return .warp(to: state.time + UInt64.random(in: 0...5_000, using: &random))
    }
  }

  /// A bidder holds cash alone: what it won goes to the house.
  static func clear(_ state: inout ClearingState) {
    for (bidder, house) in zip(bidders, houses) {
      let held = state.accounts[Int(bidder) - 1].holdings.filter { $0.instrument.asset != .cash }
      if held.isEmpty { continue }
      let transfers = held.map { Transfer(from: bidder, to: house, instrument: $0.instrument, amount: $0.amount) }
      _ = try? state.apply(.trade(transfers, caller: AuctionVenue.keeper))
    }
  }

  /// The account whose margin an operation must not lower.
  static func subject(_ operation: Clearing.Operation) -> AccountNumber? {
    switch operation {
    case .bid(let bid): bid.account
    case .reduce(let takeover): takeover.account
    default: nil
    }
  }

  @Test func lawsHold() throws {
    var counts: [String: Int] = [:]
    forAll(16) { generator in
      RandomRunTests.Run(seed: generator.next(), steps: 60)
    } shrink: { run in
      run.steps > 1 ? [.init(seed: run.seed, steps: run.steps / 2), .init(seed: run.seed, steps: run.steps - 1)] : []
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var state = try Self.make(&random)
      for _ in 0..<run.steps {
        if Int.random(in: 0..<3, using: &random) == 0 {
          try TestVenue.setPrices(&state, spot: UInt128.random(in: 1_000...2_600, using: &random))
        }
        Self.clear(&state)
        state.isRecording = true
        _ = (state.takeEvents(), state.takeDecisions())
        let operation = Self.operation(state, &random)
        var settled = state
        if let number = Self.subject(operation) {
          _ = try? settled.apply(.settleInterest(number))
          _ = try? settled.apply(.settlePerps(number))
        }
        let image = RandomRunTests.image(state)
        do throws(ClearingRefusal) {
          _ = try state.apply(operation)
        } catch {
          counts[error.name, default: 0] += 1
          if RandomRunTests.image(state) != image { return false }
          continue
        }
        counts[Mirror(reflecting: operation).children.first?.label ?? "other", default: 0] += 1
        if let number = Self.subject(operation) {
          let (before, after) =
            (try settled.marginLevels(Int(number) - 1), try state.marginLevels(Int(number) - 1))
          if after.maintenanceMargin < before.maintenanceMargin { return false }
          let records = DeleveragingTests.records(state)
          for record in records where record.collected > record.shortfall { return false }
          for closing in records.flatMap(\.closings) {
            _ = try settled.apply(.settleInterest(closing.account))
            _ = try settled.apply(.settlePerps(closing.account))
            let old = try settled.marginLevels(Int(closing.account) - 1)
            let new = try state.marginLevels(Int(closing.account) - 1)
            if new.maintenanceMargin < old.maintenanceMargin || new.initialMargin < old.initialMargin { return false }
          }
          counts["deleveraged", default: 0] += records.count
          let loss = DeleveragingTests.socialised(state)
          // In reference mode margins count interest only once it is settled.
          let isComparable =
            state.rules == .corrected && !records.contains { DeleveragingTests.hasTwoPrices($0, state) }
          if isComparable, try (Venue.worth(state) - Venue.worth(settled) - Int256(loss)).magnitude > 1_000_000 { return false }
        }
        if !state.brokenInvariants().isEmpty { return false }
      }
      return try Self.everyAccountEnds(&state)
    }
    for label in ["announce", "reduce", "startAuction", "bid", "deleveraged"] {
      #expect(counts[label, default: 0] > 0, "\(label) \(counts)")
    }
  }

  /// Whatever was reached, each account is brought above its margin or closed by those who try.
  static func everyAccountEnds(_ state: inout ClearingState) throws -> Bool {
    for number in 2...5 as ClosedRange<AccountNumber> {
      var spot = try state.spot(0).price
      for _ in 0..<16 {
        spot = try state.spot(0).price
        clear(&state)
        let isOpen = state.openAuction(of: number) != nil
        if !isOpen, try !state.marginLevels(Int(number) - 1).maintenanceMargin.isNegative { break }
        if isOpen {
          if (try? state.apply(.terminateAuction(number))) != nil { continue }
          let bid = Bid(
            account: number, bidder: bidders[isStandard(number) ? 0 : 1], part: Wad.wide, caller: AuctionVenue.keeper)
          if (try? state.apply(.bid(bid))) != nil { continue }
          if (try? state.apply(.convertToInsolvent(number))) != nil { continue }
          _ = try state.apply(.warp(to: state.time + 50_000))
        } else {
          if (try? state.apply(.reduce(Venue.takeover(number)))) != nil { continue }
          _ = try? state.apply(.announce(number))
          _ = try state.apply(.warp(to: state.time + 600))
          _ = try? state.apply(.startAuction(number, scenario: state.worstScenario(of: number)))
        }
      }
      let levels = try state.marginLevels(Int(number) - 1)
      if levels.maintenanceMargin.isNegative || state.openAuction(of: number) != nil {
        print("account \(number) does not end at \(spot): \(levels)")
        return false
      }
    }
    return state.brokenInvariants().isEmpty
  }
}
