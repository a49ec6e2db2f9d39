import Commitment
import Encoding
import Ledger

/// Why a witness or evidence shows nothing, in the order of the checks (LA-5, LA-8). Codes are never reused.
public enum WitnessRefusal: Error, Hashable, Sendable {
  case notAFile
  case tooLarge(limit: Int)
  case truncated
  case trailingBytes(Int)
  case json(JSONError)
  case ledger(LedgerRefusal)
  case otherVenue
  case header(BlockField)
  case keyMissing([UInt8])
  case keyNotProven([UInt8])
  case timeNotShown
  case noDifference
  case notAttributable(BlockField)
  case checkpoint(CheckpointRefusal)
  case wordOfAnother(isBefore: Bool, BlockField)
  case wordMissing

  /// The refusal's stable number; nil for those of other documents that have none.
  public var code: Int? {
    switch self {
    case .notAFile: 650
    case .tooLarge: 651
    case .truncated: 652
    case .trailingBytes: 653
    case .json: nil
    case .ledger(.map(let refusal)): refusal.code
    case .ledger(let refusal): refusal.code
    case .otherVenue: 654
    case .header: 655
    case .keyMissing: 656
    case .keyNotProven: 657
    case .timeNotShown: 658
    case .noDifference: 659
    case .notAttributable: 660
    case .checkpoint(let refusal): refusal.code
    case .wordOfAnother: 661
    case .wordMissing: 662
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .notAFile: "Witness_NotAFile"
    case .tooLarge: "Witness_TooLarge"
    case .truncated: "Witness_Truncated"
    case .trailingBytes: "Witness_TrailingBytes"
    case .json(let error): error.name
    case .ledger(let refusal): refusal.name
    case .otherVenue: "Witness_OtherVenue"
    case .header: "Witness_Header"
    case .keyMissing: "Witness_KeyMissing"
    case .keyNotProven: "Witness_KeyNotProven"
    case .timeNotShown: "Witness_TimeNotShown"
    case .noDifference: "Witness_NoDifference"
    case .notAttributable: "Witness_NotAttributable"
    case .checkpoint(let refusal): refusal.name
    case .wordOfAnother: "Witness_WordOfAnother"
    case .wordMissing: "Witness_WordMissing"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .notAFile: "a witness of a block was expected, and the file begins otherwise"
    case .tooLarge(let limit): "a field of \(limit) bytes at most was expected, and a longer one was found"
    case .truncated: "a whole file was expected, and it ends inside a field"
    case .trailingBytes(let count): "the end was expected after the last field, and \(count) bytes were found"
    case .json(let error): error.message
    case .ledger(let refusal): refusal.message
    case .otherVenue: "a block of the venue that you expect was expected, and the genesis is another"
    case .header(let field):
      "a block that stands on the one before was expected, and its \(field.rawValue) is another"
    case .keyMissing(let key):
      "an entry or its absence under the key \(Hex.encode(key)) was expected, and the proof has none"
    case .keyNotProven(let key):
      "keys of the proof were expected, and the block touches \(Hex.encode(key)), which is not of it"
    case .timeNotShown:
      "a signed message that the block's time is close to was expected, and the proof has none"
    case .noDifference: "a block that does not follow was expected, and it follows"
    case .notAttributable(let field):
      "a difference in what a checkpoint signs was expected, and the \(field.rawValue) is not of it"
    case .checkpoint(let refusal): refusal.message
    case .wordOfAnother(let isBefore, let field):
      "a checkpoint of the block\(isBefore ? " before" : "") was expected, and its \(field.rawValue) is another"
    case .wordMissing: "checkpoints of the block and of the one before were expected, and one is missing"
    }
  }
}
