import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// DA-1, DA-7 to DA-18: whatever prices do and keepers try, the laws of the state hold and refusals leave no trace.
@Suite struct AuctionRunTests {
  static func keeperOperation(_ state: ClearingState, _ random: inout SeededGenerator) -> Clearing.Operation {
    let open = (2...5).filter { state.openAuction(of: $0) != nil } as [AccountNumber]
    let scenario = UInt256(UInt64.random(in: 0...33, using: &random))
    guard let account = open.randomElement(using: &random), Int.random(in: 0..<4, using: &random) > 0 else {
      let account = AccountNumber.random(in: 2...5, using: &random)
      let worst = (try? state.worstScenario(of: account)) ?? .zero
      return .startAuction(account, scenario: Bool.random(using: &random) ? worst : scenario)
    }
    switch Int.random(in: 0..<14, using: &random) {
    case 0...2: return .bid(bid(UInt256(UInt64.random(in: 1...wholePart / 4, using: &random)), of: account))
    case 3: return .bid(bid(Wad.wide, of: account))
    case 4...5: return .convertToInsolvent(account)
    case 6...7: return .terminateAuction(account)
    case 8...10: return .updateScenario(account, scenario: scenario)
    case 11: return .payCashInsolvency
    case 12: return .disableWithdrawFee
    default: return .warp(to: state.time + UInt64.random(in: 0...50_000, using: &random))
    }
  }

  static let wholePart: UInt64 = 1_000_000_000_000_000_000

  static func bid(_ part: UInt256, of account: AccountNumber) -> Bid {
    var bid = AuctionVenue.bid(part, of: account)
    bid.bidder = account < 4 ? AuctionVenue.standardBidder : AuctionVenue.portfolioBidder
    return bid
  }

  /// A keeper's account must hold cash alone: what a bid brought goes to the house, which takes it at the mark.
  static func clear(_ bidder: AccountNumber, _ state: inout ClearingState) throws {
    let house: AccountNumber = bidder == AuctionVenue.standardBidder ? 9 : 10
    let held = state.accounts[Int(bidder) - 1].holdings.filter { $0.instrument.asset != .cash }
    if held.isEmpty { return }
    let transfers = held.map { Transfer(from: bidder, to: house, instrument: $0.instrument, amount: $0.amount) }
    _ = try state.apply(.trade(transfers, caller: AuctionVenue.keeper))
  }

  /// The venue of auctions with two more accounts of the keeper, rich enough to take everything on.
  static func make() throws -> ClearingState {
    var state = try AuctionVenue.make(spot: 2_000)
    for (number, manager) in [(9, TestVenue.standard), (10, TestVenue.portfolio)] as [(AccountNumber, Int)] {
      _ = try state.apply(.createAccount(owner: AuctionVenue.keeper, manager: manager))
      _ = try state.apply(.deposit(number, .cash, amount: 5_000_000_000_000))
    }
    return state
  }

  @Test func lawsHoldThroughAuctions() throws {
    var counts: [String: Int] = [:]
    forAll(24) { generator in
      RandomRunTests.Run(seed: generator.next(), steps: 150)
    } shrink: { run in
      run.steps > 1 ? [.init(seed: run.seed, steps: run.steps / 2), .init(seed: run.seed, steps: run.steps - 1)] : []
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var state = try Self.make()
      for _ in 0..<run.steps {
        if Int.random(in: 0..<4, using: &random) == 0 {
          try TestVenue.setPrices(&state, spot: UInt128.random(in: 1_500...2_500, using: &random))
        }
        for bidder in [AuctionVenue.standardBidder, AuctionVenue.portfolioBidder] { try? Self.clear(bidder, &state) }
        let operation = Self.keeperOperation(state, &random)
        let before = RandomRunTests.image(state)
        do throws(ClearingRefusal) {
          let receipt = try state.apply(operation)
          counts[Self.label(operation, receipt), default: 0] += 1
        } catch {
          if RandomRunTests.image(state) != before { return false }
        }
        if !state.brokenInvariants().isEmpty { return false }
      }
      if state.cash.hasWithdrawFee { counts["socialised", default: 0] += 1 }
      return true
    }
    // Each way through an auction was taken.
    for label in ["start", "solvent bid", "insolvent bid", "convert", "terminate", "update", "socialised"] {
      #expect(counts[label, default: 0] > 0, "\(label)")
    }
  }

  static func label(_ operation: Clearing.Operation, _ receipt: Receipt) -> String {
    if case .bid(let bid) = receipt { return bid.cashFromBidder.isZero ? "insolvent bid" : "solvent bid" }
    switch operation {
    case .startAuction: return "start"
    case .convertToInsolvent: return "convert"
    case .terminateAuction: return "terminate"
    case .updateScenario: return "update"
    default: return "other"
    }
  }

  /// What a start says beforehand is what it does, where no interest is due.
  @Test(arguments: [AuctionVenue.solvent, AuctionVenue.insolvent], [2, 4] as [AccountNumber])
  func anOpeningIsWhatAStartDoes(_ spot: UInt128, _ account: AccountNumber) throws {
    var state = try AuctionVenue.make(spot: spot)
    let scenario = try state.worstScenario(of: account)
    let opening = try state.auctionOpening(of: account, scenario: scenario)
    let before = state.accounts[0].balance(SubAsset(.cash))
    _ = try state.apply(.startAuction(account, scenario: scenario))
    let auction = try #require(state.openAuction(of: account))
    #expect(auction.isInsolvent == opening.isInsolvent)
    #expect(try state.accounts[0].balance(SubAsset(.cash)) - before == Int256(opening.fee))
    #expect(auction.cachedMargin == (opening.isInsolvent ? opening.margins.maintenance.magnitude : .zero))
    #expect(throws: ClearingRefusal.rule(.auctionAlreadyStarted)) {
      _ = try state.auctionOpening(of: account, scenario: scenario)
    }
  }

  /// The largest part brings the margin with its buffer back to zero, as near as parts can.
  @Test func theLargestPartIsJustEnough() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    _ = try state.apply(.warp(to: state.time + 300))
    _ = try state.apply(.bid(AuctionVenue.bid(Wad.wide)))
    let after = try state.auctionMargins(1, scenario: .zero)
    #expect(after.buffer.magnitude < 1_000_000)
    #expect(after.maintenance > .zero)
  }
}
