import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// FD-7, FD-10, FD-21, FD-22: what owners set, and which feeds answer.
struct FeedSettingTests {
  static let settings: [(FeedSetting, [FeedKind])] = [
    (.signer(FeedFixture.stranger, isWhitelisted: true), FeedKind.allCases), (.requiredSigners(2), FeedKind.allCases),
    (.heartbeat(9), FeedKind.allCases), (.differenceCap(7), [.spotDifference]),
    (.spotFeed(FeedFixture.stranger), [.spotDifference, .forward]), (.settlementHeartbeat(7), [.forward]),
    (.maximumExpiry(7), [.forward]),
  ]

  @Test func ownersAlone() throws {
    let fixture = try FeedFixture()
    for (setting, kinds) in Self.settings {
      for kind in FeedKind.allCases {
        let address = FeedFixture.address(kind)
        var book = fixture.book
        let refused = outcome { () throws(FeedRefusal) in
          try book.set(setting, feed: address, caller: FeedFixture.stranger)
        }
        #expect(refused == (kinds.contains(kind) ? "OwnableUnauthorizedAccount" : "EmptyRevert"))
        #expect(book == fixture.book)
        let taken = outcome { () throws(FeedRefusal) in
          try book.set(setting, feed: address, caller: FeedFixture.owner)
        }
        #expect(taken == (kinds.contains(kind) ? "()" : "EmptyRevert"))
        #expect((book != fixture.book) == kinds.contains(kind))
      }
    }
    let error = FeedRefusal.unauthorized(caller: FeedFixture.stranger)
    #expect(error.arguments == [FeedFixture.stranger.description.lowercased()])
  }

  @Test func bounds() throws {
    var fixture = try FeedFixture()
    func set(_ setting: FeedSetting, _ kind: FeedKind, by caller: Address = FeedFixture.owner) -> String {
      outcome { () throws(FeedRefusal) in
        try fixture.book.set(setting, feed: FeedFixture.address(kind), caller: caller)
      }
    }
    #expect(set(.requiredSigners(0), .rate) == "BLF_InvalidRequiredSigners")
    #expect(set(.requiredSigners(0), .rate, by: FeedFixture.stranger) == "OwnableUnauthorizedAccount")
    #expect(set(.requiredSigners(255), .rate) == "()")
    #expect(set(.differenceCap(Wad.wide), .spotDifference) == "()")
    #expect(set(.differenceCap(Wad.wide &+ UInt256(1)), .spotDifference) == "LSDF_InvalidSpotDiffCap")
    #expect(set(.differenceCap(.max), .spotDifference) == "LSDF_InvalidSpotDiffCap")
    #expect(set(.heartbeat(.max), .forward) == "()")
    #expect(set(.settlementHeartbeat(.max), .forward) == "()")
    #expect(set(.maximumExpiry(.max), .forward) == "()")
  }

  @Test func listOfSigners() throws {
    var source = FeedSource(.spot, address: .zero, owner: FeedFixture.owner, chainId: 1)
    var model: Set<Address> = []
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      let signer = Address(lastBytesOf: Bytes32(UInt256(UInt64.random(in: 0...60, using: &generator))))
      let isWhitelisted = Bool.random(using: &generator)
      try source.setSigner(signer, isWhitelisted: isWhitelisted, caller: FeedFixture.owner)
      if isWhitelisted { model.insert(signer) } else { model.remove(signer) }
      #expect(source.signers == model.sorted())
      #expect(source.isSigner(signer) == isWhitelisted)
    }
    for number in 0...UInt64(FeedLimits.maximumSigners) {
      let full = source.signers.count == FeedLimits.maximumSigners
      let signer = Address(lastBytesOf: Keccak256.hash("\(number)"))
      let found = outcome { () throws(FeedRefusal) in
        try source.setSigner(signer, isWhitelisted: true, caller: FeedFixture.owner)
      }
      #expect(found == (full ? "FeedTooManySigners" : "()"))
    }
  }

  /// A new feed has no signer, requires one, and has a heartbeat of zero.
  @Test func aNewFeed() {
    let source = FeedSource(.forward, address: .zero, owner: FeedFixture.owner, chainId: 1)
    let feed = ForwardFeed(source, spotFeed: .zero)
    #expect(source.signers.isEmpty && source.requiredSigners == 1 && source.heartbeat == 0)
    #expect(feed.settlementHeartbeat == 300 && feed.maximumExpiry == 31_536_000)
    #expect(SpotDifferenceFeed(source, spotFeed: .zero).cap == UInt256(Wad.one / 10))
  }

  /// A feed of another kind, or none, does not answer.
  @Test func whoAnswers() throws {
    let fixture = try FeedFixture()
    let (book, now) = (fixture.book, fixture.now)
    for kind in FeedKind.allCases.map(FeedFixture.address) + [.zero] {
      let answers = [
        (FeedKind.spot, outcome { () throws(FeedRefusal) in try book.spot(kind, now: now) }),
        (.spotDifference, outcome { () throws(FeedRefusal) in try book.spotDifference(kind, now: now) }),
        (.forward, outcome { () throws(FeedRefusal) in try book.forward(kind, expiry: now, now: now) }),
        (.forward, outcome { () throws(FeedRefusal) in try book.forwardPortions(kind, expiry: now, now: now) }),
        (.volatility, outcome { () throws(FeedRefusal) in try book.volatility(kind, strike: 1, expiry: now, now: now) }),
        (.volatility, outcome { () throws(FeedRefusal) in try book.volatilityConfidence(kind, expiry: now, now: now) }),
        (.rate, outcome { () throws(FeedRefusal) in try book.rate(kind, expiry: now, now: now) }),
      ]
      for (expected, answer) in answers { #expect((answer == "EmptyRevert") == (kind != FeedFixture.address(expected))) }
      let settlement = outcome { () throws(FeedRefusal) in try book.settlementPrice(kind, expiry: now) }
      #expect(settlement == (kind == FeedFixture.address(.forward) ? "nil" : "EmptyRevert"))
    }
    var empty = FeedBook()
    #expect(outcome { () throws(FeedRefusal) in try empty.accept([], feed: .zero, now: 0) } == "EmptyRevert")
    let set = outcome { () throws(FeedRefusal) in try empty.set(.heartbeat(1), feed: .zero, caller: .zero) }
    #expect(set == "EmptyRevert")
  }

  /// Every refusal has a name and a sentence.
  @Test func names() {
    let refusals: [FeedRefusal] = [
      .noSuchFunction, .unauthorized(caller: .zero), .zeroRequiredSigners, .tooManySigners(limit: 1),
      .differenceCapAboveOne(7), .messageTooLarge(limit: 1, found: 2), .decoding(.memory),
      .notEnoughSigners(required: 2, found: 1), .signatureCount(signers: 2, signatures: 1), .duplicatedSigner(.zero),
      .invalidSignature(of: .zero), .notWhitelisted(.zero), .expired(deadline: 1, now: 2),
      .fromTheFuture(timestamp: 2, now: 1), .confidenceAboveOne(.rate, 3),
      .afterExpiry(.forward, timestamp: 3, expiry: 2), .afterExpiry(.volatility, timestamp: 3, expiry: 2),
      .expiryTooFar(expiry: 3, furthest: 2), .aggregatesNotRising(start: 2, current: 1), .tooManyExpiries(limit: 3),
      .missingExpiry(.volatility, 3), .missingExpiry(.forward, 3), .tooOld(timestamp: 1, heartbeat: 2, now: 4),
      .settlementTooOld(from: 1, heartbeat: 2, now: 4), .negativePrice(-1), .arithmetic(.overflow),
      .pricing(.noForwardPrice),
    ]
    #expect(Set(refusals.map(\.name)).count == refusals.count)
    #expect(refusals.allSatisfy { $0.message.contains("expected") })
    #expect(refusals.flatMap(\.arguments).count == 2)
  }
}
