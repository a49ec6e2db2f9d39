import Ethereum

extension SignerPolicy {
  /// Refuses a policy that nobody could rely on.
  /// - Throws: the first check that fails, in the order of CP-4.
  public func check() throws(CheckpointRefusal) {
    if witnesses.count > VenueLimits.witnesses { throw .policyTooManyWitnesses(witnesses.count) }
    if operatorKey.isZero { throw .policyZeroKey(.operator) }
    for (place, witness) in witnesses.enumerated() where witness.key.isZero {
      throw .policyZeroKey(.witness(place))
    }
    for (place, custodian) in custodians.enumerated() where custodian.key.isZero {
      throw .policyZeroKey(.custodian(place))
    }
    for place in witnesses.indices.dropFirst() where witnesses[place].key <= witnesses[place - 1].key {
      throw .policyWitnessesUnsorted(witnesses[place].key)
    }
    if witnesses.contains(where: { $0.key == operatorKey }) { throw .policyOperatorIsWitness(operatorKey) }
    for witness in witnesses where witness.role != .extends && witness.role != .executes {
      throw .policyUnknownRole(witness.role.rawValue, witness: witness.key)
    }
    if threshold < 0 || threshold > witnesses.count {
      throw .policyThreshold(threshold, witnesses: witnesses.count)
    }
    if rotationThreshold < 1 || rotationThreshold > witnesses.count + 1 {
      throw .policyRotationThreshold(rotationThreshold, signers: witnesses.count + 1)
    }
    if custodians.count > VenueLimits.custodians { throw .policyTooManyCustodians(custodians.count) }
    for place in custodians.indices.dropFirst() where !custodians[place - 1].isBefore(custodians[place]) {
      throw .policyCustodiansUnsorted(asset: custodians[place].asset, key: custodians[place].key)
    }
  }

  /// The role of a witness, or nil where the key is none.
  func role(of key: Address) -> Role? { witnesses.first { $0.key == key }?.role }

  /// Whether the key may sign a change of this policy (CP-5).
  func maySignChange(_ key: Address) -> Bool { key == operatorKey || role(of: key) != nil }
}

extension SignerPolicy.Custodian {
  /// The order of (asset, key) as byte strings.
  func isBefore(_ other: Self) -> Bool {
    asset != other.asset ? asset < other.asset : key < other.key
  }
}
