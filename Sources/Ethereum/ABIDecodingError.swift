/// A refusal of encoded bytes (EH-28 to EH-31).
public enum ABIDecodingError: Error, Hashable, Sendable {
  /// There are more bytes than are read; the limit is this project's own.
  case tooLarge(limit: Int, found: Int)
  /// Something lies beyond the end, or a word is none of its type: a contract reverts without data.
  case malformed
  /// A length asks for more memory than has addresses.
  case memory

  /// The name under which a contract fails; of a limit of this project, its own.
  public var name: String {
    switch self {
    case .tooLarge: "ABITooLarge"
    case .malformed: "EmptyRevert"
    case .memory: "Panic(0x41)"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .tooLarge(let limit, let found): "at most \(limit) encoded bytes were expected, and \(found) were found"
    case .malformed: "an encoding of the expected types was expected, and a part is missing or outside its type"
    case .memory: "a length of what memory can hold was expected, and it is more than that"
    }
  }
}
