import Commitment
import Encoding
import Ethereum
import Verification

extension StateHeader {
  /// The version of the form (SV-11).
  static var form: Int { 1 }

  private static var limits: JSONLimits {
    var limits = JSONLimits.standard
    limits.maximumBytes = AuditLimits.headerBytes
    return limits
  }

  /// Reads the first line without its end; every spelling but the canonical one is refused.
  init(line: ArraySlice<UInt8>) throws(JSONError) {
    let json = try JSONDocument(line, limits: Self.limits).root
    _ = try json.member("ballastState").smallInteger(Self.form...Self.form)
    try json.refuseUnknownMembers([
      "ballastState", "genesis", "policyChanges", "checkpoint", "attestation", "risk",
    ])
    let genesis = try Venue(json.member("genesis"))
    var changes: [PolicyChange] = []
    for change in try json.stateList("policyChanges", atMost: VenueLimits.policyChanges) {
      changes.append(try PolicyChange(change))
    }
    let checkpoint = try SignedCheckpoint(json.member("checkpoint"))
    var attestation: [SignedStatement] = []
    for statement in try json.stateList("attestation", atMost: VenueLimits.statements) {
      attestation.append(try SignedStatement(statement))
    }
    var risk: [Market] = []
    for element in try json.stateList("risk", atMost: CommitmentLimits.riskItems) {
      let market = try Market(element)
      if let last = risk.last, last.manager >= market.manager {
        throw element.refusal(.wrongForm, expected: "a manager above the one before")
      }
      risk.append(market)
    }
    if checkpoint.checkpoint.isOfBlock, !risk.isEmpty {
      throw try json.member("risk").refusal(.wrongForm, expected: "nothing, because the checkpoint is of a block")
    }
    self.init(
      genesis: genesis, policyChanges: changes, checkpoint: checkpoint, attestation: attestation, risk: risk)
    try json.checkIsCanonical(line)
  }

  /// The first line, with its end.
  /// - Throws: a market or parameter set that is no JSON value.
  public func line() throws(JSONError) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("ballastState")
    json.number(Self.form)
    json.key("genesis")
    genesis.write(to: &json)
    json.key("policyChanges")
    json.beginArray()
    for change in policyChanges { change.write(to: &json) }
    json.endArray()
    json.key("checkpoint")
    checkpoint.write(to: &json)
    json.key("attestation")
    json.beginArray()
    for statement in attestation { statement.write(to: &json) }
    json.endArray()
    json.endObject()
    // The writer has no raw values, and the list of markets is the last member in canonical order.
    var line = try JSONDocument(json.bytes).root.canonicalBytes()
    line.removeLast()
    line += Array(",\"risk\":[".utf8)
    line += try riskBytes()
    line += Array("]}\n".utf8)
    return line
  }

  private func riskBytes() throws(JSONError) -> [UInt8] {
    var bytes: [UInt8] = []
    for market in risk {
      if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("{\"manager\":\"\(Hex.encode(market.manager.bytes))\",\"market\":".utf8)
      bytes += try JSONDocument(market.market).root.canonicalBytes()
      bytes += Array(",\"parameters\":".utf8)
      bytes += try JSONDocument(market.parameters).root.canonicalBytes()
      bytes.append(UInt8(ascii: "}"))
    }
    return bytes
  }
}

extension StateHeader.Market {
  fileprivate init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["manager", "market", "parameters"])
    self.init(
      manager: try json.member("manager").stateAddress(), market: try json.stateObject("market"),
      parameters: try json.stateObject("parameters"))
  }
}

extension JSONValue {
  fileprivate func stateList(_ name: String, atMost limit: Int) throws(JSONError) -> JSONElements {
    let value = try member(name)
    let elements = try value.elements()
    guard elements.count <= limit else { throw value.refusal(.outOfRange, expected: "at most \(limit) elements") }
    return elements
  }

  /// The canonical form of an object, which is read where margins are computed.
  fileprivate func stateObject(_ name: String) throws(JSONError) -> [UInt8] {
    let value = try member(name)
    guard value.kind == .object else { throw value.refusal(.wrongType, expected: "an object") }
    return try value.canonicalBytes()
  }
}
