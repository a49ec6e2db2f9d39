import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// The checks of long runs see what they are there for: a venue that does one thing wrong is found out, and the list
/// of operations comes down to a few.
@Suite struct RunFaultTests {
  /// What goes wrong, by a sentence.
  enum Kind: String, CaseIterable, Sendable {
    case perpOutOfNothing = "a settlement gives somebody a perp"
    case fineUnitLost = "a deposit loses a fine unit"
    case interestTwice = "accrual credits the fees twice"
    case openInterestStays = "an expired option stays in the open interest"
    case tokensVanish = "a withdrawal takes one token too many"
    case refusalLeavesTrace = "a refused trade uses up a number"
    case totalStays = "a change of manager leaves a total behind"

    var fault: Fault {
      switch self {
      case .perpOutOfNothing:
        Fault { state, operation in
          guard case .settlePerps = operation else { return }
          let instrument = SubAsset(.perp(0))
          state.update(account: 8) { $0.setBalance(instrument, $0.balance(instrument) &+ 1) }
        }
      case .fineUnitLost:
        Fault { state, operation in
          guard case .deposit(_, .cash, _) = operation, var exact = state.cash.exact else { return }
          exact.supplyRemainder = exact.supplyRemainder &- 1
          try? state.update(cash: { $0.exact = exact })
        }
      case .interestTwice:
        Fault { state, operation in
          guard case .accrueInterest = operation else { return }
          try? state.update(cash: { $0.accruedFees = $0.accruedFees &+ 1 })
        }
      case .openInterestStays:
        Fault { state, operation in
          guard case .settleOptions(let number, let option) = operation else { return }
          let settled = state.openInterests.first { $0.key.asset == .option(option) && !$0.value.settled.isZero }
          guard number > 0, let (instrument, settledInterest) = settled else { return }
          var interest = settledInterest
          interest.total = interest.total &+ 1
          state.set(openInterest: interest, instrument)
        }
      case .tokensVanish:
        Fault { state, operation in
          guard case .withdraw(_, .base(let base), _, _) = operation else { return }
          state.update(base: base) { $0.tokenBalance = $0.tokenBalance &- 1 }
        }
      case .refusalLeavesTrace:
        Fault(spoilRefused: { state, operation in
          if case .trade = operation { _ = state.nextTrade() }
        })
      case .totalStays:
        Fault { state, operation in
          guard case .changeManager(let number, _, _) = operation, let account = try? state.account(number) else { return }
          let key = AssetManager(.perp(0), account.manager)
          guard !account.balance(SubAsset(.perp(0))).isZero, var position = state.positions[key] else { return }
          position.total = position.total &- 1
          state.set(position: position, key)
        }
      }
    }
  }

  @Test(arguments: Kind.allCases) func aFaultIsFoundAndShrunk(_ kind: Kind) throws {
    let fault = kind.fault
    var found: LongRunTests.Outcome?
    for seed in 1...40 as ClosedRange<UInt64> where found == nil {
      let outcome = try LongRunTests.run(seed, .corrected, fault: fault)
      if outcome.law != nil { found = outcome }
    }
    let outcome = try #require(found, "nobody noticed that \(kind.rawValue)")
    let shortest = shrunk(outcome.operations) { LongRunTests.breaks($0, .corrected, fault: fault) }
    #expect(LongRunTests.breaks(shortest, .corrected, fault: fault))
    #expect(shortest.count <= 12, "\(kind.rawValue): \(shortest)")
    #expect(!LongRunTests.breaks(shortest, .corrected))
  }
}
