import Commitment
import Ethereum
import FixedPoint
import Verification

/// A committed venue with a genesis, a change of its policy, and a signed history of checkpoints: what every kind of
/// proof file is made from. Its keys are public and nobody's.
public struct SignedVenue {
  public static let changeNumber: UInt64 = 3
  public static let witnessCount = 3

  public var book: CommittedVenue
  public var venue: Venue
  public var changes: [PolicyChange]
  public var statements: [SignedStatement]
  public private(set) var log = CheckpointLog()
  public private(set) var history: [SignedCheckpoint] = []

  public static func key(_ name: String) throws -> PrivateKey {
    try PrivateKey(Keccak256.hash("ballast test key " + name).bytes)
  }

  /// Witnesses in rising order of their keys; the last executes.
  public static func witnesses() throws -> [PrivateKey] {
    try (0..<witnessCount).map { try key("witness \($0)") }.sorted { $0.address < $1.address }
  }

  /// - Parameter count: checkpoints, of one state at one moment.
  public init(_ book: CommittedVenue, checkpoints count: Int = 5) throws {
    self.book = book
    let operatorKey = try Self.key("operator")
    let custodian = try Self.key("custodian")
    let witnesses = try Self.witnesses()
    var policy = SignerPolicy(
      version: 1, operatorKey: operatorKey.address,
      witnesses: witnesses.enumerated().map {
        SignerPolicy.Witness(key: $1.address, role: $0 == witnesses.count - 1 ? .executes : .extends)
      },
      threshold: Self.witnessCount, rotationThreshold: Self.witnessCount + 1,
      custodians: ([.zero] + book.checkpoint.assets).map {
        SignerPolicy.Custodian(asset: $0, key: custodian.address)
      })
    venue = Venue(
      name: "Sample", chainId: 1337, contract: SampleVenue.address(0xC0), depth: book.trees.depth, securityModule: 0,
      feeRecipient: 1, cashTolerance: 10, attestationWindow: 3600, policy: policy)
    policy.version = 2
    var change = PolicyChange(policy: policy, effective: Self.changeNumber, signatures: [])
    for key in [operatorKey] + witnesses { change = try change.signed(by: key, from: venue.policy, in: venue) }
    changes = [change]
    statements = []
    statements = try Self.statements(book.checkpoint, venue, custodian)
    for _ in 0..<count {
      let next = try checkpoint(number: UInt64(history.count))
      log.append(next.checkpoint.digest(in: venue))
      history.append(next)
    }
  }

  public var latest: SignedCheckpoint { history[history.count - 1] }

  /// All that is owed is held, and one unit of each collateral more.
  private static func statements(
    _ checkpoint: Checkpoint, _ venue: Venue, _ key: PrivateKey
  ) throws -> [SignedStatement] {
    let due = checkpoint.cashDue.bitPattern.low
    let held = [(Address.zero, due)] + zip(checkpoint.assets, checkpoint.assetTotals.dropFirst(2).map { $0 + Wad.one })
    return try held.map { asset, units in
      try CustodyStatement(
        engine: venue.engine, asset: asset, custodian: key.address, units: units, time: checkpoint.time - 60,
        source: "vault of \(asset)"
      ).signed(by: key, in: venue)
    }
  }

  /// A checkpoint after those that the log has below its number, signed by the operator and all witnesses.
  public func checkpoint(
    number: UInt64, altering alter: (inout Checkpoint) -> Void = { _ in }
  ) throws -> SignedCheckpoint {
    var checkpoint = book.checkpoint
    checkpoint.number = number
    checkpoint.height = 100 + number
    checkpoint.previous = number == 0 ? .zero : history[Int(number) - 1].checkpoint.digest(in: venue)
    let root = try log.root(at: number)
    (checkpoint.logSize, checkpoint.logRoot) = (root.size, root.hash)
    checkpoint.engine = venue.engine
    (checkpoint.sectionsRoot, checkpoint.receiptsRoot, checkpoint.inputRoot) = (
      EmptyRoot.hash, EmptyRoot.hash, EmptyRoot.hash
    )
    checkpoint.attestation = Attestation.hash(of: statements, in: venue)
    checkpoint.policy = number < Self.changeNumber ? venue.policy.hash : changes[0].policy.hash
    alter(&checkpoint)
    return try signed(checkpoint)
  }

  public func signed(_ checkpoint: Checkpoint) throws -> SignedCheckpoint {
    var signed = try checkpoint.signed(by: Self.key("operator"), in: venue)
    for (key, witness) in zip(try Self.witnesses(), venue.policy.witnesses) {
      signed = try signed.cosigned(by: key, role: witness.role, time: checkpoint.time + 5, in: venue)
    }
    return signed
  }

  public func file(_ body: ProofFile.Body, at checkpoint: SignedCheckpoint? = nil) -> ProofFile {
    ProofFile(
      chainId: venue.chainId, contract: venue.contract, checkpoint: checkpoint ?? latest, policyChanges: changes,
      body: body)
  }

  public func inclusion(of index: Int) throws -> InclusionProof {
    try book.trees.inclusion(of: UInt64(index), book.openings[index])
  }

  public func accounts(_ indices: [Int]) throws -> MultiProof {
    try book.trees.inclusion(
      of: indices.map { MultiProof.Account(index: UInt64($0), opening: book.openings[$0]) })
  }

  public func solvency() throws -> SolvencyProof {
    SolvencyProof(
      solvencyOpening: book.trees.rootOpening, assetOpening: book.assets.rootOpening, attestation: statements,
      securityModule: try inclusion(of: 0), feeRecipient: try inclusion(of: 1))
  }

  public func consistency(from older: Int, to newer: Int) throws -> ProofFile {
    let size = UInt64(newer)
    let proof = ExtensionProof(
      consistency: try log.consistency(from: UInt64(older), to: size),
      inclusion: try log.inclusion(of: UInt64(older), at: size))
    return file(.consistency(from: history[older], proof), at: history[newer])
  }

  /// Evidence of each kind: two checkpoints of one number, a second that names another before it, a log with another
  /// entry.
  public func equivocations() throws -> [ProofFile] {
    let last = history.count - 1
    let other = try checkpoint(number: UInt64(last)) { $0.feesAccrued += 1 }
    let stray = try checkpoint(number: UInt64(last)) { $0.previous = Keccak256.hash("another") }
    let first = try checkpoint(number: 1) { $0.feesAccrued += 1 }
    let entry = LogContradiction(
      digest: history[1].checkpoint.digest(in: venue), path: try log.inclusion(of: 1, at: UInt64(last)))
    return [
      file(.equivocation(second: other, nil)), file(.equivocation(second: stray, nil), at: history[last - 1]),
      file(.equivocation(second: latest, entry), at: first),
    ]
  }

  /// A valid file of every kind, more than one of some.
  public func files() throws -> [ProofFile] {
    let count = book.trees.count
    return try [
      file(.checkpoint), file(.checkpoint, at: history[0]), file(.inclusion(inclusion(of: 3))),
      file(.accounts(accounts([2, 3, 8]))), file(.emptiness(book.trees.emptiness(of: count))),
      file(.emptiness(book.trees.emptiness(of: count + 7))),
      file(.assets(book.assets.inclusion(of: 8, book.openings[8]))), file(.solvency(solvency())),
      file(.margin(book.marginProof(of: 3))), consistency(from: 1, to: 4), consistency(from: 0, to: 2),
    ] + equivocations()
  }
}
