import Commitment
import Console
import Ethereum
import FixedPoint
import Margin
import TestSupport
import Verification

@testable import ballast

/// A venue in a folder with keys of everybody, which are public and nobody's, and the closed sample book.
struct OperatedVenue {
  let folder: String
  let venue: Venue
  static let times = ["2026-02-04T21:33:08Z", "2026-02-05T21:29:37Z"]

  static func key(_ name: String) throws -> PrivateKey {
    try PrivateKey(Keccak256.hash("ballast operated venue " + name).bytes)
  }

  /// - Parameter depth: of the trees, which the sample book fits.
  init(in folder: String, depth: Int = 10) throws {
    let assets = [AssetName.cash, "BTC", "ETH", "WSTETH", "USDC", "USDT"].compactMap(AssetName.address)
    let custodian = try Self.key("custodian").address
    let witnesses = try ["first", "second"].map { SignerPolicy.Witness(key: try Self.key($0).address, role: .extends) }
    venue = Venue(
      name: "Operated", chainId: 957, contract: .zero, depth: depth, securityModule: 0, feeRecipient: 1,
      cashTolerance: 0, attestationWindow: 3600,
      policy: SignerPolicy(
        version: 1, operatorKey: try Self.key("operator").address, witnesses: witnesses.sorted { $0.key < $1.key },
        threshold: 2, rotationThreshold: 2,
        custodians: assets.sorted().map { SignerPolicy.Custodian(asset: $0, key: custodian) }))
    self.folder = folder + "/venue"
    try VenueFolder.make(self.folder, venue)
  }

  static func book() throws -> BookFile {
    try BookFile(Repository.root.path + "/vectors/market/book-closed.jsonl")
  }

  static func state(_ book: BookFile, at time: String, workers: Int = 1) throws -> BookState {
    let moment = try BookMarginRun.moment(time, SampleTape.tape.get(), book)
    return try BookState(book, at: moment, sets: book.markets.map(\.parameterSet), workers: workers)
  }

  /// Statements of what the state needs, changed one by one.
  func attestation(
    _ state: BookState, _ alter: (inout CustodyStatement) -> Void = { _ in }
  ) throws -> [SignedStatement] {
    let needs = try CustodyNeeds(state, CommitAmounts())
    return try ([(Address.zero, needs.cash)] + needs.assets).map { asset, units in
      var statement = CustodyStatement(
        engine: venue.engine, asset: asset, custodian: try Self.key("custodian").address,
        units: units.magnitude.low, time: state.time, source: "vault")
      alter(&statement)
      return try statement.signed(by: Self.key("custodian"), in: venue)
    }
  }

  /// Signs and writes the next checkpoint.
  @discardableResult
  func commit(
    _ state: BookState, _ attestation: [SignedStatement]? = nil, key: String = "operator", workers: Int = 1,
    allowsInsolvency: Bool = false, writes: Bool = true, now: UInt64? = nil
  ) throws -> SignedCheckpoint {
    try state.checkPositions(workers: workers)
    let next = NextCheckpoint(
      folder: try VenueFolder(folder), subject: CheckpointSubject(state, CommitAmounts()),
      attestation: try attestation ?? self.attestation(state), now: now ?? state.time)
    let committed = try CommittedState(
      state.accounts, on: state.markets, salts: [], assets: state.assets, depth: venue.depth, workers: workers)
    let signed = try next.signed(committed, by: Self.key(key), allowsInsolvency: allowsInsolvency)
    if writes { try next.write(signed, committed, salts: []) }
    return signed
  }

  /// Cosigns a checkpoint of the folder.
  func cosign(_ number: UInt64, as name: String, memory: String, consistency: ProofFile? = nil) throws {
    let path = VenueFolder.checkpoint(number, in: folder)
    var file = try ProofInput.read(path)
    let witness = Witness(
      venue: venue, key: try Self.key(name), memory: memory, now: file.checkpoint.checkpoint.time + 10)
    let remembered = Folder.holds(memory) ? try ProofInput.read(memory) : nil
    _ = try witness.cosign(&file, remembered: remembered, consistency: consistency, at: path)
  }

  /// The consistency file between two checkpoints.
  func consistency(_ older: UInt64, _ newer: UInt64) throws -> ProofFile {
    let folder = try VenueFolder(folder)
    let proof = try CheckpointLog(folder.digests(newer)).extensionProof(from: older, to: newer)
    return folder.file(try folder.checkpoint(newer), .consistency(from: try folder.checkpoint(older), proof))
  }
}
