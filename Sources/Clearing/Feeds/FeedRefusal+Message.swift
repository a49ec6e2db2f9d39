extension FeedRefusal {
  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .noSuchFunction: "a feed that has this function was expected, and there is none at this address"
    case .unauthorized(let caller): "a call by the feed's owner was expected, and \(caller) made it"
    case .zeroRequiredSigners: "at least one required signer was expected, and none was asked for"
    case .tooManySigners(let limit): "at most \(limit) signers of a feed were expected, and there would be more"
    case .differenceCapAboveOne(let cap): "a cap of at most one was expected, and it is \(cap)"
    case .messageTooLarge(let limit, let found):
      "a message of at most \(limit) bytes was expected, and \(found) were found"
    case .decoding(let error): error.message
    case .notEnoughSigners(let required, let found):
      "at least \(required) signers were expected, and \(found) were found"
    case .signatureCount(let signers, let signatures):
      "a signature of each of \(signers) signers was expected, and \(signatures) were found"
    case .duplicatedSigner(let signer): "each signer once was expected, and \(signer) comes again"
    case .invalidSignature(let signer): "a signature by \(signer) was expected, and this is none of the message"
    case .notWhitelisted(let signer): "a signer of the feed was expected, and \(signer) is none"
    case .expired(let deadline, let now): "a deadline of \(now) or later was expected, and it is \(deadline)"
    case .fromTheFuture(let timestamp, let now):
      "a timestamp of \(now) or earlier was expected, and it is \(timestamp)"
    case .confidenceAboveOne(_, let confidence): "a confidence of at most one was expected, and it is \(confidence)"
    case .afterExpiry(_, let timestamp, let expiry):
      "data of the expiry \(expiry) or earlier was expected, and it is of \(timestamp)"
    case .expiryTooFar(let expiry, let furthest):
      "an expiry of \(furthest) or earlier was expected, and it is \(expiry)"
    case .aggregatesNotRising(let start, let current):
      "an aggregate above the first one, \(start), was expected, and it is \(current)"
    case .tooManyExpiries(let limit): "at most \(limit) expiries of a feed were expected, and there would be more"
    case .missingExpiry(_, let expiry): "data of the expiry \(expiry) was expected, and there is none"
    case .tooOld(let timestamp, let heartbeat, let now):
      "data of at most \(heartbeat) seconds before \(now) was expected, and it is of \(timestamp)"
    case .settlementTooOld(let from, let heartbeat, let now):
      "settlement data of at most \(heartbeat) seconds before \(now) was expected, and it is of \(from)"
    case .negativePrice(let value): "a price of zero or more was expected, and it is \(value)"
    case .arithmetic(let error): error.message
    case .pricing(let error): error.message
    }
  }
}
