import Clearing

/// Why a transaction never enters the log (LG-13).
public enum AdmissionRefusal: Error, Hashable, Sendable {
  /// More bytes than a transaction may have.
  case tooLarge(limit: Int, found: Int)
  /// A block has as many transactions, or as many bytes of them, as it may have.
  case blockFull
  /// A message that its feed refuses.
  case feed(FeedRefusal)
  /// A message that is not newer than what its feed has.
  case notNewer
  /// A call that fails its checks: signatures, nonces, expiries, who may act on which account.
  case action(ActionRefusal)
  /// An order that is filled, or another order under its nonce.
  case order(ModuleRefusal)

  /// The refusal's stable name: the protocol's where it has one.
  public var name: String {
    switch self {
    case .tooLarge: "Admission_TooLarge"
    case .blockFull: "Admission_BlockFull"
    case .feed(let refusal): refusal.name
    case .notNewer: "Admission_NotNewer"
    case .action(let refusal): refusal.name
    case .order(let refusal): refusal.name
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .tooLarge(let limit, let found):
      "a transaction of at most \(limit) bytes was expected, and it has \(found)"
    case .blockFull: "room in the block was expected, and it is full"
    case .feed(let refusal): refusal.message
    case .notNewer: "a message newer than what its feed has was expected, and this one is not"
    case .action(let refusal): refusal.message
    case .order(let refusal): refusal.message
    }
  }
}
