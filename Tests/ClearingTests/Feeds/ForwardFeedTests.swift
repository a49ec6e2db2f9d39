import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// FD-14 to FD-17: forwards, their last half hour, and settlement.
struct ForwardFeedTests {
  static let forward = FeedFixture.address(.forward)

  /// Feeds with a spot price of 2,000, and an expiry an hour away.
  struct Window {
    var fixture: FeedFixture
    let expiry: UInt64

    init() throws {
      fixture = try FeedFixture()
      expiry = fixture.now + 3_600
      try spot()
    }

    mutating func spot() throws { _ = try fixture.accept(.spot, [wads(2_000), wads(1)]) }

    /// A message of a moment before the expiry, with sums for an average of 1,900.
    mutating func send(
      before: UInt64, difference: Int256 = wads(10), start: Int256 = 0, current: Int256? = nil
    ) throws -> String {
      let current = current ?? wads(1_900) &* Int256(Int128(1_800) - Int128(before))
      return try fixture.refusal(
        .forward, [Int256(Int128(expiry)), start, current, difference, 5], timestamp: expiry - before)
    }

    func read(_ expiry: UInt64? = nil) -> String {
      outcome { () throws(FeedRefusal) in
        try fixture.book.forward(ForwardFeedTests.forward, expiry: expiry ?? self.expiry, now: fixture.now).value
      }
    }

    var settlement: String {
      outcome { () throws(FeedRefusal) in
        try fixture.book.settlementPrice(ForwardFeedTests.forward, expiry: expiry)?.description ?? "none"
      }
    }
  }

  @Test func orderOfChecks() throws {
    var window = try Window()
    let past = Int256(Int128(window.fixture.now) - 1)
    func refusal(_ words: [Int256]) throws -> String { try window.fixture.refusal(.forward, words) }
    #expect(try refusal([past, 5, 5, 0, wads(2)]) == "LFF_InvalidConfidence")
    #expect(try refusal([past, 5, 5, 0, 0]) == "LFF_InvalidFwdDataTimestamp")
    let far = Int256(Int128(window.fixture.now) + 31_536_001)
    #expect(try refusal([far, 5, 5, 0, 0]) == "LFF_ExpiryTooFarInFuture")
    #expect(try refusal([far &- 1, 5, 5, 0, 0]) == "applied")
    let soon = Int256(Int128(window.fixture.now) + 1_800)
    #expect(try refusal([soon, 5, 5, 0, 0]) == "LFF_InvalidSettlementData")
    #expect(try refusal([soon &+ 1, 5, 5, 0, 0]) == "applied")
    #expect(try refusal([soon, 5, 6, 0, 0]) == "applied")
  }

  /// In the first half hour of all time there is no window.
  @Test func expiryWithoutWindow() throws {
    var window = try Window()
    window.fixture.now = 1_000
    #expect(try window.fixture.refusal(.forward, [1_799, 0, 1, 0, 0]) == "Panic(0x11)")
    try window.fixture.book.set(.maximumExpiry(0), feed: Self.forward, caller: FeedFixture.owner)
    #expect(try window.fixture.refusal(.forward, [1_799, 0, 1, 0, 0]) == "LFF_ExpiryTooFarInFuture")
    window.fixture.now = FeedFixture.start
    #expect(window.read(1_799) == "Panic(0x11)")
    #expect(window.read(1_800) == "LFF_MissingExpiryData")
    window.fixture.now += 61
    #expect(window.read(1_799) == "BLF_DataTooOld")
    #expect(try window.fixture.book.settlementPrice(Self.forward, expiry: 0) == .zero)
  }

  /// The average of what has passed, and the live forward for the rest.
  @Test func average() throws {
    var window = try Window()
    for (before, expected) in [
      (3_600 as UInt64, wads(2_010)), (1_801, wads(2_010)), (1_800, wads(2_010)), (900, wads(1_955)),
      (450, Int256(1_927_500_000_000_000_000_000 as Int128)), (0, wads(1_900)),
    ] {
      window.fixture.now = window.expiry - before
      if before < 3_600 { try window.spot() }
      #expect(try window.send(before: before, current: before == 1_800 ? 1 : nil) == "applied")
      #expect(window.read() == expected.description)
      #expect(window.settlement == (before == 0 ? wads(1_900).description : "none"))
    }
    // A settled forward is not too old, but the spot price may be.
    window.fixture.now += 60
    #expect(window.read() == wads(1_900).description)
    window.fixture.now += 1
    #expect(window.read() == "BLF_DataTooOld")
    #expect(window.settlement == wads(1_900).description)
    #expect(try window.fixture.refusal(.forward, [Int256(Int128(window.expiry)), 0, 1, 0, 0]) == "LFF_InvalidFwdDataTimestamp")
  }

  /// Within the window data must be of the last five minutes, whatever the heartbeat.
  @Test func settlementHeartbeat() throws {
    var window = try Window()
    for kind in [FeedKind.spot, .forward] {
      try window.fixture.book.set(.heartbeat(9_999), feed: FeedFixture.address(kind), caller: FeedFixture.owner)
    }
    #expect(try window.send(before: 3_600) == "applied")
    for (before, expected) in [(1_500 as UInt64, wads(2_010).description), (1_499, "LFF_SettlementDataTooOld")] {
      window.fixture.now = window.expiry - before
      #expect(window.read() == expected)
    }
    #expect(try window.send(before: 1_700) == "applied")
    #expect(window.read() != "LFF_SettlementDataTooOld")
    window.fixture.now = window.expiry - 1_399
    #expect(window.read() == "LFF_SettlementDataTooOld")
    // This sum is exact.
    try window.fixture.book.set(.settlementHeartbeat(.max), feed: Self.forward, caller: FeedFixture.owner)
    #expect(window.read() != "LFF_SettlementDataTooOld")
    try window.fixture.book.set(.heartbeat(.max), feed: Self.forward, caller: FeedFixture.owner)
    #expect(window.read() == "Panic(0x11)")
  }

  /// A price below zero is refused also where it has no weight, and settles all the same.
  @Test func negative() throws {
    var window = try Window()
    #expect(try window.send(before: 3_600, difference: wads(-2_000)) == "applied")
    #expect(window.read() == "0")
    window.fixture.now = window.expiry
    try window.spot()
    #expect(try window.send(before: 0, difference: wads(-2_000) &- 3) == "applied")
    #expect(window.read() == "SafeCastOverflowedIntToUint")
    #expect(FeedRefusal.negativePrice(-3).arguments == ["-3"])
    #expect(window.settlement == wads(1_900).description)
  }

  @Test func largestSums() throws {
    var window = try Window()
    window.fixture.now = window.expiry
    try window.spot()
    #expect(try window.send(before: 0, start: 0, current: -1) == "applied")
    #expect(window.settlement == (try UInt256.max / 1_800).description)
    #expect(window.read() == window.settlement)
  }

  /// FD-23: however messages come, what the feed has is the newest that was taken.
  @Test func monotone() throws {
    let window = try Window()
    let base = try FeedFixture()
    forAll(
      100,
      generate: { generator in (0..<8).map { _ in UInt64.random(in: 1...9, using: &generator) } },
      holds: { (stamps: [UInt64]) in
        var fixture = base
        var newest: UInt64 = 0
        for stamp in stamps {
          let isApplied = try fixture.accept(
            .forward, [Int256(Int128(window.expiry)), 0, 0, Int256(Int128(stamp)), 0],
            timestamp: FeedFixture.start - 10 + stamp)
          if isApplied != (stamp > newest) { return false }
          newest = max(newest, stamp)
          guard case .forward(let feed)? = fixture.book[Self.forward],
            feed[window.expiry]?.difference == Int128(newest)
          else { return false }
        }
        return true
      })
  }
}
