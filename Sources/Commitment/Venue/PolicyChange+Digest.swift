import Ethereum
import FixedPoint

extension PolicyChange {
  /// What the signers of the policy before sign, so that this policy follows it (CP-5).
  public func digest(from previous: SignerPolicy, in venue: Venue) -> Bytes32 {
    Self.digest(
      from: previous.hash, to: policy.hash, effective: effective, engine: venue.engine,
      separator: venue.domainSeparator)
  }

  static func digest(
    from: Bytes32, to: Bytes32, effective: UInt64, engine: Bytes32, separator: Bytes32
  ) -> Bytes32 {
    EIP712.digest(
      domainSeparator: separator,
      structHash: EIP712.structHash(type, [engine, from, to, Bytes32(UInt256(effective))]))
  }

  private static let type = Keccak256.hash("PolicyChange(bytes32 engine,bytes32 from,bytes32 to,uint64 effective)")
}
