import Ethereum

/// Opens the leaves of one account in the state tree and in the solvency tree (CM-11). Siblings from the bottom up.
public struct InclusionProof: Hashable, Sendable {
  public var index: UInt64
  public var opening: AccountOpening
  public var statePath: [Bytes32]
  public var solvencyPath: [SolvencyNode]

  public init(index: UInt64, opening: AccountOpening, statePath: [Bytes32], solvencyPath: [SolvencyNode]) {
    self.index = index
    self.opening = opening
    self.statePath = statePath
    self.solvencyPath = solvencyPath
  }
}

/// Shows that an index has no account; at the index `count`, that none has from there on (CM-11).
public struct EmptinessProof: Hashable, Sendable {
  public var index: UInt64
  public var statePath: [Bytes32]
  public var solvencyPath: [SolvencyNode]

  public init(index: UInt64, statePath: [Bytes32], solvencyPath: [SolvencyNode]) {
    self.index = index
    self.statePath = statePath
    self.solvencyPath = solvencyPath
  }
}

/// Opens the leaves of several accounts at once, without the nodes that follow from them (CM-11). Siblings level by
/// level from the bottom, left to right.
public struct MultiProof: Hashable, Sendable {
  public struct Account: Hashable, Sendable {
    public var index: UInt64
    public var opening: AccountOpening

    public init(index: UInt64, opening: AccountOpening) {
      self.index = index
      self.opening = opening
    }
  }

  /// In strictly rising order of the index.
  public var accounts: [Account]
  public var stateNodes: [Bytes32]
  public var solvencyNodes: [SolvencyNode]

  public init(accounts: [Account], stateNodes: [Bytes32], solvencyNodes: [SolvencyNode]) {
    self.accounts = accounts
    self.stateNodes = stateNodes
    self.solvencyNodes = solvencyNodes
  }
}

/// Opens the solvency root into the two nodes under it, whose sums make the totals (CM-10).
public struct RootOpening: Hashable, Sendable {
  public var left: SolvencyNode
  public var right: SolvencyNode

  public init(left: SolvencyNode, right: SolvencyNode) {
    self.left = left
    self.right = right
  }
}
