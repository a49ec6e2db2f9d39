import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// FD-11 to FD-13, FD-18 to FD-20, FD-23: what is read, and until when.
struct FeedReadTests {
  static let spot = FeedFixture.address(.spot)
  static let difference = FeedFixture.address(.spotDifference)
  static let volatility = FeedFixture.address(.volatility)
  static let rate = FeedFixture.address(.rate)

  /// The last second of the heartbeat counts, and its sum is of 64 bits.
  @Test func heartbeat() throws {
    var fixture = try FeedFixture()
    _ = try fixture.accept(.spot, [wads(2_000), 5])
    let stamp = fixture.now
    func read(_ now: UInt64) -> String { outcome { () throws(FeedRefusal) in try fixture.book.spot(Self.spot, now: now).value } }
    #expect(read(stamp + 60) == wads(2_000).description)
    #expect(read(stamp + 61) == "BLF_DataTooOld")
    for (heartbeat, expected) in [(0, "BLF_DataTooOld"), (.max - stamp, "2000000000000000000000"), (.max - stamp + 1, "Panic(0x11)")] {
      try fixture.book.set(.heartbeat(heartbeat), feed: Self.spot, caller: FeedFixture.owner)
      #expect(read(stamp + 1) == expected)
    }
  }

  /// FD-39: one message and a heartbeat without end make a constant.
  @Test func constants() throws {
    var fixture = try FeedFixture()
    _ = try fixture.accept(.spot, [wads(2_000), 5])
    let stamp = fixture.now
    try fixture.book.set(.heartbeat(1 << 63), feed: Self.spot, caller: FeedFixture.owner)
    for now in [stamp, stamp + 1, 1 << 62, 1 << 63] as [UInt64] {
      #expect(try fixture.book.spot(Self.spot, now: now).value == UInt256(2_000 * Wad.one))
    }
  }

  @Test func differenceIsCapped() throws {
    var fixture = try FeedFixture()
    _ = try fixture.accept(.spot, [wads(1_000) &+ 7, 9])
    func read() -> String {
      outcome { () throws(FeedRefusal) in try fixture.book.spotDifference(Self.difference, now: fixture.now).value }
    }
    // Without a message the value is too old, after a spot price that is.
    #expect(read() == "BLF_DataTooOld")
    for (cap, difference, expected) in [
      (Wad.one / 10, wads(1), "1001000000000000000007"), (Wad.one / 10, wads(101), "1100000000000000000007"),
      (Wad.one / 10, wads(-101), "900000000000000000007"), (0, wads(5), "1000000000000000000007"),
      (Wad.one, wads(-5_000), "0"), (Wad.one, wads(5_000), "2000000000000000000014"),
    ] {
      fixture.now += 1
      try fixture.book.set(.differenceCap(UInt256(cap)), feed: Self.difference, caller: FeedFixture.owner)
      _ = try fixture.accept(.spotDifference, [difference, 8])
      #expect(read() == expected)
    }
    let value = try fixture.book.spotDifference(Self.difference, now: fixture.now)
    #expect(value.confidence == 8)
    try fixture.book.set(.spotFeed(.zero), feed: Self.difference, caller: FeedFixture.owner)
    #expect(read() == "EmptyRevert")
  }

  @Test func confidences() throws {
    var fixture = try FeedFixture()
    let expiry = Int256(Int128(fixture.now) + 86_400)
    let one = wads(1)
    let tooSure = one &+ 1
    #expect(try fixture.refusal(.spot, [0, tooSure]) == "LSF_InvalidConfidence")
    #expect(try fixture.refusal(.spotDifference, [0, tooSure]) == "LSDF_InvalidConfidence")
    #expect(try fixture.refusal(.rate, [expiry, 0, tooSure]) == "LRF_InvalidConfidence")
    #expect(try fixture.refusal(.forward, [expiry, 0, 0, 0, tooSure]) == "LFF_InvalidConfidence")
    #expect(try fixture.refusal(.volatility, [expiry, 0, 0, 0, 0, 0, 0, 0, tooSure]) == "LVF_InvalidConfidence")
    #expect(try fixture.refusal(.spot, [0, one]) == "applied")
  }

  @Test func surfaces() throws {
    var fixture = try FeedFixture()
    let expiry = fixture.now + 86_400
    func words(_ expiry: UInt64, a: Int256 = wads(1), forward: Int256 = wads(2_000), tau: Int256 = wads(1)) -> [Int256] {
      [Int256(Int128(expiry)), a, 0, 0, 0, 0, forward, tau, 9]
    }
    func read(_ strike: UInt256) -> String {
      outcome { () throws(FeedRefusal) in
        try fixture.book.volatility(Self.volatility, strike: strike, expiry: expiry, now: fixture.now).value
      }
    }
    #expect(read(1) == "LVF_MissingExpiryData")
    #expect(outcome { () throws(FeedRefusal) in
      try fixture.book.volatilityConfidence(Self.volatility, expiry: expiry, now: fixture.now)
    } == "LVF_MissingExpiryData")
    // The stamp is checked before the confidence; a message of the expiry itself is taken.
    let past = fixture.now - 1
    #expect(try fixture.refusal(.volatility, words(past).dropLast() + [wads(2)]) == "LVF_InvalidVolDataTimestamp")
    #expect(try fixture.refusal(.volatility, words(fixture.now)) == "applied")
    for (a, forward, tau, strike, expected) in [
      (wads(1), wads(2_000), wads(1), 2_000 as UInt256, Wad.one.description), (wads(1), 0, wads(1), 0, "0"),
      (wads(1), 0, wads(1), 1, "SVI_NoForwardPrice"), (wads(1), wads(1), 0, 1, "Panic(0x12)"),
      (wads(-1), wads(1), wads(1), 1, "Error(\"SVI: value must be positive\")"),
    ] {
      fixture.now += 1
      #expect(try fixture.refusal(.volatility, words(expiry, a: a, forward: forward, tau: tau)) == "applied")
      #expect(read(strike) == expected)
    }
    #expect(try fixture.book.volatilityConfidence(Self.volatility, expiry: expiry, now: fixture.now) == 9)
    fixture.now += 61
    #expect(read(0) == "BLF_DataTooOld")
  }

  /// A rate that never came is a rate of zero, read only if the heartbeat reaches back to the start of time.
  @Test func rates() throws {
    var fixture = try FeedFixture()
    func read(_ expiry: UInt64) -> String {
      outcome { () throws(FeedRefusal) in try fixture.book.rate(Self.rate, expiry: expiry, now: fixture.now).value }
    }
    _ = try fixture.accept(.rate, [7, -5, 9])
    #expect(read(7) == "-5")
    #expect(read(8) == "BLF_DataTooOld")
    try fixture.book.set(.heartbeat(fixture.now), feed: Self.rate, caller: FeedFixture.owner)
    #expect(read(8) == "0")
    try fixture.book.set(.heartbeat(.max), feed: Self.rate, caller: FeedFixture.owner)
    #expect(read(8) == "0")
    #expect(read(7) == "Panic(0x11)")
  }

  /// FD-2: one expiry too many is refused, and a newer message of a known one is not.
  @Test func expiriesAreBounded() throws {
    var held: [UInt64: Int] = [:]
    for expiry in 0..<UInt64(FeedLimits.maximumExpiries) { held[expiry] = 1 }
    let source = FeedSource(.rate, address: .zero, owner: .zero, chainId: 1)
    #expect(outcome { () throws(FeedRefusal) in try source.checkExpiries(held, adding: 3) } == "()")
    #expect(outcome { () throws(FeedRefusal) in try source.checkExpiries(held, adding: .max) } == "FeedTooManyExpiries")
  }
}
