import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import Keys
import Verification

/// `ballast commit`: a book at a moment, or a block of a ledger, becomes a venue's next checkpoint.
enum CommitCommand {
  static let command = Command(
    name: "commit",
    summary: "sign a closed book, or a block of a ledger, as a venue's next checkpoint",
    description: """
      Margins every account, builds the state, solvency and asset tree and the risk root (SV-15), and signs what they
      come to as the venue's next checkpoint, with what custodians have attested. The state behind it goes to
      DIR/states, then the checkpoint to DIR/checkpoints. What would not verify is refused by the name of the check
      that it would fail, before anything is signed; so is what is not solvent, unless --insolvent is given.

      The book is one of ballast book --closed, at its own moment or at --at of a tape. With --dry-run, which needs
      neither key nor attestation, the totals that custody must cover are printed and nothing is written.

      With --data, what is committed to is a block of the log in a data directory of ballast run: the last, or that of
      --height. Accounts, fees, settled cash and pending withdrawals follow from the log then (LG-22), so that whoever
      executes it checks every figure; margins rest on the state, and have no proof files of their own.

      A call that ended after it had signed leaves a state without its checkpoint. The next call publishes that
      checkpoint before it goes on, because what was signed under a number stays signed.
      """,
    options: [
      OptionSpecification(name: "venue", value: "DIR", help: "the venue's folder"),
      OptionSpecification(name: "book", value: "FILE", help: "the book"),
      OptionSpecification(name: "data", value: "DIR", help: "in place of a book: the data directory of ballast run"),
      OptionSpecification(name: "tape", value: "FILE", help: "the market tape of --at"),
      OptionSpecification(
        name: "at", value: "MOMENT", help: "with --tape: the moment, by index, Unix seconds or UTC\ntext; the book's own if left out"),
      OptionSpecification(
        name: "params", value: "SET", help: "use this parameter set in place of the book's; also\nMARKET=SET,MARKET=SET"),
      OptionSpecification(
        name: "attestation", value: "FILE", help: "custody statements of ballast attest; may be repeated", repeats: true),
    ] + SigningKey.options + [
      OptionSpecification(
        name: "salts", value: "FILE",
        help: "a file with the secret that leaf salts are made of, 0x and\n64 hexadecimal digits; without it the venue is public"),
      OptionSpecification(
        name: "public", help: "commit without salts although the last checkpoint has them,\nand show what accounts hold"),
      OptionSpecification(name: "height", value: "N", help: "the block whose state it is (the checkpoint's number;\nwith --data the last block)"),
      OptionSpecification(name: "fees-accrued", value: "CASH", help: "fees that are in no account yet (0)"),
      OptionSpecification(
        name: "net-settled-cash", value: "CASH", help: "cash that settlements created, less what they burned (0)"),
      OptionSpecification(
        name: "pending-withdrawals", value: "CASH", help: "debited from accounts and not yet paid (0)"),
      OptionSpecification(name: "insolvent", help: "sign also where custody or the security module falls\nshort"),
      OptionSpecification(name: "dry-run", help: "print what custody must cover, and sign nothing"),
      OptionSpecification(name: "output", value: "FORM", help: "table or json (table)"),
      Arguments.workersOption,
    ],
    examples: [
      "ballast commit --venue venue --book book.jsonl --tape vectors/market/market-tape-2026.json --at 7 --dry-run",
      "ballast commit --venue venue --book book.jsonl --tape vectors/market/market-tape-2026.json --at 7 \\",
      "  --attestation coins.jsonl --attestation cash.jsonl --key operator.json",
      "ballast commit --venue venue --data data --attestation cash.jsonl --key operator.json",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let start = ContinuousClock.now
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let workers = try arguments.workers()
    let path = try arguments.required("venue")
    try checkSource(arguments)
    if arguments.has("dry-run") {
      for option in ["attestation", "key", "salts", "public"] where arguments.has(option) {
        throw CommandFailure(.usage, "--\(option) does not go with --dry-run, which signs nothing")
      }
      try needs(arguments, workers: workers).print(asTable: isTable)
      return .success
    }
    let lock = try VenueFolder(path).locked()
    defer { withExtendedLifetime(lock) {} }
    try VenueFolder(path).publishLeftover()
    let folder = try VenueFolder(path)
    let key = try SigningKey.load(arguments)
    let policy = folder.history.inForce(at: folder.count).policy
    guard policy.operatorKey == key.address else {
      let refusal = CheckpointRefusal.operatorMismatch(expected: policy.operatorKey, found: key.address)
      throw CommandFailure(
        .badInput, "\(refusal.name): the key of \(policy.operatorKey), the operator of checkpoint \(folder.count), was "
          + "expected, and that of \(key.address) was found")
    }
    let attestation = try StatementFiles.read(arguments.all("attestation"))
    let (subject, committed, salts) = try committed(arguments, folder, workers: workers)
    let next = NextCheckpoint(
      folder: folder, subject: subject, attestation: attestation, now: System.secondsSinceEpoch)
    let signed = try next.signed(committed, by: key, allowsInsolvency: arguments.has("insolvent"))
    try next.write(signed, committed, salts: salts)
    let report = CommitReport(signed, committed, attestation: attestation, folder: folder, elapsed: ContinuousClock.now - start)
    try report.print(asTable: isTable)
    return .success
  }

  /// What goes with a data directory is found in it.
  private static func checkSource(_ arguments: Arguments) throws(CommandFailure) {
    guard arguments.has("data") else { return }
    let others = ["book", "tape", "at", "params", "fees-accrued", "net-settled-cash", "pending-withdrawals"]
    for option in others where arguments.has(option) {
      throw CommandFailure(.usage, "--\(option) does not go with --data, where all of it follows from the log")
    }
  }

  private static func needs(_ arguments: Arguments, workers: Int) throws -> CustodyNeeds {
    if let data = arguments.value("data") {
      let block = try BlockSource.contents(
        data, height: arguments.uint64("height"), of: VenueFolder(arguments.required("venue")).venue, workers: workers)
      return try CommandFailure.refused { () throws(CommitRefusal) in try CustodyNeeds(block) }
    }
    let amounts = try CommitAmounts(arguments)
    let state = try state(arguments, workers: workers)
    return try CommandFailure.refused { () throws(CommitRefusal) in try CustodyNeeds(state, amounts) }
  }

  /// What is to be signed, and the salts of its leaves.
  private static func committed(
    _ arguments: Arguments, _ folder: VenueFolder, workers: Int
  ) throws -> (CheckpointSubject, CommittedState, [Bytes32]) {
    if let data = arguments.value("data") {
      let block = try BlockSource.contents(
        data, height: arguments.uint64("height"), of: folder.venue, workers: workers)
      let salts = try salts(arguments, of: block.accounts.count, folder)
      let commitment = try BlockSource.commitment(block, salts: salts, depth: folder.venue.depth, workers: workers)
      return (CheckpointSubject(block), CommittedState(commitment), salts)
    }
    let amounts = try CommitAmounts(arguments)
    let state = try state(arguments, workers: workers)
    let salts = try salts(arguments, of: state.accounts.count, folder)
    let committed = try CommandFailure.refused { () throws(CommitRefusal) in
      try CommittedState(
        state.accounts, on: state.markets, salts: salts, assets: state.assets, depth: folder.venue.depth,
        workers: workers)
    }
    return (CheckpointSubject(state, amounts), committed, salts)
  }

  /// The book at its moment, closed.
  private static func state(_ arguments: Arguments, workers: Int) throws -> BookState {
    let book = try BookFile(arguments.required("book"))
    let sets = try arguments.value("params").map { text in
      try BookMarginRun.chosen(text, "params", book, own: book.markets.map(\.parameterSet)) {
        try ModelSource.portfolioSet($0).set
      }
    } ?? book.markets.map(\.parameterSet)
    let moment = try BookMarginRun.oneMoment(arguments, book)
    return try CommandFailure.refused { () throws(CommitRefusal) in
      let state = try BookState(book, at: moment, sets: sets, workers: workers)
      try state.checkPositions(workers: workers)
      return state
    }
  }

  /// A salt for each account, or none on a public venue (KY-10).
  private static func salts(_ arguments: Arguments, of count: Int, _ folder: VenueFolder) throws -> [Bytes32] {
    guard let path = arguments.value("salts") else {
      // Forgotten once, it would show what every account holds.
      guard try !arguments.has("public") && folder.lastHasSalts() else { return [] }
      throw CommandFailure(
        .usage, "--salts was expected, because checkpoint \(folder.count - 1) has salts; --public commits without them")
    }
    return try BlockSource.salts(path, engine: folder.venue.engine, checkpoint: folder.count, of: count)
  }
}

/// What the books say of cash that no account shows, and of the block.
struct CommitAmounts: Sendable {
  var height: UInt64?
  var feesAccrued: UInt128 = 0
  var netSettledCash: Int128 = 0
  var pendingWithdrawals: UInt128 = 0

  init() {}

  init(_ arguments: Arguments) throws(CommandFailure) {
    height = try arguments.uint64("height")
    feesAccrued = try arguments.unsignedWad("fees-accrued") ?? 0
    pendingWithdrawals = try arguments.unsignedWad("pending-withdrawals") ?? 0
    guard let settled = try arguments.wad("net-settled-cash") else { return }
    let magnitude = settled.magnitude
    guard magnitude.high == 0, magnitude.low <= UInt128(Int128.max) else {
      throw CommandFailure(.usage, "--net-settled-cash: expected an amount of 128 bits")
    }
    netSettledCash = settled.isNegative ? -Int128(magnitude.low) : Int128(magnitude.low)
  }
}

extension CommandFailure {
  /// The same with a refusal of a book as the end of the command.
  static func refused<Value>(_ body: () throws(CommitRefusal) -> Value) throws(CommandFailure) -> Value {
    do throws(CommitRefusal) {
      return try body()
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }
}
