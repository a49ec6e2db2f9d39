import Encoding

/// A refusal of a parameter set.
public enum ParameterSetError: Error, Hashable, Sendable {
  /// The text is not a parameter set (PS-1, PS-2).
  case document(JSONError)
  /// A number is outside its bounds (PS-5).
  case bounds(BoundsError)
  /// No built-in set has this name, or this version (PS-7).
  case unknownName(String, version: Int?)

  /// A stable name: `JSON_...`, the protocol's own of the breached bounds, or `ParameterSet_UnknownName`.
  public var name: String {
    switch self {
    case .document(let error): error.name
    case .bounds(let error): error.name
    case .unknownName: "ParameterSet_UnknownName"
    }
  }

  /// Where in the file; empty for the whole.
  public var path: String {
    switch self {
    case .document(let error): error.path
    case .bounds(let error): error.path
    case .unknownName: ""
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .document(let error): error.message
    case .bounds(let error): error.message
    case .unknownName(let name, let version):
      "expected one of " + ParameterSet.builtIn.map { "\($0.name) version \($0.version)" }.joined(separator: ", ")
        + ", found \(name)" + (version.map { " version \($0)" } ?? "")
    }
  }
}

extension ParameterSetError: CustomStringConvertible {
  public var description: String { "\(name): \(message)" }
}
