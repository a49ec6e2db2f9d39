import FixedPoint
import Margin
import Pricing

@testable import Clearing

/// A venue under test, with what liquidations promise looked at after each of them: WF-6, WF-10, WF-19, DA-8.
struct LiquidationCheck {
  private(set) var check: RunCheck
  private(set) var counts: [String: Int] = [:]
  /// How much truncation may have moved, in wei: a few for each balance that a step may move.
  private var slack: UInt256 = .zero

  var state: ClearingState { check.state }

  init(_ rules: RuleSet) throws { check = try RunCheck(rules) }

  /// Applies an operation.
  /// - Returns: the first law that is broken after it; nil where all hold.
  mutating func broken(after operation: Operation) -> String? {
    let settled = Self.settled(before: operation, check.state)
    let accepted = check.accepted
    let auctions = check.state.auctions
    // What rounding moves in reference mode grows with prices, of which some are beyond all measure here.
    let isExact = state.rules == .corrected
    if let law = check.broken(after: operation, isRecording: true, sums: isExact) { return law }
    slack = slack &+ UInt256(UInt64(64 * state.accounts.count))
    let label = Mirror(reflecting: operation).children.first?.label ?? "other"
    if check.accepted == accepted {
      counts["refused \(label)", default: 0] += 1
    } else {
      counts[label, default: 0] += 1
      if let law = Self.brokenPromise(operation, settled, state, auctions, &counts) { return law }
    }
    return brokenSum()
  }

  /// The state before an operation with what it settles first settled already.
  private static func settled(before operation: Operation, _ state: ClearingState) -> ClearingState {
    var settled = state
    for number in subjects(of: operation) {
      _ = try? settled.apply(.settleInterest(number))
      _ = try? settled.apply(.settlePerps(number))
    }
    return settled
  }

  private static func subjects(of operation: Operation) -> [AccountNumber] {
    switch operation {
    case .reduce(let takeover): [takeover.account, takeover.keeper]
    case .bid(let bid): [bid.account]
    case .startAuction(let number, _), .announce(let number), .withdrawAnnouncement(let number): [number]
    default: []
    }
  }

  private static func brokenPromise(
    _ operation: Operation, _ settled: ClearingState, _ state: ClearingState,
    _ auctions: [AccountNumber: Auction], _ counts: inout [String: Int]
  ) -> String? {
    switch operation {
    case .reduce(let takeover):
      guard let before = levels(takeover.account, settled), let after = levels(takeover.account, state) else {
        return "an account that was reduced has margins"
      }
      if after.maintenanceMargin < before.maintenanceMargin { return "a reduction lowers no maintenance margin" }
      guard let keeper = levels(takeover.keeper, state), !keeper.initialMargin.isNegative else {
        return "a keeper has its initial margin"
      }
      let isWhole = state.events.contains {
        if case .reduced(let record) = $0 { record.steps.contains { $0.contains { $0.package.kind == .whole } } } else { false }
      }
      if !isWhole && after.initialMargin < before.initialMargin { return "a reduction lowers no initial margin" }
    case .bid(let bid):
      if let law = brokenDeleveraging(settled, state, &counts) { return law }
      guard state.liquidation.judgesBids else { return nil }
      guard let before = levels(bid.account, settled), let after = levels(bid.account, state) else {
        return "an account that was sold has margins"
      }
      if after.maintenanceMargin < before.maintenanceMargin { return "a bid lowers no maintenance margin" }
      guard let bidder = levels(bid.bidder, state), !bidder.initialMargin.isNegative else {
        return "a bidder has its initial margin over all scenarios"
      }
    case .startAuction(let number, _):
      guard let before = levels(number, settled), let after = levels(number, state) else { return nil }
      let fee = (try? balance(number, settled) - balance(number, state)) ?? .zero
      if number != settled.liquidation.securityAccount, fee.isNegative { return "a start pays nothing to the account" }
      let isLower =
        (try? after.maintenanceMargin < before.maintenanceMargin - fee.positivePart - 1
          || after.initialMargin < before.initialMargin - fee.positivePart - 1) ?? false
      if isLower { return "a start lowers margins by its fee alone" }
    case .announce(let number), .withdrawAnnouncement(let number), .convertToInsolvent(let number),
      .terminateAuction(let number), .updateScenario(let number, _):
      guard let before = levels(number, settled), let after = levels(number, state) else { return nil }
      if before != after { return "what moves nothing leaves margins" }
    default: break
    }
    return nil
  }

  /// Nobody is worse off by a deleveraging, and no more is collected than was missing.
  private static func brokenDeleveraging(
    _ settled: ClearingState, _ state: ClearingState, _ counts: inout [String: Int]
  ) -> String? {
    var settled = settled
    for record in DeleveragingTests.records(state) {
      counts["deleveraged", default: 0] += 1
      if record.collected > record.shortfall { return "deleveraging collects the shortfall at most" }
      for closing in record.closings {
        _ = try? settled.apply(.settleInterest(closing.account))
        _ = try? settled.apply(.settlePerps(closing.account))
        guard let before = levels(closing.account, settled), let after = levels(closing.account, state) else {
          return "an account that was deleveraged has margins"
        }
        if after.maintenanceMargin < before.maintenanceMargin || after.initialMargin < before.initialMargin {
          return "deleveraging lowers no margin"
        }
      }
    }
    return nil
  }

  private static func levels(_ number: AccountNumber, _ state: ClearingState) -> ReductionLevels? {
    try? state.marginLevels(Int(number) - 1)
  }

  private static func balance(_ number: AccountNumber, _ state: ClearingState) -> Int256 {
    state.accounts[Int(number) - 1].balance(SubAsset(.cash))
  }

  /// Perps and options are a game of zero sum: what settlement has printed, and what is still owed to all, come to
  /// nothing but truncation.
  private func brokenSum() -> String? {
    let state = state
    guard state.rules == .corrected, var sum = Optional(state.cash.netSettledCash) else { return nil }
    for index in state.accounts.indices {
      for perp in state.perps.indices {
        guard let owed = try? state.unsettledCash(perp, AccountNumber(index) + 1), let next = try? sum + owed else {
          return nil
        }
        sum = next
      }
      for held in state.accounts[index].holdings {
        guard case .option(let option) = held.instrument.asset else { continue }
        guard let identifier = try? OptionIdentifier(UInt256(held.instrument.subId)),
          let value = try? state.settlementValue(identifier, market: state.optionMarkets[option], held.amount)
        else { continue }
        guard let next = try? sum + value else { return nil }
        sum = next
      }
    }
    return sum.magnitude > slack ? "what settlement prints and owes comes to nothing, not to \(sum)" : nil
  }
}
