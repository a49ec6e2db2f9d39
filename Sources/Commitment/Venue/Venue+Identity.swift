import Ethereum

extension Venue {
  /// The id of the venue's engine: Keccak-256 of the genesis in canonical form (CP-2).
  public var engine: Bytes32 { Keccak256.hash(canonicalBytes) }

  /// What binds all signatures for the venue to its chain and contract (CP-3).
  public var domain: EIP712.Domain {
    EIP712.Domain(name: "Ballast", version: "1", chainId: chainId, verifyingContract: contract)
  }

  /// The hash of the domain, which every digest for the venue has in it.
  public var domainSeparator: Bytes32 { domain.separator }
}
