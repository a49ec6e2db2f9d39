import Commitment
import Ethereum
import Ledger
import Verification

extension CommittedState {
  /// The accounts of a block (LG-22); margins rest on the state under the sections root, and on no risk item.
  init(_ block: BlockCommitment) {
    self.init(
      records: block.contents.accounts.map(\.record), openings: block.openings, trees: block.trees,
      assets: block.assets, margined: nil)
  }

  /// A state of a block that was read again.
  /// - Parameter list: the assets that the asset tree has columns for.
  init(
    _ openings: [AccountOpening], _ records: [AccountRecord], assets list: [Address], depth: Int, workers: Int
  ) throws(CommitRefusal) {
    do throws(CommitmentRefusal) {
      self.init(
        records: records, openings: openings,
        trees: try AccountTrees(depth: depth, leaves: openings.map(\.leaf), workers: workers),
        assets: try AssetTree(depth: depth, list: AssetList(list), openings: openings, workers: workers), margined: nil)
    } catch { throw .trees(error) }
  }
}
