import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// DA-13, DA-14 and DA-22: what an offer says is what a bid gets, also from a fresh account.
@Suite struct LiquidatorTests {
  static let parts: [UInt256] = [1, 100_000_000_000_000_000, 500_000_000_000_000_000, UInt256(Wad.one)]

  /// Without time between them, an offer is the bid to the last digit.
  @Test(arguments: [AuctionVenue.solvent, AuctionVenue.insolvent], [2, 4] as [AccountNumber])
  func anOfferIsWhatABidGets(_ spot: UInt128, _ account: AccountNumber) throws {
    for part in Self.parts {
      var state = try AuctionVenue.make(spot: spot)
      _ = try state.apply(.startAuction(account, scenario: 22))
      _ = try state.apply(.warp(to: state.time + 600))
      _ = try state.apply(.settleInterest(account))
      let offer = try state.auctionOffer(of: account, part: part)
      guard case .bid(let receipt) = try state.apply(.bid(AuctionVenue.bid(part, of: account))) else { return }
      #expect(receipt.part == offer.part && offer.part <= offer.largestPart)
      #expect(receipt.cashFromBidder == offer.cashFromBidder && receipt.cashToBidder == offer.cashToBidder)
      #expect((state.openAuction(of: account) == nil) == offer.endsAuction)
      #expect(state.brokenInvariants() == [])
    }
  }

  /// A trial says what the bid gets, interest included, and leaves no trace.
  @Test func aTrialIsTheBid() throws {
    var state = try AuctionVenue.make(spot: AuctionVenue.insolvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    _ = try state.apply(.warp(to: state.time + 600))
    let (before, bid) = (RandomRunTests.image(state), AuctionVenue.bid(Self.parts[1]))
    let trial = try state.trial(of: bid)
    #expect(RandomRunTests.image(state) == before)
    #expect(throws: ClearingRefusal.rule(.bidderNotOwned)) {
      _ = try state.trial(of: AuctionVenue.bid(Self.parts[1], by: .zero))
    }
    #expect(RandomRunTests.image(state) == before)
    #expect(try state.apply(.bid(bid)) == .bid(trial))
  }

  @Test func offersAreRefusedAsBidsAre() throws {
    let state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    #expect(throws: ClearingRefusal.rule(.invalidBidPart)) { _ = try state.auctionOffer(of: 2, part: .zero) }
    #expect(throws: ClearingRefusal.rule(.noOpenAuction)) { _ = try state.auctionOffer(of: 2) }
    #expect(throws: ClearingRefusal.rule(.noOpenAuction)) { _ = try state.auctionOffer(of: 99) }
  }

  static let module = TestVenue.user("module")

  /// A venue where the module holds account 3, which has cash and a short position of the perp.
  static func held() throws -> ClearingState {
    var state = try AuctionVenue.make(spot: AuctionVenue.solvent)
    _ = try state.apply(.startAuction(2, scenario: .zero))
    state.update(account: 2) { $0.owner = module }
    return state
  }

  static func liquidate(
    _ state: inout ClearingState, _ order: LiquidationOrder
  ) throws(ClearingRefusal) -> (account: AccountNumber, bid: BidReceipt) {
    try state.atomically { (state) throws(ClearingRefusal) in try state.liquidate(order, with: 3, by: module) }
  }

  static func order(cash: UInt128, merges: Bool) -> LiquidationOrder {
    LiquidationOrder(
      account: 2, cash: TestVenue.price(cash), part: Wad.wide, priceLimit: .zero, expectedLastTrade: .zero,
      mergesAccount: merges)
  }

  @Test func aFreshAccountTakesThePart() throws {
    var state = try Self.held()
    let (account, bid) = try Self.liquidate(&state, Self.order(cash: 40_000, merges: false))
    #expect(account == 9 && bid.part > .zero && bid.cashFromBidder > .zero)
    #expect(state.accounts[8].owner == Self.module)
    #expect(state.accounts[8].balance(SubAsset(.perp(0))) > .zero)
    #expect(state.brokenInvariants() == [])
  }

  @Test func aMergedAccountIsEmpty() throws {
    var state = try Self.held()
    let before = state.accounts[2].balance(SubAsset(.perp(0)))
    let (account, _) = try Self.liquidate(&state, Self.order(cash: 40_000, merges: true))
    #expect(state.accounts[Int(account) - 1].holdings.isEmpty)
    #expect(state.accounts[2].balance(SubAsset(.perp(0))) > before)
    #expect(state.brokenInvariants() == [])
  }

  @Test func aRefusedOrderOpensNoAccount() throws {
    var state = try Self.held()
    let before = RandomRunTests.image(state)
    #expect(throws: ClearingRefusal.rule(.insufficientBidderCash)) {
      _ = try Self.liquidate(&state, Self.order(cash: 1, merges: true))
    }
    #expect(throws: ClearingRefusal.rule(.invalidBidderPortfolio)) {
      _ = try Self.liquidate(&state, Self.order(cash: 0, merges: true))
    }
    #expect(RandomRunTests.image(state) == before)
  }

  @Test func anOrderIsSixWords() throws {
    func word(_ value: UInt8) -> [UInt8] { [UInt8](repeating: 0, count: 31) + [value] }
    let order = try LiquidationOrder(decoding: [7, 6, 5, 4, 3, 1].flatMap { word($0) })
    #expect(order.account == 7 && order.cash == 6 && order.part == 5 && order.priceLimit == 4)
    #expect(order.expectedLastTrade == 3 && order.mergesAccount)
    let far = try LiquidationOrder(decoding: [UInt8](repeating: 1, count: 32) + [6, 5, 4, 3, 0].flatMap { word($0) })
    #expect(AccountNumber(whole: far.account) == .max && !far.mergesAccount)
    #expect(try LiquidationOrder(decoding: far.encoded()) == far)
    #expect(throws: ABIDecodingError.self) { _ = try LiquidationOrder(decoding: [UInt8](repeating: 0, count: 191)) }
    #expect(throws: ABIDecodingError.self) { _ = try LiquidationOrder(decoding: [7, 6, 5, 4, 3, 2].flatMap { word($0) }) }
  }
}
