import Ethereum
import FixedPoint

extension Checkpoint {
  /// Checks the custody statements that belong to this checkpoint.
  /// - Parameter policy: the one in force.
  /// - Returns: the units held of each asset that has a statement (SV-5), wad.
  /// - Throws: the first check that fails, in the order of SV-4.
  /// - Complexity: a recovered key for each statement.
  public func verify(
    attestation statements: [SignedStatement], policy: SignerPolicy, venue: Venue
  ) throws(SolvencyRefusal) -> [Address: UInt256] {
    guard statements.count <= VenueLimits.statements else { throw .tooManyStatements(statements.count) }
    for (place, signed) in statements.enumerated() {
      let bytes = signed.statement.source.utf8.count
      guard (1...VenueLimits.sourceBytes).contains(bytes) else { throw .source(place, bytes: bytes) }
    }
    let separator = venue.domainSeparator
    let digests = statements.map { $0.statement.digest(separator: separator) }
    guard Attestation.hash(of: digests) == attestation else { throw .attestationMismatch }
    var held: [Address: UInt256] = [:]
    var custodians = policy.custodians[...]
    var before: SignerPolicy.Custodian?
    // Of the statements of one asset. As bytes: texts that Unicode calls equal are two sources.
    var sources: Set<[UInt8]> = []
    for (place, signed) in statements.enumerated() {
      let statement = signed.statement
      let custodian = SignerPolicy.Custodian(asset: statement.asset, key: statement.custodian)
      if let before, !before.isBefore(custodian) { throw .statementsUnsorted(place) }
      if before?.asset != custodian.asset { sources = [] }
      before = custodian
      guard statement.engine == engine else {
        throw .statementEngine(expected: engine, found: statement.engine)
      }
      guard statement.asset.isZero || assets.contains(statement.asset) else {
        throw .unknownAsset(statement.asset)
      }
      // Both lists rise, so what was passed over is not asked for again.
      custodians = custodians.drop { $0.isBefore(custodian) }
      guard custodians.first == custodian else {
        throw .unknownCustodian(asset: statement.asset, custodian: statement.custodian)
      }
      // In 128 bits: the time is whatever was signed.
      let lasts = UInt128(statement.time) + UInt128(venue.attestationWindow)
      guard statement.time <= time, lasts >= UInt128(time) else {
        throw .timeOutOfWindow(time: statement.time, checkpoint: time, window: venue.attestationWindow)
      }
      let signer = try SolvencyRefusal.signer(
        of: digests[place], signed.signature, expected: statement.custodian)
      guard signer == statement.custodian else {
        throw .statementMismatch(expected: statement.custodian, found: signer)
      }
      guard sources.insert(Array(statement.source.utf8)).inserted else {
        throw .sourceTwice(asset: statement.asset, place: place)
      }
      // At most 1,024 numbers of 128 bits.
      held[statement.asset, default: .zero] = held[statement.asset, default: .zero] &+ UInt256(statement.units)
    }
    return held
  }
}
