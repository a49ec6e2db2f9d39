import Ethereum
import FixedPoint

@testable import Commitment

/// A venue with known keys, and a chain of checkpoints signed for it.
struct VenueFixture {
  var operatorKey: PrivateKey
  /// In rising order of their addresses.
  var witnesses: [PrivateKey]
  var custodian: PrivateKey
  var venue: Venue
  let asset = Address(lastBytesOf: Bytes32(UInt256(0x425443 as UInt64)))

  init() throws {
    operatorKey = try Self.key(1)
    let witnesses = try (2...4).map { try Self.key($0) }.sorted { $0.address < $1.address }
    self.witnesses = witnesses
    custodian = try Self.key(9)
    let policy = SignerPolicy(
      version: 1, operatorKey: operatorKey.address,
      witnesses: witnesses.map { .init(key: $0.address, role: $0.address == witnesses[0].address ? .executes : .extends) },
      threshold: 2, rotationThreshold: 3,
      custodians: [.init(asset: .zero, key: custodian.address), .init(asset: asset, key: custodian.address)])
    venue = Venue(
      name: "Test", chainId: 31337, contract: Address(lastBytesOf: Bytes32(UInt256(0xC0 as UInt64))), depth: 4, securityModule: 0,
      feeRecipient: 1, cashTolerance: 1000, attestationWindow: 3600, policy: policy)
  }

  static func key(_ number: UInt64) throws -> PrivateKey {
    try PrivateKey(Bytes32(UInt256(number)).bytes)
  }

  /// A checkpoint after others, with nothing but its place filled in truly.
  func checkpoint(after earlier: [Checkpoint], assets: [Address] = []) -> Checkpoint {
    let log = CheckpointLog(earlier.map { $0.digest(in: venue) })
    let number = UInt64(earlier.count)
    return Checkpoint(
      number: number, previous: earlier.last?.digest(in: venue) ?? .zero, logSize: number, logRoot: log.root.hash,
      engine: venue.engine, height: 10 * number, time: 1_700_000_000 + number,
      accounts: AccountRoots(
        depth: venue.depth, count: 3, stateRoot: word("state"), solvencyRoot: word("solvency"),
        totals: SolvencySums(positiveEquity: 5, deficit: 4, belowMaintenance: 3)),
      sectionsRoot: EmptyRoot.hash, receiptsRoot: word("receipts"), inputRoot: word("input"),
      riskRoot: RiskRoot(hash: word("risk")), assetRoot: word("assets"), assets: assets,
      assetTotals: [7, 8] + assets.map { _ in 9 }, feesAccrued: 10, netSettledCash: -11, pendingWithdrawals: 12,
      securityModule: venue.securityModule, feeRecipient: venue.feeRecipient, attestation: word("attestation"),
      policy: venue.policy.hash)
  }

  func chain(_ count: Int) -> [Checkpoint] {
    var chain: [Checkpoint] = []
    for _ in 0..<count { chain.append(checkpoint(after: chain)) }
    return chain
  }

  /// Signed by the operator and cosigned by the first two witnesses.
  func signed(_ checkpoint: Checkpoint) throws -> SignedCheckpoint {
    var signed = try checkpoint.signed(by: operatorKey, in: venue)
    for (place, witness) in witnesses.prefix(2).enumerated() {
      signed = try signed.cosigned(
        by: witness, role: place == 0 ? .executes : .extends, time: checkpoint.time, in: venue)
    }
    return signed
  }

  /// A change to another operator, signed by the operator and two witnesses.
  func change(_ policy: SignerPolicy, effective: UInt64) throws -> PolicyChange {
    var change = PolicyChange(policy: policy, effective: effective, signatures: [])
    for key in [operatorKey] + witnesses.prefix(2) {
      change = try change.signed(by: key, from: venue.policy, in: venue)
    }
    return change
  }

  func verify(_ signed: SignedCheckpoint, changes: [PolicyChange] = []) throws {
    try signed.verify(in: venue, changes: changes, chainId: venue.chainId, contract: venue.contract)
  }

  func word(_ text: String) -> Bytes32 { Keccak256.hash(text) }
}

/// A copy with one member changed.
func with<Whole, Part>(_ whole: Whole, _ member: WritableKeyPath<Whole, Part>, _ part: Part) -> Whole {
  var copy = whole
  copy[keyPath: member] = part
  return copy
}
