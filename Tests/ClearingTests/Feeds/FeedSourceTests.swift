import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// CL-9, FD-21: a market whose prices are signed messages.
struct FeedSourceTests {
  /// The feeds of a market and of the stable price, all of one signer, read for a minute.
  struct Fixture {
    static let kinds: [(String, FeedKind)] = [
      ("spot", .spot), ("stable", .spot), ("mark", .spotDifference), ("ask", .spotDifference), ("bid", .spotDifference),
      ("forward", .forward), ("volatility", .volatility), ("rate", .rate),
    ]
    static func address(_ name: String) -> Address { TestVenue.user("feed \(name)") }

    let signer: TestSigner
    var state: ClearingState

    init() throws {
      signer = try TestSigner(31)
      var book = FeedBook()
      for (name, kind) in Self.kinds {
        let source = FeedSource(kind, address: Self.address(name), owner: TestVenue.owner, chainId: 957)
        book.add(Feed(source, spotFeed: Self.address("spot")))
      }
      state = try TestVenue.make(signedFeeds: book)
      for (name, _) in Self.kinds {
        for setting in [FeedSetting.signer(signer.address, isWhitelisted: true), .heartbeat(60)] {
          _ = try state.apply(.set(.signedFeed(Self.address(name), setting), caller: TestVenue.owner))
        }
      }
      state.feeds.stableSource = Self.address("stable")
      state.feeds.markets[0].sources = FeedAddresses(
        spot: Self.address("spot"), mark: Self.address("mark"), ask: Self.address("ask"), bid: Self.address("bid"),
        forward: Self.address("forward"), volatility: Self.address("volatility"), rate: Self.address("rate"))
    }

    func message(_ name: String, _ words: [Int256]) throws -> Operation {
      let address = Self.address(name)
      let source = try #require(state.signedFeeds[address]?.source)
      var message = TestMessage(
        payload: words.flatMap { Bytes32($0).bytes }, deadline: UInt256(state.time), timestamp: state.time)
      let hash = EIP712.structHash(
        FeedMessage.typeHash,
        [Keccak256.hash(message.payload), Bytes32(message.deadline), Bytes32(UInt256(message.timestamp))])
      message.signers = [signer.address]
      message.signatures = [
        try signer.sign(EIP712.digest(domainSeparator: source.domainSeparator, structHash: hash))
      ]
      return .message(feed: address, bytes: message.bytes)
    }

    /// The prices of `TestVenue.setPrices`, signed.
    mutating func setPrices(spot: Int128) throws {
      let (one, expiry) = (TestVenue.wad(1), Int256(Int128(TestVenue.expiry)))
      let variance = Int256(490_000_000_000_000_000 as Int128)
      for (name, words) in [
        ("spot", [TestVenue.wad(spot), one]), ("stable", [one, one]), ("mark", [one, one]), ("ask", [one &+ one, one]),
        ("bid", [.zero, one]), ("forward", [expiry, .zero, .zero, TestVenue.wad(3), one]),
        ("volatility", [expiry, variance, .zero, .zero, .zero, .zero, TestVenue.wad(spot), one, one]),
        ("rate", [expiry, 50_000_000_000_000_000, one]),
      ] { #expect(try state.apply(message(name, words)) == .applied(true)) }
    }

    func margin(_ account: AccountNumber) -> String {
      guard let view = try? state.margins(of: account) else { return "none" }
      return switch view.initial {
      case .success(let margin): margin.description
      case .failure(let error): error.name
      }
    }
  }

  static func trades() throws -> [Operation] {
    try [(4, 5), (2, 3)].map { from, to in
      Operation.trade(
        [
          Transfer(from: from, to: to, instrument: try TestVenue.option(2_000, isCall: true), amount: TestVenue.wad(2)),
          Transfer(from: from, to: to, instrument: SubAsset(.perp(0)), amount: TestVenue.wad(1)),
        ], caller: TestVenue.exchange)
    }
  }

  /// The same prices give the same margins, from the table and from signed feeds.
  @Test func theSameMargins() throws {
    var (signed, table) = (try Fixture(), try TestVenue.make())
    try signed.setPrices(spot: 2_000)
    for trade in try Self.trades() {
      _ = try signed.state.apply(trade)
      _ = try table.apply(trade)
    }
    for account: AccountNumber in 2...5 {
      #expect(signed.margin(account) == (try table.margins(of: account).initial.get().description))
    }
    _ = try signed.state.apply(.warp(to: TestVenue.start + 30))
    _ = try table.apply(.warp(to: TestVenue.start + 30))
    try signed.setPrices(spot: 2_100)
    try TestVenue.setPrices(&table, spot: 2_100)
    for account: AccountNumber in 2...5 {
      #expect(signed.margin(account) == (try table.margins(of: account).initial.get().description))
    }
    #expect(try signed.state.fundingRate(0) == table.fundingRate(0))
  }

  /// Nothing is read that was never signed, or is too old.
  @Test func refusals() throws {
    var fixture = try Fixture()
    let trade = try #require(try Self.trades().last)
    func outcome(_ operation: Operation) -> String {
      do throws(ClearingRefusal) { return "\(try fixture.state.apply(operation))" } catch { return error.name }
    }
    #expect(outcome(trade) == "BLF_DataTooOld")
    try fixture.setPrices(spot: 2_000)
    #expect(outcome(trade) == "trade(\(fixture.state.lastTrade))")
    let stale = try fixture.message("spot", [TestVenue.wad(1), TestVenue.wad(1)])
    #expect(outcome(stale) == "applied(false)")
    let wrong = try fixture.message("spot", [TestVenue.wad(1), TestVenue.wad(2)])
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 1))
    #expect(outcome(wrong) == "BLF_DataExpired")
    #expect(outcome(try fixture.message("spot", [TestVenue.wad(1), TestVenue.wad(2)])) == "LSF_InvalidConfidence")
    #expect(outcome(.message(feed: TestVenue.user("nothing"), bytes: [])) == "EmptyRevert")
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 61))
    #expect(fixture.margin(2) == "BLF_DataTooOld")
    #expect(outcome(.settlePerps(2)) == "BLF_DataTooOld")
    #expect(
      outcome(.set(.signedFeed(Fixture.address("spot"), .heartbeat(1)), caller: TestVenue.exchange))
        == "OwnableUnauthorizedAccount")
  }

  /// An expiry settles at the average that the forward feed was given last.
  @Test func settlement() throws {
    var fixture = try Fixture()
    try fixture.setPrices(spot: 2_000)
    for trade in try Self.trades() { _ = try fixture.state.apply(trade) }
    _ = try fixture.state.apply(.warp(to: TestVenue.expiry))
    _ = try fixture.state.apply(.settleOptions(3, option: 0))
    #expect(!(try fixture.state.account(3).balance(TestVenue.option(2_000, isCall: true)).isZero))
    let sum = TestVenue.wad(2_050 * 1_800)
    let words = [Int256(Int128(TestVenue.expiry)), .zero, sum, .zero, TestVenue.wad(1)]
    #expect(try fixture.state.apply(fixture.message("forward", words)) == .applied(true))
    let before = try fixture.state.account(3).balance(SubAsset(.cash))
    for account: AccountNumber in 2...5 { _ = try fixture.state.apply(.settleOptions(account, option: 0)) }
    #expect(try fixture.state.account(3).balance(TestVenue.option(2_000, isCall: true)).isZero)
    #expect(try fixture.state.account(3).balance(SubAsset(.cash)) == (before &+ TestVenue.wad(100)))
    #expect(fixture.state.brokenInvariants().isEmpty)
  }
}
