import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

@Suite struct CheckpointTests {
  /// The digest of a wallet that is shown the types and the members (EH-8 to EH-11).
  @Test func digestsAreThoseOfTypedData() throws {
    let fixture = try VenueFixture()
    let checkpoint = fixture.checkpoint(after: fixture.chain(3), assets: [fixture.asset])
    func typed(_ type: String, _ members: [(String, String, TypedValue)]) throws -> Bytes32 {
      try TypedData(
        types: [type: members.map { TypedMember($0.0, $0.1) }], primaryType: type, domain: fixture.venue.domain,
        message: .object(Dictionary(uniqueKeysWithValues: members.map { ($0.0, $0.2) }))
      ).digest()
    }
    func text(_ value: some CustomStringConvertible) -> TypedValue { .text(value.description) }
    let roots = checkpoint.accounts
    let digest = try typed(
      "Checkpoint",
      [
        ("number", "uint64", text(checkpoint.number)), ("previous", "bytes32", text(checkpoint.previous)),
        ("logSize", "uint64", text(checkpoint.logSize)), ("logRoot", "bytes32", text(checkpoint.logRoot)),
        ("engine", "bytes32", text(checkpoint.engine)), ("height", "uint64", text(checkpoint.height)),
        ("time", "uint64", text(checkpoint.time)), ("depth", "uint8", text(roots.depth)),
        ("count", "uint64", text(roots.count)), ("stateRoot", "bytes32", text(roots.stateRoot)),
        ("sectionsRoot", "bytes32", text(checkpoint.sectionsRoot)),
        ("receiptsRoot", "bytes32", text(checkpoint.receiptsRoot)), ("inputRoot", "bytes32", text(checkpoint.inputRoot)),
        ("riskRoot", "bytes32", text(checkpoint.riskRoot.hash)), ("solvencyRoot", "bytes32", text(roots.solvencyRoot)),
        ("equity", "uint128", text(roots.totals.positiveEquity)), ("deficit", "uint96", text(roots.totals.deficit)),
        ("belowMaintenance", "uint32", text(roots.totals.belowMaintenance)),
        ("assetRoot", "bytes32", text(checkpoint.assetRoot)),
        ("assets", "address[]", .array(checkpoint.assets.map { text($0) })),
        ("assetTotals", "uint128[]", .array(checkpoint.assetTotals.map { text($0) })),
        ("feesAccrued", "uint128", text(checkpoint.feesAccrued)),
        ("netSettledCash", "int128", text(checkpoint.netSettledCash)),
        ("pendingWithdrawals", "uint128", text(checkpoint.pendingWithdrawals)),
        ("securityModule", "uint32", text(checkpoint.securityModule)),
        ("feeRecipient", "uint32", text(checkpoint.feeRecipient)),
        ("attestation", "bytes32", text(checkpoint.attestation)), ("policy", "bytes32", text(checkpoint.policy)),
      ])
    #expect(checkpoint.digest(in: fixture.venue) == digest)

    let cosignature = try #require(try fixture.signed(checkpoint).cosignatures.first)
    #expect(
      try cosignature.digest(of: digest, in: fixture.venue)
        == typed(
          "Cosignature",
          [
            ("checkpoint", "bytes32", text(digest)), ("time", "uint64", text(cosignature.time)),
            ("role", "uint8", text(cosignature.role)),
          ]))
    let change = PolicyChange(policy: with(fixture.venue.policy, \.version, 2), effective: 9, signatures: [])
    #expect(
      try change.digest(from: fixture.venue.policy, in: fixture.venue)
        == typed(
          "PolicyChange",
          [
            ("engine", "bytes32", text(fixture.venue.engine)), ("from", "bytes32", text(fixture.venue.policy.hash)),
            ("to", "bytes32", text(change.policy.hash)), ("effective", "uint64", text(change.effective)),
          ]))
    let statement = CustodyStatement(
      engine: fixture.venue.engine, asset: fixture.asset, custodian: fixture.custodian.address, units: 5, time: 6,
      source: "vault ü")
    #expect(
      try statement.digest(in: fixture.venue)
        == typed(
          "Custody",
          [
            ("engine", "bytes32", text(statement.engine)), ("asset", "address", text(statement.asset)),
            ("custodian", "address", text(statement.custodian)), ("units", "uint128", text(statement.units)),
            ("time", "uint64", text(statement.time)), ("source", "string", .text(statement.source)),
          ]))
  }

  @Test func chainsHold() throws {
    let fixture = try VenueFixture()
    for checkpoint in fixture.chain(5) {
      let signed = try fixture.signed(checkpoint)
      let policy = try signed.verify(
        in: fixture.venue, changes: [], chainId: fixture.venue.chainId, contract: fixture.venue.contract)
      #expect(policy == fixture.venue.policy)
    }
    let change = try fixture.change(with(fixture.venue.policy, \.version, 2), effective: 2)
    let chain = fixture.chain(2)
    let next = with(fixture.checkpoint(after: chain), \.policy, change.policy.hash)
    try fixture.verify(fixture.signed(next), changes: [change])
    #expect(refusal { try fixture.verify(fixture.signed(next)) } == "Checkpoint_WrongPolicy")
    let late = fixture.checkpoint(after: chain)
    #expect(refusal { try fixture.verify(fixture.signed(late), changes: [change]) } == "Checkpoint_WrongPolicy")
  }

  @Test func whatStandsBeside() throws {
    let fixture = try VenueFixture()
    let venue = fixture.venue
    let signed = try fixture.signed(fixture.chain(1)[0])
    func name(_ venue: Venue, _ chainId: UInt256, _ contract: Address, _ signed: SignedCheckpoint) -> String? {
      refusal { try signed.verify(in: venue, changes: [], chainId: chainId, contract: contract) }
    }
    #expect(name(venue, 1, .zero, signed) == "Checkpoint_WrongChain")
    #expect(name(venue, venue.chainId, .zero, signed) == "Checkpoint_WrongContract")
    #expect(name(with(venue, \.name, "x"), venue.chainId, venue.contract, signed) == "Checkpoint_WrongEngine")
    // A venue whose genesis is refused has another engine, so the checkpoint is of that one.
    let broken = with(venue, \.policy.threshold, 9)
    let other = with(signed, \.checkpoint.engine, broken.engine)
    #expect(name(broken, venue.chainId, venue.contract, other) == "Policy_Threshold")
    // Signed for another chain or contract, under what stands beside as it should.
    let elsewhere = with(venue, \.chainId, 1)
    let moved = try signed.checkpoint.signed(by: fixture.operatorKey, in: elsewhere)
    #expect(name(venue, venue.chainId, venue.contract, moved) == "Checkpoint_OperatorMismatch")
  }

  @Test func refusalsOfContent() throws {
    let fixture = try VenueFixture()
    let chain = fixture.chain(3)
    let asset = fixture.asset
    func refused(_ code: Int?, _ name: String, number: Int = 2, _ change: (inout Checkpoint) -> Void) throws {
      var other = chain[number]
      change(&other)
      // Signed all the same: content is refused before signatures are looked at.
      let signed = try fixture.signed(other)
      do {
        try fixture.verify(signed)
        Issue.record("accepted: \(name)")
      } catch let error as CheckpointRefusal {
        #expect(error.name == name && error.code == code && !error.message.isEmpty)
      }
    }
    try refused(322, "Checkpoint_WrongEngine") { $0.engine = .zero }
    try refused(323, "Checkpoint_WrongPolicy") { $0.policy = .zero }
    try refused(324, "Checkpoint_WrongDepth") { $0.accounts.depth = 5 }
    try refused(325, "Checkpoint_LogSize") { $0.logSize = 3 }
    try refused(325, "Checkpoint_LogSize") { $0.number = .max }
    try refused(326, "Checkpoint_Previous") { $0.previous = .zero }
    try refused(326, "Checkpoint_Previous", number: 0) { $0.previous = $0.engine }
    try refused(327, "Checkpoint_LogRoot") { $0.logRoot = LogRoot.empty.hash }
    try refused(327, "Checkpoint_LogRoot", number: 0) { $0.logRoot = $0.engine }
    try refused(2, "Commitment_CountOutOfRange") { $0.accounts.count = 17 }
    try refused(26, "Commitment_TooManyAssets") { $0.assets = Array(repeating: asset, count: 257) }
    try refused(27, "Commitment_AssetsUnsorted") { $0.assets = [asset, asset] }
    try refused(328, "Checkpoint_ZeroAsset") { $0.assets = [.zero, asset] }
    try refused(329, "Checkpoint_AssetTotals") { $0.assetTotals = [1] }
    try refused(329, "Checkpoint_AssetTotals") { $0.assets = [asset] }
    try refused(330, "Checkpoint_VenueAccount") { $0.securityModule = 1 }
    try refused(330, "Checkpoint_VenueAccount") { $0.feeRecipient = 0 }
    try refused(330, "Checkpoint_VenueAccount") { $0.accounts.count = 1 }
  }

  @Test func refusalsOfSignatures() throws {
    let fixture = try VenueFixture()
    let good = try fixture.signed(fixture.chain(3)[2])
    let stranger = try VenueFixture.key(20)
    func refused(_ code: Int?, _ name: String, _ change: (inout SignedCheckpoint) throws -> Void) throws {
      var other = good
      try change(&other)
      do {
        try fixture.verify(other)
        Issue.record("accepted: \(name)")
      } catch let error as CheckpointRefusal {
        #expect(error.name == name && error.code == code && !error.message.isEmpty)
      }
    }
    try refused(331, "Checkpoint_OperatorMismatch") {
      $0 = try $0.checkpoint.signed(by: stranger, in: fixture.venue)
    }
    try refused(nil, "ECDSAInvalidSignatureLength") { $0.signature.removeLast() }
    try refused(nil, "ECDSAInvalidSignatureS") { $0.signature[32] = 0xFF }
    try refused(nil, "SignatureInvalidV") { $0.signature[64] = 1 }
    try refused(nil, "SignatureInvalidR") { $0.signature.replaceSubrange(0..<32, with: repeatElement(0, count: 32)) }
    try refused(nil, "SignatureZeroS") { $0.signature.replaceSubrange(32..<64, with: repeatElement(0, count: 32)) }
    try refused(332, "Checkpoint_WitnessesUnsorted") { $0.cosignatures.swapAt(0, 1) }
    try refused(332, "Checkpoint_WitnessesUnsorted") { $0.cosignatures[1] = $0.cosignatures[0] }
    try refused(333, "Checkpoint_WitnessUnknown") {
      $0.cosignatures = []
      $0 = try $0.cosigned(by: stranger, role: .extends, time: .max, in: fixture.venue)
    }
    try refused(334, "Checkpoint_WitnessRole") { $0.cosignatures[0].role = 1 }
    try refused(335, "Checkpoint_WitnessTime") { $0.cosignatures[0].time = $0.checkpoint.time - 1 }
    try refused(nil, "ECDSAInvalidSignatureLength") { $0.cosignatures[1].signature = [] }
    try refused(336, "Checkpoint_WitnessMismatch") { $0.cosignatures[0].time += 1 }
    try refused(336, "Checkpoint_WitnessMismatch") { $0.cosignatures[0].signature = $0.cosignatures[1].signature }
    try refused(337, "Checkpoint_QuorumShort") { $0.cosignatures.removeLast() }
    // The operator's word is what it is without witnesses.
    let venue = fixture.venue
    try with(good, \.cosignatures, []).verifyOperator(
      in: venue, changes: [], chainId: venue.chainId, contract: venue.contract)
  }

  /// Every bit of everything that is signed: none is accepted when it is changed.
  @Test func everyFlippedBitIsRefused() throws {
    let fixture = try VenueFixture()
    let good = try fixture.signed(fixture.checkpoint(after: fixture.chain(2), assets: [fixture.asset]))
    let history = try PolicyHistory(of: fixture.venue, changes: [])
    var mutants: [Checkpoint] = []
    func alter<Part>(_ member: WritableKeyPath<Checkpoint, Part>, _ parts: [Part]) {
      mutants += parts.map { with(good.checkpoint, member, $0) }
    }
    let checkpoint = good.checkpoint
    alter(\.number, checkpoint.number.mutants)
    alter(\.height, checkpoint.height.mutants)
    alter(\.time, checkpoint.time.mutants)
    alter(\.accounts, checkpoint.accounts.mutants)
    alter(\.accounts.count, checkpoint.accounts.count.mutants)
    alter(\.assets, checkpoint.assets.altered(\.mutants))
    alter(\.assetTotals, checkpoint.assetTotals.altered(\.mutants))
    alter(\.feesAccrued, checkpoint.feesAccrued.mutants)
    alter(\.netSettledCash, checkpoint.netSettledCash.mutants)
    alter(\.pendingWithdrawals, checkpoint.pendingWithdrawals.mutants)
    let words: [WritableKeyPath<Checkpoint, Bytes32>] = [
      \.previous, \.logRoot, \.engine, \.sectionsRoot, \.receiptsRoot, \.inputRoot, \.riskRoot.hash, \.assetRoot,
      \.attestation, \.policy,
    ]
    for member in words {
      alter(member, checkpoint[keyPath: member].mutants)
    }
    for mutant in mutants {
      let name = refusal { try with(good, \SignedCheckpoint.checkpoint, mutant).verify(under: history) }
      #expect(name?.isEmpty == false)
    }
    for signature in good.signature.mutants {
      #expect(refusal { try with(good, \SignedCheckpoint.signature, signature).verify(under: history) } != nil)
    }
    #expect(mutants.count > 3000)
  }

  @Test func clock() throws {
    let fixture = try VenueFixture()
    var checkpoint = fixture.chain(1)[0]
    let time = checkpoint.time
    func name(_ now: UInt64, _ age: UInt64? = nil) -> String? {
      refusal { try checkpoint.checkClock(now: now, greatestAge: age) }
    }
    #expect(name(time - 300) == nil)
    #expect(name(time - 301) == "Checkpoint_Future")
    #expect(name(time + 10, 10) == nil)
    #expect(name(time + 11, 10) == "Checkpoint_Stale")
    #expect(name(.max) == nil)
    #expect(name(.max, .max) == nil)
    checkpoint.time = .max
    #expect(name(.max - 300, 0) == nil)
    #expect(name(0) == "Checkpoint_Future")
    #expect(name(.max, .max) == nil)
  }
}
