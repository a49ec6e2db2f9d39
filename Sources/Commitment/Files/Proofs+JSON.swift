import Encoding
import Ethereum

extension SolvencySums {
  static let members = ["positiveEquity", "deficit", "belowMaintenance"]

  /// From the members of an object that has others besides.
  init(membersOf json: JSONValue) throws(JSONError) {
    self.init(
      positiveEquity: try json.uint128("positiveEquity"), deficit: try json.uint128("deficit"),
      belowMaintenance: try json.uint32("belowMaintenance"))
  }
}

extension SolvencyNode {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["hash"] + SolvencySums.members)
    self.init(hash: try json.word("hash"), sums: try SolvencySums(membersOf: json))
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("belowMaintenance", sums.belowMaintenance)
      json.member("deficit", sums.deficit)
      json.member("hash", hash)
      json.member("positiveEquity", sums.positiveEquity)
    }
  }
}

extension AssetNode {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["hash", "sums"])
    self.init(
      hash: try json.word("hash"), sums: try json.list("sums") { (json) throws(JSONError) in try json.uint128() })
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("hash", hash)
      json.list("sums", sums) { $0.decimal($1) }
    }
  }
}

/// The siblings of both trees, side by side (PF-7).
struct AccountPath {
  var state: [Bytes32] = []
  var solvency: [SolvencyNode] = []

  init(_ json: JSONValue) throws(JSONError) {
    for element in try json.list("path", atMost: ProofFileLimits.path) {
      try element.refuseUnknownMembers(["state", "solvency"] + SolvencySums.members)
      state.append(try element.word("state"))
      solvency.append(
        SolvencyNode(hash: try element.word("solvency"), sums: try SolvencySums(membersOf: element)))
    }
  }

  /// Writes as many siblings as both trees have: a proof that has more of one is refused with or without them.
  static func write(_ state: [Bytes32], _ solvency: [SolvencyNode], to json: inout JSONWriter) {
    json.list("path", zip(state, solvency)) { json, siblings in
      json.object { json in
        json.member("belowMaintenance", siblings.1.sums.belowMaintenance)
        json.member("deficit", siblings.1.sums.deficit)
        json.member("positiveEquity", siblings.1.sums.positiveEquity)
        json.member("solvency", siblings.1.hash)
        json.member("state", siblings.0)
      }
    }
  }
}

extension AccountOpening {
  static let holderMembers = ["index", "owner", "record", "salt"]
  static let members = holderMembers + SolvencySums.members

  /// - Parameter hasSums: whether the columns are among the members; they are zero otherwise.
  init(membersOf json: JSONValue, hasSums: Bool = true) throws(JSONError) {
    self.init(
      owner: try json.address("owner"), record: try json.member("record").octets(0...ProofFileLimits.recordBytes),
      sums: hasSums ? try SolvencySums(membersOf: json) : .zero, salt: try json.word("salt"))
  }

  /// Writes an account at its index.
  /// - Parameter path: what stands between the owner and the record in canonical order.
  func write(at index: UInt64, to json: inout JSONWriter, path: (inout JSONWriter) -> Void = { _ in }) {
    json.object { json in
      json.member("belowMaintenance", sums.belowMaintenance)
      json.member("deficit", sums.deficit)
      json.member("index", index)
      json.member("owner", owner)
      path(&json)
      json.member("positiveEquity", sums.positiveEquity)
      json.member("record", octets: record)
      json.member("salt", salt)
    }
  }
}

extension InclusionProof {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(AccountOpening.members + ["path"])
    let path = try AccountPath(json)
    self.init(
      index: UInt64(try json.uint32("index")), opening: try AccountOpening(membersOf: json), statePath: path.state,
      solvencyPath: path.solvency)
  }

  func write(to json: inout JSONWriter) {
    opening.write(at: index, to: &json) { AccountPath.write(statePath, solvencyPath, to: &$0) }
  }
}

extension EmptinessProof {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["index", "path"])
    let path = try AccountPath(json)
    self.init(index: UInt64(try json.uint32("index")), statePath: path.state, solvencyPath: path.solvency)
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("index", index)
      AccountPath.write(statePath, solvencyPath, to: &json)
    }
  }
}

extension MultiProof {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["accounts", "stateNodes", "solvencyNodes"])
    self.init(
      accounts: try json.list("accounts") { (json) throws(JSONError) in
        try json.refuseUnknownMembers(AccountOpening.members)
        return Account(index: UInt64(try json.uint32("index")), opening: try AccountOpening(membersOf: json))
      },
      stateNodes: try json.list("stateNodes") { (json) throws(JSONError) in try json.word() },
      solvencyNodes: try json.list("solvencyNodes") { (json) throws(JSONError) in try SolvencyNode(json) })
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.list("accounts", accounts) { $1.opening.write(at: $1.index, to: &$0) }
      json.list("solvencyNodes", solvencyNodes) { $1.write(to: &$0) }
      json.list("stateNodes", stateNodes) { $0.hexadecimal($1.bytes) }
    }
  }
}

extension AssetProof {
  init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["account", "path"])
    let account = try json.member("account")
    try account.refuseUnknownMembers(AccountOpening.holderMembers)
    self.init(
      index: UInt64(try account.uint32("index")), opening: try AccountOpening(membersOf: account, hasSums: false),
      path: try json.list("path", atMost: ProofFileLimits.path) { (json) throws(JSONError) in try AssetNode(json) })
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      // Without the columns: nothing in this proof binds them.
      json.key("account")
      json.object { json in
        json.member("index", index)
        json.member("owner", opening.owner)
        json.member("record", octets: opening.record)
        json.member("salt", opening.salt)
      }
      json.list("path", path) { $1.write(to: &$0) }
    }
  }
}
