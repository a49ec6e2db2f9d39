import Commitment
import Encoding
import Ethereum

/// A refusal of bytes, of a genesis, of a snapshot or of a block (LG-25). Codes are never reused: 708 was one.
public enum LedgerRefusal: Error, Hashable, Sendable {
  // Bytes.
  case truncated
  case trailingBytes(Int)
  case notCanonical(String)
  case outOfRange(String)
  case unknownKind(UInt8, of: String)
  case tooLarge(String, limit: Int, found: Int)
  // Documents.
  case json(JSONError)
  // The state.
  case missingPart(String)
  case misplacedPart(key: [UInt8])
  case repeatedPart(key: [UInt8])
  case unsoundState
  case map(MapRefusal)
  // Snapshots.
  case otherVenue(expected: Bytes32, found: Bytes32)
  case snapshotRoot(expected: Bytes32, found: Bytes32)
  // Blocks.
  case heightExhausted
  case timeRunsBackward(previous: UInt64, found: UInt64)
  case timeTooFarAhead(limit: UInt64, found: UInt64)
  case tooManyTransactions(limit: Int, found: Int)
  case blockTooLarge(limit: Int)
  case headerDiffers(BlockField, expected: String, found: String)
  case inadmissible(position: Int, AdmissionRefusal)
  /// Nil where there is no receipt of this position.
  case receiptDiffers(position: Int, expected: Bytes32?, found: Bytes32?)
  case decisionDiffers(receipt: Int, decision: Int, expected: Bytes32, found: Bytes32)
  case pathLength(expected: Int, found: Int)
  case positionOutOfRange(position: UInt64, count: UInt64)
  case rootMismatch
  /// A block under a version with a correction that this program does not know.
  case unknownRules(version: UInt64, name: String)

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .truncated: 701
    case .trailingBytes: 702
    case .notCanonical: 703
    case .outOfRange: 704
    case .unknownKind: 705
    case .tooLarge: 706
    case .json: 707
    case .missingPart: 709
    case .misplacedPart: 710
    case .repeatedPart: 711
    case .unsoundState: 712
    case .map: 713
    case .otherVenue: 714
    case .snapshotRoot: 715
    case .heightExhausted: 716
    case .timeRunsBackward: 717
    case .timeTooFarAhead: 718
    case .tooManyTransactions: 719
    case .blockTooLarge: 720
    case .headerDiffers: 721
    case .inadmissible: 722
    case .pathLength: 723
    case .positionOutOfRange: 724
    case .rootMismatch: 725
    case .receiptDiffers: 726
    case .decisionDiffers: 727
    case .unknownRules: 728
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .truncated: "Ledger_Truncated"
    case .trailingBytes: "Ledger_TrailingBytes"
    case .notCanonical: "Ledger_NotCanonical"
    case .outOfRange: "Ledger_OutOfRange"
    case .unknownKind: "Ledger_UnknownKind"
    case .tooLarge: "Ledger_TooLarge"
    case .json(let error): error.name
    case .missingPart: "Ledger_MissingPart"
    case .misplacedPart: "Ledger_MisplacedPart"
    case .repeatedPart: "Ledger_RepeatedPart"
    case .unsoundState: "Ledger_UnsoundState"
    case .map(let refusal): refusal.name
    case .otherVenue: "Ledger_OtherVenue"
    case .snapshotRoot: "Ledger_SnapshotRoot"
    case .heightExhausted: "Ledger_HeightExhausted"
    case .timeRunsBackward: "Ledger_TimeRunsBackward"
    case .timeTooFarAhead: "Ledger_TimeTooFarAhead"
    case .tooManyTransactions: "Ledger_TooManyTransactions"
    case .blockTooLarge: "Ledger_BlockTooLarge"
    case .headerDiffers: "Ledger_HeaderDiffers"
    case .inadmissible: "Ledger_Inadmissible"
    case .receiptDiffers: "Ledger_ReceiptDiffers"
    case .decisionDiffers: "Ledger_DecisionDiffers"
    case .pathLength: "Ledger_PathLength"
    case .positionOutOfRange: "Ledger_PositionOutOfRange"
    case .rootMismatch: "Ledger_RootMismatch"
    case .unknownRules: "Ledger_UnknownRules"
    }
  }
}

/// What a block's header says, in its order.
public enum BlockField: String, Hashable, Sendable, CaseIterable {
  case height
  case time
  case previous = "previous block"
  case rules = "version of the rules"
  case inputRoot = "input root"
  case receiptsRoot = "receipts root"
  case stateRoot = "state root"
  case transactions = "count of transactions"
  case receipts = "count of receipts"
}
