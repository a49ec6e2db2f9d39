import Ethereum
import FixedPoint

extension SignedCheckpoint {
  /// Checks the checkpoint, the operator's signature and the cosignatures, under a venue that the reader trusts.
  /// - Parameters:
  ///   - changes: all changes of the policy, from the genesis on.
  ///   - chainId: as it stands beside the checkpoint, and `contract` too.
  /// - Returns: the policy in force.
  /// - Throws: the first check that fails, in the order of CP-10.
  /// - Complexity: a recovered key for each signature.
  @discardableResult
  public func verify(
    in venue: Venue, changes: [PolicyChange], chainId: UInt256, contract: Address
  ) throws(CheckpointRefusal) -> SignerPolicy {
    try verify(under: try policies(of: venue, changes: changes, chainId: chainId, contract: contract))
  }

  /// Checks the same up to the operator's signature: what makes the checkpoint the operator's word (CP-17).
  /// - Returns: the policy in force.
  /// - Throws: the first check that fails, in the order of CP-10.
  @discardableResult
  public func verifyOperator(
    in venue: Venue, changes: [PolicyChange], chainId: UInt256, contract: Address
  ) throws(CheckpointRefusal) -> SignerPolicy {
    try verifyOperator(under: try policies(of: venue, changes: changes, chainId: chainId, contract: contract))
  }

  /// The checks of CP-10 that come before those of the checkpoint itself, 320 to 322 and 301 to 316.
  /// - Returns: the policies, under which this and any other checkpoint of the venue is checked.
  /// - Throws: the first check that fails, in the order of CP-10.
  public func policies(
    of venue: Venue, changes: [PolicyChange], chainId: UInt256, contract: Address
  ) throws(CheckpointRefusal) -> PolicyHistory {
    let engine = try checkPlace(in: venue, chainId: chainId, contract: contract)
    return try PolicyHistory(of: venue, engine: engine, changes: changes)
  }

  /// The first of these, 320 to 322: that the checkpoint is of the venue.
  /// - Returns: the venue's engine id.
  @discardableResult
  public func checkPlace(
    in venue: Venue, chainId: UInt256, contract: Address
  ) throws(CheckpointRefusal) -> Bytes32 {
    guard chainId == venue.chainId else { throw .wrongChain(expected: venue.chainId, found: chainId) }
    guard contract == venue.contract else { throw .wrongContract(expected: venue.contract, found: contract) }
    let engine = venue.engine
    guard checkpoint.engine == engine else { throw .wrongEngine(expected: engine, found: checkpoint.engine) }
    return engine
  }

  /// Checks the checkpoint, the operator's signature and the cosignatures, under policies that have been checked.
  /// - Returns: the policy in force.
  /// - Throws: the first check that fails, in the order of CP-10, 322 and 323 to 337.
  @discardableResult
  public func verify(under history: PolicyHistory) throws(CheckpointRefusal) -> SignerPolicy {
    let digest = checkpoint.digest(separator: history.domainSeparator)
    let policy = try verifyOperator(digest, under: history)
    try verifyCosignatures(of: digest, policy, separator: history.domainSeparator)
    return policy
  }

  /// Checks the same up to the operator's signature, under policies that have been checked.
  /// - Returns: the policy in force.
  /// - Throws: the first check that fails, in the order of CP-10, 322 and 323 to 331.
  @discardableResult
  public func verifyOperator(under history: PolicyHistory) throws(CheckpointRefusal) -> SignerPolicy {
    try verifyOperator(checkpoint.digest(separator: history.domainSeparator), under: history)
  }

  private func verifyOperator(
    _ digest: Bytes32, under history: PolicyHistory
  ) throws(CheckpointRefusal) -> SignerPolicy {
    try checkpoint.checkContent(under: history)
    let policy = history.inForce(at: checkpoint.number).policy
    let signer = try CheckpointRefusal.signer(of: digest, signature, expected: policy.operatorKey)
    guard signer == policy.operatorKey else {
      throw .operatorMismatch(expected: policy.operatorKey, found: signer)
    }
    return policy
  }

  private func verifyCosignatures(
    of digest: Bytes32, _ policy: SignerPolicy, separator: Bytes32
  ) throws(CheckpointRefusal) {
    var before: Address?
    for cosignature in cosignatures {
      if let before, cosignature.witness <= before { throw .witnessesUnsorted(cosignature.witness) }
      before = cosignature.witness
      try cosignature.verify(of: digest, at: checkpoint.time, policy, separator: separator)
    }
    guard cosignatures.count >= policy.threshold else {
      throw .quorumShort(expected: policy.threshold, found: cosignatures.count)
    }
  }
}

extension SignedCheckpoint.Cosignature {
  /// Checks one cosignature by itself, 333 to 336.
  /// - Parameters:
  ///   - digest: of the checkpoint.
  ///   - time: of the checkpoint.
  func verify(
    of digest: Bytes32, at time: UInt64, _ policy: SignerPolicy, separator: Bytes32
  ) throws(CheckpointRefusal) {
    guard let expected = policy.role(of: witness) else { throw .witnessUnknown(witness) }
    guard role == expected.rawValue else {
      throw .witnessRole(witness, expected: expected.rawValue, found: role)
    }
    guard self.time >= time else { throw .witnessTime(witness, time: self.time, checkpoint: time) }
    let signer = try CheckpointRefusal.signer(
      of: self.digest(of: digest, separator: separator), signature, expected: witness)
    guard signer == witness else { throw .witnessMismatch(expected: witness, found: signer) }
  }
}
