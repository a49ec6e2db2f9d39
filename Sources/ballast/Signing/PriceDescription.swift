import Clearing
import Encoding
import Ethereum
import FixedPoint
import Ledger

/// A message for a feed, as one of its signers describes it or as others have signed it (MO-43).
struct PriceDescription {
  let source: FeedSource
  private let payload: [UInt8]
  private let deadline: UInt256
  private let timestamp: UInt64
  private let signers: [Address]
  private let signatures: [[UInt8]]

  /// - Parameter signer: whose key signs.
  /// - Throws: the first member that is not of the form, or that names what the venue does not have.
  init(_ json: JSONValue, signer: Address, in venue: SigningVenue) throws(JSONError) {
    if try json.optionalMember("message") != nil {
      try self.init(signed: json, signer, venue)
    } else {
      try self.init(described: json, venue)
    }
  }

  private init(described json: JSONValue, _ venue: SigningVenue) throws(JSONError) {
    try json.refuseUnknownMembers(["feed", "timestamp", "deadline", "values"])
    source = try Self.source(json.member("feed"), venue)
    payload = try DataLayout(source.kind).encoded(json.member("values"), of: venue)
    deadline = try json.member("deadline").uint256()
    timestamp = try json.member("timestamp").uint64()
    (signers, signatures) = ([], [])
  }

  private init(signed json: JSONValue, _ signer: Address, _ venue: SigningVenue) throws(JSONError) {
    try json.refuseUnknownMembers(["message"])
    let line = try json.member("message")
    try line.refuseUnknownMembers(["feed", "bytes"])
    source = try Self.source(line.member("feed"), venue)
    let bytes = try line.member("bytes")
    guard let encoded = Hex.decode(try bytes.string()), encoded.count <= FeedLimits.maximumMessageBytes,
      let message = try? FeedMessage(encoded), message.signers.count == message.signatures.count
    else { throw bytes.refusal(.wrongForm, expected: "a message with as many signatures as signers") }
    if message.signers.contains(signer) {
      throw bytes.refusal(.duplicateElement, expected: "a message that \(signer) has not signed")
    }
    (payload, deadline, timestamp) = (Array(message.payload), message.deadline, message.timestamp)
    (signers, signatures) = (message.signers, message.signatures.map(Array.init))
  }

  private static func source(_ json: JSONValue, _ venue: SigningVenue) throws(JSONError) -> FeedSource {
    let address = try json.address(in: venue.feeds, what: "a feed")
    guard let source = venue.source(of: address) else {
      throw json.refusal(.outOfRange, expected: "a feed of the genesis")
    }
    return source
  }

  /// What is signed.
  var digest: Bytes32 {
    let hash = EIP712.structHash(
      FeedMessage.typeHash, [Keccak256.hash(payload), Bytes32(deadline), Bytes32(UInt256(timestamp))])
    return EIP712.digest(domainSeparator: source.domainSeparator, structHash: hash)
  }

  /// The message with one more signature, signers in the order in which they signed.
  func signed(by signer: Address, _ signature: [UInt8], _ json: JSONValue) throws(JSONError) -> Transaction {
    let message = ABIValue.tuple([
      .bytes(payload), .unsigned(deadline), .unsigned(UInt256(timestamp)),
      .array((signers + [signer]).map { .address($0) }), .array((signatures + [signature]).map { .bytes($0) }),
    ])
    let bytes = try json.encoded([message])
    guard bytes.count <= FeedLimits.maximumMessageBytes else {
      throw json.refusal(.outOfRange, expected: "a message of at most \(FeedLimits.maximumMessageBytes) bytes")
    }
    return .message(feed: source.address, bytes: bytes)
  }
}
