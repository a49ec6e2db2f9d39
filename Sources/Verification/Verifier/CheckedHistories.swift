import Commitment

/// The policies of the files of one call, each history checked once however many files have it: a file has room for
/// tens of thousands of signatures, and a call for many files.
final class CheckedHistories {
  private let venue: Venue
  private var known: [[PolicyChange]: PolicyHistory] = [:]

  init(_ venue: Venue) {
    self.venue = venue
  }

  /// The policies that a file was made under (CP-10 up to 316).
  func history(of proof: ProofFile) throws(CheckpointRefusal) -> PolicyHistory {
    try proof.checkpoint.checkPlace(in: venue, chainId: proof.chainId, contract: proof.contract)
    if let history = known[proof.policyChanges] { return history }
    let history = try PolicyHistory(of: venue, changes: proof.policyChanges)
    known[proof.policyChanges] = history
    return history
  }
}
