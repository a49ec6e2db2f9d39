import Ethereum

/// A node of the solvency tree: its hash and the sums over all accounts under it.
public struct SolvencyNode: Hashable, Sendable {
  public var hash: Bytes32
  public var sums: SolvencySums

  public init(hash: Bytes32, sums: SolvencySums) {
    self.hash = hash
    self.sums = sums
  }
}
