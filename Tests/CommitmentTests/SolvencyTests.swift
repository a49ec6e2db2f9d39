import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

/// A book of four accounts under the fixture's venue, with custody that covers it.
private struct SolventBook {
  let fixture: VenueFixture
  var openings: [AccountOpening]
  var statements: [CustodyStatement]
  var feesAccrued: UInt128 = 50
  var netSettledCash: Int128 = 20
  var pendingWithdrawals: UInt128 = 30

  /// Cash owed 1,000 and 500 and 4,000, lent 2,500; 7 units held: 5,500 + 50 − 2,500 − 20 + 30 = 3,060 due.
  init() throws {
    fixture = try VenueFixture()
    let asset = fixture.asset
    let account = { (cash: Int128, units: Int128, sums: SolvencySums) in
      AccountOpening(
        owner: asset,
        record: try AccountRecord(
          cash: Int256(cash), collaterals: units == 0 ? [] : [.init(asset: asset, amount: Int256(units))]).encoded(),
        sums: sums)
    }
    openings = [
      try account(1000, 0, SolvencySums(positiveEquity: 1000, deficit: 0, belowMaintenance: 0)),
      try account(500, 0, SolvencySums(positiveEquity: 500, deficit: 0, belowMaintenance: 0)),
      try account(4000, 3, SolvencySums(positiveEquity: 9000, deficit: 0, belowMaintenance: 0)),
      try account(-2500, 4, SolvencySums(positiveEquity: 0, deficit: 900, belowMaintenance: 1)),
    ]
    let time: UInt64 = 1_700_000_000
    statements = [(Address.zero, UInt128(3060)), (asset, 7)].map { [fixture] in
      CustodyStatement(
        engine: fixture.venue.engine, asset: $0.0, custodian: fixture.custodian.address, units: $0.1, time: time,
        source: "vault")
    }
  }

  /// The refusal of the proof, or nil.
  func name(
    _ change: (inout SolvencyProof, inout Checkpoint) throws -> Void = { _, _ in }
  ) throws -> String? {
    let (checkpoint, proof) = try made(change)
    return refusal { try checkpoint.verify(proof, policy: fixture.venue.policy, venue: fixture.venue) }
  }

  func made(
    _ change: (inout SolvencyProof, inout Checkpoint) throws -> Void
  ) throws -> (Checkpoint, SolvencyProof) {
    let venue = fixture.venue
    let trees = try AccountTrees(depth: venue.depth, leaves: openings.map(\.leaf))
    let list = try AssetList([fixture.asset])
    let assets = try AssetTree(depth: venue.depth, list: list, openings: openings)
    var checkpoint = fixture.checkpoint(after: [], assets: list.assets)
    checkpoint.accounts = trees.roots
    checkpoint.assetRoot = assets.roots.root
    checkpoint.assetTotals = assets.roots.totals
    checkpoint.feesAccrued = feesAccrued
    checkpoint.netSettledCash = netSettledCash
    checkpoint.pendingWithdrawals = pendingWithdrawals
    let signed = try statements.map { try $0.signed(by: fixture.custodian, in: venue) }
    checkpoint.attestation = Attestation.hash(of: signed, in: venue)
    var proof = SolvencyProof(
      solvencyOpening: trees.rootOpening, assetOpening: assets.rootOpening, attestation: signed,
      securityModule: try trees.inclusion(of: 0, openings[0]), feeRecipient: try trees.inclusion(of: 1, openings[1]))
    try change(&proof, &checkpoint)
    return (checkpoint, proof)
  }
}

@Suite struct SolvencyTests {
  @Test func solventAtBothEndsOfTheTolerance() throws {
    var book = try SolventBook()
    #expect(try book.made { _, _ in }.0.cashDue == 3060)
    for (units, name) in [
      (3060, nil), (2060, nil), (4060, nil), (2059, "Solvency_CashShort"), (4061, "Solvency_CashSurplus"),
      (0, "Solvency_CashShort"),
    ] as [(UInt128, String?)] {
      book.statements[0].units = units
      #expect(try book.name() == name)
    }
  }

  @Test func refusalsOfSolvency() throws {
    var book = try SolventBook()
    book.statements[1].units = 6
    #expect(try book.name() == "Solvency_CollateralShort")
    book.statements[1].units = 8
    #expect(try book.name() == nil)
    book.statements.removeLast()
    #expect(try book.name() == "Solvency_CollateralShort")
    book = try SolventBook()
    book.openings[3].sums.deficit = 1000
    #expect(try book.name() == nil)
    book.openings[3].sums.deficit = 1001
    #expect(try book.name() == "Solvency_DeficitAboveSecurityModule")
    // Cash that the security module owes to others pays for nothing.
    book.openings[3].sums.deficit = 900
    book.openings[0].sums.positiveEquity = 900
    #expect(try book.name() == nil)
    book.openings[0].sums.positiveEquity = 899
    #expect(try book.name() == "Solvency_DeficitAboveSecurityModule")
    book = try SolventBook()
    book.openings[0].record = try AccountRecord(cash: -1000).encoded()
    book.statements[0].units = 1060
    #expect(try book.name() == "Solvency_DeficitAboveSecurityModule")
    book.openings[3].sums.deficit = 0
    // What the account of the security module owes is lent like any other loan.
    #expect(try book.name() == nil)
  }

  /// What is due may be below zero, and a tolerance may be any number.
  @Test func extremesOfCash() throws {
    let book = try SolventBook()
    var checkpoint = try book.made { _, _ in }.0
    func name(_ tokens: UInt256, _ tolerance: UInt256) -> String? {
      refusal {
        try checkpoint.checkSolvency(
          held: [.zero: tokens, book.fixture.asset: 7], cash: 1000, equity: 1000, tolerance: tolerance)
      }
    }
    checkpoint.netSettledCash = .max
    #expect(name(0, 0) == "Solvency_CashSurplus")
    #expect(name(0, .max) == nil)
    checkpoint.netSettledCash = .min
    checkpoint.feesAccrued = .max
    checkpoint.pendingWithdrawals = .max
    checkpoint.assetTotals[0] = .max
    #expect(name(0, 0) == "Solvency_CashShort")
    #expect(name(0, .max) == nil)
    let due = checkpoint.cashDue.bitPattern
    #expect(name(due, 0) == nil)
    #expect(name(due &+ 1, 0) == "Solvency_CashSurplus")
    #expect(name(due &- 1, 0) == "Solvency_CashShort")
  }

  @Test func refusalsOfOpenings() throws {
    let book = try SolventBook()
    #expect(try book.name { proof, _ in proof.solvencyOpening.left.sums.positiveEquity += 1 }
      == "Commitment_SolvencyRootMismatch")
    #expect(try book.name { _, checkpoint in checkpoint.accounts.totals.deficit = 0 } == "Commitment_TotalsMismatch")
    #expect(try book.name { proof, _ in proof.assetOpening.left.sums[0] += 1 } == "Commitment_AssetRootMismatch")
    #expect(try book.name { _, checkpoint in checkpoint.assetTotals[0] = 0 } == "Commitment_AssetTotalsMismatch")
    #expect(try book.name { proof, _ in proof.securityModule = proof.feeRecipient } == "Solvency_VenueAccount")
    #expect(try book.name { proof, _ in proof.feeRecipient = proof.securityModule } == "Solvency_VenueAccount")
    #expect(try book.name { proof, _ in proof.securityModule.opening.owner = .zero } == "Commitment_StateRootMismatch")
    // The security module wholly before the fee recipient.
    #expect(
      try book.name { proof, _ in
        proof.securityModule.opening.owner = .zero
        proof.feeRecipient.index = 0
      } == "Commitment_StateRootMismatch")
  }

  @Test func refusalsOfCustody() throws {
    let fixture = try VenueFixture()
    var venue = fixture.venue
    let keys = try (30...31).map { try VenueFixture.key($0) }.sorted { $0.address < $1.address }
    venue.policy.custodians += keys.map { .init(asset: fixture.asset, key: $0.address) }
    venue.policy.custodians.sort { $0.isBefore($1) }
    try venue.policy.check()
    let checkpoint = fixture.checkpoint(after: [], assets: [fixture.asset])
    let good = keys.map {
      CustodyStatement(
        engine: checkpoint.engine, asset: fixture.asset, custodian: $0.address, units: .max, time: checkpoint.time,
        source: "of \($0.address)")
    }
    func refused(
      _ code: Int?, _ name: String?, signed change: (inout [SignedStatement]) -> Void = { _ in },
      _ statements: (inout [CustodyStatement]) -> Void
    ) throws {
      var others = good
      statements(&others)
      var signed = try zip(others, keys).map { try $0.signed(by: $1, in: venue) }
      change(&signed)
      let bound = with(checkpoint, \Checkpoint.attestation, Attestation.hash(of: signed, in: venue))
      do throws(SolvencyRefusal) {
        let held = try bound.verify(attestation: signed, policy: venue.policy, venue: venue)
        #expect(name == nil)
        #expect(held == [fixture.asset: UInt256(UInt128.max) &+ UInt256(UInt128.max)])
      } catch {
        #expect(error.name == name && error.code == code && !error.message.isEmpty)
      }
    }
    try refused(nil, nil) { _ in }
    try refused(401, "Custody_TooMany", signed: { $0 = Array(repeating: $0[0], count: 1025) }) { _ in }
    try refused(402, "Custody_Source") { $0[1].source = "" }
    try refused(402, "Custody_Source") { $0[1].source = String(repeating: "é", count: 129) }
    try refused(404, "Custody_Unsorted") { $0[1].custodian = $0[0].custodian }
    try refused(404, "Custody_Unsorted", signed: { $0.swapAt(0, 1) }) { _ in }
    try refused(405, "Custody_WrongEngine") { $0[0].engine = .zero }
    try refused(406, "Custody_UnknownAsset") { $0[0].asset = Address(lastBytesOf: Bytes32(UInt256(5 as UInt64))) }
    try refused(407, "Custody_UnknownCustodian") { $0[0].custodian = Address(lastBytesOf: Bytes32(UInt256(5 as UInt64))) }
    try refused(407, "Custody_UnknownCustodian") { $0[0].asset = .zero }
    try refused(408, "Custody_TimeOutOfWindow") { $0[0].time += 1 }
    try refused(nil, nil) { $0[0].time -= venue.attestationWindow }
    try refused(408, "Custody_TimeOutOfWindow") { $0[0].time -= venue.attestationWindow + 1 }
    try refused(nil, "ECDSAInvalidSignatureLength", signed: { $0[0].signature = [] }) { _ in }
    try refused(409, "Custody_SignatureMismatch", signed: { $0[0].signature = $0[1].signature }) { _ in }
    try refused(410, "Custody_SourceTwice") { $0[1].source = $0[0].source }
    // One letter or two, for Unicode the same and here not.
    try refused(nil, nil) { ($0[0].source, $0[1].source) = ("\u{E9}", "e\u{301}") }
    let signed = try zip(good, keys).map { try $0.signed(by: $1, in: venue) }
    #expect(
      refusal { _ = try checkpoint.verify(attestation: signed, policy: venue.policy, venue: venue) }
        == "Custody_AttestationMismatch")
  }

  @Test func messagesSayAmountsExactly() {
    #expect(WadText.text(UInt128(20_000_500_000_000_000_000_000)) == "20000.5")
    #expect(WadText.text(Int256(-1)) == "-0.000000000000000001")
    #expect(WadText.text(UInt256.zero) == "0")
    #expect(WadText.text(UInt128(1_000_000_000_000_000_000)) == "1")
  }
}
