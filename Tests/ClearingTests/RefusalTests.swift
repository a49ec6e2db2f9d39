import FixedPoint
import Testing

@testable import Clearing

/// Refusals that no trace shows (CL-6 to CL-8, CL-16, CL-17).
@Suite struct RefusalTests {
  func refusal(_ operation: Operation, _ prepare: (inout ClearingState) throws -> Void = { _ in }) throws -> String? {
    var state = try TestVenue.make()
    try prepare(&state)
    do throws(ClearingRefusal) {
      _ = try state.apply(operation)
      return nil
    } catch {
      return error.name
    }
  }

  @Test func timeNeverRunsBackward() throws {
    #expect(try refusal(.warp(to: TestVenue.start - 1)) == "Clearing_TimeRunsBackward")
    #expect(try refusal(.warp(to: TestVenue.start)) == nil)
  }

  @Test func whatIsNotThere() throws {
    #expect(try refusal(.deposit(2, .base(7), amount: 1)) == "EmptyRevert")
    #expect(try refusal(.deposit(2, .perp(0), amount: 1)) == "EmptyRevert")
    #expect(try refusal(.settleInterest(99)) == "ERC721NonexistentToken")
    #expect(try refusal(.createAccount(owner: .zero, manager: 9)) == "Clearing_NoSuchManager")
    #expect(try refusal(.convertToInsolvent(99)) == "EmptyRevert")
    #expect(try refusal(.realisePerp(99, perp: 0)) == nil)
  }

  @Test func aTradeIsBounded() throws {
    let cent = Transfer(from: 2, to: 3, instrument: SubAsset(.cash), amount: 1)
    let many = [Transfer](repeating: cent, count: ClearingLimits.transfers + 1)
    #expect(try refusal(.trade(many, caller: TestVenue.exchange)) == "AC_TooManyTransfers")
    #expect(try refusal(.trade(many.dropLast(), caller: TestVenue.exchange)) == nil)
  }

  @Test func anAccountIsMovedByAtMostAHundredInstruments() throws {
    func trade(_ count: UInt128) throws -> Operation {
      .trade(
        try (1...count).map {
          Transfer(from: 2, to: 3, instrument: try TestVenue.option($0, isCall: true), amount: 1)
        }, caller: TestVenue.exchange)
    }
    #expect(try refusal(trade(101)) == "DL_DeltasTooLong")
    #expect(try refusal(trade(100)) == "SRM_TooManyAssets")
  }

  @Test func aVenueHasAtMostSoManyAccounts() throws {
    let last = StatePart.clock(time: TestVenue.start, lastTrade: 0, accounts: ClearingLimits.accounts - 1)
    let operation = Operation.createAccount(owner: TestVenue.owner, manager: 0)
    #expect(try refusal(operation) { _ = $0.restore(last, isPartial: true) } == nil)
    let full = StatePart.clock(time: TestVenue.start, lastTrade: 0, accounts: ClearingLimits.accounts)
    #expect(try refusal(operation) { _ = $0.restore(full, isPartial: true) } == "Clearing_TooManyAccounts")
  }

  /// CL-78: the work of judging is bounded before it is done.
  @Test func aTradeJudgesAtMostSoManyHoldings() throws {
    let size = Int(ClearingLimits.greatestAccountSize)
    let accounts = ClearingLimits.judgedHoldings / size + 1
    let options = try (1...UInt128(size)).map { try TestVenue.option($0, isCall: true) }
    func venue(_ state: inout ClearingState) throws {
      for _ in 0..<accounts {
        let number = state.add(AccountState(owner: TestVenue.exchange, manager: TestVenue.standard))
        state.update(account: Int(number) - 1) { account in
          for option in options { account.setBalance(option, 1) }
        }
      }
    }
    func trade(_ count: Int) -> Operation {
      .trade(
        (1...count).map { place in
          Transfer(
            from: 2, to: AccountNumber(7 + place), instrument: SubAsset(.cash), amount: 1)
        }, caller: TestVenue.exchange)
    }
    #expect(try refusal(trade(accounts - 1), venue) == "Clearing_TooMuchToJudge")
    #expect(try refusal(trade(accounts - 2), venue) == "SRM_TooManyAssets")
  }

  @Test func bothAccountsZeroIsPassedOverInABatchOnly() throws {
    let nothing = Transfer(from: 0, to: 0, instrument: SubAsset(.cash), amount: 1)
    #expect(try refusal(.trade([nothing], caller: TestVenue.exchange)) == nil)
    #expect(try refusal(.transfer(nothing, caller: TestVenue.exchange)) == "AC_CannotTransferAssetToOneself")
  }

  @Test func parametersAreTheOwners() throws {
    #expect(
      try refusal(.set(.securityFee(.zero), caller: TestVenue.exchange)) == "OwnableUnauthorizedAccount")
    #expect(
      try refusal(.set(.manager(0, .maxAccountSize(501)), caller: TestVenue.owner)) == "BM_InvalidMaxAccountSize")
    #expect(try refusal(.set(.perp(0, .rateBound(-1)), caller: TestVenue.owner)) == "PA_InvalidRateBounds")
    #expect(
      try refusal(.set(.standard(0, .perp(market: "none", .init(mmPerpReq: 1, imPerpReq: 1))), caller: TestVenue.owner))
        == "SRM_MarketNotCreated")
  }

  @Test func aRefusedOperationLeavesNoTrace() throws {
    var state = try TestVenue.make()
    let before = RandomRunTests.image(state)
    let cash = Transfer(from: 2, to: 3, instrument: SubAsset(.cash), amount: TestVenue.wad(10))
    let perp = Transfer(from: 2, to: 3, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(10_000))
    #expect(throws: ClearingRefusal.rule(.standardBelowMargin)) {
      _ = try state.apply(.trade([cash, perp], caller: TestVenue.exchange))
    }
    #expect(RandomRunTests.image(state) == before)
  }

  @Test func heldOrderSwapsTheLastIntoTheGap() {
    var account = AccountState(owner: .zero, manager: 0)
    let instruments = [SubAsset(.cash), SubAsset(.perp(0)), SubAsset(.base(0))]
    for instrument in instruments { account.setBalance(instrument, 1) }
    account.setBalance(instruments[0], .zero)
    #expect(account.holdings.map(\.instrument) == [instruments[2], instruments[1]])
    account.setBalance(instruments[1], .zero)
    account.setBalance(instruments[0], 5)
    #expect(account.holdings.map(\.instrument) == [instruments[2], instruments[0]])
  }
}
