import Clearing
import Encoding
import Ethereum
import FixedPoint

/// An action as its owner describes it (MO-41), for who signs it.
struct ActionDescription {
  let action: SignedAction

  /// - Parameter signer: whose key signs; the owner too, unless the description names another.
  /// - Throws: the first member that is not of the form, or that names what the venue does not have.
  init(_ json: JSONValue, signer: Address, in venue: SigningVenue) throws(JSONError) {
    try json.refuseUnknownMembers(["module", "kind", "account", "nonce", "expiry", "owner", "signer", "data"])
    let (module, kind) = try Self.module(json, venue)
    if let named = try json.optionalMember("signer"), try named.signingAddress() != signer {
      throw named.refusal(.outOfRange, expected: "the address of the key that signs, \(signer)")
    }
    let data = try json.member("data")
    let bytes = try Self.encoded(data, kind, venue)
    if bytes.count > ActionLimits.maximumDataBytes {
      throw data.refusal(.outOfRange, expected: "data of at most \(ActionLimits.maximumDataBytes) bytes, encoded")
    }
    action = SignedAction(
      account: try json.optionalMember("account")?.uint256() ?? .zero, nonce: try json.member("nonce").uint256(),
      module: module, data: bytes, expiry: try json.member("expiry").uint256(),
      owner: try json.optionalMember("owner")?.signingAddress() ?? signer, signer: signer)
  }

  /// By the kind of the only module that has it, or by an address, with the kind where the genesis has no module there.
  private static func module(_ json: JSONValue, _ venue: SigningVenue) throws(JSONError) -> (Address, ModuleKind) {
    let module = try json.member("module")
    let text = try module.string()
    if ModuleKind(rawValue: text) == nil, let bytes = Hex.decode(text), let address = Address(bytes) {
      if let kind = venue.kind(of: address) {
        if let named = try json.optionalMember("kind"), try named.string() != kind.rawValue {
          throw named.refusal(.outOfRange, expected: "\(kind.rawValue), the kind of this module")
        }
        return (address, kind)
      }
      let kinds = ModuleKind.allCases
      return (address, kinds[try json.member("kind").place(in: kinds.map(\.rawValue))])
    }
    if let kind = try json.optionalMember("kind") {
      throw kind.refusal(.unknownMember, expected: "no kind besides that of the module")
    }
    let ofKind = venue.modules.filter { $0.name == text }
    guard let only = ofKind.first, let kind = ModuleKind(rawValue: text) else {
      let known = Set(venue.modules.map(\.name)).sorted().joined(separator: ", ")
      throw module.refusal(.outOfRange, expected: "a module's address, or its kind, one of \(known)")
    }
    guard ofKind.count == 1 else {
      throw module.refusal(.outOfRange, expected: "a module's address, since there are \(ofKind.count) of the kind")
    }
    return (only.address, kind)
  }

  private static func encoded(
    _ json: JSONValue, _ kind: ModuleKind, _ venue: SigningVenue
  ) throws(JSONError) -> [UInt8] {
    switch kind {
    case .least:
      try json.refuseUnknownMembers([])
      return []
    case .quote: return try quote(json, venue)
    case .holder:
      let call = try json.member("call").place(in: DataLayout.holderCalls)
      return try DataLayout.holder(call).encoded(json, of: venue)
    default:
      guard let layout = DataLayout(kind) else { return [] }
      return try layout.encoded(json, of: venue)
    }
  }

  /// The maker's, or what a taker signs of it: the hash of the same trades (MO-12).
  private static func quote(_ json: JSONValue, _ venue: SigningVenue) throws(JSONError) -> [UInt8] {
    guard let taker = try json.optionalMember("isTaker") else { return try DataLayout.quote.encoded(json, of: venue) }
    let isTaker = try taker.bool()
    var quote = DataLayout.quote
    quote.members.insert(DataLayout.Member(name: "isTaker", form: .bool), at: 0)
    let values = try quote.values(json, venue)
    guard values.count == 3 else { return [] }
    if !isTaker { return try json.encoded([.tuple(Array(values.dropFirst()))]) }
    return try json.encoded([.word(Keccak256.hash(json.encoded([values[2]]))), values[1]])
  }
}
