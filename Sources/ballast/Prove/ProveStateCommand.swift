import Audit
import Commitment
import Console
import Ethereum

extension ProveCommand {
  static let state = Command(
    name: "prove state",
    summary: "write a whole state, for ballast audit",
    description: """
      Writes state-N.jsonl, N being the checkpoint's number: every account with the markets and parameters that margins
      rest on (SV-11), and the checkpoint with its cosignatures. Whoever has it knows every account: on a venue with
      salts it is for auditors alone, and readable by its owner only.
      """,
    options: [venue, number, ProofOutput.option],
    examples: ["ballast prove state --venue venue --output for-the-auditor"],
    run: { try runState($0).rawValue })

  static let equivocation = Command(
    name: "prove equivocation",
    summary: "make evidence of two checkpoints that contradict each other",
    positional: "A.json B.json",
    description: """
      Takes two proof files of kind checkpoint of one venue, which its operator signed and no honest one can have, and
      writes equivocation-N.json, N being the lower number: two checkpoints of one number, one that names another
      before it, or, with --venue, a folder whose checkpoints B extends, one in whose log another stands (CP-17). With
      --venue the evidence is checked before it is written, without it only that the two contradict each other.
      """,
    options: [
      OptionSpecification(name: "venue", value: "DIR", help: "a folder with the checkpoints that are in the log of B"),
      ProofOutput.option,
    ],
    examples: ["ballast prove equivocation seen.json published.json --output evidence"],
    run: { try runEquivocation($0).rawValue })

  private static func runState(_ arguments: Arguments) throws -> ExitStatus {
    let (folder, signed) = try folderAndCheckpoint(arguments)
    let number = signed.checkpoint.number
    let output = try ProofOutput(arguments)
    let path = VenueFolder.state(number, in: folder.path)
    var header = try StateInput.header(path)
    guard header.checkpoint.checkpoint == signed.checkpoint else {
      throw CommandFailure(.badInput, "\(path): expected the state of checkpoint \(number), found another")
    }
    header.checkpoint = signed
    header.policyChanges = folder.changes
    let target = "\(output.path)/state-\(number).jsonl"
    try NewFile.checkAbsent(target)
    let file = try FileReplacement(target, mode: 0o600)
    try file.write(try StateInput.line(of: header))
    let input = try FileInput(path)
    var isHeader = true
    while true {
      var piece = try input.read()
      if piece.isEmpty { break }
      if isHeader {
        guard let end = piece.firstIndex(of: 10) else { continue }
        piece.removeFirst(end + 1)
        isHeader = false
      }
      try file.write(piece)
    }
    try file.finish()
    try Console.write("\(target)\n")
    return .success
  }

  private static func runEquivocation(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 2 else {
      throw CommandFailure(.usage, "A.json and B.json were expected; see ballast prove equivocation --help")
    }
    let files = try arguments.positional.map { try ProofInput.read($0) }
      .sorted { $0.checkpoint.checkpoint.number < $1.checkpoint.checkpoint.number }
    var (first, second) = (files[0], files[1])
    let venue = try arguments.value("venue").map { try VenueFolder($0) }
    let entry = try venue.flatMap { try logEntry(of: first.checkpoint, in: second.checkpoint, $0) }
    // The longer list has the policies of both.
    if second.policyChanges.count > first.policyChanges.count { first.policyChanges = second.policyChanges }
    first.body = .equivocation(second: second.checkpoint, entry)
    do throws(CheckpointRefusal) {
      let (expected, found) = (first.checkpoint.checkpoint.engine, second.checkpoint.checkpoint.engine)
      guard expected == found else { throw .wrongEngine(expected: expected, found: found) }
      if let venue { try check(first, second.checkpoint, entry, in: venue.venue) }
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
    if venue == nil, !contradicts(first.checkpoint.checkpoint, second.checkpoint.checkpoint, first) {
      throw CommandFailure(
        .badInput, "Evidence_NoContradiction: checkpoints that contradict each other were expected, and "
          + "\(first.checkpoint.checkpoint.number) and \(second.checkpoint.checkpoint.number) do not by themselves; "
          + "--venue DIR looks into the log of the later one")
    }
    try ProofOutput(arguments).write("equivocation-\(first.checkpoint.checkpoint.number)", first)
    return .success
  }

  /// Checks evidence as its readers will.
  private static func check(
    _ first: ProofFile, _ second: SignedCheckpoint, _ entry: LogContradiction?, in venue: Venue
  ) throws(CheckpointRefusal) {
    _ = try Evidence(first: first.checkpoint, second: second, log: entry).verify(under: first.policies(in: venue))
  }

  /// Whether one number has two checkpoints, or the later names another before it.
  private static func contradicts(_ first: Checkpoint, _ second: Checkpoint, _ file: ProofFile) -> Bool {
    let separator = EIP712.Domain(
      name: "Ballast", version: "1", chainId: file.chainId, verifyingContract: file.contract
    ).separator
    let digest = EIP712.digest(domainSeparator: separator, structHash: first.structHash)
    if first.number == second.number { return first != second }
    return second.number - first.number == 1 && second.previous != digest
  }

  /// The entry in the place of the first checkpoint in the second's log, where the folder has that log.
  private static func logEntry(
    of first: SignedCheckpoint, in second: SignedCheckpoint, _ folder: VenueFolder
  ) throws -> LogContradiction? {
    let (older, newer) = (first.checkpoint, second.checkpoint)
    guard older.number < newer.number, folder.count >= newer.number else { return nil }
    let digests = try folder.digests(newer.number)
    let log = CheckpointLog(digests)
    let digest = digests[Int(older.number)]
    guard log.root == newer.log, digest != older.digest(in: folder.venue) else { return nil }
    do throws(CheckpointRefusal) {
      return LogContradiction(digest: digest, path: try log.inclusion(of: older.number))
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }
}
