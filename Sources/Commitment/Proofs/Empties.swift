import Ethereum

/// EMPTY(0) to EMPTY(32) of both trees (CM-3).
struct Empties {
  let state: [Bytes32]
  let solvency: [SolvencyNode]

  static let all = Empties(depth: CommitmentLimits.depths.upperBound)

  private init(depth: Int) {
    state = LevelStore<StateEntry>(depth: depth, leaves: [], workers: 1).empties.map(\.hash)
    solvency = LevelStore<SolvencyEntry>(depth: depth, leaves: [], workers: 1).empties.map(\.node)
  }
}
