import Encoding
import Ethereum

extension Venue {
  /// The version of the genesis's form, and the rules that it names (CP-1).
  static let form = 1
  static let rules = "ballast-1"

  /// From the genesis object. The policy is read and not yet checked.
  /// - Throws: a refusal of the first member that is not of the form of CP-1.
  public init(_ json: JSONValue) throws(JSONError) {
    _ = try json.member("ballastVenue").smallInteger(Self.form...Self.form)
    try json.refuseUnknownMembers([
      "ballastVenue", "name", "rules", "chainId", "contract", "depth", "securityModule", "feeRecipient",
      "cashTolerance", "attestationWindow", "policy",
    ])
    let name = try json.member("name")
    let nameText = try name.string()
    guard (1...VenueLimits.nameBytes).contains(nameText.utf8.count) else {
      throw name.refusal(.outOfRange, expected: "a name of 1 to \(VenueLimits.nameBytes) bytes")
    }
    let rules = try json.member("rules")
    guard try rules.string() == Self.rules else {
      throw rules.refusal(.wrongForm, expected: "the rules \"\(Self.rules)\"")
    }
    self.init(
      name: nameText, chainId: try json.member("chainId").uint256(),
      contract: try json.member("contract").smallLetterAddress(),
      depth: try json.member("depth").smallInteger(CommitmentLimits.depths),
      securityModule: try json.accountIndex("securityModule"), feeRecipient: try json.accountIndex("feeRecipient"),
      cashTolerance: try json.member("cashTolerance").uint256(),
      attestationWindow: try json.member("attestationWindow").uint64(),
      policy: try SignerPolicy(try json.member("policy")))
  }

  /// Writes the genesis with its members in canonical order: compactly, the canonical form itself (PS-3).
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("attestationWindow")
    writer.decimal(attestationWindow)
    writer.key("ballastVenue")
    writer.number(Self.form)
    writer.key("cashTolerance")
    writer.decimal(cashTolerance)
    writer.key("chainId")
    writer.decimal(chainId)
    writer.key("contract")
    writer.smallLetters(contract)
    writer.key("depth")
    writer.number(depth)
    writer.key("feeRecipient")
    writer.number(Int(feeRecipient))
    writer.key("name")
    writer.string(name)
    writer.key("policy")
    policy.write(to: &writer)
    writer.key("rules")
    writer.string(Self.rules)
    writer.key("securityModule")
    writer.number(Int(securityModule))
    writer.endObject()
  }

  /// The canonical form of the genesis (PS-3).
  public var canonicalBytes: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }
}

extension JSONValue {
  fileprivate func accountIndex(_ name: String) throws(JSONError) -> UInt32 {
    UInt32(truncatingIfNeeded: try member(name).smallInteger(0...Int(UInt32.max)))
  }
}
