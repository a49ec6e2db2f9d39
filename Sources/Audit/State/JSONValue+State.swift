import Commitment
import Encoding
import Ethereum

/// The forms of a state file's members (SV-11).
extension JSONValue {
  /// Bytes as `0x` and small digits.
  func stateBytes(_ most: Int) throws(JSONError) -> [UInt8] {
    let expected = "0x and an even number of small hexadecimal digits, \(most) bytes at most"
    let text = try string()
    guard text.utf8.count <= 2 + 2 * most else { throw refusal(.outOfRange, expected: expected) }
    guard !text.utf8.contains(where: { (65...70).contains($0) }), let bytes = Hex.decode(text) else {
      throw refusal(.wrongForm, expected: expected)
    }
    return bytes
  }

  func stateAddress() throws(JSONError) -> Address {
    guard let address = Address(try stateBytes(20)) else {
      throw refusal(.wrongForm, expected: "an address: 0x and forty small hexadecimal digits")
    }
    return address
  }

  func stateWord() throws(JSONError) -> Bytes32 {
    guard let word = Bytes32(try stateBytes(32)) else {
      throw refusal(.wrongForm, expected: "32 bytes: 0x and 64 small hexadecimal digits")
    }
    return word
  }

  /// The columns of an account.
  func stateColumns() throws(JSONError) -> SolvencySums {
    SolvencySums(
      positiveEquity: try member("positiveEquity").uint128(), deficit: try member("deficit").uint128(),
      belowMaintenance: try member("belowMaintenance").stateCount())
  }

  /// 32 bits as a decimal string.
  private func stateCount() throws(JSONError) -> UInt32 {
    guard let count = UInt32(exactly: try uint64()) else {
      throw refusal(.outOfRange, expected: "a whole number of 32 bits")
    }
    return count
  }

  func stateText(_ most: Int) throws(JSONError) -> String {
    let text = try string()
    guard text.utf8.count <= most else { throw refusal(.outOfRange, expected: "at most \(most) bytes") }
    return text
  }

  /// Refuses a line that is not the canonical spelling of what it means (PS-3).
  func checkIsCanonical(_ line: ArraySlice<UInt8>) throws(JSONError) {
    guard try canonicalBytes()[...] == line else {
      throw JSONError(
        .wrongForm, path: "", expected: "the canonical spelling of the line", found: "another", offset: 0)
    }
  }
}
