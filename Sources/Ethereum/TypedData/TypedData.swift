/// A message with its types and domain, as wallets are given it to sign.
public struct TypedData: Sendable {
  public let schema: TypedSchema
  public let primaryType: String
  public let domain: EIP712.Domain
  public let message: TypedValue

  /// Checks the types; the message is checked when it is hashed.
  /// - Parameter types: the members of each struct type, by its name. The domain's type may be listed, and
  ///   must then be that of the domain's members.
  /// - Throws: `TypedDataError`.
  public init(
    types: [String: [TypedMember]], primaryType: String, domain: EIP712.Domain, message: TypedValue
  ) throws(TypedDataError) {
    var types = types
    if let listed = types.removeValue(forKey: "EIP712Domain"), listed != domain.members {
      let found = listed.map { $0.type + " " + $0.name }.joined(separator: ",")
      throw TypedDataError(.domainType(expected: domain.type, found: "EIP712Domain(\(found))"))
    }
    schema = try TypedSchema(types: types)
    _ = try schema.encodeType(primaryType)
    self.primaryType = primaryType
    self.domain = domain
    self.message = message
  }

  /// The bytes whose Keccak-256 is the message's struct hash.
  /// - Throws: `TypedDataError`, with the members as the path.
  public func encodedMessage() throws(TypedDataError) -> [UInt8] {
    try schema.encodeData(primaryType, message)
  }

  /// The digest that is signed.
  /// - Throws: `TypedDataError`, with the members as the path.
  public func digest() throws(TypedDataError) -> Bytes32 {
    EIP712.digest(domainSeparator: domain.separator, structHash: try schema.structHash(primaryType, message))
  }
}
