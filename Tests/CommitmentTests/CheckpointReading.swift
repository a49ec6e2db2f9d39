import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

// The forms of PF-5 and PF-6, read for vectors: lists of any length, sizes and times as decimals (CP-20).
extension JSONValue {
  func list<Element>(_ name: String, _ read: (JSONValue) throws -> Element) throws -> [Element] {
    try member(name).elements().map(read)
  }

  func words(_ name: String) throws -> [Bytes32] { try list(name) { try $0.word() } }
  func uint64(_ name: String) throws -> UInt64 { try member(name).uint64() }
  func uint128(_ name: String) throws -> UInt128 { try member(name).uint128() }
  func uint32(_ name: String) throws -> UInt32 { try #require(UInt32(exactly: try uint64(name))) }

  func policyChanges(_ name: String) throws -> [PolicyChange] {
    try list(name) { change in
      PolicyChange(
        policy: try SignerPolicy(try change.member("policy")), effective: try change.uint64("effective"),
        signatures: try change.list("signatures") {
          PolicyChange.SignerSignature(signer: try $0.address("signer"), signature: try $0.bytes("signature"))
        })
    }
  }

  func checkpoint() throws -> Checkpoint {
    let netSettledCash = try member("netSettledCash").int256()
    return Checkpoint(
      number: try uint64("number"), previous: try word("previous"), logSize: try uint64("logSize"),
      logRoot: try word("logRoot"), engine: try word("engine"), height: try uint64("height"), time: try uint64("time"),
      accounts: AccountRoots(
        depth: try member("depth").smallInteger(0...255), count: try uint64("count"), stateRoot: try word("stateRoot"),
        solvencyRoot: try word("solvencyRoot"),
        totals: SolvencySums(
          positiveEquity: try uint128("equity"), deficit: try uint128("deficit"),
          belowMaintenance: try uint32("belowMaintenance"))),
      sectionsRoot: try word("sectionsRoot"), receiptsRoot: try word("receiptsRoot"), inputRoot: try word("inputRoot"),
      riskRoot: RiskRoot(hash: try word("riskRoot")), assetRoot: try word("assetRoot"),
      assets: try list("assets") { try #require(Address(try $0.hexBytes())) },
      assetTotals: try list("assetTotals") { try $0.uint128() }, feesAccrued: try uint128("feesAccrued"),
      netSettledCash: Int128(truncatingIfNeeded: netSettledCash.bitPattern.low),
      pendingWithdrawals: try uint128("pendingWithdrawals"), securityModule: try uint32("securityModule"),
      feeRecipient: try uint32("feeRecipient"), attestation: try word("attestation"), policy: try word("policy"))
  }

  func signedCheckpoint(_ name: String) throws -> SignedCheckpoint {
    let json = try member(name)
    return SignedCheckpoint(
      checkpoint: try json.member("message").checkpoint(), signature: try json.bytes("signature"),
      cosignatures: try json.list("cosignatures") {
        SignedCheckpoint.Cosignature(
          witness: try $0.address("witness"), time: try $0.uint64("time"),
          role: UInt8(try $0.member("role").smallInteger(0...255)), signature: try $0.bytes("signature"))
      })
  }

  func extensionProof() throws -> ExtensionProof? {
    guard try optionalMember("consistency") != nil else { return nil }
    return ExtensionProof(consistency: try words("consistency"), inclusion: try words("inclusion"))
  }
}
