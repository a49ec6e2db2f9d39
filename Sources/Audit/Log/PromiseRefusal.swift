import Encoding
import Ethereum
import Ledger

/// What is wrong with a line of acknowledgements, in the order of the checks (LA-12). Codes are never reused.
public enum PromiseRefusal: Error, Hashable, Sendable {
  case json(JSONError)
  case otherVenue(expected: Bytes32, found: Bytes32)
  /// With whose signature it is; nil where it is nobody's.
  case notSigned(expected: Address, found: Address?)
  /// The log ends before, which is no lie.
  case blockMissing(height: UInt64)
  /// What was promised, and what the log has.
  case broken(Field, height: UInt64, position: UInt32, expected: String, found: String)

  /// What an acknowledgement promises of a block.
  public enum Field: String, Hashable, Sendable, CaseIterable {
    case height, position, transaction, time, receipt
  }

  /// The refusal's stable number; nil for those of JSON.
  public var code: Int? {
    switch self {
    case .json: nil
    case .blockMissing(let height): ComparisonRefusal.blockMissing(height: height).code
    case .otherVenue: 665
    case .notSigned: 666
    case .broken: 667
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .json(let error): error.name
    case .blockMissing(let height): ComparisonRefusal.blockMissing(height: height).name
    case .otherVenue: "Promise_OtherVenue"
    case .notSigned: "Promise_NotSigned"
    case .broken: "Promise_Broken"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .json(let error): error.message
    case .blockMissing(let height): ComparisonRefusal.blockMissing(height: height).message
    case .otherVenue(let expected, let found):
      "an acknowledgement of the engine \(expected) was expected, and it is of \(found)"
    case .notSigned(let expected, let found?):
      "a signature of the operator, \(expected), was expected, and it is that of \(found)"
    case .notSigned(let expected, nil):
      "a signature of the operator, \(expected), was expected, and it is nobody's"
    case .broken(.height, _, _, _, _): "a block was promised, and there is no block 0"
    case .broken(.position, let height, let position, _, let found):
      "a transaction was promised at position \(position) of block \(height), and the block has \(found)"
    case .broken(let field, let height, let position, let expected, let found):
      "at position \(position) of block \(height) the \(field.rawValue) \(expected) was promised, and the log has \(found)"
    }
  }
}
