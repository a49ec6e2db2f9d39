import Commitment
import Console
import Encoding
import Ethereum
import Verification

/// `ballast-verify`: proof files against a venue's genesis.
enum VerifyCommand {
  /// Files of one call, and their bytes together.
  static let files = 1024
  static let totalBytes = 256 << 20
  static let genesisBytes = 8 << 20

  static let command = Command(
    positional: "PROOF...",
    description: """
      Checks proof files of a venue, and says in plain words what each shows. The venue is the one that its genesis
      file defines: get that from a source you trust, once, for everything else is held to it. No network is used.
      At most \(files) files of 8 MiB each, 256 MiB together; - is standard input.
      """,
    options: [
      OptionSpecification(name: "venue", value: "GENESIS", help: "the genesis file of the venue (required)"),
      OptionSpecification(
        name: "memory", value: "FILE",
        help: """
          the last checkpoint that was accepted: what comes later must extend it.
          Made by the first call, replaced when everything passed
          """),
      OptionSpecification(name: "at", value: "SECONDS", help: "Unix time to check at (this machine's clock)"),
      OptionSpecification(
        name: "maximum-age", value: "SECONDS", help: "refuse a checkpoint that is older (any age is taken)"),
      OptionSpecification(name: "index", value: "N", help: "the index of your account: no other passes"),
      OptionSpecification(name: "owner", value: "ADDRESS", help: "your address: no other owner passes"),
      OptionSpecification(
        name: "record", value: "FILE",
        help: """
          what your account holds: an account as of ballast margin, with "manager"
          where the venue has several, or the record in hexadecimal digits
          """),
      OptionSpecification(
        name: "trust-parameters", value: "HASH", help: "a parameter set that margins may use (any)", repeats: true),
      OptionSpecification(
        name: "level", value: "LEVEL",
        help: "what must be shown: " + ProofLevel.allCases.map(\.rawValue).joined(separator: ", "), repeats: true),
      OptionSpecification(
        name: "evidence", value: "FILE",
        help: "where to write two checkpoints that contradict each other, if there are any"),
      OptionSpecification(name: "json", help: "write one JSON document instead of lines"),
    ],
    examples: [
      "ballast-verify --venue genesis.json --owner 0x1111111111111111111111111111111111111111 inclusion.json",
      "ballast-verify --venue genesis.json --memory seen.json --level solvency solvency.json consistency.json",
      "ballast-verify --venue genesis.json --index 7 --record account.json --maximum-age 86400 margin.json",
      "ballast-verify --venue genesis.json --json proofs/*.json",
    ],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    // Two calls at once could each find that what they accept extends the memory, and the older one be written last.
    let lock = try arguments.value("memory").map { path throws(CommandFailure) in try FileLock(path) }
    defer { withExtendedLifetime(lock) {} }
    if let memory = arguments.value("memory") { FileReplacement.removeUnfinished(beside: memory) }
    let verifier = try Verifier(arguments)
    let paths = arguments.positional
    guard !paths.isEmpty else {
      throw CommandFailure(.usage, "at least one proof file was expected; see ballast-verify --help")
    }
    guard paths.count <= files else {
      throw CommandFailure(.usage, "at most \(files) proof files were expected, and \(paths.count) are named")
    }
    var room = totalBytes
    let report = verifier.verify(paths.map { ProofInput.read($0, room: &room) })
    var result = VerifyResult(report: report, status: ExitStatus(report.verdict))
    result.keep(memory: arguments.value("memory"), evidence: arguments.value("evidence"))
    do throws(CommandFailure) {
      try Console.write(arguments.has("json") ? result.json : Array(result.text.utf8))
    } catch {
      BallastVerify.program.say(error.message)
      return result.status == .wrong ? .wrong : .badOutput
    }
    return result.status
  }
}

extension Verifier {
  /// What the reader brings, from the command line (PF-9).
  fileprivate init(_ arguments: Arguments) throws {
    guard let path = arguments.value("venue") else {
      throw CommandFailure(
        .usage, "--venue: the genesis file of the venue was expected; it is published where the venue is described")
    }
    self.init(try Self.venue(path))
    if let memory = arguments.value("memory"), Folder.holds(memory) {
      var room = ProofFileLimits.bytes + 1
      self.memory = ProofInput.read(memory, room: &room)
    }
    now = try arguments.seconds("at") ?? System.secondsSinceEpoch
    greatestAge = try arguments.seconds("maximum-age")
    expected.index = try arguments.seconds("index")
    if let owner = arguments.value("owner") {
      do throws(AddressError) {
        expected.owner = try Address(owner)
      } catch { throw CommandFailure(.usage, "--owner: \(error.message)") }
    }
    if let record = arguments.value("record") { expected.record = try ExpectedRecord.read(record) }
    let hashes = try arguments.all("trust-parameters").map { text in
      guard let hash = Bytes32(text) else {
        throw CommandFailure(.usage, "--trust-parameters: expected 0x and 64 hexadecimal digits, found \(text)")
      }
      return hash
    }
    if !hashes.isEmpty { trustedParameters = Set(hashes) }
    levels = try arguments.all("level").map { text in
      guard let level = ProofLevel(rawValue: text) else {
        let known = ProofLevel.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandFailure(.usage, "--level: expected one of \(known), found \(text)")
      }
      return level
    }
  }

  private static func venue(_ path: String) throws(CommandFailure) -> Venue {
    let bytes = try FileInput.bytes(of: path, atMost: VerifyCommand.genesisBytes)
    do throws(JSONError) {
      return try Venue(JSONDocument(bytes).root)
    } catch {
      let reason = GenesisKind.commitment.confusion(bytes) ?? "a venue's genesis was expected: \(error.message)"
      throw CommandFailure(.badInput, "\(path): \(reason); nothing can be checked without it")
    }
  }
}

extension Arguments {
  /// A whole number of 64 bits; nil where the option is not given.
  fileprivate func seconds(_ name: String) throws(CommandFailure) -> UInt64? {
    guard let text = value(name) else { return nil }
    guard let number = UInt64(text), String(number) == text else {
      throw CommandFailure(.usage, "--\(name): expected a whole number, found \(text)")
    }
    return number
  }
}
