import Ethereum

extension AccountTrees {
  /// The proof that an account is at an index.
  /// - Throws: an index without an account, or an opening that its leaves were not made from.
  public func inclusion(of index: UInt64, _ opening: AccountOpening) throws(CommitmentRefusal) -> InclusionProof {
    let account = MultiProof.Account(index: index, opening: opening)
    let proof = try inclusion(of: [account])
    return InclusionProof(
      index: index, opening: opening, statePath: proof.stateNodes, solvencyPath: proof.solvencyNodes)
  }

  /// The proof that no account is at an index.
  public func emptiness(of index: UInt64) throws(CommitmentRefusal) -> EmptinessProof {
    try check(indices: [index])
    guard index >= count else { throw .indexBelowCount(index: index, count: count) }
    let nodes = siblings(of: [index])
    return EmptinessProof(index: index, statePath: nodes.state, solvencyPath: nodes.solvency)
  }

  /// One proof for several accounts.
  /// - Parameter accounts: in strictly rising order of their indices.
  public func inclusion(of accounts: [MultiProof.Account]) throws(CommitmentRefusal) -> MultiProof {
    try check(indices: accounts.map(\.index))
    for account in accounts {
      guard account.index < count else { throw .indexBeyondCount(index: account.index, count: count) }
    }
    for account in accounts {
      let nodes = account.opening.leaf.nodes(at: account.index)
      let position = Int(account.index)
      guard nodes.state == state[0, position].hash, nodes.solvency == solvency[0, position].node else {
        throw .openingMismatch(index: account.index)
      }
    }
    let nodes = siblings(of: accounts.map(\.index))
    return MultiProof(accounts: accounts, stateNodes: nodes.state, solvencyNodes: nodes.solvency)
  }

  /// The two nodes under the solvency root.
  public var rootOpening: RootOpening {
    RootOpening(left: solvency[depth - 1, 0].node, right: solvency[depth - 1, 1].node)
  }

  private func check(indices: [UInt64]) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(indices: indices, depth: depth)
  }

  private func siblings(of indices: [UInt64]) -> (state: [Bytes32], solvency: [SolvencyNode]) {
    var states: [Bytes32] = []
    var solvencies: [SolvencyNode] = []
    for sibling in Siblings.positions(of: indices, depth: depth) {
      states.append(state[sibling.level, Int(sibling.position)].hash)
      solvencies.append(solvency[sibling.level, Int(sibling.position)].node)
    }
    return (states, solvencies)
  }
}
