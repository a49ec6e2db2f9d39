import Ethereum

/// A private key encrypted with a pass phrase: Web3 Secret Storage, version 3 (KY-2).
///
/// Reading the text checks its form and that opening it costs no more than the limits; it takes no pass phrase.
public struct KeyFile: Hashable, Sendable {
  /// The text of a UUID, by which the file can be named without saying whose key it is.
  public var identifier: String
  /// The address that the file states, which is checked only when it is opened.
  public var address: Address?
  public var derivation: KeyDerivation
  /// The first counter block of AES-128-CTR, 16 bytes.
  var counter: [UInt8]
  /// Thirty-two bytes.
  var ciphertext: [UInt8]
  /// The authentication code of the ciphertext.
  var code: Bytes32
}
