import Encoding

/// Text with the checksum of EIP-55 (EH-6, EH-7).
extension Address: CustomStringConvertible {
  /// `0x` and 40 digits, whose letters' case is the checksum.
  public var description: String {
    var digits = Array(Hex.encode(bytes).utf8.dropFirst(2))
    let digest = Keccak256.hash(digits).bytes
    for (position, digit) in digits.enumerated() where digit >= 97 {
      let nibble = position % 2 == 0 ? digest[position / 2] >> 4 : digest[position / 2] & 15
      if nibble >= 8 { digits[position] = digit - 32 }
    }
    return "0x" + String(decoding: digits, as: UTF8.self)
  }

  /// From `0x` and 40 hexadecimal digits.
  ///
  /// Letters of one case alone carry no checksum and are accepted; letters of both cases must be the
  /// checksum.
  /// - Throws: `AddressError`.
  public init(_ text: String) throws(AddressError) {
    guard text.utf8.count == 42, let bytes = Hex.decode(text), let address = Address(bytes) else {
      throw .form(text)
    }
    let digits = text.utf8.dropFirst(2)
    let mixed = digits.contains { $0 >= 97 } && digits.contains { $0 >= 65 && $0 <= 70 }
    if mixed && text != address.description {
      throw .checksum(expected: address.description, found: text)
    }
    self = address
  }
}

/// A refusal of an address's text, in the order of the checks.
public enum AddressError: Error, Hashable, Sendable {
  /// The text is not `0x` and 40 hexadecimal digits.
  case form(String)
  /// The case of the letters is mixed and is not the checksum.
  case checksum(expected: String, found: String)

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .form: "AddressInvalidForm"
    case .checksum: "AddressInvalidChecksum"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .form(let text):
      "an address of 0x and 40 hexadecimal digits was expected, and \(quoted(text)) was found"
    case .checksum(let expected, let found):
      "the address \(expected) was expected by its checksum, and \(found) was found"
    }
  }
}
