import Encoding
import Ethereum
import Keys
import TestSupport
import Testing

/// A line of `vectors/keys` (KY-12).
struct VectorLine {
  let json: JSONValue

  static func all(_ file: String) throws -> [VectorLine] {
    var lines = JSONLines(try Repository.bytes("vectors/keys/" + file))
    var all: [VectorLine] = []
    while let line = try lines.next() { all.append(VectorLine(json: try JSONDocument(line.bytes).root)) }
    return all
  }

  func text(_ name: String) throws -> String { try json.member(name).string() }
  func word(_ name: String) throws -> Bytes32 { try #require(Bytes32(try text(name))) }

  /// A member of `expected`; nil where there is none.
  func expected(_ name: String) throws -> String? {
    try json.member("expected").optionalMember(name)?.string()
  }

  func passphrase() throws -> Passphrase { try Passphrase(SecretBytes(Array(try text("passphrase").utf8))) }
  func file() throws -> [UInt8] { Array(try text("file").utf8) }
}

extension PrivateKey {
  /// The key as text, in tests alone.
  var shown: String { withSecretBytes { Hex.encode($0) } }
}

/// Small, so that tests take no time.
extension ScryptCost {
  static let small = ScryptCost(cost: 16, blockSize: 8, parallelisation: 1)
}
