import Clearing
import Encoding
import Ethereum
import FixedPoint

extension Transaction {
  /// Reads the JSON form (LG-11): `{"message": {"feed", "bytes"}}` or `{"actions": {"module", "actions", "data"}}`.
  /// - Throws: `JSONError` in a `LedgerRefusal`, and what the bytes would be refused for.
  public init(_ json: JSONValue) throws(LedgerRefusal) {
    do throws(JSONError) { try self.init(form: json) } catch { throw .json(error) }
    let count = bytes.count
    if count > LedgerLimits.transactionBytes {
      throw .tooLarge("a transaction", limit: LedgerLimits.transactionBytes, found: count)
    }
  }

  private init(form json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["message", "actions"])
    if let message = try json.optionalMember("message") {
      if let other = try json.optionalMember("actions") {
        throw other.refusal(.unknownMember, expected: "either a message or actions")
      }
      try message.refuseUnknownMembers(["feed", "bytes"])
      self = .message(
        feed: try message.member("feed").address(),
        bytes: try message.member("bytes").octets(atMost: FeedLimits.maximumMessageBytes))
      return
    }
    let call = try json.member("actions")
    try call.refuseUnknownMembers(["module", "actions", "data"])
    let module = try call.member("module").address()
    let list = try call.member("actions")
    let elements = try list.elements()
    if elements.count > ActionLimits.maximumActions {
      throw list.refusal(.outOfRange, expected: "at most \(ActionLimits.maximumActions) actions")
    }
    var actions: [ActionCall.Entry] = []
    for element in elements {
      try element.refuseUnknownMembers(["account", "nonce", "data", "expiry", "owner", "signer", "signature"])
      let owner = try element.member("owner").address()
      let signature = try element.member("signature")
      let signatureBytes = try signature.octets(atMost: Signature.byteCount)
      if signatureBytes.count != Signature.byteCount {
        throw signature.refusal(.wrongForm, expected: "\(Signature.byteCount) bytes")
      }
      let action = SignedAction(
        account: try element.member("account").uint256(), nonce: try element.member("nonce").uint256(), module: module,
        data: try element.member("data").octets(atMost: ActionLimits.maximumDataBytes),
        expiry: try element.member("expiry").uint256(), owner: owner,
        signer: try element.member("signer").address())
      actions.append(ActionCall.Entry(action, signature: signatureBytes))
    }
    self = .actions(
      ActionCall(
        module: module, actions: actions, data: try call.member("data").octets(atMost: LedgerLimits.transactionBytes)))
  }

  /// Writes the JSON form, one object.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    switch self {
    case .message(let feed, let bytes):
      json.key("message")
      json.beginObject()
      json.member("feed", feed)
      json.key("bytes")
      json.hexadecimal(bytes)
      json.endObject()
    case .actions(let call):
      json.key("actions")
      json.beginObject()
      json.member("module", call.module)
      json.key("actions")
      json.beginArray()
      for entry in call.actions {
        json.beginObject()
        json.member("account", entry.action.account)
        json.member("nonce", entry.action.nonce)
        json.key("data")
        json.hexadecimal(entry.action.data)
        json.member("expiry", entry.action.expiry)
        json.member("owner", entry.action.owner)
        json.member("signer", entry.action.signer)
        json.key("signature")
        json.hexadecimal(entry.signature)
        json.endObject()
      }
      json.endArray()
      json.key("data")
      json.hexadecimal(call.data)
      json.endObject()
    }
    json.endObject()
  }
}

extension JSONValue {
  func octets(atMost limit: Int) throws(JSONError) -> [UInt8] {
    guard let bytes = Hex.decode(try string()), bytes.count <= limit else {
      throw refusal(.wrongForm, expected: "at most \(limit) bytes in hexadecimal after 0x")
    }
    return bytes
  }
}
