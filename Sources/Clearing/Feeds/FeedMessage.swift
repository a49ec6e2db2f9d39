import Encoding
import Ethereum
import FixedPoint

/// A message of feed data with the signatures under it, as it stands in the bytes sent (FD-3 to FD-5).
public struct FeedMessage: Hashable, Sendable {
  /// The hash of the type that is signed.
  public static let typeHash = Keccak256.hash("FeedData(bytes data,uint256 deadline,uint64 timestamp)")

  /// The feed's values, encoded as its kind wants them.
  public let payload: ArraySlice<UInt8>
  /// The last second at which the message is taken.
  public let deadline: UInt256
  /// The second of which the values are.
  public let timestamp: UInt64
  /// Who is said to have signed, in the order of the signatures; not itself signed.
  public let signers: [Address]
  public let signatures: [ArraySlice<UInt8>]

  /// Decodes the encoding of one tuple (bytes, uint256, uint64, address[], bytes[]).
  /// - Throws: `FeedRefusal.tooLarge`, `FeedRefusal.decoding`.
  public init(_ bytes: [UInt8]) throws(FeedRefusal) {
    guard bytes.count <= FeedLimits.maximumMessageBytes else {
      throw .messageTooLarge(limit: FeedLimits.maximumMessageBytes, found: bytes.count)
    }
    do throws(ABIDecodingError) {
      self = try FeedMessage(decoding: bytes)
    } catch {
      throw .decoding(error)
    }
  }

  private init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    // The contract has copied the message to memory, behind a word with its length.
    let copy = UInt64(truncatingIfNeeded: 32 + (bytes.count + 31) / 32 * 32)
    var decoder = try ABIDecoder(bytes, freeMemory: ABIDecoder.firstFreeMemory + copy)
    let message = try decoder.tuple(decoder.arguments(words: 1), 0, words: 5)
    payload = try decoder.bytes(message, 0)
    deadline = try decoder.uint256(message, 1)
    timestamp = try decoder.uint64(message, 2)
    let signerHeads = try decoder.array(message, 3)
    var signers: [Address] = []
    signers.reserveCapacity(signerHeads.count)
    for index in 0..<signerHeads.count { signers.append(try decoder.address(signerHeads, index)) }
    let signatureHeads = try decoder.array(message, 4)
    var signatures: [ArraySlice<UInt8>] = []
    signatures.reserveCapacity(signatureHeads.count)
    for index in 0..<signatureHeads.count { signatures.append(try decoder.bytes(signatureHeads, index)) }
    (self.signers, self.signatures) = (signers, signatures)
  }

  /// The hash of what is signed: the payload, the deadline and the timestamp.
  public var structHash: Bytes32 {
    EIP712.structHash(
      Self.typeHash, [Keccak256.hash(Array(payload)), Bytes32(deadline), Bytes32(UInt256(timestamp))])
  }

  /// The digest that is signed for one feed.
  public func digest(domainSeparator: Bytes32) -> Bytes32 {
    EIP712.digest(domainSeparator: domainSeparator, structHash: structHash)
  }
}
