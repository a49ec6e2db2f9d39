import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// Keys of signers that everybody knows.
struct TestSigner {
  let key: PrivateKey
  var address: Address { key.address }

  init(_ number: UInt64) throws {
    key = try PrivateKey(Bytes32(UInt256(number)).bytes)
  }

  func sign(_ digest: Bytes32) throws -> [UInt8] { try key.sign(digest).bytes }
}

/// Feeds of one owner, with messages signed for them as they should be, or with what a test changes.
struct FeedFixture {
  static let owner = Address(lastBytesOf: Keccak256.hash("owner"))
  static let stranger = Address(lastBytesOf: Keccak256.hash("stranger"))
  static let start: UInt64 = 1_700_000_000

  let signers: [TestSigner]
  var book = FeedBook()
  var now = FeedFixture.start

  /// A feed of every kind, with three signers of whom one is required and a heartbeat of a minute.
  init() throws {
    signers = try (1...4).map { try TestSigner($0) }
    for kind in FeedKind.allCases {
      let source = FeedSource(kind, address: Self.address(kind), owner: Self.owner, chainId: 957)
      book.add(Feed(source, spotFeed: Self.address(.spot)))
      for signer in signers.prefix(3) {
        try book.set(.signer(signer.address, isWhitelisted: true), feed: Self.address(kind), caller: Self.owner)
      }
      try book.set(.heartbeat(60), feed: Self.address(kind), caller: Self.owner)
    }
  }

  static func address(_ kind: FeedKind) -> Address { Address(lastBytesOf: Keccak256.hash(kind.rawValue)) }

  /// A message that passes, by the first signer.
  func message(_ kind: FeedKind, _ words: [Int256], timestamp: UInt64? = nil) throws -> TestMessage {
    let payload = words.flatMap { Bytes32($0).bytes }
    var message = TestMessage(payload: payload, deadline: UInt256(now), timestamp: timestamp ?? now)
    try message.sign(by: [signers[0]], for: kind)
    return message
  }

  /// Sends a message.
  mutating func accept(_ kind: FeedKind, _ message: TestMessage) throws(FeedRefusal) -> Bool {
    try book.accept(message.bytes, feed: Self.address(kind), now: now)
  }

  /// Sends a message that passes all checks of FD-8.
  mutating func accept(_ kind: FeedKind, _ words: [Int256], timestamp: UInt64? = nil) throws -> Bool {
    try accept(kind, message(kind, words, timestamp: timestamp))
  }

  /// The name by which a message is refused.
  mutating func refusal(_ kind: FeedKind, _ words: [Int256], timestamp: UInt64? = nil) throws -> String {
    try refusal(kind, message(kind, words, timestamp: timestamp))
  }

  mutating func refusal(_ kind: FeedKind, _ message: TestMessage) -> String {
    let before = book
    do throws(FeedRefusal) {
      return try accept(kind, message) ? "applied" : "ignored"
    } catch {
      // FD-1: a call that failed has changed nothing.
      #expect(book == before)
      return error.name
    }
  }
}

/// The parts of a message.
struct TestMessage {
  var payload: [UInt8]
  var deadline: UInt256
  var timestamp: UInt64
  var signers: [Address] = []
  var signatures: [[UInt8]] = []

  var bytes: [UInt8] {
    let message = ABIValue.tuple([
      .bytes(payload), .unsigned(deadline), .unsigned(UInt256(timestamp)), .array(signers.map { .address($0) }),
      .array(signatures.map { .bytes($0) }),
    ])
    do { return try ABIEncoder.encode([message]) } catch { return [] }
  }

  mutating func sign(by signers: [TestSigner], for kind: FeedKind) throws {
    let hash = EIP712.structHash(
      FeedMessage.typeHash, [Keccak256.hash(payload), Bytes32(deadline), Bytes32(UInt256(timestamp))])
    let source = FeedSource(kind, address: FeedFixture.address(kind), owner: FeedFixture.owner, chainId: 957)
    let digest = EIP712.digest(domainSeparator: source.domainSeparator, structHash: hash)
    self.signers = signers.map(\.address)
    signatures = try signers.map { try $0.sign(digest) }
  }
}

/// The name of a refusal, or what was given.
func outcome<Value>(_ body: () throws(FeedRefusal) -> Value) -> String {
  do throws(FeedRefusal) { return "\(try body())" } catch { return error.name }
}

func wads(_ count: Int128) -> Int256 { Int256(count * Int128(Wad.one)) }
