import Commitment
import Console
import Ethereum
import FixedPoint
import Verification

extension BenchCommand {
  /// What a user's device does: a whole inclusion file, with the operator's signature and three cosignatures, read and
  /// checked under the venue's genesis.
  /// - Parameter trees: of many accounts, so that siblings have sums.
  static func measureProofFile(_ bench: inout Bench, _ trees: AccountTrees) throws {
    let file = try signedInclusion(trees)
    let bytes = file.bytes
    let verifier = Verifier(try venue(depth: trees.depth))
    guard verifier.verify([GivenFile(name: "", bytes: bytes)]).verdict == .passed else {
      throw CommandFailure(.badInput, "a proof file that passes was expected")
    }
    bench.measure("  signed inclusion proof, read and checked", limit: "1 ms", each: 1) {
      UInt128(verifier.verify([GivenFile(name: "", bytes: bytes)]).checks.count)
    }
    bench.measure("    \(bytes.count) bytes, read alone", each: 1) {
      UInt128((try? ProofFile(bytes))?.checkpoint.checkpoint.number ?? 1)
    }
  }

  private static func key(_ name: String) throws -> PrivateKey { try PrivateKey(Keccak256.hash(name).bytes) }

  private static func witnesses() throws -> [PrivateKey] {
    try ["a", "b", "c"].map { try key($0) }.sorted { $0.address < $1.address }
  }

  private static func venue(depth: Int) throws -> Venue {
    Venue(
      name: "bench", chainId: 1, contract: .zero, depth: depth, securityModule: 0, feeRecipient: 1, cashTolerance: 0,
      attestationWindow: 3600,
      policy: SignerPolicy(
        version: 1, operatorKey: try key("operator").address,
        witnesses: try witnesses().map { .init(key: $0.address, role: .extends) }, threshold: 3, rotationThreshold: 3,
        custodians: []))
  }

  /// An account of eight positions: a perp, two collaterals and five options.
  private static func signedInclusion(_ trees: AccountTrees) throws -> ProofFile {
    var trees = trees
    let amount = Int256(Int64(1_234_567_890_123_456_789))
    let record = AccountRecord(
      cash: amount, perpPosition: amount, unsettledPerpCash: amount,
      collaterals: (1...2).map { .init(asset: Address(lastBytesOf: Bytes32(UInt256(UInt64($0)))), amount: amount) },
      options: (1...5).map {
        .init(expiry: 1_774_598_400, strike: UInt256(UInt64($0 * 10_000)), isCall: true, amount: amount)
      })
    let opening = AccountOpening(
      owner: try key("owner").address, record: try record.encoded(),
      sums: SolvencySums(positiveEquity: 50_304_405_214_266_866_814_611, deficit: 0, belowMaintenance: 0),
      salt: Keccak256.hash("salt"))
    let index: UInt64 = 700_000
    try trees.update([LeafChange(index: index, leaf: opening.leaf)])
    let venue = try venue(depth: trees.depth)
    let checkpoint = Checkpoint(
      number: 0, previous: .zero, logSize: 0, logRoot: LogRoot.empty.hash, engine: venue.engine, height: 0,
      time: 1_770_240_788, accounts: trees.roots, sectionsRoot: EmptyRoot.hash, receiptsRoot: EmptyRoot.hash,
      inputRoot: EmptyRoot.hash, riskRoot: RiskRoot(hash: EmptyRoot.hash), assetRoot: EmptyRoot.hash, assets: [],
      assetTotals: [0, 0], feesAccrued: 0, netSettledCash: 0, pendingWithdrawals: 0, securityModule: 0,
      feeRecipient: 1, attestation: Attestation.hash(of: []), policy: venue.policy.hash)
    var signed = try checkpoint.signed(by: key("operator"), in: venue)
    for witness in try witnesses() {
      signed = try signed.cosigned(by: witness, role: .extends, time: checkpoint.time, in: venue)
    }
    return ProofFile(
      chainId: venue.chainId, contract: venue.contract, checkpoint: signed, policyChanges: [],
      body: .inclusion(try trees.inclusion(of: index, opening)))
  }
}
