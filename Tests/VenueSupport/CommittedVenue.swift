import Commitment
import Ethereum
import FixedPoint
import Margin
import Verification

/// A sample venue with its trees and the checkpoint over them, not signed.
public struct CommittedVenue {
  public var venue: SampleVenue
  public var risk: RiskItems
  public var margins: [MarginSummary]
  public var openings: [AccountOpening]
  public var trees: AccountTrees
  public var assets: AssetTree
  public var riskTree: RiskTree
  public var checkpoint: Checkpoint

  /// - Parameter altering: changes to the risk items before they are hashed.
  public init(_ venue: SampleVenue, altering alter: (inout [RiskItem]) -> Void = { _ in }) throws {
    self.venue = venue
    risk = try RiskItems(venue.markets, records: venue.accounts.map(\.record))
    var workspace = RiskArrays.Workspace()
    var margins: [MarginSummary] = []
    openings = []
    for (index, account) in venue.accounts.enumerated() {
      guard let market = risk.market(of: account.record.manager) else { continue }
      let margin = try market.margin(of: account.record, &workspace)
      margins.append(margin)
      openings.append(
        AccountOpening(
          owner: account.owner, record: try account.record.encoded(),
          sums: try account.sums ?? SolvencySums(margin, index: UInt64(index)), salt: account.salt))
    }
    self.margins = margins
    trees = try AccountTrees(depth: venue.depth, leaves: openings.map(\.leaf))
    assets = try AssetTree(
      depth: venue.depth, list: AssetList([SampleVenue.btc, SampleVenue.eth]), openings: openings)
    var items = risk.items
    alter(&items)
    riskTree = try RiskTree(items)
    let assetRoots = assets.roots
    checkpoint = Checkpoint(
      number: 0, previous: .zero, logSize: 0, logRoot: .zero, engine: .zero, height: 0, time: SampleVenue.time,
      accounts: trees.roots, sectionsRoot: .zero, receiptsRoot: .zero, inputRoot: .zero, riskRoot: riskTree.root,
      assetRoot: assetRoots.root, assets: assetRoots.assets, assetTotals: assetRoots.totals, feesAccrued: 0,
      netSettledCash: 0, pendingWithdrawals: 0, securityModule: 0, feeRecipient: 1, attestation: .zero, policy: .zero)
  }

  public func marginProof(of index: Int) throws -> MarginProof {
    try risk.proof(
      of: trees.inclusion(of: UInt64(index), openings[index]), venue.accounts[index].record, in: riskTree,
      claimed: margins[index].claimed)
  }
}
