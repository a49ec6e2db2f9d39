import Commitment
import Console
import Margin
import Verification

/// `ballast prove all`: static files for every account of a checkpoint.
enum ProveAllCommand {
  /// Accounts of one folder.
  static let shard = 1_000

  static let command = Command(
    name: "prove all",
    summary: "write proof files for every account, to be served as static files",
    description: """
      Writes inclusion-N.json for every account, N being its index, and of a book margin-N.json, in folders of \(shard)
      accounts: DIR/00042/margin-42017.json. Who fetches a whole folder does not say which account is theirs. Files that
      are there with the same bytes are left, so that a call that ended early can be repeated. On a venue with salts the
      files say what each account holds: serve each to its owner.
      """,
    options: [
      ProveCommand.venue, ProveCommand.number,
      OptionSpecification(name: "kind", value: "KIND", help: "inclusion, margin or all (all)"),
      ProofOutput.option, Arguments.workersOption,
    ],
    examples: ["ballast prove all --venue venue --output public/3"],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let choice = try arguments.choice("kind", ["inclusion", "margin", "all"], default: "all")
    let output = try ProofOutput(arguments)
    let state = try ProveCommand.loaded(arguments)
    // Assets follow from the same siblings, and whoever wants that file asks for it.
    let kinds = state.kinds(of: choice).filter { $0 != .assets }
    let workers = try arguments.workers()
    let start = ContinuousClock.now
    var progress = Progress("accounts proven")
    let count = state.committed.openings.count
    var bytes = 0
    for first in stride(from: 0, to: count, by: shard) {
      let folder = "\(output.path)/\(digits(first / shard))"
      try Folder.make(folder)
      let written = Workers.map(Array(first..<min(first + shard, count)), workers: workers, grain: 16) { index in
        Result { try write(kinds, of: index, state, to: folder, output) }
      }
      for result in written { bytes += try result.get() }
      progress.update(min(first + shard, count))
    }
    progress.finish()
    let files = count * kinds.count
    let milliseconds = max(1, Int((ContinuousClock.now - start) / .milliseconds(1)))
    try Console.write(
      "\(Amounts.count(files)) files, \(Amounts.count(bytes >> 20)) MiB, in \(Amounts.count(milliseconds)) ms: "
        + "\(Amounts.count(files * 1_000 / milliseconds)) a second\n")
    return .success
  }

  /// - Returns: the bytes of the files.
  private static func write(
    _ kinds: [ProveCommand.AccountKind], of index: Int, _ state: ProvenState, to folder: String, _ output: ProofOutput
  ) throws -> Int {
    var total = 0
    for kind in kinds {
      let bytes = state.file(try state.body(kind, of: UInt64(index))).bytes
      try output.put("\(folder)/\(kind.rawValue)-\(index).json", bytes, isDurable: false)
      total += bytes.count
    }
    return total
  }

  private static func digits(_ shard: Int) -> String {
    let text = String(shard)
    return String(repeating: "0", count: max(0, 5 - text.count)) + text
  }
}
