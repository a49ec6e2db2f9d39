import Ethereum

/// The policies of a venue, from its genesis through every change, each checked (CP-6).
///
/// It holds what every digest for the venue needs, computed once: many checkpoints are checked under one history.
public struct PolicyHistory: Hashable, Sendable {
  /// A policy and the checkpoint from which on it is in force.
  public struct Term: Hashable, Sendable {
    public let policy: SignerPolicy
    public let hash: Bytes32
    /// 0 of the genesis policy.
    public let effective: UInt64
  }

  public let venue: Venue
  /// The venue's engine id.
  public let engine: Bytes32
  public let domainSeparator: Bytes32
  /// The genesis policy, then one for each change.
  public let terms: [Term]

  /// Checks the genesis policy and every change of it.
  /// - Throws: the first check that fails, in the order of CP-4 and CP-6.
  /// - Complexity: a recovered key for each signature, of which a change has at most as many as its policy has signers.
  public init(of venue: Venue, changes: [PolicyChange]) throws(CheckpointRefusal) {
    try self.init(of: venue, engine: venue.engine, changes: changes)
  }

  /// - Parameter engine: the venue's, which the caller has computed.
  init(of venue: Venue, engine: Bytes32, changes: [PolicyChange]) throws(CheckpointRefusal) {
    self.venue = venue
    self.engine = engine
    domainSeparator = venue.domainSeparator
    try venue.policy.check()
    guard venue.policy.version == 1 else { throw .policyVersion(expected: 1, found: venue.policy.version) }
    guard changes.count <= VenueLimits.policyChanges else { throw .policyTooManyChanges(changes.count) }
    var last = Term(policy: venue.policy, hash: venue.policy.hash, effective: 0)
    var terms = [last]
    for change in changes {
      last = try change.verified(after: last, engine: engine, separator: domainSeparator)
      terms.append(last)
    }
    self.terms = terms
  }

  /// The policy in force at a checkpoint's number.
  public func inForce(at number: UInt64) -> Term {
    // The term of the genesis policy is in force from 0 on.
    terms.last { $0.effective <= number } ?? terms[0]
  }

  /// Whether the other history is the beginning of this one: its venue, its policies, and from when on they are in
  /// force (CP-16). Signatures may be others.
  public func begins(with older: PolicyHistory) -> Bool {
    engine == older.engine && terms.count >= older.terms.count
      && zip(terms, older.terms).allSatisfy { $0.hash == $1.hash && $0.effective == $1.effective }
  }
}

extension PolicyChange {
  /// The policy's term, after the checks of one change (CP-6).
  fileprivate func verified(
    after last: PolicyHistory.Term, engine: Bytes32, separator: Bytes32
  ) throws(CheckpointRefusal) -> PolicyHistory.Term {
    try policy.check()
    let expected = UInt128(last.policy.version) + 1
    guard UInt128(policy.version) == expected else {
      throw .policyVersion(expected: expected, found: policy.version)
    }
    guard effective > last.effective else { throw .policyEffectiveOrder(effective, after: last.effective) }
    let hash = policy.hash
    let digest = Self.digest(
      from: last.hash, to: hash, effective: effective, engine: engine, separator: separator)
    var before: Address?
    for entry in signatures {
      if let before, entry.signer <= before { throw .policySignersUnsorted(entry.signer) }
      before = entry.signer
      guard last.policy.maySignChange(entry.signer) else { throw .policySignerUnknown(entry.signer) }
      let signer = try CheckpointRefusal.signer(of: digest, entry.signature, expected: entry.signer)
      guard signer == entry.signer else {
        throw .policySignatureMismatch(expected: entry.signer, found: signer)
      }
    }
    guard signatures.count >= last.policy.rotationThreshold else {
      throw .policyQuorumShort(expected: last.policy.rotationThreshold, found: signatures.count)
    }
    return PolicyHistory.Term(policy: policy, hash: hash, effective: effective)
  }
}
