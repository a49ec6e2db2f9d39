import Encoding
import Ethereum

extension JSONValue {
  /// The address of `0x` and forty small digits: one spelling, so that one genesis has one engine id (CP-4).
  /// - Throws: `wrongType` if this is not a string, `wrongForm` for another spelling.
  func smallLetterAddress() throws(JSONError) -> Address {
    let text = try string()
    guard let bytes = Hex.decode(text), let address = Address(bytes), Hex.encode(bytes) == text else {
      throw refusal(.wrongForm, expected: "an address: 0x and forty hexadecimal digits in small letters")
    }
    return address
  }
}

extension JSONWriter {
  /// An address in small letters.
  mutating func smallLetters(_ address: Address) { string(Hex.encode(address.bytes)) }
}
