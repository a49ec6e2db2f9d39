/// The hashing of typed data that wallets sign (EIP-712), for structs whose types are fixed in code.
///
/// A struct's hash is `structHash(typeHash, members)` with one word for each member: a number, address
/// or bool as `Bytes32`, text and bytes as `Keccak256.hash`, a struct as its hash, an array as
/// `Keccak256.hash(words:)`. Types known only at run time go through `TypedSchema`.
public enum EIP712 {
  /// The digest that is signed: Keccak-256 of 0x19 ‖ 0x01 ‖ separator ‖ struct hash (EH-11).
  public static func digest(domainSeparator: Bytes32, structHash: Bytes32) -> Bytes32 {
    var preimage: [UInt8] = []
    preimage.reserveCapacity(66)
    preimage.append(0x19)
    preimage.append(0x01)
    domainSeparator.withBytes { preimage.append(contentsOf: $0) }
    structHash.withBytes { preimage.append(contentsOf: $0) }
    return Keccak256.hash(preimage)
  }

  /// The hash of a struct: Keccak-256 of the type's hash and one word for each member (EH-9).
  public static func structHash(_ typeHash: Bytes32, _ members: [Bytes32]) -> Bytes32 {
    Keccak256.hash(words: [typeHash] + members)
  }
}
