import Ethereum
import FixedPoint

/// Who may speak for a feed, and how fresh its data must be (FD-7 to FD-11): what all kinds of feeds have in
/// common.
public struct FeedSource: Hashable, Sendable {
  public let kind: FeedKind
  /// The address that messages are signed for.
  public let address: Address
  public let owner: Address
  public let chainId: UInt256
  /// The hash of the domain.
  public let domainSeparator: Bytes32
  /// The addresses whose signatures count, ascending.
  public private(set) var signers: [Address] = []
  /// The fewest signers of a message, 1 or more.
  public private(set) var requiredSigners: UInt8 = 1
  /// For how many seconds after its timestamp a value is read.
  public private(set) var heartbeat: UInt64 = 0

  /// A feed as it is set up: without signers, every value too old by the next second.
  public init(_ kind: FeedKind, address: Address, owner: Address, chainId: UInt256) {
    (self.kind, self.address, self.owner, self.chainId) = (kind, address, owner, chainId)
    domainSeparator =
      EIP712.Domain(name: kind.rawValue, version: "1", chainId: chainId, verifyingContract: address).separator
  }

  /// What binds a message to this feed on this chain. It is made when asked for: feeds are read often, and copied for
  /// it.
  public var domain: EIP712.Domain {
    EIP712.Domain(name: kind.rawValue, version: "1", chainId: chainId, verifyingContract: address)
  }

  public func isSigner(_ address: Address) -> Bool {
    let place = place(of: address)
    return place < signers.count && signers[place] == address
  }

  /// The first place whose signer is not below an address.
  private func place(of address: Address) -> Int {
    var (low, high) = (0, signers.count)
    while low < high {
      let middle = (low + high) / 2
      if signers[middle] < address { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Settings

  /// - Throws: `unauthorized`.
  func checkOwner(_ caller: Address) throws(FeedRefusal) {
    guard caller == owner else { throw .unauthorized(caller: caller) }
  }

  /// Lets an address sign, or no longer.
  /// - Throws: `unauthorized`, `tooManySigners`.
  mutating func setSigner(_ signer: Address, isWhitelisted: Bool, caller: Address) throws(FeedRefusal) {
    try checkOwner(caller)
    guard isWhitelisted != isSigner(signer) else { return }
    let place = place(of: signer)
    if !isWhitelisted {
      signers.remove(at: place)
      return
    }
    guard signers.count < FeedLimits.maximumSigners else {
      throw .tooManySigners(limit: FeedLimits.maximumSigners)
    }
    signers.insert(signer, at: place)
  }

  /// - Throws: `unauthorized`, `zeroRequiredSigners`.
  mutating func setRequiredSigners(_ count: UInt8, caller: Address) throws(FeedRefusal) {
    try checkOwner(caller)
    guard count > 0 else { throw .zeroRequiredSigners }
    requiredSigners = count
  }

  /// - Throws: `unauthorized`.
  mutating func setHeartbeat(_ seconds: UInt64, caller: Address) throws(FeedRefusal) {
    try checkOwner(caller)
    heartbeat = seconds
  }

  /// Takes any value for fresh.
  mutating func forgetAges() { heartbeat = Heartbeat.forever }

  // MARK: Messages and reads

  /// Decodes a message and checks all that does not depend on what it says.
  /// - Throws: `FeedRefusal`, in the order of FD-8.
  func message(_ bytes: [UInt8], now: UInt64) throws(FeedRefusal) -> FeedMessage {
    let message = try FeedMessage(bytes)
    try checkSignatures(message)
    guard message.deadline >= UInt256(now) else { throw .expired(deadline: message.deadline, now: now) }
    guard message.timestamp <= now else { throw .fromTheFuture(timestamp: message.timestamp, now: now) }
    return message
  }

  /// Each signer must have signed, also beyond the number that is required.
  private func checkSignatures(_ message: FeedMessage) throws(FeedRefusal) {
    let (signers, signatures) = (message.signers, message.signatures)
    guard signers.count >= Int(requiredSigners) else {
      throw .notEnoughSigners(required: Int(requiredSigners), found: signers.count)
    }
    guard signers.count == signatures.count else {
      throw .signatureCount(signers: signers.count, signatures: signatures.count)
    }
    let digest = message.digest(domainSeparator: domainSeparator)
    // Whoever stands before a signer is on the list, so that the list bounds the search for a repeated one.
    for (index, signer) in signers.enumerated() {
      guard !signers[..<index].contains(signer) else { throw .duplicatedSigner(signer) }
      guard Signature.isSigned(signatures[index], by: signer, digest) else { throw .invalidSignature(of: signer) }
      guard isSigner(signer) else { throw .notWhitelisted(signer) }
    }
  }

  /// Checks that a value is not too old to be read; the last second of the heartbeat counts.
  /// - Throws: `overflow` where the timestamp and the heartbeat exceed 64 bits, `tooOld`.
  func checkFresh(_ timestamp: UInt64, now: UInt64) throws(FeedRefusal) {
    let (last, overflow) = timestamp.addingReportingOverflow(heartbeat)
    guard !overflow else { throw .arithmetic(.overflow) }
    guard last >= now else { throw .tooOld(timestamp: timestamp, heartbeat: heartbeat, now: now) }
  }

  /// - Throws: `confidenceAboveOne`.
  func checkConfidence(_ confidence: UInt64) throws(FeedRefusal) {
    guard confidence <= UInt64(truncatingIfNeeded: Wad.one) else { throw .confidenceAboveOne(kind, confidence) }
  }

  /// Checks that one more expiry may be held, where this one is new.
  /// - Throws: `tooManyExpiries`.
  func checkExpiries<Value>(_ held: [UInt64: Value], adding expiry: UInt64) throws(FeedRefusal) {
    guard held[expiry] != nil || held.count < FeedLimits.maximumExpiries else {
      throw .tooManyExpiries(limit: FeedLimits.maximumExpiries)
    }
  }
}

extension Signature {
  /// Whether bytes are a signature of a digest by an address, in the one form that contracts accept (EH-20 to
  /// EH-27). An address with code would be asked itself; there is none here.
  static func isSigned(_ bytes: ArraySlice<UInt8>, by address: Address, _ digest: Bytes32) -> Bool {
    guard bytes.count == byteCount else { return false }
    do throws(SignatureError) {
      return try Signature(Array(bytes)).signer(of: digest) == address
    } catch {
      return false
    }
  }
}
