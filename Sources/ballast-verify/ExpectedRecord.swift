import Commitment
import Console
import Encoding
import Ethereum
import Margin
import Verification

/// The reader's own account as a record: from the JSON of `ballast margin` (JS-9) or from hexadecimal digits.
enum ExpectedRecord {
  /// Hexadecimal digits of the largest record, and as much for an account in JSON.
  static let fileBytes = 1 << 20

  static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
    let bytes = try FileInput.bytes(of: path, atMost: fileBytes)
    let text = bytes.filter { ![9, 10, 13, 32].contains($0) }
    if text.first != UInt8(ascii: "{") {
      guard let record = Hex.decode(String(decoding: text, as: UTF8.self)) else {
        throw CommandFailure(
          .badInput, "\(path): an account as JSON, or a record as 0x and hexadecimal digits, was expected")
      }
      return record
    }
    do throws(JSONError) {
      return try record(JSONDocument(bytes).root, path)
    } catch {
      throw CommandFailure(.badInput, "\(path): an account was expected: \(error.message)")
    }
  }

  /// From the members of JS-9 and an optional `manager`.
  private static func record(_ json: JSONValue, _ path: String) throws(JSONError) -> [UInt8] {
    var manager = Address.zero
    if let member = try json.optionalMember("manager") {
      let text = try member.string()
      do throws(AddressError) {
        manager = try Address(text)
      } catch {
        throw member.refusal(.wrongForm, expected: error.message)
      }
    }
    let account = try Account(JSONDocument(json.canonicalBytes(omitting: "manager")).root)
    guard let record = AccountRecord(account, manager: manager) else {
      throw json.refusal(.wrongForm, expected: "options named by \"expiry\", Unix seconds")
    }
    do throws(RecordRefusal) {
      return try record.encoded()
    } catch { throw json.refusal(.outOfRange, expected: "holdings that a record has room for: \(error.message)") }
  }
}
