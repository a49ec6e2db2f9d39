import Ethereum

extension Checkpoint {
  /// The checkpoint with the operator's signature, without cosignatures.
  /// - Throws: `SignatureError.unsignable`, which nobody will see.
  public func signed(by key: PrivateKey, in venue: Venue) throws(SignatureError) -> SignedCheckpoint {
    SignedCheckpoint(checkpoint: self, signature: try key.sign(digest(in: venue)).bytes, cosignatures: [])
  }
}

extension SignedCheckpoint {
  /// The same with a cosignature more, in its place; an earlier one by the same witness is replaced.
  ///
  /// The witness is to have seen that the checkpoint extends the last one it cosigned, and to store this one before the
  /// signature leaves (CP-9); neither is done here.
  /// - Parameters:
  ///   - role: the witness's in the policy in force.
  ///   - time: the witness's clock, Unix seconds.
  /// - Throws: `SignatureError.unsignable`, which nobody will see.
  public func cosigned(
    by key: PrivateKey, role: SignerPolicy.Role, time: UInt64, in venue: Venue
  ) throws(SignatureError) -> SignedCheckpoint {
    let separator = venue.domainSeparator
    var cosignature = Cosignature(witness: key.address, time: time, role: role.rawValue, signature: [])
    let digest = cosignature.digest(of: checkpoint.digest(separator: separator), separator: separator)
    cosignature.signature = try key.sign(digest).bytes
    var signed = self
    signed.cosignatures.removeAll { $0.witness == key.address }
    let place = signed.cosignatures.firstIndex { $0.witness > key.address } ?? signed.cosignatures.endIndex
    signed.cosignatures.insert(cosignature, at: place)
    return signed
  }
}

extension PolicyChange {
  /// The same with a signature more, in its place; an earlier one by the same signer is replaced.
  /// - Parameter previous: the policy that this one follows.
  /// - Throws: `SignatureError.unsignable`, which nobody will see.
  public func signed(
    by key: PrivateKey, from previous: SignerPolicy, in venue: Venue
  ) throws(SignatureError) -> PolicyChange {
    let signature = try key.sign(digest(from: previous, in: venue))
    var signed = self
    signed.signatures.removeAll { $0.signer == key.address }
    let place = signed.signatures.firstIndex { $0.signer > key.address } ?? signed.signatures.endIndex
    signed.signatures.insert(SignerSignature(signer: key.address, signature: signature.bytes), at: place)
    return signed
  }
}
