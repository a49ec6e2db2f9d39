import Ethereum
import FixedPoint
import Testing

@testable import Clearing

struct ModuleRefusalTests {
  /// Every refusal has a name and a sentence.
  @Test func names() {
    let refusals: [ModuleRefusal] = [
      .decoding(.malformed), .wrongActions(found: 3), .wrongAccount(1),
      .notOwnersSignature(signer: .zero, owner: .zero), .managerData, .invalidNonce(owner: .zero, nonce: 1),
      .otherInstrument, .sameSide, .recipientOfAnother(1), .priceBeyondLimit(limit: 1, price: 2),
      .feeTooHigh(limit: 1, fee: 2), .fillLimitCrossed(limit: 1, filled: 2), .otherTrades(expected: .zero, found: .zero),
      .otherOwner(.zero, .zero), .openingTooSmall(limit: 1), .amountIsZero, .notBridge(.zero), .creditUsed(1),
      .noSuchWithdrawal(1), .invalidParameter("text was expected"), .invalidDelay(limit: 1),
      .tooManyScheduled(limit: 1), .noSuchScheduled(1), .invalidVersion(1),
    ]
    #expect(Set(refusals.map(\.name)).count == refusals.count)
    #expect(refusals.allSatisfy { $0.message.contains("expected") })
  }

  /// MO-2: what a directory says of addresses and names.
  @Test func directories() {
    let directory = TestVenue.directory
    #expect(directory.asset(at: TestVenue.user("perp")) == .perp(0))
    #expect(directory.asset(at: .zero) == nil && directory.manager(at: .zero) == nil)
    #expect(directory.listing(of: .base(0))?.name == "base.eth" && directory.listing(of: .base(1)) == nil)
    #expect(directory.repeated == nil)
    let twice = Directory(
      cash: directory.cash, markets: [], options: directory.options, perps: directory.options, bases: [], managers: [],
      collateralFeeds: [])
    #expect(twice.repeated == "option.eth")
    #expect(twice.asset(at: TestVenue.user("option")) == .option(0))
    let feeds = Directory(
      cash: directory.cash, markets: [], options: [], perps: [], bases: [], managers: [], collateralFeeds: ["stable"])
    #expect(feeds.repeated == "stable")
  }
}
