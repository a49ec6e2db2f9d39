import Ethereum

/// What a checkpoint says of the state tree and the solvency tree (CM-10). A verifier takes it from what is signed,
/// never from a proof.
public struct AccountRoots: Hashable, Sendable {
  public var depth: Int
  public var count: UInt64
  public var stateRoot: Bytes32
  public var solvencyRoot: Bytes32
  public var totals: SolvencySums

  public init(depth: Int, count: UInt64, stateRoot: Bytes32, solvencyRoot: Bytes32, totals: SolvencySums) {
    self.depth = depth
    self.count = count
    self.stateRoot = stateRoot
    self.solvencyRoot = solvencyRoot
    self.totals = totals
  }
}
