import Encoding
import Ethereum

extension ProofFile {
  /// Reads the one spelling of a proof file and refuses every other.
  ///
  /// Nothing is hashed and no signature looked at: what the file says is checked by who knows the venue.
  /// - Throws: the first check that fails, in the order of PF-2.
  /// - Complexity: linear in the bytes.
  public init(_ bytes: [UInt8]) throws(ProofFileRefusal) {
    guard bytes.count <= ProofFileLimits.bytes else { throw .tooLarge }
    let root: JSONValue
    do throws(JSONError) {
      root = try JSONDocument(bytes, limits: ProofFileLimits.json).root
    } catch { throw .malformed(error) }
    try Self.checkVersion(of: root)
    let kind = try Self.kind(of: root)
    self = try Self.reading { () throws(JSONError) in try ProofFile(root, kind) }
    let own = self.bytes
    guard own == bytes else {
      throw .notCanonical(offset: zip(own, bytes).prefix { $0 == $1 }.reduce(0) { count, _ in count + 1 })
    }
  }

  private static func reading<Value>(
    _ body: () throws(JSONError) -> Value
  ) throws(ProofFileRefusal) -> Value {
    do throws(JSONError) {
      return try body()
    } catch { throw .wrongForm(error) }
  }

  /// Refuses a number other than one; anything that is no number is not of its form.
  private static func checkVersion(of root: JSONValue) throws(ProofFileRefusal) {
    let version = try reading { () throws(JSONError) in try root.optionalMember("ballastProof") }
    guard let version, version.kind == .number else { return }
    let spelling = String(decoding: version.rawBytes, as: UTF8.self)
    // 1.0 is the number one in a wrong form.
    let isOne = spelling == "1" || spelling.hasPrefix("1.") && spelling.dropFirst(2).allSatisfy { $0 == "0" }
    if !isOne { throw .unknownVersion(spelling) }
  }

  private static func kind(of root: JSONValue) throws(ProofFileRefusal) -> Kind {
    let member = try reading { () throws(JSONError) in try root.optionalMember("kind") }
    if let member, member.kind == .string {
      let name = try reading { () throws(JSONError) in try member.string() }
      guard Kind(rawValue: name) != nil else { throw .unknownKind(printable(member.rawBytes)) }
    }
    return try reading { () throws(JSONError) in
      // Before the kind, so that a file of another maker hears first what a proof file is.
      _ = try root.member("ballastProof").smallInteger(1...1)
      let name = try root.member("kind").string()
      // Every other text was refused above.
      return Kind(rawValue: name) ?? .checkpoint
    }
  }

  /// What a file names itself, short and without control characters.
  private static func printable(_ text: some Sequence<UInt8>) -> String {
    String(decoding: text.prefix(40).map { (32..<127).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }

  private init(_ json: JSONValue, _ kind: Kind) throws(JSONError) {
    try json.refuseUnknownMembers([
      "ballastProof", "kind", "chainId", "contract", "checkpoint", "policyChanges", "body",
    ])
    self.init(
      chainId: try json.member("chainId").uint256(), contract: try json.address("contract"),
      checkpoint: try SignedCheckpoint(json.member("checkpoint")),
      policyChanges: try json.list("policyChanges", atMost: VenueLimits.policyChanges) { (json) throws(JSONError) in
        try PolicyChange(json)
      },
      body: try Body(json.member("body"), kind))
  }
}

extension ProofFile.Body {
  fileprivate init(_ json: JSONValue, _ kind: ProofFile.Kind) throws(JSONError) {
    switch kind {
    case .checkpoint:
      try json.refuseUnknownMembers([])
      self = .checkpoint
    case .inclusion: self = .inclusion(try InclusionProof(json))
    case .accounts: self = .accounts(try MultiProof(json))
    case .emptiness: self = .emptiness(try EmptinessProof(json))
    case .assets: self = .assets(try AssetProof(json))
    case .solvency: self = .solvency(try SolvencyProof(json))
    case .margin: self = .margin(try MarginProof(json))
    case .consistency:
      try json.refuseUnknownMembers(["from", "consistency", "inclusion"])
      self = .consistency(
        from: try SignedCheckpoint(json.member("from")),
        ExtensionProof(consistency: try json.words("consistency"), inclusion: try json.words("inclusion")))
    case .equivocation:
      try json.refuseUnknownMembers(["second", "entry"])
      let second = try SignedCheckpoint(json.member("second"))
      let entry = try json.member("entry")
      guard !entry.isNull else {
        self = .equivocation(second: second, nil)
        return
      }
      try entry.refuseUnknownMembers(["digest", "path"])
      self = .equivocation(
        second: second, LogContradiction(digest: try entry.word("digest"), path: try entry.words("path")))
    }
  }
}

extension JSONValue {
  fileprivate func words(_ name: String) throws(JSONError) -> [Bytes32] {
    try list(name) { (json) throws(JSONError) in try json.word() }
  }
}
