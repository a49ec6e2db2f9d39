import Commitment
import Ethereum
import FixedPoint
import Verification

/// A refusal of a whole state, in the order of the checks (SV-12). Codes are never reused.
public enum AuditRefusal: Error, Hashable, Sendable {
  case line(StateLineRefusal)
  case checkpoint(CheckpointRefusal)
  /// A manager's market or parameters (SV-10).
  case market(MarginRefusal, manager: Address)
  case count(expected: UInt64, found: Int)
  case index(expected: Int, found: UInt32)
  case idTwice(String, index: Int)
  case record(RecordRefusal, index: Int)
  /// A record of a book's account in the state of a block, or the other way round.
  case recordVersion(index: Int)
  /// Columns that no account has (CM-6).
  case columns(CommitmentRefusal)
  case unknownManager(Address, index: Int)
  case margin(MarginFailure, index: Int)
  case positionsNotConserved(AuditInstrument, sum: Int256)
  case stateRoot(expected: Bytes32, found: Bytes32)
  case totals(expected: SolvencySums, found: SolvencySums)
  /// The columns do not fit, of an account or in sum, so they are not the checkpoint's either.
  case totalsOutOfRange(CommitmentRefusal)
  case solvencyRoot(expected: Bytes32, found: Bytes32)
  /// What an account holds has no columns in the asset tree (CM-18).
  case assets(CommitmentRefusal)
  case assetTotals(column: Int, expected: UInt128, found: UInt128)
  case assetRoot(expected: Bytes32, found: Bytes32)
  case riskRoot(expected: Bytes32, found: Bytes32)
  /// The items cannot stand under a root.
  case riskItems(RiskItemsFault)
  /// Custody or solvency (SV-4, SV-6).
  case solvency(SolvencyRefusal)

  /// Why items cannot stand under a root.
  public enum RiskItemsFault: Hashable, Sendable {
    case items(RiskItemsRefusal)
    case tree(RiskRefusal)

    /// One sentence that says what was expected and what was found.
    public var message: String {
      switch self {
      case .items(let refusal): refusal.message
      case .tree(let refusal): refusal.message
      }
    }
  }

  /// The refusal's stable number; nil of a line that is not of its form and of a signature's refusal, which have names
  /// alone.
  public var code: Int? {
    switch self {
    case .line: nil
    case .checkpoint(let refusal): refusal.code
    case .market(let refusal, _): refusal.code
    case .count: 450
    case .index: 451
    case .idTwice: 452
    case .record(let refusal, _): refusal.rawValue
    case .recordVersion: 461
    case .columns(let refusal): refusal.code
    case .unknownManager: 453
    case .margin: 437
    case .positionsNotConserved: 454
    case .stateRoot: 455
    case .totals, .totalsOutOfRange: 456
    case .solvencyRoot: 457
    case .assets(let refusal): refusal.code
    case .assetTotals: 458
    case .assetRoot: 459
    case .riskRoot, .riskItems: 460
    case .solvency(let refusal): refusal.code
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .line(let refusal): refusal.name
    case .checkpoint(let refusal): refusal.name
    case .market(let refusal, _): refusal.name
    case .count: "Audit_Count"
    case .index: "Audit_Index"
    case .idTwice: "Audit_IdTwice"
    case .record(let refusal, _): refusal.name
    case .recordVersion: "Audit_RecordVersion"
    case .columns(let refusal): refusal.name
    case .unknownManager: "Audit_UnknownManager"
    case .margin: "Margin_Failed"
    case .positionsNotConserved: "Audit_PositionsNotConserved"
    case .stateRoot: "Audit_StateRoot"
    case .totals, .totalsOutOfRange: "Audit_Totals"
    case .solvencyRoot: "Audit_SolvencyRoot"
    case .assets(let refusal): refusal.name
    case .assetTotals: "Audit_AssetTotals"
    case .assetRoot: "Audit_AssetRoot"
    case .riskRoot, .riskItems: "Audit_RiskRoot"
    case .solvency(let refusal): refusal.name
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .line(let refusal): refusal.message
    case .checkpoint(let refusal): refusal.message
    case .market(let refusal, let manager): "manager \(manager): \(refusal.message)"
    case .count(let expected, let found):
      "the checkpoint's \(expected) accounts were expected, and the state has \(found)"
    case .index(let expected, let found): "the account of index \(expected) was expected, and \(found) stands there"
    case .idTwice(let id, let index): "a name of its own was expected of account \(index), and \(id) is another's too"
    case .record(let refusal, let index): "record of account \(index): \(refusal.message)"
    case .recordVersion(let index):
      "records of a ledger's accounts were expected in the state of a block, and of a book's in that of a book, and "
        + "that of account \(index) is of the other"
    case .columns(let refusal): refusal.message
    case .unknownManager(let manager, let index):
      "a market for the manager of account \(index) was expected, and there is none for \(manager)"
    case .margin(let failure, let index): "account \(index): \(failure.message)"
    case .positionsNotConserved(let instrument, let sum):
      "positions that sum to zero were expected in \(instrument.words), and they sum to \(sum.unitsText)"
    case .stateRoot(let expected, let found):
      "the signed state root \(expected) was expected, and the records have \(found)"
    case .totals(let expected, let found):
      "the signed totals (\(expected.words)) were expected, and the recomputed margins give \(found.words)"
    case .totalsOutOfRange(let refusal): "the signed totals were expected, and the recomputed ones fit none: \(refusal.message)"
    case .solvencyRoot(let expected, let found):
      "the signed solvency root \(expected) was expected, and the recomputed margins have \(found)"
    case .assets(let refusal): refusal.message
    case .assetTotals(let column, let expected, let found):
      "the signed total \(Int256(bitPattern: UInt256(expected)).unitsText) was expected in column \(column) of the "
        + "assets, and the records give \(Int256(bitPattern: UInt256(found)).unitsText)"
    case .assetRoot(let expected, let found):
      "the signed asset root \(expected) was expected, and the records have \(found)"
    case .riskRoot(let expected, let found):
      "the signed risk root \(expected) was expected, and markets, parameters and recomputed prices have \(found)"
    case .riskItems(let refusal): "the signed risk root was expected, and the items fit none: \(refusal.message)"
    case .solvency(let refusal): refusal.message
    }
  }
}

extension SolvencySums {
  fileprivate var words: String {
    "equity \(Int256(bitPattern: UInt256(positiveEquity)).unitsText), deficits "
      + "\(Int256(bitPattern: UInt256(deficit)).unitsText), \(belowMaintenance) below maintenance"
  }
}
