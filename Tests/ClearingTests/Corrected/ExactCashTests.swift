import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// CL-64, CL-65, CL-68 to CL-71: interest without drift.
@Suite struct ExactCashTests {
  static func cash() -> CashState {
    var cash = InterestTests.cash(supply: 0, borrow: 0)
    cash.exact = ExactCash()
    return cash
  }

  @Test func aTimeTooShortBearsNothing() throws {
    var model = InterestTests.model
    model.minimumRate = 1
    #expect(throws: ArithmeticError.overflow) {
      _ = try model.factor(seconds: 60, supply: 1_000, borrow: 0, .reference)
    }
    #expect(try model.factor(seconds: 60, supply: 1_000, borrow: 0, .interestOfShortTimes) == .zero)
  }

  @Test func interestThatNobodyLentIsTheFees() throws {
    let unit: UInt256 = 1_000_000_000_000_000_000
    var cash = InterestTests.cash(supply: 0, borrow: unit)
    try cash.accrue(at: 87_400, .interestWithoutLenders)
    #expect(cash.totalBorrow > unit && cash.accruedFees == cash.totalBorrow &- unit)
    #expect(cash.totalSupply == .zero && cash.supplyIndex == Wad.wide && cash.borrowIndex > Wad.wide)
  }

  /// Movements of a few accounts, amounts far apart, with interest between them.
  struct Movements: CustomStringConvertible {
    var list: [(account: Int, amount: Int64, seconds: UInt64)]

    var description: String { list.map { "\($0.account) by \($0.amount) after \($0.seconds)" }.joined(separator: ", ") }

    static func random(_ generator: inout SeededGenerator) -> Movements {
      Movements(
        list: (0..<60).map { _ in
          let amount = Int64.random(in: .min...(.max), using: &generator) >> Int64.random(in: 0...60, using: &generator)
          let seconds = Bool.random(using: &generator) ? 0 : UInt64.random(in: 1...10_000_000, using: &generator)
          return (Int.random(in: 0..<4, using: &generator), amount, seconds)
        })
    }

    var smaller: [Movements] {
      list.indices.map { place in
        var list = list
        list.remove(at: place)
        return Movements(list: list)
      }
    }
  }

  /// Amounts are moved to the last wad, totals are sums, and nothing is lost or made but what is moved.
  @Test func nothingIsLostOrMade() {
    forAll(200, generate: Movements.random, shrink: \.smaller) { movements in
      var cash = Self.cash()
      var balances = [ExactBalance](repeating: ExactBalance(), count: 4)
      var (now, put) = (cash.lastTimestamp, Int256.zero)
      for movement in movements.list {
        now += movement.seconds
        try cash.accrue(at: now, [.exactCash, .interestWithoutLenders, .interestOfShortTimes])
        guard let exact = cash.exact else { return false }
        let before = try cash.value(balances[movement.account])
        let amount = Int256(movement.amount)
        balances[movement.account] = try cash.move(balances[movement.account], by: amount, in: exact)
        if try cash.value(balances[movement.account]) != before + amount { return false }
        put = try put + amount
        var (supply, borrow) = (Int256.zero, Int256.zero)
        for balance in balances {
          let fine = try cash.fine(balance)
          supply = try supply + fine.positivePart
          borrow = try borrow - fine.negativePart
        }
        guard let totals = cash.exact else { return false }
        if try Int256(cash.fineSupply(totals)) != supply || Int256(cash.fineBorrow(totals)) != borrow { return false }
        if try cash.fineCash(totals) != put * Int256(Wad.wide) { return false }
      }
      return true
    }
  }

  @Test func aTotalStaysWhereIndicesMayMultiplyIt() throws {
    var cash = Self.cash()
    let most = try Int256(ClearingLimits.fineCash / Wad.wide)
    let balance = try cash.move(ExactBalance(), by: most, in: ExactCash())
    let totals = try #require(cash.exact)
    #expect(throws: ArithmeticError.overflow) { _ = try cash.move(ExactBalance(), by: 1, in: totals) }
    _ = try cash.move(balance, by: -1, in: totals)
  }

  @Test func whatIsNoWholeWadOfADepositIsTheFees() throws {
    var cash = Self.cash()
    cash.tokenDecimals = 20
    try cash.receive(1_234)
    #expect(cash.exact?.feeRemainder == 340_000_000_000_000_000)
    #expect(cash.tokenBalance == 1_234)
    cash.tokenDecimals = 37
    #expect(throws: ArithmeticError.overflow) { try cash.receive(1) }
  }

  @Test func withdrawalsWhileTokensAreMissingTakeTheirPartOfTheLoss() throws {
    var cash = Self.cash()
    _ = try cash.move(ExactBalance(), by: 1_000_000_007, in: ExactCash())
    cash.tokenDecimals = 18
    cash.tokenBalance = 1_000_000_000
    try cash.noteUnbacked(7)
    #expect(try cash.debit(for: 1) == 2)
    #expect(try cash.debit(for: 500_000_000) == 500_000_004)
    #expect(try cash.debit(for: 1_000_000_000) == 1_000_000_007)
  }

  @Test func aVenueKeepsItsLawsThroughInterest() throws {
    var state = try TestVenue.make(.corrected)
    try AdmissionSwitchTests.indebted(&state)
    for second in 1...50 as ClosedRange<UInt64> {
      try state.run(.warp(to: state.time + second * 1_001), .settleInterest(2 + second % 4))
      #expect(state.brokenInvariants() == [])
    }
    try state.run(.transferSecurityFees)
    #expect(state.brokenInvariants() == [])
    #expect(state.cash.accruedFees == .zero)
    #expect(try state.account(1).balance(BothModes.cash) > .zero)
  }
}
