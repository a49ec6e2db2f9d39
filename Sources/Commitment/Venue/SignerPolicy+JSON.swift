import Encoding
import Ethereum

extension SignerPolicy {
  /// From an object of CP-4. Its order, roles, keys and thresholds are checked by `check()`, not here.
  /// - Throws: a refusal of the first member that is not of its form.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "version", "operator", "witnesses", "threshold", "rotationThreshold", "custodians",
    ])
    let version = try json.member("version").uint64()
    let operatorKey = try json.member("operator").smallLetterAddress()
    var witnesses: [Witness] = []
    for witness in try json.member("witnesses").elements() {
      try witness.refuseUnknownMembers(["key", "role"])
      let key = try witness.member("key").smallLetterAddress()
      let role = try witness.member("role").smallInteger(0...Int(UInt8.max))
      witnesses.append(Witness(key: key, role: Role(rawValue: UInt8(truncatingIfNeeded: role))))
    }
    let threshold = try json.member("threshold").smallInteger(0...Int(UInt16.max))
    let rotationThreshold = try json.member("rotationThreshold").smallInteger(0...Int(UInt16.max))
    var custodians: [Custodian] = []
    for custodian in try json.member("custodians").elements() {
      try custodian.refuseUnknownMembers(["asset", "key"])
      custodians.append(
        Custodian(
          asset: try custodian.member("asset").smallLetterAddress(),
          key: try custodian.member("key").smallLetterAddress()))
    }
    self.init(
      version: version, operatorKey: operatorKey, witnesses: witnesses, threshold: threshold,
      rotationThreshold: rotationThreshold, custodians: custodians)
  }

  /// Writes the policy with its members in canonical order: compactly, the canonical form itself (PS-3).
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("custodians")
    writer.beginArray()
    for custodian in custodians {
      writer.beginObject()
      writer.key("asset")
      writer.smallLetters(custodian.asset)
      writer.key("key")
      writer.smallLetters(custodian.key)
      writer.endObject()
    }
    writer.endArray()
    writer.key("operator")
    writer.smallLetters(operatorKey)
    writer.key("rotationThreshold")
    writer.number(rotationThreshold)
    writer.key("threshold")
    writer.number(threshold)
    writer.key("version")
    writer.decimal(version)
    writer.key("witnesses")
    writer.beginArray()
    for witness in witnesses {
      writer.beginObject()
      writer.key("key")
      writer.smallLetters(witness.key)
      writer.key("role")
      writer.number(Int(witness.role.rawValue))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
