import Audit
import Commitment
import Console
import Encoding
import Ledger

/// `ballast audit`: a whole state against its checkpoint, many proofs beside each other, one block by its witness, or a
/// whole log.
enum AuditCommand {
  static let command = Command(
    name: "audit",
    summary: "check a whole exported state, many proofs beside each other, a block, a log or promises",
    positional: "[FILE...]",
    description: """
      With --state, everything that a checkpoint says is computed again from the accounts: each margin, the sums of
      equity and deficits, the positions that must sum to zero, all roots, and what custodians attest
      (specs/12-solvency.md, SV-11 and SV-12). With --proofs, proof files are checked one by one and then looked at
      together: two users at one index, checkpoints that contradict each other, custody that is counted twice (SV-13).

      Each check is one line, in the order of the specification; the first that fails ends the audit of a state. A
      genesis of your own, from a source that is not the file's, says whose venue it must be.

      With --witness, a block is executed on the part of the state that its witness proves (specs/22-log-audit.md).
      With --replay, a portable log is executed from its genesis on; of the first block that does not follow evidence
      is written, with the operator's signatures where --checkpoint names signed checkpoints of that block and of the
      one before. Each checkpoint whose block follows is held against what the log gives: every account, every total,
      fees, settled cash and pending withdrawals (LA-11); where the log does not follow, it says whether a checkpoint
      signs the very block of the file, or another one of that height. With --data, all this is done with the log of a
      data directory. With --evidence, a file of evidence is checked by itself: the status is 0 where the operator has
      signed a block that does not follow, 1 where the block does not follow and nobody has signed it, 2 where the
      file shows nothing. Evidence that is there is never replaced by other evidence (3).

      With --acknowledgement, each line that ballast run --acknowledgements has written is held to the signature of the
      operator whom the ledger's genesis names, and with --data or --log to the block of its height: the transaction,
      its position, the time and the receipt (LA-12). A promise that the log breaks is named, and the status is 1. The
      log is taken for the operator's: a checkpoint shows that it is, with --replay or --data.
      """,
    options: [
      OptionSpecification(name: "state", value: "FILE", help: "a state as it was exported; - is standard input"),
      OptionSpecification(name: "proofs", value: "FILE", help: "proof files: this one, and those that follow"),
      OptionSpecification(
        name: "venue", value: "FILE",
        help: "the genesis that you expect; with --proofs required,\nand repeated for proofs of several venues",
        repeats: true),
      OptionSpecification(name: "witness", value: "FILE", help: "the witness of a block"),
      OptionSpecification(name: "replay", value: "FILE", help: "a portable log; - is standard input"),
      OptionSpecification(name: "data", value: "DIR", help: "the same of the log in a data directory"),
      OptionSpecification(
        name: "acknowledgement", value: "FILE", help: "acknowledgements of the operator; - is standard input"),
      OptionSpecification(
        name: "log", value: "FILE", help: "with it: a portable log to hold them against, instead\nof --data"),
      OptionSpecification(
        name: "checkpoint", value: "FILE", help: "with --replay or --data: a proof file of a signed\ncheckpoint",
        repeats: true),
      OptionSpecification(
        name: "salts", value: "FILE", help: "with them: the secret of the salts, where the venue has\nsuch"),
      OptionSpecification(
        name: "write", value: "FILE", help: "with them: where evidence is written\n(evidence-N.witness)"),
      OptionSpecification(name: "evidence", value: "FILE", help: "evidence of a block that does not follow"),
      OptionSpecification(name: "output", value: "FORM", help: "table (default) or json"),
    ],
    examples: [
      "ballast audit --state state.jsonl --venue genesis.json",
      "ballast audit --proofs alice.json bob.json --venue genesis.json",
      "ballast audit --witness block-7.witness --venue genesis.json",
      "ballast audit --replay log.blst --checkpoint checkpoint-6.json --checkpoint checkpoint-7.json",
      "ballast audit --data data --checkpoint venue/checkpoints/00000002.json",
      "ballast audit --evidence evidence-7.witness --venue genesis.json",
      "ballast audit --acknowledgement promises.jsonl --venue genesis.json --log log.blst",
    ],
    run: { try run($0).rawValue })

  enum Output: String { case table, json }

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    let output = Output(rawValue: try arguments.choice("output", ["table", "json"], default: "table")) ?? .table
    if let status = try runPromises(arguments, output) ?? runLog(arguments, output) { return status }
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
      throw CommandFailure(
        .usage,
        "--state, --witness, --replay, --evidence or --acknowledgement FILE, --data DIR, or --proofs FILE... was expected; see "
          + "ballast audit --help")
    }
  }

  /// An audit of acknowledgements; nil where another was asked for.
  private static func runPromises(_ arguments: Arguments, _ output: Output) throws -> ExitStatus? {
    guard let path = arguments.value("acknowledgement") else {
      if arguments.has("log") { throw CommandFailure(.usage, "--log goes with --acknowledgement; a log by itself is --replay") }
      return nil
    }
    let others = ["witness", "replay", "evidence", "state", "proofs", "checkpoint", "salts", "write"]
    guard arguments.positional.isEmpty, !others.contains(where: { arguments.has($0) }) else {
      throw CommandFailure(.usage, "--acknowledgement goes with --venue and --data or --log alone; see ballast audit --help")
    }
    guard let venue = arguments.value("venue"), arguments.all("venue").count == 1 else {
      throw CommandFailure(.usage, "--acknowledgement goes with one --venue FILE, the ledger's genesis")
    }
    let log = arguments.value("log")
    guard log == nil || !arguments.has("data") else {
      throw CommandFailure(.usage, "--data DIR or --log FILE was expected, and both are given")
    }
    guard path != "-" || log != "-" else {
      throw CommandFailure(.usage, "one of --acknowledgement and --log can be standard input, and both are")
    }
    let genesis = try GenesisFile.read(venue)
    let blocks =
      try log.map { try PromisedLog(file: $0, genesis: genesis.hash) }
      ?? arguments.value("data").map { try PromisedLog(data: $0, genesis: genesis.hash) }
    let report = try PromiseAuditRun(path: path, genesis: genesis, log: blocks).run()
    try Console.write(report.bytes(output))
    return report.status
  }

  /// Audits of a block or of a log; nil where another was asked for.
  private static func runLog(_ arguments: Arguments, _ output: Output) throws -> ExitStatus? {
    let kinds = ["witness", "replay", "data", "evidence", "state", "proofs"].filter { arguments.has($0) }
    let isReplay = kinds == ["replay"] || kinds == ["data"]
    guard isReplay || !["checkpoint", "salts", "write"].contains(where: { arguments.has($0) }) else {
      throw CommandFailure(
        .usage, "--checkpoint, --salts and --write go with --replay or --data; see ballast audit --help")
    }
    guard kinds.count == 1, let kind = kinds.first, let path = arguments.value(kind), kind != "state", kind != "proofs"
    else { return nil }
    guard arguments.positional.isEmpty, arguments.all("venue").count <= 1 else {
      throw CommandFailure(.usage, "one file and one --venue at most were expected; see ballast audit --help")
    }
    let genesis = try arguments.value("venue").map { try GenesisFile.read($0) }
    let report: LogAuditReport
    switch kind {
    case "witness": report = LogAuditRun.witness(path, genesis: genesis)
    case "evidence": report = LogAuditRun.evidence(path, genesis: genesis)
    default:
      var run = ReplayAuditRun(
        path, isDirectory: kind == "data", genesis: genesis,
        checkpoints: try arguments.all("checkpoint").map { try checkpoint($0) }, salts: arguments.value("salts"),
        evidencePath: arguments.value("write"))
      report = try run.run()
    }
    try Console.write(report.bytes(output))
    return report.status
  }

  private static func checkpoint(_ path: String) throws -> ProofFile {
    let bytes = try FileInput.bytes(of: path, atMost: ProofFileLimits.bytes)
    do throws(ProofFileRefusal) {
      return try ProofFile(bytes)
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }

  /// The most bytes of a genesis: its policy has 1,024 custodians at most.
  static let genesisBytes = 1 << 20

  private static func venue(_ path: String) throws -> Venue {
    let bytes = try FileInput.bytes(of: path, atMost: genesisBytes)
    do throws(JSONError) {
      return try Venue(JSONDocument(bytes).root)
    } catch {
      if let confusion = GenesisKind.commitment.confusion(bytes) {
        throw CommandFailure(.badInput, "\(path): \(error.name): \(confusion)")
      }
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }
}
