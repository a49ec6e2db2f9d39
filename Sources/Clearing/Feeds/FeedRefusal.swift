import Encoding
import Ethereum
import FixedPoint
import Pricing

/// A refusal by a feed, in the order of the checks (FD-7 to FD-22).
public enum FeedRefusal: Error, Hashable, Sendable {
  /// There is no such feed, or a feed of its kind does not answer this.
  case noSuchFunction

  // Settings.
  case unauthorized(caller: Address)
  case zeroRequiredSigners
  case tooManySigners(limit: Int)
  case differenceCapAboveOne(UInt256)

  // A message, of whatever feed.
  case messageTooLarge(limit: Int, found: Int)
  case decoding(ABIDecodingError)
  case notEnoughSigners(required: Int, found: Int)
  case signatureCount(signers: Int, signatures: Int)
  case duplicatedSigner(Address)
  case invalidSignature(of: Address)
  case notWhitelisted(Address)
  case expired(deadline: UInt256, now: UInt64)
  case fromTheFuture(timestamp: UInt64, now: UInt64)

  // What a message says, feed by feed.
  case confidenceAboveOne(FeedKind, UInt64)
  case afterExpiry(FeedKind, timestamp: UInt64, expiry: UInt64)
  case expiryTooFar(expiry: UInt64, furthest: UInt128)
  case aggregatesNotRising(start: UInt256, current: UInt256)
  case tooManyExpiries(limit: Int)

  // Reads.
  case missingExpiry(FeedKind, UInt64)
  case tooOld(timestamp: UInt64, heartbeat: UInt64, now: UInt64)
  case settlementTooOld(from: UInt64, heartbeat: UInt64, now: UInt64)
  case negativePrice(Int256)
  case arithmetic(ArithmeticError)
  case pricing(PricingError)

  /// The protocol's own name of this failure; of a limit of this project, its own.
  public var name: String {
    switch self {
    case .noSuchFunction: "EmptyRevert"
    case .unauthorized: "OwnableUnauthorizedAccount"
    case .zeroRequiredSigners: "BLF_InvalidRequiredSigners"
    case .tooManySigners: "FeedTooManySigners"
    case .differenceCapAboveOne: "LSDF_InvalidSpotDiffCap"
    case .messageTooLarge: "FeedMessageTooLarge"
    case .decoding(let error): error.name
    case .notEnoughSigners: "BLF_NotEnoughSigners"
    case .signatureCount: "BLF_SignatureSignersLengthMismatch"
    case .duplicatedSigner: "BLF_DuplicatedSigner"
    case .invalidSignature: "BLF_InvalidSignature"
    case .notWhitelisted: "BLF_InvalidSigner"
    case .expired: "BLF_DataExpired"
    case .fromTheFuture: "BLF_InvalidTimestamp"
    case .confidenceAboveOne(let kind, _): kind.prefix + "_InvalidConfidence"
    case .afterExpiry(let kind, _, _): kind == .forward ? "LFF_InvalidFwdDataTimestamp" : "LVF_InvalidVolDataTimestamp"
    case .expiryTooFar: "LFF_ExpiryTooFarInFuture"
    case .aggregatesNotRising: "LFF_InvalidSettlementData"
    case .tooManyExpiries: "FeedTooManyExpiries"
    case .missingExpiry(let kind, _): kind.prefix + "_MissingExpiryData"
    case .tooOld: "BLF_DataTooOld"
    case .settlementTooOld: "LFF_SettlementDataTooOld"
    case .negativePrice: "SafeCastOverflowedIntToUint"
    case .arithmetic(let error): error.name
    case .pricing(let error): error.name
    }
  }

  /// The values that the protocol's error carries, in its spelling.
  public var arguments: [String] {
    switch self {
    case .unauthorized(let caller): [Hex.encode(caller.bytes)]
    case .negativePrice(let value): [value.description]
    default: []
    }
  }
}

extension FeedKind {
  /// What the names of the kind's refusals start with.
  var prefix: String {
    switch self {
    case .spot: "LSF"
    case .spotDifference: "LSDF"
    case .forward: "LFF"
    case .volatility: "LVF"
    case .rate: "LRF"
    }
  }
}
