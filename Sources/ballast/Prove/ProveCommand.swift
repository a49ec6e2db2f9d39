import Commitment
import Console
import Ethereum

/// `ballast prove …`: proof files of a venue's folder, for ballast-verify.
enum ProveCommand {
  static let venue = OptionSpecification(name: "venue", value: "DIR", help: "the venue's folder")
  static let number = OptionSpecification(name: "number", value: "N", help: "the checkpoint (the last)")
  static let index = OptionSpecification(
    name: "index", value: "N", help: "the account by its index; may be repeated", repeats: true)
  static let id = OptionSpecification(
    name: "id", value: "ID", help: "the account by its name in the book, or its number in a\nledger; may be repeated", repeats: true)

  static let commands = [
    account, accounts, empty, solvency, consistency, equivocation, checkpoint, state, ProveAllCommand.command,
    ProveBlockCommand.command,
  ]

  /// Kinds of proof files about one account.
  enum AccountKind: String, CaseIterable, Sendable {
    case inclusion, assets, margin
  }

  private static let account = Command(
    name: "prove account",
    summary: "prove what accounts hold, and their margins",
    description: """
      Writes a proof file of each kind for each account: inclusion-N.json (the account is at its index), assets-N.json
      (what it holds is counted in the totals of each asset), margin-N.json (its margin, with all that it is computed
      from), N being its index. The state is margined again and must be what the checkpoint says. Margins of a block's
      accounts rest on its whole state and have no file; ballast audit --replay computes them.
      """,
    options: [
      venue, number, id, index,
      OptionSpecification(name: "kind", value: "KIND", help: "inclusion, assets, margin or all (all)"),
      ProofOutput.option, Arguments.workersOption,
    ],
    examples: [
      "ballast prove account --venue venue --id a0000017 --output proofs",
      "ballast prove account --venue venue --number 2 --index 0 --kind margin --output proofs",
    ],
    run: { try runAccount($0).rawValue })

  private static let accounts = Command(
    name: "prove accounts",
    summary: "prove several accounts by one file",
    description: """
      Writes accounts-N.json, N being the least index: that the accounts are at their indices, in one proof without
      the nodes that follow from it. At most 1024 accounts.
      """,
    options: [venue, number, id, index, ProofOutput.option, Arguments.workersOption],
    examples: ["ballast prove accounts --venue venue --index 0 --index 1 --id a0000017 --output proofs"],
    run: { try runAccounts($0).rawValue })

  private static let empty = Command(
    name: "prove empty",
    summary: "prove that an index has no account",
    description: """
      Writes emptiness-N.json. Where N is the number of accounts, which is the index if none is given, it shows that
      there are none from there on.
      """,
    options: [
      venue, number, OptionSpecification(name: "index", value: "N", help: "the index (the number of accounts)"),
      ProofOutput.option, Arguments.workersOption,
    ],
    examples: ["ballast prove empty --venue venue --output proofs"],
    run: { try runEmpty($0).rawValue })

  private static let solvency = Command(
    name: "prove solvency",
    summary: "prove that custody covers what is owed",
    description: """
      Writes solvency-N.json, N being the checkpoint's number: the totals opened, what custodians attested, and the
      venue's own accounts.
      """,
    options: [venue, number, ProofOutput.option, Arguments.workersOption],
    examples: ["ballast prove solvency --venue venue --output proofs"],
    run: { try runSolvency($0).rawValue })

  private static let consistency = Command(
    name: "prove consistency",
    summary: "prove that a checkpoint extends an older one",
    description: """
      Writes consistency-M-N.json: that the log of checkpoint N begins with that of M, and has M in it. A reader or a
      witness that remembers M follows it to N.
      """,
    options: [
      venue, OptionSpecification(name: "from", value: "M", help: "the older checkpoint"),
      OptionSpecification(name: "to", value: "N", help: "the newer one (the last)"), ProofOutput.option,
    ],
    examples: ["ballast prove consistency --venue venue --from 0 --output proofs"],
    run: { try runConsistency($0).rawValue })

  private static let checkpoint = Command(
    name: "prove checkpoint",
    summary: "write a checkpoint with its cosignatures as a proof file",
    description: "Writes checkpoint-N.json, N being its number, with all changes of the policy that there are.",
    options: [venue, number, ProofOutput.option],
    examples: ["ballast prove checkpoint --venue venue --output proofs"],
    run: { arguments in
      let (folder, signed) = try folderAndCheckpoint(arguments)
      try ProofOutput(arguments).write("checkpoint-\(signed.checkpoint.number)", folder.file(signed, .checkpoint))
      return ExitStatus.success.rawValue
    })

  private static func runAccount(_ arguments: Arguments) throws -> ExitStatus {
    let kinds = try arguments.choice("kind", AccountKind.allCases.map(\.rawValue) + ["all"], default: "all")
    try checkNamesAccounts(arguments)
    let output = try ProofOutput(arguments)
    let state = try loaded(arguments)
    for index in try indices(arguments, state) {
      for kind in state.kinds(of: kinds) {
        try output.write("\(kind.rawValue)-\(index)", state.file(state.body(kind, of: index)))
      }
    }
    return .success
  }

  private static func runAccounts(_ arguments: Arguments) throws -> ExitStatus {
    try checkNamesAccounts(arguments)
    let output = try ProofOutput(arguments)
    let state = try loaded(arguments)
    let indices = try indices(arguments, state)
    let proof = try CommandFailure.proving { () throws(CommitmentRefusal) in
      var accounts: [MultiProof.Account] = []
      for index in indices {
        accounts.append(MultiProof.Account(index: index, opening: try state.committed.inclusion(of: index).opening))
      }
      return try state.committed.trees.inclusion(of: accounts)
    }
    try output.write("accounts-\(indices.first ?? 0)", state.file(.accounts(proof)))
    return .success
  }

  private static func runEmpty(_ arguments: Arguments) throws -> ExitStatus {
    let output = try ProofOutput(arguments)
    let state = try loaded(arguments)
    let index = try arguments.uint64("index") ?? state.committed.trees.count
    let proof = try CommandFailure.proving { () throws(CommitmentRefusal) in
      try state.committed.trees.emptiness(of: index)
    }
    try output.write("emptiness-\(index)", state.file(.emptiness(proof)))
    return .success
  }

  private static func runSolvency(_ arguments: Arguments) throws -> ExitStatus {
    let output = try ProofOutput(arguments)
    let state = try loaded(arguments)
    let proof: SolvencyProof
    do throws(SolvencyRefusal) {
      proof = try state.committed.solvencyProof(of: state.checkpoint.checkpoint, state.attestation)
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
    try output.write("solvency-\(state.checkpoint.checkpoint.number)", state.file(.solvency(proof)))
    return .success
  }

  private static func runConsistency(_ arguments: Arguments) throws -> ExitStatus {
    let folder = try VenueFolder(arguments.required("venue"))
    guard let from = try arguments.uint64("from") else { throw CommandFailure(.usage, "--from was expected") }
    let to = try arguments.uint64("to") ?? (folder.count == 0 ? 0 : folder.count - 1)
    let (older, newer) = (try folder.checkpoint(from), try folder.checkpoint(to))
    let output = try ProofOutput(arguments)
    let log = CheckpointLog(try folder.digests(to))
    let proof: ExtensionProof
    do throws(CheckpointRefusal) {
      proof = from == to
        ? ExtensionProof(consistency: [], inclusion: []) : try log.extensionProof(from: from, to: to)
    } catch {
      throw CommandFailure(.badInput, "--from \(from) --to \(to): \(error.name): \(error.message)")
    }
    try output.write("consistency-\(from)-\(to)", folder.file(newer, .consistency(from: older, proof)))
    return .success
  }

  static func loaded(_ arguments: Arguments) throws -> ProvenState {
    let (folder, signed) = try folderAndCheckpoint(arguments)
    return try ProvenState(folder, number: signed.checkpoint.number, workers: arguments.workers())
  }

  static func folderAndCheckpoint(_ arguments: Arguments) throws -> (VenueFolder, SignedCheckpoint) {
    let folder = try VenueFolder(arguments.required("venue"))
    let last = folder.count == 0 ? 0 : folder.count - 1
    return (folder, try folder.checkpoint(try arguments.uint64("number") ?? last))
  }

  private static func checkNamesAccounts(_ arguments: Arguments) throws {
    guard arguments.has("id") || arguments.has("index") else {
      throw CommandFailure(.usage, "--id ID or --index N was expected, once or several times")
    }
  }

  /// The accounts that the options name, in rising order.
  private static func indices(_ arguments: Arguments, _ state: ProvenState) throws -> [UInt64] {
    var indices: Set<UInt64> = []
    for id in arguments.all("id") { indices.insert(try state.index(of: id)) }
    for text in arguments.all("index") {
      guard let index = UInt64(text) else {
        throw CommandFailure(.usage, "--index: expected a whole number, found \(text)")
      }
      indices.insert(index)
    }
    return indices.sorted()
  }
}

extension ProvenState {
  /// The kinds that a choice asks for: of all, a block's accounts have no margin files (441).
  func kinds(of choice: String) -> [ProveCommand.AccountKind] {
    if let kind = ProveCommand.AccountKind(rawValue: choice) { return [kind] }
    return ProveCommand.AccountKind.allCases.filter { $0 != .margin || !checkpoint.checkpoint.isOfBlock }
  }

  /// What one kind of file about an account shows.
  func body(_ kind: ProveCommand.AccountKind, of index: UInt64) throws -> ProofFile.Body {
    switch kind {
    case .inclusion: try inclusion(of: index)
    case .assets: try assets(of: index)
    case .margin: try margin(of: index)
    }
  }
}
