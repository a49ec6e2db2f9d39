internal import COpenSSL
import Ethereum

/// The salts of accounts' leaves on a venue that is not public: a secret for each account and checkpoint (KY-10).
///
/// What all accounts of a checkpoint share is derived once, when this is made.
public struct LeafSalts: Sendable {
  private let extracted: SecretBytes
  private let checkpoint: UInt64

  /// What the information starts with; the checkpoint's number and the index follow.
  private static let label = Array("ballast leaf salt".utf8)

  /// - Parameters:
  ///   - secret: 32 bytes that the venue keeps.
  ///   - engine: the engine's id.
  ///   - checkpoint: the checkpoint's number.
  /// - Throws: `LeafSaltError`.
  public init(secret: SecretBytes, engine: Bytes32, checkpoint: UInt64) throws(LeafSaltError) {
    guard secret.count == 32 else { throw .secretLength(secret.count) }
    let context = try Self.context()
    defer { EVP_KDF_CTX_free(context) }
    extracted = try SecretBytes(count: 32) { (made) throws(LeafSaltError) in
      let status = secret.withBytes { secret in
        engine.withBytes {
          ballast_hkdf_extract(context, secret.baseAddress, $0.baseAddress, made.baseAddress)
        }
      }
      guard status == 1 else { throw .libraryFailure }
    }
    self.checkpoint = checkpoint
  }

  /// The salt of the account at an index.
  public func salt(of index: UInt32) throws(LeafSaltError) -> Bytes32 {
    try salts(of: [index]).first ?? .zero
  }

  /// The salts of many accounts, in the order of the indices; a million take about a second.
  public func salts(of indices: [UInt32]) throws(LeafSaltError) -> [Bytes32] {
    let context = try Self.context()
    defer { EVP_KDF_CTX_free(context) }
    guard extracted.withBytes({ ballast_hkdf_prepare(context, $0.baseAddress) }) == 1 else { throw .libraryFailure }
    var information = Self.label
    withUnsafeBytes(of: checkpoint.bigEndian) { information += $0 }
    let start = information.count
    information += [0, 0, 0, 0]
    var salts = [Bytes32](repeating: .zero, count: indices.count)
    let isDone = salts.withUnsafeMutableBytes { salts in
      information.withUnsafeMutableBytes { information in
        indices.enumerated().allSatisfy { place, index in
          information.storeBytes(of: index.bigEndian, toByteOffset: start, as: UInt32.self)
          let salt = UnsafeMutableRawBufferPointer(rebasing: salts[(32 * place)..<(32 * place + 32)])
          return ballast_hkdf_expand(context, information.baseAddress, information.count, salt.baseAddress) == 1
        }
      }
    }
    guard isDone else { throw .libraryFailure }
    return salts
  }

  private static func context() throws(LeafSaltError) -> OpaquePointer {
    guard let context = HKDF.function.flatMap({ EVP_KDF_CTX_new($0) }) else { throw .libraryFailure }
    return context
  }
}

/// libcrypto's HKDF, fetched once: fetching costs more than deriving.
private enum HKDF {
  /// Nil only where the library has none.
  nonisolated(unsafe) static let function: OpaquePointer? = EVP_KDF_fetch(nil, "HKDF", nil)
}

extension LeafSalts: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says for which checkpoint they are and nothing of them.
  public var description: String { "LeafSalts(redacted, of checkpoint \(checkpoint))" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["checkpoint": checkpoint]) }
}
