import Encoding

/// Why a file is no proof file, in the order of the checks (PF-2). Such a file proves nothing and accuses nobody. Codes
/// are never reused.
public enum ProofFileRefusal: Error, Hashable, Sendable {
  case tooLarge
  case malformed(JSONError)
  /// The version as it is spelled.
  case unknownVersion(String)
  case unknownKind(String)
  case wrongForm(JSONError)
  /// The first byte that differs from the one spelling, from 0.
  case notCanonical(offset: Int)

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .tooLarge: 501
    case .malformed: 502
    case .unknownVersion: 503
    case .unknownKind: 504
    case .wrongForm: 505
    case .notCanonical: 506
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .tooLarge: "Proof_TooLarge"
    case .malformed: "Proof_Malformed"
    case .unknownVersion: "Proof_UnknownVersion"
    case .unknownKind: "Proof_UnknownKind"
    case .wrongForm: "Proof_WrongForm"
    case .notCanonical: "Proof_NotCanonical"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .tooLarge: "a proof file of at most \(ProofFileLimits.bytes) bytes was expected, and it is larger"
    case .malformed(let error):
      "a proof file, which is one JSON object, was expected: \(error.message) (at byte \(error.offset))"
    case .unknownVersion(let version):
      "a proof file of version 1 was expected, and it is of version \(version): a newer ballast-verify may read it"
    case .unknownKind(let kind):
      "one of the kinds \(ProofFile.Kind.allCases.map(\.rawValue).joined(separator: ", ")) was expected, and "
        + "\(kind) was found"
    case .wrongForm(let error): error.message
    case .notCanonical(let offset):
      "the one spelling of a proof file was expected, and byte \(offset) is another: the file has been reformatted"
    }
  }
}
