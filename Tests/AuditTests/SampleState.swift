import Audit
import Commitment
import Ethereum
import Margin
import VenueSupport
import Verification

/// The sample venue as an exported state, to be altered before it is signed or after.
struct SampleState {
  var book: SignedVenue
  var checkpoint: Checkpoint
  var attestation: [SignedStatement]
  /// Lines of accounts, where they differ from the book's.
  var accounts: [StateAccount]
  var markets: [StateHeader.Market]

  init(_ venue: SampleVenue? = nil) throws {
    let venue = try venue ?? SampleVenue()
    book = try SignedVenue(CommittedVenue(venue), checkpoints: 1)
    checkpoint = book.latest.checkpoint
    attestation = book.statements
    accounts = try venue.accounts.enumerated().map { index, account in
      StateAccount(
        index: UInt32(index), owner: account.owner, record: try account.record.encoded(), salt: account.salt,
        id: account.id)
    }
    markets = venue.markets.map {
      StateHeader.Market(manager: $0.manager, market: $0.marketValue, parameters: $0.parametersValue)
    }
  }

  var venue: Venue { book.venue }

  /// The checkpoint as the operator then signs it.
  mutating func alter(_ change: (inout Checkpoint) -> Void) {
    change(&checkpoint)
  }

  /// Other statements, with the hash that the checkpoint then has.
  mutating func attest(_ change: (inout [CustodyStatement]) -> Void) throws {
    var statements = attestation.map(\.statement)
    change(&statements)
    let custodian = try SignedVenue.key("custodian")
    attestation = try statements.map { try $0.signed(by: custodian, in: venue) }
    checkpoint.attestation = Attestation.hash(of: attestation, in: venue)
  }

  func header() throws -> StateHeader {
    StateHeader(
      genesis: venue, policyChanges: book.changes, checkpoint: try book.signed(checkpoint), attestation: attestation,
      risk: markets)
  }

  func lines() throws -> [[UInt8]] {
    [try header().line()] + accounts.map(\.line)
  }

  func file(workers: Int = 1) throws -> StateFile { try Self.read(lines().flatMap { $0 }, workers: workers) }

  static func read(
    _ bytes: [UInt8], workers: Int = 1, pieces: Int = 1 << 20
  ) throws(StateLineRefusal) -> StateFile {
    var reader = StateReader(workers: workers)
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + pieces)
      try reader.append(Array(bytes[start..<end]))
      start = end
    }
    return try reader.finish()
  }

  /// The audit's refusal, which no number of workers changes; nil where all holds.
  func refusal(of venue: Venue? = nil) throws -> AuditRefusal? {
    let alone = StateAudit(try file(), of: venue ?? self.venue)
    for workers in [2, 5] {
      let audit = StateAudit(try file(workers: workers), of: venue ?? self.venue, workers: workers)
      guard audit.failure?.refusal == alone.failure?.refusal, audit.failure?.check == alone.failure?.check else {
        return nil
      }
    }
    return alone.failure?.refusal
  }
}
