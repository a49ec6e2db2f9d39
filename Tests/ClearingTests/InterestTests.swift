import FixedPoint
import Testing

@testable import Clearing

/// CL-21 to CL-23: interest by hand.
@Suite struct InterestTests {
  static let model = InterestModel(
    minimumRate: 20_000_000_000_000_000, rateMultiplier: 80_000_000_000_000_000,
    highRateMultiplier: 900_000_000_000_000_000, optimalUtilisation: 850_000_000_000_000_000)

  @Test func ratesOnBothSidesOfTheOptimum() throws {
    let hundred: UInt256 = 100_000_000_000_000_000_000
    #expect(try Self.model.rate(supply: hundred, borrow: 75_000_000_000_000_000_000) == 80_000_000_000_000_000)
    #expect(try Self.model.rate(supply: hundred, borrow: 95_000_000_000_000_000_000) == 178_000_000_000_000_000)
    #expect(
      try Self.model.factor(seconds: 86_400, supply: hundred, borrow: 75_000_000_000_000_000_000, .reference)
        == 219_202_103_462_583)
    #expect(
      try Self.model.factor(seconds: 86_400, supply: hundred, borrow: 95_000_000_000_000_000_000, .reference)
        == 487_790_163_824_681)
  }

  @Test func moreBorrowedThanThereIsCountsAsAll() throws {
    #expect(try InterestModel.utilisation(supply: 1, borrow: 3) == Wad.wide)
    #expect(try InterestModel.utilisation(supply: 0, borrow: 3) == .zero)
    #expect(try InterestModel.utilisation(supply: 3, borrow: 0) == .zero)
  }

  @Test func anExponentOfZeroOverflows() {
    #expect(throws: ArithmeticError.overflow) {
      _ = try Self.model.factor(seconds: 0, supply: 1_000, borrow: 1, .reference)
    }
  }

  static func cash(supply: UInt256, borrow: UInt256) -> CashState {
    var cash = CashState(
      lastTimestamp: 1_000, feePercentage: 200_000_000_000_000_000, tokenDecimals: 6, interest: model)
    (cash.totalSupply, cash.totalBorrow) = (supply, borrow)
    return cash
  }

  @Test func timeIsUsedUpWhereNothingIsLent() throws {
    var cash = Self.cash(supply: 5, borrow: 0)
    try cash.accrue(at: 2_000, .reference)
    #expect(cash.lastTimestamp == 2_000)
    #expect(cash.supplyIndex == Wad.wide && cash.totalSupply == 5)
  }

  @Test func interestIsSharedBetweenLendersAndTheSecurityModule() throws {
    let (supply, borrow): (UInt256, UInt256) = (100_000_000_000_000_000_000, 75_000_000_000_000_000_000)
    var cash = Self.cash(supply: supply, borrow: borrow)
    try cash.accrue(at: 87_400, .reference)
    // 75 times the factor of a day, and a fifth of it.
    #expect(cash.totalBorrow == borrow &+ 16_440_157_759_693_725)
    #expect(cash.accruedFees == 3_288_031_551_938_745)
    #expect(cash.totalSupply == supply &+ 13_152_126_207_754_980)
    #expect(try cash.settled(Int256(75_000_000_000_000_000_000 as Int128), index: Wad.wide) > .zero)
  }

  @Test func borrowedCashThatNobodyLentStopsEverything() {
    var cash = Self.cash(supply: 0, borrow: 1_000_000_000_000_000_000)
    #expect(throws: ArithmeticError.divisionByZero) { try cash.accrue(at: 100_000, .reference) }
  }

  @Test func anUnsettledBalanceIsTakenAsItIs() throws {
    let cash = Self.cash(supply: 1, borrow: 1)
    #expect(try cash.settled(-7, index: .zero) == -7)
    #expect(try cash.settled(.zero, index: 5) == .zero)
    #expect(cash.index(of: -1) == cash.borrowIndex && cash.index(of: .zero) == .zero)
  }

  @Test func tokensThatAreMissingLowerTheRate() throws {
    var cash = Self.cash(supply: 10_000_000_000_000_000_000, borrow: 0)
    cash.tokenBalance = 9_000_000
    #expect(try cash.exchangeRate() == 900_000_000_000_000_000)
    cash.tokenBalance = 11_000_000
    #expect(try cash.exchangeRate() == Wad.wide)
  }
}
