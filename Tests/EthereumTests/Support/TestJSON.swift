import Encoding
import Ethereum
import FixedPoint
import Foundation
import TestSupport
import Testing

/// A JSON value of a vector file.
indirect enum TestJSON: Decodable {
  case null
  case bool(Bool)
  case integer(Int64)
  case text(String)
  case array([TestJSON])
  case object([String: TestJSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([TestJSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: TestJSON].self))
    }
  }

  static func parse(_ bytes: some Sequence<UInt8>) throws -> TestJSON {
    try JSONDecoder().decode(TestJSON.self, from: Data(bytes))
  }

  /// The cases of a file of `vectors/ethereum`, after its count has been checked.
  static func cases(_ file: String) throws -> [TestJSON] {
    let document = try parse(Repository.bytes("vectors/ethereum/" + file))
    let cases = try document.array("cases")
    #expect(document["count"].map { "\($0)" } == "\(TestJSON.integer(Int64(cases.count)))")
    return cases
  }

  subscript(key: String) -> TestJSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var name: String { self["name"]?.text ?? "" }

  func text(_ key: String) throws -> String { try #require(self[key]?.text, "no text \(key)") }
  func bytes(_ key: String) throws -> [UInt8] { try #require(Hex.decode(try text(key)), "no bytes \(key)") }
  func word(_ key: String) throws -> Bytes32 { try #require(Bytes32(try bytes(key)), "no 32 bytes \(key)") }

  func array(_ key: String) throws -> [TestJSON] {
    guard case .array(let values)? = self[key] else { throw Missing(what: "array \(key)") }
    return values
  }

  func object(_ key: String) throws -> [String: TestJSON] {
    guard case .object(let values)? = self[key] else { throw Missing(what: "object \(key)") }
    return values
  }
}

struct Missing: Error { var what: String }

extension TypedValue {
  /// The value that a JSON document spells; the types say what its texts mean.
  init(_ json: TestJSON) throws {
    switch json {
    case .null: throw Missing(what: "value")
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .signed(Int256(value))
    case .text(let text): self = .text(text)
    case .array(let values): self = .array(try values.map { try TypedValue($0) })
    case .object(let values): self = .object(try values.mapValues { try TypedValue($0) })
    }
  }
}

extension EIP712.Domain {
  init(_ json: TestJSON) throws {
    self.init(name: json["name"]?.text, version: json["version"]?.text)
    switch json["chainId"] {
    case .integer(let value)?: chainId = UInt256(UInt64(value))
    case .text(let text)?:
      let value = try #require(UInt256(text))
      chainId = value
    default: break
    }
    if let text = json["verifyingContract"]?.text { verifyingContract = try Address(text) }
    if json["salt"] != nil { salt = try json.word("salt") }
  }
}

extension TypedData {
  init(_ json: TestJSON, message: String) throws {
    try self.init(
      types: try json.object("types").mapValues { try TypedMember.list($0) }, primaryType: json.text("primaryType"),
      domain: EIP712.Domain(#require(json["domain"])), message: TypedValue(#require(json[message])))
  }
}

extension TypedMember {
  static func list(_ json: TestJSON) throws -> [TypedMember] {
    guard case .array(let members) = json else { throw Missing(what: "members") }
    return try members.map { TypedMember(try $0.text("name"), try $0.text("type")) }
  }
}
