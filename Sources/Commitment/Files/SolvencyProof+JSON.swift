import Encoding
import Ethereum

extension SolvencyProof {
  /// From an object of PF-4.
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "solvencyOpening", "assetOpening", "attestation", "securityModule", "feeRecipient",
    ])
    let solvency = try json.member("solvencyOpening")
    try solvency.refuseUnknownMembers(["left", "right"])
    let assets = try json.member("assetOpening")
    try assets.refuseUnknownMembers(["left", "right"])
    self.init(
      solvencyOpening: RootOpening(
        left: try SolvencyNode(solvency.member("left")), right: try SolvencyNode(solvency.member("right"))),
      assetOpening: AssetRootOpening(
        left: try AssetNode(assets.member("left")), right: try AssetNode(assets.member("right"))),
      attestation: try json.list("attestation") { (json) throws(JSONError) in try SignedStatement(json) },
      securityModule: try InclusionProof(json.member("securityModule")),
      feeRecipient: try InclusionProof(json.member("feeRecipient")))
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("assetOpening")
      json.object { json in
        json.key("left")
        assetOpening.left.write(to: &json)
        json.key("right")
        assetOpening.right.write(to: &json)
      }
      json.list("attestation", attestation) { $1.write(to: &$0) }
      json.key("feeRecipient")
      feeRecipient.write(to: &json)
      json.key("securityModule")
      securityModule.write(to: &json)
      json.key("solvencyOpening")
      json.object { json in
        json.key("left")
        solvencyOpening.left.write(to: &json)
        json.key("right")
        solvencyOpening.right.write(to: &json)
      }
    }
  }
}

extension SignedStatement {
  /// From an object of PF-4, with `engine`.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["engine", "asset", "custodian", "units", "time", "source", "signature"])
    self.init(
      statement: CustodyStatement(
        engine: try json.word("engine"), asset: try json.address("asset"), custodian: try json.address("custodian"),
        units: try json.uint128("units"), time: try json.uint64("time"), source: try json.member("source").string()),
      signature: try json.member("signature").signature())
  }

  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("asset", statement.asset)
      json.member("custodian", statement.custodian)
      json.member("engine", statement.engine)
      json.member("signature", octets: signature)
      json.key("source")
      json.string(statement.source)
      json.member("time", statement.time)
      json.member("units", statement.units)
    }
  }
}
