import FixedPoint

extension EIP712 {
  /// What binds a signature to one contract on one chain; members that are nil are left out (EH-10).
  public struct Domain: Hashable, Sendable {
    public var name: String?
    public var version: String?
    public var chainId: UInt256?
    public var verifyingContract: Address?
    public var salt: Bytes32?

    public init(
      name: String? = nil, version: String? = nil, chainId: UInt256? = nil, verifyingContract: Address? = nil,
      salt: Bytes32? = nil
    ) {
      self.name = name
      self.version = version
      self.chainId = chainId
      self.verifyingContract = verifyingContract
      self.salt = salt
    }

    /// The members that are present, in the one order that exists.
    public var members: [TypedMember] {
      var members: [TypedMember] = []
      if name != nil { members.append(TypedMember("name", "string")) }
      if version != nil { members.append(TypedMember("version", "string")) }
      if chainId != nil { members.append(TypedMember("chainId", "uint256")) }
      if verifyingContract != nil { members.append(TypedMember("verifyingContract", "address")) }
      if salt != nil { members.append(TypedMember("salt", "bytes32")) }
      return members
    }

    /// The type's text, such as `EIP712Domain(string name,string version)`.
    public var type: String {
      "EIP712Domain(" + members.map { $0.type + " " + $0.name }.joined(separator: ",") + ")"
    }

    /// The hash of the domain as a struct.
    public var separator: Bytes32 {
      var words: [Bytes32] = []
      if let name { words.append(Keccak256.hash(name)) }
      if let version { words.append(Keccak256.hash(version)) }
      if let chainId { words.append(Bytes32(chainId)) }
      if let verifyingContract { words.append(Bytes32(verifyingContract)) }
      if let salt { words.append(salt) }
      return EIP712.structHash(Keccak256.hash(type), words)
    }
  }
}
