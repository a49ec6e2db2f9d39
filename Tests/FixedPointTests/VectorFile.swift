import Foundation
import TestSupport

/// A file of vectors: one function and what it gives for each input.
struct VectorFile: Decodable {
  struct Case: Decodable {
    var `in`: [String]
    var out: [String]?
    var revert: String?
  }

  var function: String
  var cases: [Case]

  init(_ path: String) throws {
    self = try JSONDecoder().decode(VectorFile.self, from: Data(Repository.bytes(path)))
  }

  /// The function's name and the types of its parameters, `add(int256,int256)`, which name it.
  var key: String { Self.key(ofSignature: function) }

  /// Words after a type say what the value is; what follows `;` says it of all of them.
  static func key(ofSignature signature: String) -> String {
    let open = signature.firstIndex(of: "(") ?? signature.endIndex
    let close = signature.firstIndex(of: ")") ?? signature.endIndex
    guard open < close else { return signature }
    let parameters = signature[signature.index(after: open)..<close].prefix { $0 != ";" }
    let types = parameters.split(separator: ",").map { $0.split(separator: " ").first ?? "" }
    return signature[..<open] + "(" + types.joined(separator: ",") + ")"
  }
}

/// The list of the files of `vectors/arithmetic` with their counts.
struct VectorManifest: Decodable {
  struct Entry: Decodable {
    var function: String
    var cases: Int
    var reverts: Int
  }

  var total: Int
  var files: [String: Entry]

  init(_ path: String) throws {
    self = try JSONDecoder().decode(VectorManifest.self, from: Data(Repository.bytes(path)))
  }
}
