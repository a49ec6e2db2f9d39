import Commitment
import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

/// Lines of `vectors/commitment`, in the form of CM-15.
struct VectorLine {
  let json: JSONValue

  static func all(_ file: String) throws -> [VectorLine] {
    var lines = JSONLines(try Repository.bytes("vectors/commitment/" + file))
    var all: [VectorLine] = []
    while let line = try lines.next() { all.append(VectorLine(json: try JSONDocument(line.bytes).root)) }
    return all
  }

  var note: String { (try? json.member("note").string()) ?? "" }

  /// The name of the refusal that is expected.
  func refused() throws -> String? {
    if let refused = try json.optionalMember("refused") { return try refused.string() }
    return try json.member("expected").optionalMember("refused")?.string()
  }
}

extension JSONValue {
  func text(_ name: String) throws -> String { try member(name).string() }
  func hexBytes() throws -> [UInt8] { try #require(Hex.decode(try string())) }
  func bytes(_ name: String) throws -> [UInt8] { try member(name).hexBytes() }
  func word() throws -> Bytes32 { try #require(Bytes32(try hexBytes())) }
  func word(_ name: String) throws -> Bytes32 { try member(name).word() }
  func address(_ name: String) throws -> Address { try #require(Address(try bytes(name))) }

  func sums() throws -> SolvencySums {
    SolvencySums(
      positiveEquity: try member("positiveEquity").uint128(), deficit: try member("deficit").uint128(),
      belowMaintenance: UInt32(try member("belowMaintenance").uint64()))
  }

  func node() throws -> SolvencyNode { SolvencyNode(hash: try word("hash"), sums: try sums()) }

  func opening() throws -> AccountOpening {
    AccountOpening(
      owner: try address("owner"), record: try bytes("record"), sums: try sums(), salt: try word("salt"))
  }

  func roots() throws -> AccountRoots {
    AccountRoots(
      depth: try member("depth").smallInteger(0...255), count: try member("count").uint64(),
      stateRoot: try word("stateRoot"), solvencyRoot: try word("solvencyRoot"), totals: try member("totals").sums())
  }

  func multiProof() throws -> MultiProof {
    MultiProof(
      accounts: try member("accounts").elements().map {
        MultiProof.Account(index: try $0.member("index").uint64(), opening: try $0.opening())
      },
      stateNodes: try member("state").elements().map { try $0.word() },
      solvencyNodes: try member("solvency").elements().map { try $0.node() })
  }

  func verify(kind: String, against roots: AccountRoots) throws {
    switch kind {
    case "inclusion":
      let proof = try multiProof()
      let account = try #require(proof.accounts.first)
      try roots.verify(
        InclusionProof(
          index: account.index, opening: account.opening, statePath: proof.stateNodes,
          solvencyPath: proof.solvencyNodes))
    case "multi":
      try roots.verify(multiProof())
    case "empty":
      let proof = EmptinessProof(
        index: try member("index").uint64(), statePath: try member("state").elements().map { try $0.word() },
        solvencyPath: try member("solvency").elements().map { try $0.node() })
      try roots.verify(proof)
    case "totals":
      try roots.verify(RootOpening(left: try member("left").node(), right: try member("right").node()))
    default:
      Issue.record("unknown kind \(kind)")
    }
  }
}
