import Encoding
import Ethereum

extension KeyFile {
  /// The text of the file, members in the order of KY-2, ending with a line feed.
  public var bytes: [UInt8] {
    var json = JSONWriter(.indented)
    json.beginObject()
    if let address {
      json.key("address")
      json.string(Self.digits(address.bytes))
    }
    json.key("crypto")
    json.beginObject()
    json.key("cipher")
    json.string("aes-128-ctr")
    json.key("cipherparams")
    json.beginObject()
    json.key("iv")
    json.string(Self.digits(counter))
    json.endObject()
    json.key("ciphertext")
    json.string(Self.digits(ciphertext))
    write(derivation, to: &json)
    json.key("mac")
    json.string(Self.digits(code.bytes))
    json.endObject()
    json.key("id")
    json.string(identifier)
    json.key("version")
    json.number(3)
    json.endObject()
    return json.bytes + [10]
  }

  private func write(_ derivation: KeyDerivation, to json: inout JSONWriter) {
    func member(_ name: String, _ number: Int) {
      json.key(name)
      json.number(number)
    }
    json.key("kdf")
    switch derivation {
    case .scrypt: json.string("scrypt")
    case .pbkdf2: json.string("pbkdf2")
    }
    json.key("kdfparams")
    json.beginObject()
    member("dklen", KeyLimits.derivedKeyBytes)
    switch derivation {
    case .scrypt(let cost, let salt):
      member("n", cost.cost)
      member("p", cost.parallelisation)
      member("r", cost.blockSize)
      json.key("salt")
      json.string(Self.digits(salt))
    case .pbkdf2(let iterations, let salt):
      member("c", iterations)
      json.key("prf")
      json.string("hmac-sha256")
      json.key("salt")
      json.string(Self.digits(salt))
    }
    json.endObject()
  }

  /// Hexadecimal digits without `0x`, as the format has them.
  private static func digits(_ bytes: [UInt8]) -> String { String(Hex.encode(bytes).dropFirst(2)) }

  /// The text of a UUID of version 4 (RFC 9562) from 16 random bytes.
  static func identifier(random: [UInt8]) -> String {
    var bytes = random
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    var text = digits(bytes)
    for position in [20, 16, 12, 8] { text.insert("-", at: text.utf8.index(text.startIndex, offsetBy: position)) }
    return text
  }
}
