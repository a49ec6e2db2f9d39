import Encoding

/// How a text was answered that a vector file says must be refused (JS-13).
enum VectorRefusal: Equatable {
  case refused(path: String, reason: String)
  case accepted

  func write(to json: inout JSONWriter) {
    guard case .refused(let path, let reason) = self else {
      json.string("accepted")
      return
    }
    json.beginObject()
    json.key("path")
    json.string(path)
    json.key("reason")
    json.string(reason)
    json.endObject()
  }
}

extension VectorCheck {
  /// Reads a line of `ballast margin` with no defaults.
  static func refusal(of line: [UInt8]) -> VectorRefusal {
    do throws(JSONError) {
      _ = try ModelLine(JSONDocument(line).root, defaults: LineDefaults())
      return .accepted
    } catch {
      return .refused(path: error.kind.isOfTheText ? "" : error.path, reason: error.kind.reason)
    }
  }
}

extension JSONError.Kind {
  /// The word of vector files for a refusal: shorter than the names, and the same for every implementation.
  var reason: String {
    switch self {
    case .malformed, .incomplete, .tooLarge, .tooDeep, .tooManyValues: "malformed"
    case .duplicateMember, .duplicateElement: "duplicate"
    case .missingMember: "missing"
    case .unknownMember: "unknown"
    case .wrongType: "type"
    case .wrongForm: "form"
    case .outOfRange: "range"
    }
  }

  /// Whether the text itself is refused, before any value of it.
  var isOfTheText: Bool { reason == "malformed" }
}
