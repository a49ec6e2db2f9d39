import Commitment
import Ethereum
import Margin

/// The trees over the accounts of a block (LG-22).
public struct BlockCommitment: Sendable {
  public let contents: BlockContents
  /// In the order of the accounts.
  public let openings: [AccountOpening]
  public let trees: AccountTrees
  public let assets: AssetTree

  /// Accounts that a worker takes at a time.
  private static let grain = 1_024

  /// - Parameters:
  ///   - salts: one for each account, or none where all are zero.
  ///   - depth: of the venue's trees.
  ///   - workers: threads to spread the work over; no result depends on it.
  /// - Throws: a record that has no encoding, what an account holds that has no column, totals that do not fit.
  public init(
    _ contents: BlockContents, salts: [Bytes32] = [], depth: Int, workers: Int = 1
  ) throws(CommitmentRefusal) {
    let accounts = contents.accounts
    let made = Workers.map(Array(accounts.indices), workers: workers, grain: Self.grain) { place in
      Result { () throws(CommitmentRefusal) in
        try accounts[place].opening(at: place, salt: salts.indices.contains(place) ? salts[place] : .zero)
      }
    }
    var openings: [AccountOpening] = []
    openings.reserveCapacity(made.count)
    for opening in made { openings.append(try opening.get()) }
    trees = try AccountTrees(depth: depth, leaves: openings.map(\.leaf), workers: workers)
    assets = try AssetTree(depth: depth, list: AssetList(contents.assets), openings: openings, workers: workers)
    self.contents = contents
    self.openings = openings
  }
}

extension BlockAccount {
  fileprivate func opening(at place: Int, salt: Bytes32) throws(CommitmentRefusal) -> AccountOpening {
    do throws(RecordRefusal) {
      return AccountOpening(owner: owner, record: try record.encoded(), sums: sums, salt: salt)
    } catch {
      throw .record(error, index: UInt64(place))
    }
  }
}
