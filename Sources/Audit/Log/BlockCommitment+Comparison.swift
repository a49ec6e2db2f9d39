import Commitment
import Ethereum
import Ledger

extension BlockCommitment {
  /// Compares everything in a checkpoint that follows from the log.
  /// - Parameter venue: whose checkpoint it is.
  /// - Throws: the first member that differs, in the order of LA-11.
  public func compare(_ checkpoint: Checkpoint, venue: Venue) throws(ComparisonRefusal) {
    func check<Value: Equatable>(
      _ member: String, _ expected: Value, _ found: Value
    ) throws(ComparisonRefusal) {
      guard expected != found else { return }
      throw .checkpointDiffers(member: member, expected: "\(expected)", found: "\(found)")
    }
    let header = contents.header
    try check("height", header.height, checkpoint.height)
    try check("time", header.time, checkpoint.time)
    try check("sectionsRoot", header.stateRoot, checkpoint.sectionsRoot)
    try check("receiptsRoot", header.receiptsRoot, checkpoint.receiptsRoot)
    try check("inputRoot", header.inputRoot, checkpoint.inputRoot)
    try check("riskRoot", EmptyRoot.hash, checkpoint.riskRoot.hash)
    try check("depth", venue.depth, checkpoint.accounts.depth)
    try check("count", trees.roots.count, checkpoint.accounts.count)
    try check("feesAccrued", contents.feesAccrued, checkpoint.feesAccrued)
    try check("netSettledCash", contents.netSettledCash, checkpoint.netSettledCash)
    try check("pendingWithdrawals", contents.pendingWithdrawals, checkpoint.pendingWithdrawals)
    let (totals, signed) = (trees.roots.totals, checkpoint.accounts.totals)
    try check("equity", totals.positiveEquity, signed.positiveEquity)
    try check("deficit", totals.deficit, signed.deficit)
    try check("belowMaintenance", totals.belowMaintenance, signed.belowMaintenance)
    try check("assets", contents.assets, checkpoint.assets)
    try check("assetTotals", assets.roots.totals, checkpoint.assetTotals)
    try check("stateRoot", trees.roots.stateRoot, checkpoint.accounts.stateRoot)
    try check("solvencyRoot", trees.roots.solvencyRoot, checkpoint.accounts.solvencyRoot)
    try check("assetRoot", assets.roots.root, checkpoint.assetRoot)
    try check("securityModule", venue.securityModule, checkpoint.securityModule)
    try check("feeRecipient", venue.feeRecipient, checkpoint.feeRecipient)
  }
}
