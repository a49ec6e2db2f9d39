import Encoding
import Ethereum

extension LedgerRefusal {
  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .truncated: "more bytes were expected, and they end here"
    case .trailingBytes(let count): "the end was expected, and \(count) bytes follow"
    case .notCanonical(let expected): "\(expected) was expected, and another spelling was found"
    case .outOfRange(let expected): "\(expected) was expected, and the value is outside that"
    case .unknownKind(let kind, let of): "a known kind of \(of) was expected, and \(kind) was found"
    case .tooLarge(let what, let limit, let found):
      "\(what) of at most \(limit) bytes was expected, and \(found) were found"
    case .json(let error): error.message
    case .missingPart(let what): "\(what) was expected in the state, and it is not there"
    case .misplacedPart(let key): "a part with a place in the venue was expected, and \(Hex.encode(key)) has none"
    case .repeatedPart(let key): "each part once and in order was expected, and \(Hex.encode(key)) is not"
    case .unsoundState: "a state that is written as it was read was expected, and this one is not"
    case .map(let refusal): refusal.message
    case .otherVenue(let expected, let found):
      "the venue of genesis \(expected) was expected, and \(found) was found"
    case .snapshotRoot(let expected, let found):
      "a state of root \(expected) was expected, and its parts have \(found)"
    case .heightExhausted: "a next height was expected, and there is none of 64 bits"
    case .timeRunsBackward(let previous, let found): "a time of \(previous) or later was expected, and it is \(found)"
    case .timeTooFarAhead(let limit, let found):
      "a time of at most \(limit), by the newest signed message, was expected, and it is \(found)"
    case .tooManyTransactions(let limit, let found):
      "at most \(limit) transactions were expected, and \(found) were found"
    case .blockTooLarge(let limit): "transactions of at most \(limit) bytes together were expected, and there are more"
    case .headerDiffers(let field, let expected, let found):
      "the block's \(field.rawValue) was expected to be \(expected), and it is \(found)"
    case .inadmissible(let position, let refusal):
      "an admissible transaction at position \(position) was expected: \(refusal.message)"
    case .receiptDiffers(let position, let expected, let found):
      "receipt \(position) was expected to be \(Self.text(expected)), which execution gives, and it is \(Self.text(found))"
    case .decisionDiffers(let receipt, let decision, let expected, let found):
      "decision \(decision) of receipt \(receipt) was expected to be \(expected), which execution gives, and it is \(found)"
    case .pathLength(let expected, let found): "a path of \(expected) hashes was expected, and it has \(found)"
    case .positionOutOfRange(let position, let count):
      "a position below \(count) was expected, and it is \(position)"
    case .unknownRules(let version, let name):
      "rules that this program knows were expected, and version \(version) has the correction \(name)"
    case .rootMismatch: "the entry was expected under the root, and its path leads to another"
    }
  }
  private static func text(_ hash: Bytes32?) -> String { hash?.description ?? "none" }
}
