import Clearing
import Ethereum
import FixedPoint

/// What enters the log: a signed message for a feed, or signed actions of one module (LG-9).
public enum Transaction: Hashable, Sendable {
  case message(feed: Address, bytes: [UInt8])
  case actions(ActionCall)
}

/// Signed actions of one module, with what the module is to do with them.
public struct ActionCall: Hashable, Sendable {
  public var module: Address
  /// Each for the module.
  public var actions: [Entry]
  /// For the module, in its own encoding.
  public var data: [UInt8]

  /// An action and its signature.
  public struct Entry: Hashable, Sendable {
    public var action: SignedAction
    /// 65 bytes.
    public var signature: [UInt8]

    public init(_ action: SignedAction, signature: [UInt8]) {
      (self.action, self.signature) = (action, signature)
    }
  }

  public init(module: Address, actions: [Entry], data: [UInt8]) {
    (self.module, self.actions, self.data) = (module, actions, data)
  }
}

extension Transaction {
  private enum Kind: UInt8 {
    case message = 1
    case actions = 2
  }

  /// The transaction in its one encoding.
  public var bytes: [UInt8] {
    var writer = ByteWriter(reserving: 1_024)
    switch self {
    case .message(let feed, let bytes):
      writer.byte(Kind.message.rawValue)
      writer.fixed(feed)
      writer.string(bytes)
    case .actions(let call):
      writer.byte(Kind.actions.rawValue)
      writer.fixed(call.module)
      writer.list(call.actions) { writer, entry in
        writer.integer(entry.action.account)
        writer.integer(entry.action.nonce)
        writer.string(entry.action.data)
        writer.integer(entry.action.expiry)
        writer.fixed(entry.action.owner)
        writer.fixed(entry.action.signer)
        writer.raw(entry.signature)
      }
      writer.string(call.data)
    }
    return writer.bytes
  }

  /// Reads a transaction.
  /// - Throws: `tooLarge` before anything is looked at; whatever is not its one encoding.
  public init(bytes: [UInt8]) throws(LedgerRefusal) {
    if bytes.count > LedgerLimits.transactionBytes {
      throw .tooLarge("a transaction", limit: LedgerLimits.transactionBytes, found: bytes.count)
    }
    var reader = ByteReader(bytes)
    let byte = try reader.byte()
    switch Kind(rawValue: byte) {
    case .message:
      self = .message(feed: try reader.address(), bytes: try reader.string(atMost: FeedLimits.maximumMessageBytes))
    case .actions:
      let module = try reader.address()
      let actions = try reader.list(atMost: ActionLimits.maximumActions) { (reader) throws(LedgerRefusal) in
        let action = SignedAction(
          account: try reader.integer(), nonce: try reader.integer(), module: module,
          data: try reader.string(atMost: ActionLimits.maximumDataBytes), expiry: try reader.integer(),
          owner: try reader.address(), signer: try reader.address())
        return ActionCall.Entry(action, signature: [UInt8](try reader.take(Signature.byteCount)))
      }
      self = .actions(
        ActionCall(
          module: module, actions: actions, data: try reader.string(atMost: LedgerLimits.transactionBytes)))
    case nil: throw .unknownKind(byte, of: "transaction")
    }
    try reader.end()
  }

  /// The name of the transaction everywhere else (LG-10).
  public var hash: Bytes32 { Self.hash(of: bytes) }

  /// The name in receipts of a scheduled parameter that became due.
  static func hash(ofScheduled number: UInt64) -> Bytes32 {
    var writer = ByteWriter()
    writer.byte(LedgerTag.scheduled)
    writer.integer(number)
    return Keccak256.hash(writer.bytes)
  }

  static func hash(of bytes: [UInt8]) -> Bytes32 { Keccak256.hash([LedgerTag.transaction] + bytes) }
}
