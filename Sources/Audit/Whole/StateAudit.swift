import Commitment
import Ethereum
import FixedPoint
import Margin
import Verification

/// The audit of a whole state: everything that a checkpoint says is computed again from the accounts (SV-12).
public struct StateAudit: Sendable {
  /// The checks that passed, in their order.
  public private(set) var passed: [AuditCheck] = []
  /// The first check that failed, and why; nil where all hold.
  public private(set) var failure: (check: AuditCheck, refusal: AuditRefusal)?
  /// What the state adds up to; nil where a check before that of the assets fails.
  public internal(set) var totals: AuditTotals?

  /// The venue under which the checks ran.
  public let venue: Venue
  let file: StateFile
  let workers: Int
  var records: [AccountRecord] = []
  /// Those of a book's accounts.
  var margins: [MarginSummary] = []
  /// The policy in force at the checkpoint.
  var policy: SignerPolicy?
  /// Units in custody of each asset, zero standing for the stable token.
  var held: [Address: UInt256] = [:]
  var markets: [ManagedMarket] = []
  var prices: VenueMargins?
  /// Every account with the columns that its margin gives.
  var openings: [AccountOpening] = []
  /// The recomputed roots, and why the columns fit none.
  var solvency: (roots: AccountRoots, misfit: CommitmentRefusal?)?
  var instruments = 0
  var largest: AuditTotals.OpenInterest?

  /// Runs all checks until one fails.
  /// - Parameters:
  ///   - venue: the reader's own, or that of the file where the reader has none.
  ///   - workers: threads to spread the work over; no result and no refusal depends on it.
  ///   - starting: called before each check.
  public init(_ file: StateFile, of venue: Venue, workers: Int = 1, starting: (AuditCheck) -> Void = { _ in }) {
    self.file = file
    self.venue = venue
    self.workers = workers
    var check = AuditCheck.form
    passed.append(check)
    do throws(AuditRefusal) {
      for next in AuditCheck.allCases.dropFirst() {
        check = next
        starting(check)
        try perform(check)
        passed.append(check)
      }
    } catch {
      failure = (check, error)
    }
  }

  /// Whether the whole state is what the checkpoint says, and the venue is solvent.
  public var holds: Bool { failure == nil }

  private mutating func perform(_ check: AuditCheck) throws(AuditRefusal) {
    switch check {
    case .form: break
    case .checkpoint: try checkCheckpoint()
    case .markets: markets = try managedMarkets()
    case .accounts: try readAccounts()
    case .positions: try checkPositions()
    case .stateRoot: try compareStateRoot()
    case .totals: try compareTotals()
    case .solvencyRoot: try compareSolvencyRoot()
    case .assets: try compareAssets()
    case .riskRoot: try compareRiskRoot()
    case .custody: try checkCustody()
    case .solvency: try checkSolvency()
    }
  }

  /// Whether the state is of a block, whose margins the log gives and not the state (LA-11).
  public var isOfBlock: Bool { checkpoint.isOfBlock }

  var checkpoint: Checkpoint { file.header.checkpoint.checkpoint }
}
