import Clearing
import Encoding
import Ethereum

/// What a trace says of how a signature was made (JS-14).
struct TraceSignature {
  /// `kind`, and `signedDigest` where another digest was signed.
  var kind: JSONValue
  var signature: [UInt8]
  var signer: Address
  var digest: Bytes32

  /// The difference of what is said and what the signature recovers to; kinds that say nothing of either pass.
  func check(_ parties: TraceParties) throws(JSONError) -> JSONDifference? {
    try kind.refuseUnknownMembers(["kind", "signedDigest"])
    let name = try kind.member("kind").string()
    if let other = try kind.optionalMember("signedDigest") {
      return difference("signedDigest", of: try other.word(), expected: signer)
    }
    if name == "valid" { return difference("kind", of: digest, expected: signer) }
    guard name.hasPrefix("by:") else { return nil }
    guard let named = parties.addresses[String(name.dropFirst(3))] else {
      throw try kind.member("kind").refusal(.outOfRange, expected: "a label of the configuration after by:")
    }
    return difference("kind", of: digest, expected: named)
  }

  private func difference(_ member: String, of digest: Bytes32, expected: Address) -> JSONDifference? {
    let found = try? Signature(signature).signer(of: digest)
    if found == expected { return nil }
    return JSONDifference(
      path: member, expected: "a signature of \(digest) by \(expected)",
      found: found.map { "one by \($0)" } ?? "one by nobody")
  }
}

extension JSONDifference {
  /// The same difference, seen from what holds the place.
  func within(_ place: String) -> JSONDifference {
    JSONDifference(path: place + "." + path, expected: expected, found: found)
  }
}
