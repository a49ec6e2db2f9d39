import Encoding
import FixedPoint

/// Reading the documents that wallets sign: `types`, `primaryType`, `domain`, `message` (EH-14).
extension TypedData {
  /// From a JSON object; members besides the four are not looked at.
  /// - Throws: `JSONError` where the object lacks one of the four or has one in another shape, `TypedDataError`
  ///   for what stands in them.
  public init(_ json: JSONValue) throws {
    try self.init(
      types: TypedMember.lists(json.member("types")), primaryType: json.member("primaryType").string(),
      domain: EIP712.Domain(json.member("domain")), message: TypedValue(json.member("message")))
  }
}

extension TypedMember {
  /// The members of each struct type, by its name.
  static func lists(_ json: JSONValue) throws(JSONError) -> [String: [TypedMember]] {
    var types: [String: [TypedMember]] = [:]
    for (name, list) in try json.objectMembers() {
      var members: [TypedMember] = []
      for member in try list.elements() {
        try member.refuseUnknownMembers(["name", "type"])
        members.append(TypedMember(try member.member("name").string(), try member.member("type").string()))
      }
      // Names of different bytes that Swift calls equal would hide one another.
      guard types.updateValue(members, forKey: name) == nil else {
        throw list.refusal(.duplicateMember, expected: "types of different names")
      }
    }
    return types
  }
}

extension EIP712.Domain {
  /// From a JSON object that has some of the five members and no other.
  /// - Throws: `JSONError` for its shape, `TypedDataError` for the values.
  public init(_ json: JSONValue) throws {
    try json.refuseUnknownMembers(["name", "version", "chainId", "verifyingContract", "salt"])
    self.init()
    name = try json.optionalMember("name")?.string()
    version = try json.optionalMember("version")?.string()
    do throws(TypedDataError) {
      chainId = try Self.value(json, "chainId", TypedSchema.unsigned)
      verifyingContract = try Self.value(json, "verifyingContract", TypedSchema.address)
      salt = try Self.value(json, "salt", TypedSchema.salt)
    } catch {
      throw error.within("domain")
    }
  }

  private static func value<Value>(
    _ json: JSONValue, _ name: String, _ read: (TypedValue) throws(TypedDataError) -> Value
  ) throws(TypedDataError) -> Value? {
    guard let member = try? json.optionalMember(name) else { return nil }
    do throws(TypedDataError) {
      return try read(try TypedValue(member))
    } catch {
      throw error.within(name)
    }
  }
}

extension TypedValue {
  /// The value that a JSON value spells; what its text means, the types will say.
  /// - Throws: `TypedDataError` for `null`, for a number with a fraction or exponent, and for two names that
  ///   Unicode calls equivalent. The depth is that of the document, which its reader bounds.
  public init(_ json: JSONValue) throws(TypedDataError) {
    switch json.kind {
    case .null:
      throw TypedDataError(.kind(expected: "a value", found: "null"))
    case .bool:
      self = .bool(try Self.read(json) { value throws(JSONError) in try value.bool() })
    case .string:
      self = .text(try Self.read(json) { value throws(JSONError) in try value.string() })
    case .number:
      if let value = UInt256(decimal: json.rawBytes) {
        self = .unsigned(value)
      } else if let value = Int256(decimal: json.rawBytes) {
        self = .signed(value)
      } else {
        throw TypedDataError(.text(expected: "an integer", found: String(decoding: json.rawBytes, as: UTF8.self)))
      }
    case .array:
      var values: [TypedValue] = []
      for (position, element) in try Self.read(json, { value throws(JSONError) in try value.elements() }).enumerated() {
        do throws(TypedDataError) {
          values.append(try TypedValue(element))
        } catch {
          throw error.within(String(position))
        }
      }
      self = .array(values)
    case .object:
      var values: [String: TypedValue] = [:]
      for (name, member) in try Self.read(json, { value throws(JSONError) in try value.objectMembers() }) {
        do throws(TypedDataError) {
          guard values.updateValue(try TypedValue(member), forKey: name) == nil else {
            throw TypedDataError(.duplicateMember(name))
          }
        } catch {
          throw error.within(name)
        }
      }
      self = .object(values)
    }
  }

  /// What the kind of the value has already promised.
  private static func read<Value>(
    _ json: JSONValue, _ body: (JSONValue) throws(JSONError) -> Value
  ) throws(TypedDataError) -> Value {
    do throws(JSONError) {
      return try body(json)
    } catch {
      throw TypedDataError(.kind(expected: error.expected, found: error.found))
    }
  }
}
