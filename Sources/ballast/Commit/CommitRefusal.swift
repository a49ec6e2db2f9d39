import Audit
import Commitment
import Console
import FixedPoint
import Margin
import Verification

/// Why a book cannot be committed, found before anything is signed; names are those of the checks that would fail.
enum CommitRefusal: Error, Hashable, Sendable {
  /// Lines of the book are not of their form: the first, and how many.
  case line(String, of: Int)
  case miscount(String)
  /// A market has no address that could stand for it.
  case underlying(String)
  case market(String, MarginRefusal)
  /// The markets of the book are of different times.
  case moments
  /// The book has not the account of this name.
  case venueAccount(String)
  /// A name is longer than a state file has room for (SV-11).
  case idBytes(id: String)
  case owner(id: String)
  /// An option is named by seconds to expiry.
  case expiry(id: String)
  case record(RecordRefusal, id: String)
  case margin(MarginFailure, id: String)
  case risk(RiskItemsRefusal)
  case riskTree(RiskRefusal)
  case notConserved(AuditInstrument, sum: Int256)
  /// Sums of cash or of units leave 256 bits.
  case needsOverflow
  case leaf(CommitmentRefusal, id: String)
  case trees(CommitmentRefusal)

  /// The refusal's stable name.
  var name: String {
    switch self {
    case .line, .miscount, .underlying, .moments, .expiry: "JSON_WrongForm"
    case .market(_, let refusal): refusal.name
    case .idBytes: "JSON_OutOfRange"
    case .venueAccount: "Checkpoint_VenueAccount"
    case .owner: "Book_OwnerMissing"
    case .record(let refusal, _): refusal.name
    case .margin, .risk: "Margin_Failed"
    case .riskTree(let refusal): refusal.name
    case .notConserved: "Audit_PositionsNotConserved"
    case .needsOverflow: "Commitment_ColumnOutOfRange"
    case .leaf(let refusal, _), .trees(let refusal): refusal.name
    }
  }

  /// One sentence that says what was expected and what was found.
  var message: String {
    switch self {
    case .line(let first, let count):
      "a book whose lines are all of their form was expected, and \(count) are not; the first: \(first)"
    case .miscount(let message): message
    case .underlying(let name): "a market's name of 1 to 20 bytes was expected, and \(name.printable) was found"
    case .market(let name, let refusal): "market \(name.printable): \(refusal.message)"
    case .moments: "markets of one moment were expected, and their times differ; --tape FILE --at MOMENT gives one"
    case .venueAccount(let id):
      "an account \(id) was expected, and the book has none; ballast book --closed makes books with it"
    case .idBytes(let id):
      "names of at most \(AuditLimits.idBytes) bytes were expected, and that of account \(id.printable) has "
        + "\(id.utf8.count)"
    case .owner(let id): "an owner of account \(id.printable) was expected, and its line names none"
    case .expiry(let id):
      "options named by the time of their expiry were expected, and account \(id.printable) names one by seconds to it"
    case .record(let refusal, let id): "account \(id.printable): \(refusal.message)"
    case .margin(let failure, let id): "account \(id.printable): \(failure.message)"
    case .risk(let refusal): refusal.message
    case .riskTree(let refusal): refusal.message
    case .notConserved(let instrument, let sum):
      "positions that sum to zero were expected, and those in \(instrument.words) sum to \(sum.unitsText); "
        + "ballast book --closed makes books that are closed"
    case .needsOverflow: "sums of cash and units within 256 bits were expected, and one is larger"
    case .leaf(let refusal, let id): "account \(id.printable): \(refusal.message)"
    case .trees(let refusal): refusal.message
    }
  }
}
