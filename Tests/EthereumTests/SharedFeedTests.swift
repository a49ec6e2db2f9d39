import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

/// Signed messages that the reference protocol's contracts accepted and refused in an EVM.
@Suite(Shared.required) struct SharedFeedTests {
  static let typeHash = Keccak256.hash("FeedData(bytes data,uint256 deadline,uint64 timestamp)")
  static let files = [
    "01-thresholds", "02-signer-errors", "03-signature-forms", "04-time-bounds", "05-confidence", "06-payloads",
    "07-outer",
    "08-domains", "09-diff-caps", "10-diff-stale", "11-fwd-basic", "12-fwd-twap", "13-fwd-settle-heartbeat",
    "14-fwd-errors", "15-vol-basic", "16-vol-errors", "17-rate-basic", "18-admin", "19-fuzz-1", "20-fuzz-2",
    "21-fuzz-3",
    "22-fuzz-4",
  ]
  /// Refusals after which all signatures had been found good.
  static let later = [
    "BLF_DataExpired", "BLF_InvalidTimestamp", "LSF_InvalidConfidence", "LRF_InvalidConfidence",
    "LVF_InvalidConfidence",
    "LFF_InvalidConfidence", "LSDF_InvalidConfidence", "LFF_ExpiryTooFarInFuture", "LFF_InvalidSettlementData",
    "LFF_InvalidFwdDataTimestamp", "LVF_InvalidVolDataTimestamp",
  ]

  static func isSigned(_ bytes: [UInt8], by address: Address, _ digest: Bytes32) -> Bool {
    do throws(SignatureError) { return try Signature(bytes).signer(of: digest) == address } catch { return false }
  }

  @Test func signedFeedMessages() throws {
    var (messages, accepted, refused, encoded) = (0, 0, 0, 0)
    for file in Self.files {
      let steps = try TestJSON.parse(Shared.bytes("vectors/feeds/\(file).json")).array("steps")
      for step in steps where try step.text("op") == "submit" {
        guard let decoded = step["decoded"], let typed = step["eip712"], typed["digest"] != nil else { continue }
        messages += 1
        let (data, signers) = (
          try decoded.bytes("data"), try decoded.array("signers").map { try Address($0.text ?? "") }
        )
        let (deadline, timestamp) = (
          try #require(UInt256(decoded.text("deadline"))), try #require(UInt256(decoded.text("timestamp")))
        )
        let separator = try EIP712.Domain(#require(typed["domain"])).separator
        #expect(try separator == typed.word("domainSeparator"))
        let hash = EIP712.structHash(Self.typeHash, [Keccak256.hash(data), Bytes32(deadline), Bytes32(timestamp)])
        #expect(try hash == typed.word("structHash"))
        let digest = EIP712.digest(domainSeparator: separator, structHash: hash)
        #expect(try digest == typed.word("digest"))

        let signatures = try decoded.array("signatures").map { try #require(Hex.decode($0.text ?? "")) }
        let allGood = zip(signatures, signers).allSatisfy { Self.isSigned($0, by: $1, digest) }
        let revert = step["result"]?["revert"]?.text
        if revert == nil || Self.later.contains(revert ?? "") {
          accepted += 1
          #expect(allGood, "\(file): \(revert ?? "accepted")")
        } else if revert == "BLF_InvalidSignature" {
          refused += 1
          #expect(!allGood, "\(file)")
        }
        if revert == nil, step["note"] == nil {
          encoded += 1
          let message = ABIValue.tuple([
            .bytes(data), .unsigned(deadline), .unsigned(timestamp), .array(signers.map { .address($0) }),
            .array(signatures.map { .bytes($0) }),
          ])
          #expect(try ABIEncoder.encode([message]) == step.bytes("data"), "\(file)")
        }
      }
    }
    #expect(messages == 1278)
    #expect(accepted == 796)
    #expect(refused == 212)
    #expect(encoded == 573)
  }

  @Test func signedActions() throws {
    let document = try TestJSON.parse(Shared.bytes("vectors/feeds/actions.json"))
    let domain = try EIP712.Domain(#require(document["config"]?["eip712Domain"]))
    #expect(try domain.separator == #require(document["config"]).word("domainSeparator"))
    let typeHash = try #require(document["config"]).word("typeHash")
    var (actions, valid) = (0, 0)
    for step in try document.array("steps") {
      guard case .array(let list)? = step["actions"] else { continue }
      let signatures = try step.array("signatures").map { try #require(Hex.decode($0.text ?? "")) }
      let kinds = try step.array("signatureKinds").map { try $0.text("kind") }
      for (index, action) in list.enumerated() {
        actions += 1
        let number = { (key: String) in Bytes32(try #require(UInt256(action.text(key)))) }
        let address = { (key: String) in Bytes32(try Address(action.text(key))) }
        let hash = EIP712.structHash(
          typeHash,
          [
            try number("subaccountId"), try number("nonce"), try address("module"),
            Keccak256.hash(try action.bytes("data")),
            try number("expiry"), try address("owner"), try address("signer"),
          ])
        #expect(try hash == action.word("structHash"))
        let digest = EIP712.digest(domainSeparator: domain.separator, structHash: hash)
        #expect(try digest == action.word("digest"))
        guard index < signatures.count, index < kinds.count else { continue }
        let signer = try Address(action.text("signer"))
        if kinds[index] == "valid", step["note"] == nil {
          #expect(Self.isSigned(signatures[index], by: signer, digest))
        }
        if kinds[index] == "valid" { valid += 1 }
        if ["high-s", "v-0-1", "v-flipped", "eip2098", "zero", "empty", "len-64", "len-66"].contains(kinds[index]) {
          #expect(!Self.isSigned(signatures[index], by: signer, digest), "\(kinds[index])")
        }
      }
    }
    #expect(actions >= 140)
    #expect(valid >= 100)
  }
}
