/// A refusal of a text or of a value in it: where, what was expected, what was found.
public struct JSONError: Error, Hashable, Sendable {
  /// The reasons for a refusal.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The text breaks the grammar of RFC 8259, and no continuation could mend it.
    case malformed = "JSON_Malformed"
    /// The text ends too early: by the grammar, it is the beginning of a well-formed text.
    case incomplete = "JSON_Incomplete"
    /// The text, a line, a string or a number is longer than its limit.
    case tooLarge = "JSON_TooLarge"
    /// More arrays and objects are open at once than the limit.
    case tooDeep = "JSON_TooDeep"
    /// The text has more values than the limit.
    case tooManyValues = "JSON_TooManyValues"
    /// Two members of an object have the same name.
    case duplicateMember = "JSON_DuplicateMember"
    /// Two elements of an array name the same thing.
    case duplicateElement = "JSON_DuplicateElement"
    /// An object lacks a member.
    case missingMember = "JSON_MissingMember"
    /// An object has a member that its reader does not know.
    case unknownMember = "JSON_UnknownMember"
    /// A value of another kind was expected.
    case wrongType = "JSON_WrongType"
    /// The kind is right, but the spelling is not, such as a leading zero in a decimal.
    case wrongForm = "JSON_WrongForm"
    /// The spelling is right, but the value is outside its range.
    case outOfRange = "JSON_OutOfRange"
  }

  public var kind: Kind
  /// Where in the document, such as `portfolio.expiries[0].strike`; empty for the root.
  public var path: String
  /// What was expected, as the object of a sentence.
  public var expected: String
  /// What was found: at most 80 printable ASCII characters.
  public var found: String
  /// The position in the text, in bytes from zero.
  public var offset: Int

  public init(_ kind: Kind, path: String, expected: String, found: String, offset: Int) {
    self.kind = kind
    self.path = path
    self.expected = expected
    self.found = found
    self.offset = offset
  }

  /// The stable name of the reason, such as `JSON_MissingMember`.
  public var name: String { kind.rawValue }

  /// One sentence, such as `portfolio.cash: expected a decimal integer of 256 signed bits, found "abc"`.
  public var message: String {
    "\(path.isEmpty ? "the document" : path): expected \(expected), found \(found)"
  }

  /// The line of the refusal in the text that was read, from 1.
  public func line(in text: some Sequence<UInt8>) -> Int {
    text.lazy.prefix(Swift.max(0, offset)).reduce(1) { $1 == 10 ? $0 + 1 : $0 }
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String { "\(name): \(message)" }
}
