import Ethereum

/// One thing that margins depend on, under the risk root (CM-22).
public struct RiskItem: Hashable, Sendable {
  /// What an item is; items stand in this order.
  public enum Kind: UInt8, Sendable, CaseIterable {
    case market = 1
    case parameters = 2
    case riskArray = 3
  }

  public var kind: Kind
  public var key: [UInt8]
  public var value: [UInt8]

  public init(kind: Kind, key: [UInt8], value: [UInt8]) {
    self.kind = kind
    self.key = key
    self.value = value
  }

  /// The order of items: by kind, then by the key's bytes.
  func isBefore(_ other: RiskItem) -> Bool {
    kind != other.kind ? kind.rawValue < other.kind.rawValue : key.lexicographicallyPrecedes(other.key)
  }

  func checkSize() throws(RiskRefusal) {
    if key.count > CommitmentLimits.riskKeyBytes { throw .keyTooLong }
    if value.count > CommitmentLimits.riskValueBytes { throw .valueTooLong }
  }

  /// The hash of the item at an index (CM-22).
  func hash(at index: UInt32) -> Bytes32 {
    Keccak256.hash(
      [Tag.riskItem, 0] + Preimage.bytes(index) + [kind.rawValue, UInt8(truncatingIfNeeded: key.count)] + key + value)
  }
}

/// A refusal under the risk root, in the order of the checks (CM-24). Codes are never reused.
public enum RiskRefusal: Int, Error, Hashable, Sendable {
  case noItems = 201
  case tooManyItems = 202
  case indexOutOfRange = 203
  case keyTooLong = 204
  case valueTooLong = 205
  case itemsUnsorted = 206
  case pathLength = 207
  case rootMismatch = 208

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .noItems: "Risk_NoItems"
    case .tooManyItems: "Risk_TooManyItems"
    case .indexOutOfRange: "Risk_IndexOutOfRange"
    case .keyTooLong: "Risk_KeyTooLong"
    case .valueTooLong: "Risk_ValueTooLong"
    case .itemsUnsorted: "Risk_ItemsUnsorted"
    case .pathLength: "Risk_PathLength"
    case .rootMismatch: "Risk_RootMismatch"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .noItems: "an item or more was expected, and none was found"
    case .tooManyItems: "\(CommitmentLimits.riskItems) items at most were expected, and more were found"
    case .indexOutOfRange: "an index below the number of items was expected, and another was found"
    case .keyTooLong: "a key of \(CommitmentLimits.riskKeyBytes) bytes at most was expected, and it is longer"
    case .valueTooLong: "a value of \(CommitmentLimits.riskValueBytes) bytes at most was expected, and it is longer"
    case .itemsUnsorted: "items in strictly rising order of kind and key were expected, and another was found"
    case .pathLength: "as many nodes as index and number of items say were expected, and others were found"
    case .rootMismatch: "the committed risk root was expected, and the proof leads to another"
    }
  }
}
