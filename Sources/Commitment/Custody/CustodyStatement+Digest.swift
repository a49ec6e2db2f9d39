import Ethereum
import FixedPoint

extension CustodyStatement {
  /// What the custodian signs (SV-1).
  public func digest(in venue: Venue) -> Bytes32 { digest(separator: venue.domainSeparator) }

  func digest(separator: Bytes32) -> Bytes32 {
    let words = [
      engine, Bytes32(asset), Bytes32(custodian), Bytes32(UInt256(units)), Bytes32(UInt256(time)),
      Keccak256.hash(source),
    ]
    return EIP712.digest(domainSeparator: separator, structHash: EIP712.structHash(Self.type, words))
  }

  private static let type = Keccak256.hash(
    "Custody(bytes32 engine,address asset,address custodian,uint128 units,uint64 time,string source)")

  /// The statement with the custodian's signature.
  /// - Throws: `SignatureError.unsignable`, which nobody will see.
  public func signed(by key: PrivateKey, in venue: Venue) throws(SignatureError) -> SignedStatement {
    SignedStatement(statement: self, signature: try key.sign(digest(in: venue)).bytes)
  }
}

/// The custody statements of a checkpoint, taken together (SV-2).
public enum Attestation {
  /// What a checkpoint has of its statements (SV-3).
  /// - Parameter statements: in strictly rising order of asset and custodian.
  public static func hash(of statements: [SignedStatement], in venue: Venue) -> Bytes32 {
    let separator = venue.domainSeparator
    return hash(of: statements.map { $0.statement.digest(separator: separator) })
  }

  /// From the statements' digests, in the same order.
  public static func hash(of digests: [Bytes32]) -> Bytes32 {
    let count = Preimage.bytes(UInt32(truncatingIfNeeded: digests.count))
    return Keccak256.hash([Tag.attestation, 0] + count + digests.flatMap(\.bytes))
  }
}
