import Audit
import Commitment
import Console
import Encoding

/// `ballast audit`: a whole state against its checkpoint, or many proofs beside each other.
enum AuditCommand {
  static let command = Command(
    name: "audit",
    summary: "check a whole exported state, or many proofs beside each other",
    positional: "[FILE...]",
    description: """
      With --state, everything that a checkpoint says is computed again from the accounts: each margin, the sums of
      equity and deficits, the positions that must sum to zero, all roots, and what custodians attest
      (specs/12-solvency.md, SV-11 and SV-12). With --proofs, proof files are checked one by one and then looked at
      together: two users at one index, checkpoints that contradict each other, custody that is counted twice (SV-13).

      Each check is one line, in the order of the specification; the first that fails ends the audit of a state. A
      genesis of your own, from a source that is not the file's, says whose venue it must be.
      """,
    options: [
      OptionSpecification(name: "state", value: "FILE", help: "a state as it was exported; - is standard input"),
      OptionSpecification(name: "proofs", value: "FILE", help: "proof files: this one, and those that follow"),
      OptionSpecification(
        name: "venue", value: "FILE",
        help: "the genesis that you expect; with --proofs required,\nand repeated for proofs of several venues",
        repeats: true),
      OptionSpecification(name: "output", value: "FORM", help: "table (default) or json"),
    ],
    examples: [
      "ballast audit --state state.jsonl --venue genesis.json",
      "ballast audit --proofs alice.json bob.json --venue genesis.json",
    ],
    run: { try run($0).rawValue })

  enum Output: String { case table, json }

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    let output = Output(rawValue: try arguments.choice("output", ["table", "json"], default: "table")) ?? .table
    let venues = try arguments.all("venue").map { try venue($0) }
    switch (arguments.value("state"), arguments.value("proofs")) {
    case (let state?, nil):
      guard arguments.positional.isEmpty, venues.count <= 1 else {
        throw CommandFailure(.usage, "one state and one --venue at most were expected; see ballast audit --help")
      }
      return try StateAuditRun.run(state, venue: venues.first, output: output)
    case (nil, let first?):
      guard !venues.isEmpty else { throw CommandFailure(.usage, "--proofs goes with --venue FILE, your own genesis") }
      return try ProofsAuditRun.run([first] + arguments.positional, venues: venues, output: output)
    default:
      throw CommandFailure(.usage, "--state FILE or --proofs FILE... was expected; see ballast audit --help")
    }
  }

  /// The most bytes of a genesis: its policy has 1,024 custodians at most.
  static let genesisBytes = 1 << 20

  private static func venue(_ path: String) throws -> Venue {
    let bytes = try FileInput.bytes(of: path, atMost: genesisBytes)
    do throws(JSONError) {
      return try Venue(JSONDocument(bytes).root)
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }
}
