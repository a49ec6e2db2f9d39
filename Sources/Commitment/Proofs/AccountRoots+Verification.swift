import Ethereum

/// A leaf or a node on the way up, in both trees.
private struct Climber {
  var position: UInt64
  var state: Bytes32
  var solvency: SolvencyNode
}

extension AccountRoots {
  /// Checks that the account is at its index in both trees, and that the totals are sums of what the proof shows.
  /// - Returns: the account's record.
  /// - Throws: the first check that fails, in the order of CM-12.
  /// - Complexity: two hashes a level and the record's.
  @discardableResult
  public func verify(_ proof: InclusionProof) throws(CommitmentRefusal) -> AccountRecord {
    let account = MultiProof.Account(index: proof.index, opening: proof.opening)
    let records = try verify(
      MultiProof(accounts: [account], stateNodes: proof.statePath, solvencyNodes: proof.solvencyPath))
    return records[0]
  }

  /// Checks that all accounts are at their indices in both trees.
  /// - Returns: their records, in order.
  /// - Throws: the first check that fails, in the order of CM-12.
  @discardableResult
  public func verify(_ proof: MultiProof) throws(CommitmentRefusal) -> [AccountRecord] {
    let indices = proof.accounts.map(\.index)
    try check(indices)
    for index in indices where index >= count { throw .indexBeyondCount(index: index, count: count) }
    let siblings = try check(paths: proof.stateNodes, proof.solvencyNodes, of: indices)
    var records: [AccountRecord] = []
    var climbers: [Climber] = []
    for account in proof.accounts {
      records.append(try account.opening.decoded(at: account.index))
      try account.opening.sums.checkLeaf(index: account.index)
      let nodes = account.opening.leaf.nodes(at: account.index)
      climbers.append(Climber(position: account.index, state: nodes.state, solvency: nodes.solvency))
    }
    try climb(climbers, siblings, proof.stateNodes, proof.solvencyNodes)
    return records
  }

  /// Checks that the index is empty in both trees; at the index `count`, that all from there on are.
  /// - Throws: the first check that fails, in the order of CM-12.
  public func verify(_ proof: EmptinessProof) throws(CommitmentRefusal) {
    try check([proof.index])
    guard proof.index >= count else { throw .indexBelowCount(index: proof.index, count: count) }
    let siblings = try check(paths: proof.statePath, proof.solvencyPath, of: [proof.index])
    let leaf = Climber(
      position: proof.index, state: StateEntry.emptyLeaf.hash, solvency: SolvencyEntry.emptyLeaf.node)
    try climb([leaf], siblings, proof.statePath, proof.solvencyPath)
  }

  /// Checks that the totals are those of the solvency root.
  /// - Throws: the first check that fails, in the order of CM-12.
  public func verify(_ opening: RootOpening) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: count)
    let half: UInt64 = 1 << UInt64(depth - 1)
    let empties = Empties.all
    for (position, node) in [opening.left, opening.right].enumerated() {
      try check(
        node, level: depth - 1, isBeyond: UInt64(position) * half >= count, empty: empties.solvency[depth - 1])
    }
    let top = try SolvencyNode(level: depth, left: opening.left, right: opening.right)
    guard top.hash == solvencyRoot else { throw .solvencyRootMismatch }
    guard top.sums == totals else { throw .totalsMismatch }
  }

  private func check(_ indices: [UInt64]) throws(CommitmentRefusal) {
    try CommitmentRefusal.check(depth: depth, count: count)
    try CommitmentRefusal.check(indices: indices, depth: depth)
  }

  /// Lengths follow from the indices and the depth alone.
  private func check(
    paths states: [Bytes32], _ solvencies: [SolvencyNode], of indices: [UInt64]
  ) throws(CommitmentRefusal) -> [(level: Int, position: UInt64)] {
    let siblings = Siblings.positions(of: indices, depth: depth)
    if states.count != siblings.count {
      throw .statePathLength(expected: siblings.count, found: states.count)
    }
    if solvencies.count != siblings.count {
      throw .solvencyPathLength(expected: siblings.count, found: solvencies.count)
    }
    return siblings
  }

  private func check(
    _ node: SolvencyNode, level: Int, isBeyond: Bool, empty: SolvencyNode
  ) throws(CommitmentRefusal) {
    if !node.sums.isInRange { throw .solvencySiblingDeficitOutOfRange(level: level) }
    if isBeyond, node != empty { throw .solvencySiblingNotEmpty(level: level) }
    if !isBeyond, node.hash == empty.hash { throw .solvencySiblingEmpty(level: level) }
  }

  /// Each sibling is checked, then all are hashed upward level by level, and the top compared.
  private func climb(
    _ leaves: [Climber], _ siblings: [(level: Int, position: UInt64)], _ states: [Bytes32],
    _ solvencies: [SolvencyNode]
  ) throws(CommitmentRefusal) {
    let empties = Empties.all
    for (place, sibling) in siblings.enumerated() {
      let level = sibling.level
      let isBeyond = sibling.position << UInt64(level) >= count
      let isEmpty = states[place] == empties.state[level]
      if isBeyond, !isEmpty { throw .stateSiblingNotEmpty(level: level) }
      if !isBeyond, isEmpty { throw .stateSiblingEmpty(level: level) }
      try check(solvencies[place], level: level, isBeyond: isBeyond, empty: empties.solvency[level])
    }
    var nodes = leaves
    var used = 0
    for level in 0..<depth {
      var parents: [Climber] = []
      var place = 0
      while place < nodes.count {
        let node = nodes[place]
        var other: Climber
        if place + 1 < nodes.count, nodes[place + 1].position == node.position ^ 1 {
          place += 1
          other = nodes[place]
        } else {
          other = Climber(position: node.position ^ 1, state: states[used], solvency: solvencies[used])
          used += 1
        }
        let (left, right) = node.position & 1 == 0 ? (node, other) : (other, node)
        parents.append(
          Climber(
            position: node.position >> 1,
            state: Keccak256.hash(Preimage.stateNode(level + 1, left.state, right.state)),
            solvency: try SolvencyNode(level: level + 1, left: left.solvency, right: right.solvency)))
        place += 1
      }
      nodes = parents
    }
    guard nodes[0].state == stateRoot else { throw .stateRootMismatch }
    guard nodes[0].solvency.hash == solvencyRoot else { throw .solvencyRootMismatch }
    guard nodes[0].solvency.sums == totals else { throw .totalsMismatch }
  }
}
