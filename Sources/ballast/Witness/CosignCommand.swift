import Audit
import Commitment
import Console
import Encoding
import Ethereum
import Keys

/// `ballast cosign`: a witness's signature under a checkpoint that extends the last one it saw.
enum CosignCommand {
  static let command = Command(
    name: "cosign",
    summary: "check a checkpoint as its witness, and cosign it",
    positional: "CHECKPOINT.json",
    description: """
      Checks the checkpoint and the operator's signature (CP-10), and that it extends the last one that this witness
      cosigned, which the file --memory holds (CP-15, CP-16): for a later checkpoint the file --consistency proves it,
      as ballast prove consistency writes it. Then the memory is replaced, and once that is on the disk the signature
      is added to CHECKPOINT.json, beside those of other witnesses. A witness that has cosigned nothing yet says so by
      --first, which makes the memory: a memory that is not where it is looked for must not pass for a new one.

      A witness whose role in the policy is to execute the log gives it by --data or --log: everything in a checkpoint
      of a block that follows from the log is computed again and compared (LA-11), which it has to be before such a
      witness cosigns; other witnesses may. The first member that differs is named.

      A checkpoint that is refused is not signed, and the command ends with 1; with 2 where the proof that it extends
      the memory is missing.
      """,
    options: [
      OptionSpecification(name: "venue", value: "FILE", help: "the genesis, from a source that the witness trusts"),
      OptionSpecification(name: "memory", value: "FILE", help: "what this witness cosigned last; its own, for one venue"),
      OptionSpecification(
        name: "first", help: "this witness has cosigned nothing of this venue, and has no\nmemory yet"),
      OptionSpecification(
        name: "consistency", value: "FILE", help: "a proof file of kind consistency, from that checkpoint to\nthis one"),
      OptionSpecification(name: "at", value: "TIME", help: "the witness's clock in place of the machine's"),
    ] + ExecutedLog.options + SigningKey.options,
    examples: [
      "ballast cosign --venue genesis.json --memory memory.json --first --key witness.json 00000000.json",
      "ballast cosign --venue genesis.json --memory memory.json --key witness.json \\",
      "  --consistency consistency-0.json 00000001.json",
      "ballast cosign --venue genesis.json --memory memory.json --key witness.json --data data 00000002.json",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let path = arguments.positional.first else {
      throw CommandFailure(.usage, "one CHECKPOINT.json was expected; see ballast cosign --help")
    }
    let venue = try VenueSource.read(arguments)
    let memoryPath = try arguments.required("memory")
    // Two calls at once could each find that what they cosign extends the memory, and contradict each other.
    let locks = [try FileLock(memoryPath), try FileLock(path)]
    defer { withExtendedLifetime(locks) {} }
    var file = try ProofInput.read(path)
    guard case .checkpoint = file.body else {
      throw CommandFailure(.badInput, "\(path): expected a proof file of kind checkpoint, found another kind")
    }
    let consistency = try arguments.value("consistency").map { try ProofInput.read($0) }
    let now = try arguments.time("at") ?? System.secondsSinceEpoch
    let memory = try remembered(memoryPath, isFirst: arguments.has("first"))
    let key = try SigningKey.load(arguments)
    let witness = Witness(
      venue: venue, key: key, memory: memoryPath, now: now, log: try ExecutedLog(arguments, of: venue))
    let policies: PolicyHistory
    do throws(WitnessFailure) {
      policies = try witness.cosign(&file, remembered: memory, consistency: consistency, at: path)
    } catch {
      switch error {
      case .command(let failure): throw failure
      case .difference(let difference):
        Ballast.program.say("\(path) is not cosigned: \(difference.name): \(difference.message)")
        return .difference
      case .refusal(let refusal):
        Ballast.program.say("\(path) is not cosigned: \(refusal.name): \(refusal.message)")
        guard case .noExtension(let from, let to) = refusal else { return .difference }
        Ballast.program.say("ballast prove consistency --from \(from) --to \(to) makes the file for --consistency")
        // Nothing is wrong; it could not be checked.
        return .badInput
      }
    }
    let threshold = policies.inForce(at: file.checkpoint.checkpoint.number).policy.threshold
    try Console.write(
      "checkpoint \(file.checkpoint.checkpoint.number): \(file.checkpoint.cosignatures.count) of \(threshold) "
        + "cosignatures, \(file.checkpoint.checkpoint.digest(in: venue))\n")
    return .success
  }

  /// What the witness cosigned last, nil where it has cosigned nothing.
  /// - Throws: `badInput` where there is no memory and none is to be made, or the other way round.
  static func remembered(_ path: String, isFirst: Bool) throws -> ProofFile? {
    let isThere = Folder.holds(path)
    if isFirst && isThere {
      throw CommandFailure(.badInput, "\(path): expected no memory, because of --first, found one; leave out --first")
    }
    if !isFirst && !isThere {
      // A witness that forgot would cosign a second history.
      throw CommandFailure(
        .badInput, "\(path): expected this witness's memory, found none; --first makes it, for a witness that has "
          + "cosigned nothing of this venue")
    }
    return isThere ? try ProofInput.read(path) : nil
  }
}
