import Clearing
import Encoding
import Ethereum
import FixedPoint

extension FeedTrace {
  /// Sends a message, and compares what stands in it, what was signed, the result and the views after it.
  mutating func submit(_ step: JSONValue) throws(JSONError) -> [JSONDifference] {
    try step.refuseUnknownMembers([
      "op", "time", "feed", "data", "decoded", "signerLabels", "signatureKinds", "eip712", "result", "note", "after",
    ])
    let address = try labels.address(step.member("feed"))
    let bytes = try step.member("data").hexBytes()
    guard let source = state.signedFeeds[address]?.source else {
      throw try step.member("feed").refusal(.outOfRange, expected: "a feed of the configuration")
    }
    let message = try? FeedMessage(bytes)
    var differences = try Trace.difference("decoded", in: step) { json in
      json.key("decoded")
      if let message { message.write(to: &json, kind: source.kind) } else { json.null() }
    }
    differences += try Trace.difference("eip712", in: step) { json in
      guard let message else { return }
      json.key("eip712")
      message.writeTypedData(to: &json, source: source)
    }
    if let message { differences += try checkSigners(step, message, source) }
    let result = TraceResult.of { () throws(ClearingRefusal) in
      guard case .applied(let isApplied) = try state.apply(.message(feed: address, bytes: bytes)) else { return .done }
      return .success([("applied", .bool(isApplied))])
    }
    differences += try Trace.difference(result: result, in: step)
    for (index, view) in try step.member("after").elements().enumerated() {
      try view.refuseUnknownMembers(["call", "args", "result"])
      let found = try Trace.difference(result: read(view, feed: address), in: view)
      differences += found.map { $0.within("after[\(index)]") }
    }
    return differences
  }

  /// The labels of signers must stand for them, and signatures be made as it is said. A note names what was
  /// changed after.
  private func checkSigners(
    _ step: JSONValue, _ message: FeedMessage, _ source: FeedSource
  ) throws(JSONError) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    let kinds = Array(try step.member("signatureKinds").elements())
    for (index, label) in try step.member("signerLabels").elements().enumerated()
    where index < message.signers.count {
      let (named, signer) = (try parties.address(label), message.signers[index])
      if named != signer {
        differences.append(
          JSONDifference(path: "signerLabels[\(index)]", expected: named.description, found: signer.description))
      }
      guard try step.optionalMember("note") == nil, index < kinds.count, index < message.signatures.count else {
        continue
      }
      let signature = TraceSignature(
        kind: kinds[index], signature: Array(message.signatures[index]), signer: signer,
        digest: message.digest(domainSeparator: source.domainSeparator))
      if let difference = try signature.check(parties) {
        differences.append(difference.within("signatureKinds[\(index)]"))
      }
    }
    return differences
  }
}

extension FeedMessage {
  /// The message as it stands in the bytes, with its payload where that has the feed's form.
  func write(to json: inout JSONWriter, kind: FeedKind) {
    json.beginObject()
    json.member("data", Hex.encode(payload))
    json.member("deadline", deadline.description)
    json.member("timestamp", timestamp.description)
    json.key("signers")
    json.beginArray()
    for signer in signers { json.string(signer.description) }
    json.endArray()
    json.key("signatures")
    json.beginArray()
    for signature in signatures { json.string(Hex.encode(signature)) }
    json.endArray()
    json.key("payload")
    if let fields = try? kind.fields(of: Array(payload)) {
      json.beginObject()
      for (name, value) in fields { json.member(name, value) }
      json.endObject()
    } else {
      json.null()
    }
    json.endObject()
  }

  /// What was to be signed for a feed.
  func writeTypedData(to json: inout JSONWriter, source: FeedSource) {
    json.beginObject()
    json.key("domain")
    json.domain(source.domain)
    json.member("domainSeparator", source.domainSeparator.description)
    json.member("typeHash", Self.typeHash.description)
    json.member("structHash", structHash.description)
    json.member("digest", digest(domainSeparator: source.domainSeparator).description)
    json.endObject()
  }
}

extension FeedKind {
  /// The fields of a payload by the names of the traces.
  func fields(of payload: [UInt8]) throws(ABIDecodingError) -> [(String, String)] {
    let decoder = try ABIDecoder(payload)
    let list = try decoder.arguments(words: types.count)
    var fields: [(String, String)] = []
    for (index, (name, type)) in types.enumerated() {
      let text =
        switch type {
        case .uint64: try decoder.uint64(list, index).description
        case .uint96: try decoder.uint96(list, index).description
        case .int96: try decoder.int96(list, index).description
        case .uint256: try decoder.uint256(list, index).description
        case .int256: try decoder.int256(list, index).description
        }
      fields.append((name, text))
    }
    return fields
  }

  private enum Word { case uint64, uint96, int96, uint256, int256 }

  private var types: [(String, Word)] {
    switch self {
    case .spot: [("price", .uint96), ("confidence", .uint64)]
    case .spotDifference: [("spotDiff", .int96), ("confidence", .uint64)]
    case .forward:
      [
        ("expiry", .uint64), ("settlementStartAggregate", .uint256), ("currentSpotAggregate", .uint256),
        ("fwdSpotDifference", .int96), ("confidence", .uint64),
      ]
    case .volatility:
      [
        ("expiry", .uint64), ("SVI_a", .int256), ("SVI_b", .uint256), ("SVI_rho", .int256), ("SVI_m", .int256),
        ("SVI_sigma", .uint256), ("SVI_fwd", .uint256), ("SVI_refTau", .uint64), ("confidence", .uint64),
      ]
    case .rate: [("expiry", .uint64), ("rate", .int96), ("confidence", .uint64)]
    }
  }
}
