import Encoding
import Ethereum
import FixedPoint

extension SignedCheckpoint {
  /// From an object of PF-5.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["message", "signature", "cosignatures"])
    self.init(
      checkpoint: try Checkpoint(json.member("message")), signature: try json.member("signature").signature(),
      cosignatures: try json.list("cosignatures", atMost: VenueLimits.witnesses) { (json) throws(JSONError) in
        try json.refuseUnknownMembers(["witness", "time", "role", "signature"])
        return Cosignature(
          witness: try json.address("witness"), time: try json.uint64("time"), role: try json.member("role").byte(),
          signature: try json.member("signature").signature())
      })
  }

  /// Writes the same form, members in canonical order (PS-3).
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.list("cosignatures", cosignatures) { json, cosignature in
        json.object { json in
          json.member("role", number: Int(cosignature.role))
          json.member("signature", octets: cosignature.signature)
          json.member("time", cosignature.time)
          json.member("witness", cosignature.witness)
        }
      }
      json.key("message")
      checkpoint.write(to: &json)
      json.member("signature", octets: signature)
    }
  }
}

extension Checkpoint {
  /// From an object of CP-7.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers([
      "number", "previous", "logSize", "logRoot", "engine", "height", "time", "depth", "count", "stateRoot",
      "sectionsRoot", "receiptsRoot", "inputRoot", "riskRoot", "solvencyRoot", "equity", "deficit",
      "belowMaintenance", "assetRoot", "assets", "assetTotals", "feesAccrued", "netSettledCash",
      "pendingWithdrawals", "securityModule", "feeRecipient", "attestation", "policy",
    ])
    let totals = SolvencySums(
      positiveEquity: try json.uint128("equity"), deficit: try json.member("deficit").uint96(),
      belowMaintenance: try json.uint32("belowMaintenance"))
    self.init(
      number: try json.uint64("number"), previous: try json.word("previous"), logSize: try json.uint64("logSize"),
      logRoot: try json.word("logRoot"), engine: try json.word("engine"), height: try json.uint64("height"),
      time: try json.uint64("time"),
      accounts: AccountRoots(
        depth: Int(try json.member("depth").byte()), count: try json.uint64("count"),
        stateRoot: try json.word("stateRoot"), solvencyRoot: try json.word("solvencyRoot"), totals: totals),
      sectionsRoot: try json.word("sectionsRoot"), receiptsRoot: try json.word("receiptsRoot"),
      inputRoot: try json.word("inputRoot"), riskRoot: RiskRoot(hash: try json.word("riskRoot")),
      assetRoot: try json.word("assetRoot"),
      assets: try json.list("assets") { (json) throws(JSONError) in try json.smallLetterAddress() },
      assetTotals: try json.list("assetTotals") { (json) throws(JSONError) in try json.uint128() },
      feesAccrued: try json.uint128("feesAccrued"), netSettledCash: try json.member("netSettledCash").int128(),
      pendingWithdrawals: try json.uint128("pendingWithdrawals"),
      securityModule: try json.uint32("securityModule"), feeRecipient: try json.uint32("feeRecipient"),
      attestation: try json.word("attestation"), policy: try json.word("policy"))
  }

  /// Writes the checkpoint with its members in canonical order: compactly, the canonical form itself (PS-3).
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("assetRoot", assetRoot)
      json.list("assetTotals", assetTotals) { $0.decimal($1) }
      json.list("assets", assets) { $0.hexadecimal($1.bytes) }
      json.member("attestation", attestation)
      json.member("belowMaintenance", accounts.totals.belowMaintenance)
      json.member("count", accounts.count)
      json.member("deficit", accounts.totals.deficit)
      json.member("depth", number: accounts.depth)
      json.member("engine", engine)
      json.member("equity", accounts.totals.positiveEquity)
      json.member("feeRecipient", feeRecipient)
      json.member("feesAccrued", feesAccrued)
      json.member("height", height)
      json.member("inputRoot", inputRoot)
      json.member("logRoot", logRoot)
      json.member("logSize", logSize)
      json.member("netSettledCash", Int256(netSettledCash))
      json.member("number", number)
      json.member("pendingWithdrawals", pendingWithdrawals)
      json.member("policy", policy)
      json.member("previous", previous)
      json.member("receiptsRoot", receiptsRoot)
      json.member("riskRoot", riskRoot.hash)
      json.member("sectionsRoot", sectionsRoot)
      json.member("securityModule", securityModule)
      json.member("solvencyRoot", accounts.solvencyRoot)
      json.member("stateRoot", accounts.stateRoot)
      json.member("time", time)
    }
  }
}

extension PolicyChange {
  /// From an object of PF-6.
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["policy", "effective", "signatures"])
    self.init(
      policy: try SignerPolicy(json.member("policy")), effective: try json.uint64("effective"),
      signatures: try json.list("signatures", atMost: ProofFileLimits.changeSignatures) { (json) throws(JSONError) in
        try json.refuseUnknownMembers(["signer", "signature"])
        return SignerSignature(signer: try json.address("signer"), signature: try json.member("signature").signature())
      })
  }

  /// Writes the same form, members in canonical order (PS-3).
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("effective", effective)
      json.key("policy")
      policy.write(to: &json)
      json.list("signatures", signatures) { json, signature in
        json.object { json in
          json.member("signature", octets: signature.signature)
          json.member("signer", signature.signer)
        }
      }
    }
  }
}
