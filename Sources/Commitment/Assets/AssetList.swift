import Ethereum
import FixedPoint

/// The collaterals that an asset tree has columns for, and their order (CM-17).
public struct AssetList: Hashable, Sendable {
  public let assets: [Address]
  public let hash: Bytes32

  /// - Parameter assets: strictly rising, at most 256.
  public init(_ assets: [Address]) throws(CommitmentRefusal) {
    try Self.check(assets)
    self.assets = assets
    hash = Keccak256.hash(
      [Tag.assetList, 0] + Preimage.bytes(UInt16(truncatingIfNeeded: assets.count)) + assets.flatMap(\.bytes))
  }

  /// Refuses a list that is too long or does not rise strictly.
  static func check(_ assets: [Address]) throws(CommitmentRefusal) {
    guard assets.count <= CommitmentLimits.collaterals else { throw .tooManyAssets(assets.count) }
    for place in assets.indices.dropFirst() where assets[place] <= assets[place - 1] { throw .assetsUnsorted }
  }

  /// Cash owed, cash lent, and a column for each asset.
  public var columns: Int { 2 + assets.count }

  /// Refuses a node of a proof that has not a sum for each column.
  func checkColumns(of nodes: [AssetNode]) throws(CommitmentRefusal) {
    for node in nodes where node.sums.count != columns {
      throw .assetColumns(expected: columns, found: node.sums.count)
    }
  }

  /// Sets the columns to those of one account, from what it holds (CM-18).
  /// - Parameters:
  ///   - columns: memory that accounts share one after another; unspecified after a refusal.
  ///   - index: the account's, for the refusal.
  func set(_ columns: inout [UInt128], to record: AccountRecord, index: UInt64) throws(CommitmentRefusal) {
    func unsigned(_ value: UInt256) throws(CommitmentRefusal) -> UInt128 {
      guard value.high == 0 else { throw .columnOutOfRange(index: index) }
      return value.low
    }
    columns.removeAll(keepingCapacity: true)
    columns += repeatElement(0, count: self.columns)
    let cash = record.cash.bitPattern
    if record.cash < .zero {
      columns[1] = try unsigned(UInt256.zero &- cash)
    } else {
      columns[0] = try unsigned(cash)
    }
    var place = 0
    for collateral in record.collaterals {
      while place < assets.count, assets[place] < collateral.asset { place += 1 }
      guard place < assets.count, assets[place] == collateral.asset else { throw .assetUnknown(index: index) }
      guard collateral.amount >= .zero else { throw .unitsNegative(index: index) }
      columns[2 + place] = try unsigned(collateral.amount.bitPattern)
    }
  }
}
