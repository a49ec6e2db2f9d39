/// A refusal of trees or of a proof, in the order of the checks (CM-12, CM-21). Codes are never reused.
public enum CommitmentRefusal: Error, Hashable, Sendable {
  case depthOutOfRange(Int)
  case countOutOfRange(UInt64, depth: Int)
  case noIndices
  case tooManyIndices(Int)
  case indexOutOfRange(index: UInt64, depth: Int)
  case indicesUnsorted(index: UInt64)
  case indexBeyondCount(index: UInt64, count: UInt64)
  case indexBelowCount(index: UInt64, count: UInt64)
  case statePathLength(expected: Int, found: Int)
  case solvencyPathLength(expected: Int, found: Int)
  case record(RecordRefusal, index: UInt64)
  case leafDeficitOutOfRange(index: UInt64)
  case leafCountOutOfRange(index: UInt64)
  case leafEquityAndDeficit(index: UInt64)
  case stateSiblingNotEmpty(level: Int)
  case stateSiblingEmpty(level: Int)
  case solvencySiblingDeficitOutOfRange(level: Int)
  case solvencySiblingNotEmpty(level: Int)
  case solvencySiblingEmpty(level: Int)
  case equityOverflow(level: Int)
  case deficitOverflow(level: Int)
  case countOverflow(level: Int)
  case stateRootMismatch
  case solvencyRootMismatch
  case totalsMismatch
  case openingMismatch(index: UInt64)
  case tooManyAssets(Int)
  case assetsUnsorted
  case assetUnknown(index: UInt64)
  case unitsNegative(index: UInt64)
  case columnOutOfRange(index: UInt64)
  /// A figure of the cash identity that a checkpoint's member has no room for (LG-30).
  case figureOutOfRange(Figure)
  case assetPathLength(expected: Int, found: Int)
  case assetColumns(expected: Int, found: Int)
  case assetSiblingNotEmpty(level: Int)
  case assetSiblingEmpty(level: Int)
  case assetOverflow(column: Int, level: Int)
  case assetRootMismatch
  case assetTotalsMismatch

  /// The figures of the cash identity that stand in no account.
  public enum Figure: String, Hashable, Sendable {
    case feesAccrued, netSettledCash, pendingWithdrawals
  }

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .depthOutOfRange: 1
    case .countOutOfRange: 2
    case .noIndices: 3
    case .tooManyIndices: 4
    case .indexOutOfRange: 5
    case .indicesUnsorted: 6
    case .indexBeyondCount: 7
    case .indexBelowCount: 8
    case .statePathLength: 9
    case .solvencyPathLength: 10
    case .record(let refusal, _): refusal.rawValue
    case .leafDeficitOutOfRange: 11
    case .leafCountOutOfRange: 12
    case .leafEquityAndDeficit: 13
    case .stateSiblingNotEmpty: 14
    case .stateSiblingEmpty: 15
    case .solvencySiblingDeficitOutOfRange: 16
    case .solvencySiblingNotEmpty: 17
    case .solvencySiblingEmpty: 18
    case .equityOverflow: 19
    case .deficitOverflow: 20
    case .countOverflow: 21
    case .stateRootMismatch: 22
    case .solvencyRootMismatch: 23
    case .totalsMismatch: 24
    case .openingMismatch: 25
    case .tooManyAssets: 26
    case .assetsUnsorted: 27
    case .assetUnknown: 28
    case .unitsNegative: 29
    case .columnOutOfRange, .figureOutOfRange: 30
    case .assetPathLength: 31
    case .assetColumns: 32
    case .assetSiblingNotEmpty: 33
    case .assetSiblingEmpty: 34
    case .assetOverflow: 35
    case .assetRootMismatch: 36
    case .assetTotalsMismatch: 37
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .depthOutOfRange: "Commitment_DepthOutOfRange"
    case .countOutOfRange: "Commitment_CountOutOfRange"
    case .noIndices: "Commitment_NoIndices"
    case .tooManyIndices: "Commitment_TooManyIndices"
    case .indexOutOfRange: "Commitment_IndexOutOfRange"
    case .indicesUnsorted: "Commitment_IndicesUnsorted"
    case .indexBeyondCount: "Commitment_IndexBeyondCount"
    case .indexBelowCount: "Commitment_IndexBelowCount"
    case .statePathLength: "Commitment_StatePathLength"
    case .solvencyPathLength: "Commitment_SolvencyPathLength"
    case .record(let refusal, _): refusal.name
    case .leafDeficitOutOfRange: "Commitment_LeafDeficitOutOfRange"
    case .leafCountOutOfRange: "Commitment_LeafCountOutOfRange"
    case .leafEquityAndDeficit: "Commitment_LeafEquityAndDeficit"
    case .stateSiblingNotEmpty: "Commitment_StateSiblingNotEmpty"
    case .stateSiblingEmpty: "Commitment_StateSiblingEmpty"
    case .solvencySiblingDeficitOutOfRange: "Commitment_SiblingDeficitOutOfRange"
    case .solvencySiblingNotEmpty: "Commitment_SolvencySiblingNotEmpty"
    case .solvencySiblingEmpty: "Commitment_SolvencySiblingEmpty"
    case .equityOverflow: "Commitment_EquityOverflow"
    case .deficitOverflow: "Commitment_DeficitOverflow"
    case .countOverflow: "Commitment_CountOverflow"
    case .stateRootMismatch: "Commitment_StateRootMismatch"
    case .solvencyRootMismatch: "Commitment_SolvencyRootMismatch"
    case .totalsMismatch: "Commitment_TotalsMismatch"
    case .openingMismatch: "Commitment_OpeningMismatch"
    case .tooManyAssets: "Commitment_TooManyAssets"
    case .assetsUnsorted: "Commitment_AssetsUnsorted"
    case .assetUnknown: "Commitment_AssetUnknown"
    case .unitsNegative: "Commitment_UnitsNegative"
    case .columnOutOfRange, .figureOutOfRange: "Commitment_ColumnOutOfRange"
    case .assetPathLength: "Commitment_AssetPathLength"
    case .assetColumns: "Commitment_AssetColumns"
    case .assetSiblingNotEmpty: "Commitment_AssetSiblingNotEmpty"
    case .assetSiblingEmpty: "Commitment_AssetSiblingEmpty"
    case .assetOverflow: "Commitment_AssetOverflow"
    case .assetRootMismatch: "Commitment_AssetRootMismatch"
    case .assetTotalsMismatch: "Commitment_AssetTotalsMismatch"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .depthOutOfRange(let depth):
      "a depth of 1 to 32 was expected, and \(depth) was found"
    case .countOutOfRange(let count, let depth):
      "a count of accounts that a tree of depth \(depth) has room for was expected, and \(count) was found"
    case .noIndices: "an index or more was expected, and none was found"
    case .tooManyIndices(let count):
      "\(CommitmentLimits.indices) indices at most were expected, and \(count) were found"
    case .indexOutOfRange(let index, let depth):
      "an index below 2^\(depth) was expected, and \(index) was found"
    case .indicesUnsorted(let index):
      "indices that rise strictly were expected, and \(index) does not"
    case .indexBeyondCount(let index, let count):
      "an index of one of \(count) accounts was expected, and \(index) was found"
    case .indexBelowCount(let index, let count):
      "an index at or beyond the \(count) accounts was expected, and \(index) was found"
    case .statePathLength(let expected, let found):
      "\(expected) siblings of the state tree were expected, and \(found) were found"
    case .solvencyPathLength(let expected, let found):
      "\(expected) siblings of the solvency tree were expected, and \(found) were found"
    case .record(let refusal, let index): "record of account \(index): \(refusal.message)"
    case .leafDeficitOutOfRange(let index):
      "a deficit below 2^96 was expected, and account \(index) has a larger one"
    case .leafCountOutOfRange(let index):
      "a count of 0 or 1 below maintenance was expected, and the leaf of account \(index) has more"
    case .leafEquityAndDeficit(let index):
      "equity or a deficit was expected, and account \(index) has both"
    case .stateSiblingNotEmpty(let level):
      "the empty node was expected beyond the last account in the state tree, and level \(level) has another"
    case .stateSiblingEmpty(let level):
      "accounts were expected below the count in the state tree, and level \(level) has the empty node"
    case .solvencySiblingDeficitOutOfRange(let level):
      "a deficit below 2^96 was expected, and the sibling at level \(level) has a larger one"
    case .solvencySiblingNotEmpty(let level):
      "the empty node was expected beyond the last account in the solvency tree, and level \(level) has another"
    case .solvencySiblingEmpty(let level):
      "accounts were expected below the count in the solvency tree, and level \(level) has the empty node"
    case .equityOverflow(let level): "a sum of equity below 2^128 was expected, and level \(level) has more"
    case .deficitOverflow(let level): "a sum of deficits below 2^96 was expected, and level \(level) has more"
    case .countOverflow(let level):
      "a count below maintenance of less than 2^32 was expected, and level \(level) has more"
    case .stateRootMismatch: "the committed state root was expected, and the proof leads to another"
    case .solvencyRootMismatch: "the committed solvency root was expected, and the proof leads to another"
    case .totalsMismatch: "the committed totals were expected, and the sums of the proof are others"
    case .openingMismatch(let index):
      "what the leaf of account \(index) was made from was expected, and something else was given"
    case .tooManyAssets(let count):
      "\(CommitmentLimits.collaterals) assets at most were expected, and \(count) were found"
    case .assetsUnsorted: "assets in strictly rising order were expected, and another order was found"
    case .assetUnknown(let index):
      "collaterals of the list of assets were expected, and account \(index) holds another"
    case .unitsNegative(let index):
      "units of a collateral above zero were expected, and account \(index) has fewer"
    case .columnOutOfRange(let index):
      "amounts below 2^128 were expected, and account \(index) has a larger one"
    case .figureOutOfRange(let figure):
      "\(figure.rawValue) of 128 bits was expected, and it is larger"
    case .assetPathLength(let expected, let found):
      "\(expected) siblings of the asset tree were expected, and \(found) were found"
    case .assetColumns(let expected, let found):
      "\(expected) columns were expected, and \(found) were found"
    case .assetSiblingNotEmpty(let level):
      "the empty node was expected beyond the last account in the asset tree, and level \(level) has another"
    case .assetSiblingEmpty(let level):
      "accounts were expected below the count in the asset tree, and level \(level) has the empty node"
    case .assetOverflow(let column, let level):
      "a sum below 2^128 was expected in column \(column), and level \(level) has more"
    case .assetRootMismatch: "the committed asset root was expected, and the proof leads to another"
    case .assetTotalsMismatch: "the committed asset totals were expected, and the sums of the proof are others"
    }
  }

  static func check(depth: Int, count: UInt64) throws(CommitmentRefusal) {
    guard CommitmentLimits.depths.contains(depth) else { throw .depthOutOfRange(depth) }
    guard count <= 1 << UInt64(depth) else { throw .countOutOfRange(count, depth: depth) }
  }
}
