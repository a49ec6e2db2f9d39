import Ethereum
import FixedPoint

extension SignerPolicy {
  /// The policy hash: the policy as an EIP-712 struct, without a domain (CP-4).
  ///
  /// Thresholds of a policy that `check()` refuses may not fit their 16 bits; the words then hold them as they are.
  public var hash: Bytes32 {
    let witnesses = self.witnesses.map {
      EIP712.structHash(
        Self.witnessType, [Bytes32($0.key), Bytes32(UInt256(UInt64($0.role.rawValue)))])
    }
    let custodians = self.custodians.map {
      EIP712.structHash(Self.custodianType, [Bytes32($0.asset), Bytes32($0.key)])
    }
    return EIP712.structHash(
      Self.type,
      [
        Bytes32(UInt256(version)), Bytes32(operatorKey), Keccak256.hash(words: witnesses),
        Bytes32(Int256(Int64(threshold))), Bytes32(Int256(Int64(rotationThreshold))),
        Keccak256.hash(words: custodians),
      ])
  }

  private static let custodianText = "Custodian(address asset,address key)"
  private static let witnessText = "Witness(address key,uint8 role)"
  private static let custodianType = Keccak256.hash(custodianText)
  private static let witnessType = Keccak256.hash(witnessText)
  private static let type = Keccak256.hash(
    "SignerPolicy(uint64 version,address operator,Witness[] witnesses,uint16 threshold,uint16 rotationThreshold,"
      + "Custodian[] custodians)" + custodianText + witnessText)
}
