import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// FD-3 to FD-9: what is checked of every message, and in which order.
struct FeedMessageTests {
  @Test func typeHash() throws {
    let expected = "0xd2bfedead63489b480a7250e6942f2d2b6feeed023c25fddc0f5d1a0487c252f"
    #expect(FeedMessage.typeHash.description == expected)
  }

  /// A message with every fault, whose faults are mended one by one.
  @Test func orderOfChecks() throws {
    var fixture = try FeedFixture()
    let feed = FeedFixture.address(.spot)
    try fixture.book.set(.requiredSigners(2), feed: feed, caller: FeedFixture.owner)
    let (signers, now) = (fixture.signers, fixture.now)
    var message = TestMessage(
      payload: Bytes32(wads(1)).bytes, deadline: UInt256(now - 1), timestamp: now + 1,
      signers: [signers[0].address])
    #expect(fixture.refusal(.spot, message) == "BLF_NotEnoughSigners")
    message.signers = [signers[0], signers[0], signers[3]].map(\.address)
    #expect(fixture.refusal(.spot, message) == "BLF_SignatureSignersLengthMismatch")
    message.signatures = [[], [], []]
    #expect(fixture.refusal(.spot, message) == "BLF_InvalidSignature")
    let bad = message
    try message.sign(by: [signers[0], signers[0], signers[3]], for: .spot)
    message.signatures[1] = []
    #expect(fixture.refusal(.spot, message) == "BLF_DuplicatedSigner")
    message = bad
    try message.sign(by: [signers[0], signers[3]], for: .spot)
    message.signatures[1] = []
    #expect(fixture.refusal(.spot, message) == "BLF_InvalidSignature")
    try message.sign(by: [signers[0], signers[3]], for: .spot)
    #expect(fixture.refusal(.spot, message) == "BLF_InvalidSigner")
    try message.sign(by: [signers[2], signers[0]], for: .spot)
    #expect(fixture.refusal(.spot, message) == "BLF_DataExpired")
    message.deadline = UInt256(now)
    try message.sign(by: [signers[2], signers[0]], for: .spot)
    #expect(fixture.refusal(.spot, message) == "BLF_InvalidTimestamp")
    message.timestamp = now
    try message.sign(by: [signers[2], signers[0]], for: .spot)
    #expect(fixture.refusal(.spot, message) == "EmptyRevert")
    message.payload += Bytes32(wads(1) &+ 1).bytes
    try message.sign(by: [signers[2], signers[0]], for: .spot)
    #expect(fixture.refusal(.spot, message) == "LSF_InvalidConfidence")
    message.payload = Bytes32(wads(1)).bytes + Bytes32(wads(1)).bytes
    try message.sign(by: [signers[2], signers[0]], for: .spot)
    #expect(fixture.refusal(.spot, message) == "applied")
    #expect(fixture.refusal(.spot, message) == "ignored")
  }

  /// A signature must be of the very bytes, for the very feed.
  @Test func everyBitCounts() throws {
    var fixture = try FeedFixture()
    let message = try fixture.message(.spot, [wads(2_000), wads(1)])
    var other = message
    try other.sign(by: [fixture.signers[0]], for: .rate)
    #expect(fixture.refusal(.spot, other) == "BLF_InvalidSignature")
    forAll(
      200,
      generate: { generator in
        var changed = message
        switch Int.random(in: 0...3, using: &generator) {
        case 0: changed.payload[Int.random(in: 0..<64, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 1: changed.deadline = message.deadline &+ UInt256(UInt64.random(in: 1...99, using: &generator))
        case 2: changed.timestamp -= UInt64.random(in: 1...99, using: &generator)
        default:
          changed.signatures[0][Int.random(in: 0..<65, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        }
        return changed
      },
      holds: { (changed: TestMessage) in
        var fixture = fixture
        return fixture.refusal(.spot, changed) == "BLF_InvalidSignature"
      })
  }

  /// FD-9: a message that is not newer is ignored, after its signatures and before or after its payload.
  @Test func age() throws {
    var fixture = try FeedFixture()
    let expiry = Int256(Int128(fixture.now) + 86_400)
    let whole: [FeedKind: [Int256]] = [
      .spot: [wads(1), 0], .spotDifference: [-1, 0], .rate: [expiry, -1, 0],
      .forward: [expiry, 0, 0, -1, 0], .volatility: [expiry, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    for kind in FeedKind.allCases {
      let words = try #require(whole[kind])
      #expect(try fixture.refusal(kind, words) == "applied")
      #expect(try fixture.refusal(kind, words) == "ignored")
      #expect(try fixture.refusal(kind, words.dropLast() + [-1], timestamp: fixture.now - 1)
        == (kind == .spot || kind == .spotDifference ? "ignored" : "EmptyRevert"))
      let tooSure = words.dropLast() + [wads(1) &+ 1]
      #expect(try fixture.refusal(kind, Array(tooSure), timestamp: fixture.now - 1) == "ignored")
      var unsigned = try fixture.message(kind, words, timestamp: fixture.now - 1)
      unsigned.signatures[0][40] ^= 1
      #expect(fixture.refusal(kind, unsigned) == "BLF_InvalidSignature")
    }
    // Nothing is stamped 0.
    fixture = try FeedFixture()
    #expect(try fixture.refusal(.spot, [1, 0], timestamp: 0) == "ignored")
  }

  /// FD-2, and the first failure of a message that is none.
  @Test func hostileMessages() throws {
    var fixture = try FeedFixture()
    let feed = FeedFixture.address(.spot)
    let limit = FeedLimits.maximumMessageBytes
    let large = outcome { () throws(FeedRefusal) in
      try fixture.book.accept([UInt8](repeating: 0, count: limit + 1), feed: feed, now: fixture.now)
    }
    #expect(large == "FeedMessageTooLarge")
    let message = try fixture.message(.spot, [wads(2_000), wads(1)]).bytes
    let known: Set = [
      "true", "EmptyRevert", "Panic(0x41)", "BLF_NotEnoughSigners", "BLF_SignatureSignersLengthMismatch",
      "BLF_InvalidSignature",
    ]
    let book = fixture.book
    forAll(
      3_000,
      generate: { generator in
        var bytes = message
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[place] = .random(in: 0...255, using: &generator)
        }
        return Array(bytes.prefix(Int.random(in: 0...bytes.count + 99, using: &generator)))
      },
      holds: { (bytes: [UInt8]) in
        var book = book
        return known.contains(outcome { () throws(FeedRefusal) in
          try book.accept(bytes, feed: feed, now: FeedFixture.start)
        })
      })
  }

  /// As many signers as fit, each said to be another: the first that is not on the list ends the search.
  @Test func manySigners() throws {
    var fixture = try FeedFixture()
    var message = try fixture.message(.spot, [wads(2_000), wads(1)])
    for number in 0..<1_000 as Range<UInt64> {
      message.signers.append(Address(lastBytesOf: Bytes32(UInt256(number + 1))))
      message.signatures.append(message.signatures[0])
    }
    #expect(fixture.refusal(.spot, message) == "FeedMessageTooLarge")
    (message.signers, message.signatures) = (Array(message.signers.prefix(600)), Array(message.signatures.prefix(600)))
    #expect(fixture.refusal(.spot, message) == "BLF_InvalidSignature")
  }

  /// All signers must have signed, and in the order of their signatures.
  @Test func threshold() throws {
    var fixture = try FeedFixture()
    let feed = FeedFixture.address(.spot)
    for required in 1...4 as ClosedRange<UInt8> {
      for given in 0...3 {
        try fixture.book.set(.requiredSigners(required), feed: feed, caller: FeedFixture.owner)
        fixture.now += 1
        var message = try fixture.message(.spot, [wads(2_000), wads(1)])
        try message.sign(by: Array(fixture.signers.prefix(given)), for: .spot)
        #expect(fixture.refusal(.spot, message) == (given < Int(required) ? "BLF_NotEnoughSigners" : "applied"))
        message.timestamp -= 1
        try message.sign(by: Array(fixture.signers.prefix(given)), for: .spot)
        message.signatures.reverse()
        if given > 1 && given >= Int(required) { #expect(fixture.refusal(.spot, message) == "BLF_InvalidSignature") }
      }
    }
  }
}
