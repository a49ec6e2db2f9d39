/// A refusal of typed data, with the place in the message or in the types.
public struct TypedDataError: Error, Hashable, Sendable {
  public let refusal: Refusal
  /// Members and array positions from the outside in.
  public private(set) var path: [String]

  public init(_ refusal: Refusal, path: [String] = []) {
    self.refusal = refusal
    self.path = path
  }

  /// Why typed data is refused.
  public enum Refusal: Hashable, Sendable {
    /// More types, members or array dimensions than the limit.
    case tooMany(String, limit: Int)
    /// A name is no identifier of ASCII letters, digits, `_` and `$`, or is reserved.
    case typeName(String)
    /// A member's name is no identifier.
    case memberName(String)
    /// Two members of a struct have one name.
    case duplicateMember(String)
    /// A type is neither elementary nor declared.
    case unknownType(String)
    /// The listed type of the domain is not that of its members.
    case domainType(expected: String, found: String)
    /// Structs and arrays stand inside one another beyond the limit.
    case tooDeep(limit: Int)
    /// A struct's member has no value.
    case missingMember(String)
    /// A value belongs to no member of the struct.
    case unexpectedMember(String)
    /// The value is of another kind than the type.
    case kind(expected: String, found: String)
    /// The text does not spell a value of the type.
    case text(expected: String, found: String)
    /// The integer is outside the type's range.
    case integerRange(type: String, found: String)
    /// Bytes or a fixed array of another count than the type's.
    case count(expected: Int, found: Int)
  }

  /// The refusal's stable name.
  public var name: String {
    switch refusal {
    case .tooMany: "TypedDataTooMany"
    case .typeName: "TypedDataInvalidTypeName"
    case .memberName: "TypedDataInvalidMemberName"
    case .duplicateMember: "TypedDataDuplicateMember"
    case .unknownType: "TypedDataUnknownType"
    case .domainType: "TypedDataDomainMismatch"
    case .tooDeep: "TypedDataTooDeep"
    case .missingMember: "TypedDataMissingMember"
    case .unexpectedMember: "TypedDataUnexpectedMember"
    case .kind: "TypedDataWrongKind"
    case .text: "TypedDataInvalidText"
    case .integerRange: "TypedDataIntegerOutOfRange"
    case .count: "TypedDataWrongCount"
    }
  }

  /// One sentence that says where, what was expected and what was found.
  public var message: String {
    let place = path.isEmpty ? "" : "at \(quoted(path.joined(separator: "."))) "
    return place + expectation
  }

  private var expectation: String {
    switch refusal {
    case .tooMany(let what, let limit): "at most \(limit) \(what) were expected, and there are more"
    case .typeName(let name): "the name of a struct type was expected, and \(quoted(name)) was found"
    case .memberName(let name): "the name of a member was expected, and \(quoted(name)) was found"
    case .duplicateMember(let name): "members of different names were expected, and \(quoted(name)) stands twice"
    case .unknownType(let type): "an elementary or declared type was expected, and \(quoted(type)) was found"
    case .domainType(let expected, let found): "\(quoted(expected)) was expected, and \(quoted(found)) was found"
    case .tooDeep(let limit): "at most \(limit) structs and arrays in one another were expected, and there are more"
    case .missingMember(let name): "a value of member \(quoted(name)) was expected, and there is none"
    case .unexpectedMember(let name): "members of the type were expected, and \(quoted(name)) was found"
    case .kind(let expected, let found): "\(expected) was expected, and \(found) was found"
    case .text(let expected, let found): "text of \(expected) was expected, and \(quoted(found)) was found"
    case .integerRange(let type, let found): "an integer of \(type) was expected, and \(found) was found"
    case .count(let expected, let found): "a count of \(expected) was expected, and \(found) was found"
    }
  }

  /// The same refusal, one place further out.
  func within(_ place: String) -> TypedDataError {
    TypedDataError(refusal, path: [place] + path)
  }
}
