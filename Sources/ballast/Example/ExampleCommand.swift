import Console
import Encoding

/// `ballast example`: a venue and a stream of signed transactions to try `ballast run` with.
enum ExampleCommand {
  static let command = Command(
    name: "example",
    summary: "make a venue and a stream of signed transactions to try",
    description: """
      Writes the genesis of a small venue (one market with options and a perp, a manager of each model, signed feeds)
      and a stream for ballast run: prices signed by two signers, credits of the bridge, accounts that are opened,
      and orders signed by both sides and matched. One seed gives the same files everywhere. All keys follow from the
      seed, so that they are nobody's secret: use nothing of it for a venue of your own. Keys of yours may take the
      place of those that sign checkpoints, cosign them and attest custody. Prints the operator's key, where it is the
      example's.
      """,
    options: [
      OptionSpecification(name: "genesis", value: "FILE", help: "where the genesis goes"),
      OptionSpecification(name: "stream", value: "FILE", help: "where the stream goes; standard output for -"),
      OptionSpecification(name: "traders", value: "N", help: "accounts to open, 2 at least (100)"),
      OptionSpecification(name: "deposit", value: "UNITS", help: "what each begins with, whole cash (1000000)"),
      OptionSpecification(name: "orders", value: "N", help: "matched orders (1000)"),
      OptionSpecification(name: "fall", value: "PERCENT", help: "by how much prices fall in the end (0)"),
      OptionSpecification(name: "seed", value: "S", help: "from 0 to 4294967295 (1)"),
      OptionSpecification(name: "operator", value: "ADDRESS", help: "whose key signs checkpoints"),
      OptionSpecification(
        name: "witness", value: "ADDRESS", help: "whose key cosigns them, after executing the log (nobody's)"),
      OptionSpecification(name: "custodian", value: "ADDRESS", help: "whose key attests what is held (nobody's)"),
    ],
    examples: [
      "ballast example --genesis genesis.json --stream stream.jsonl",
      "ballast example --genesis genesis.json --stream stream.jsonl --orders 100000 --traders 10000",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let genesis = try arguments.required("genesis")
    let stream = try arguments.required("stream")
    let traders = try arguments.integer("traders", 2...1_000_000, default: 100)
    let orders = try arguments.integer("orders", 0...100_000_000, default: 1_000)
    let seed = try arguments.integer("seed", 0...Int(UInt32.max), default: 1)
    let signers = ExampleVenue.Signers(
      operatorKey: try arguments.value("operator").map { try Arguments.address($0, option: "operator") },
      witness: try arguments.value("witness").map { try Arguments.address($0, option: "witness") },
      custodian: try arguments.value("custodian").map { try Arguments.address($0, option: "custodian") })
    let deposit = try arguments.integer("deposit", 1...1_000_000_000, default: 1_000_000)
    let fall = try arguments.integer("fall", 0...90, default: 0)
    let venue = try ExampleVenue(seed: UInt64(seed), signers: signers)
    try FileOutput(genesis).write(venue.genesis() + [10])
    let output = try FileOutput(stream)
    var progress = Progress("lines made")
    var (buffer, count): ([UInt8], Int) = ([], 0)
    var maker = try ExampleStream(venue, traders: traders, deposit: UInt64(deposit)) { line in
      buffer += line
      count += 1
      if buffer.count > 1 << 20 {
        try output.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
      progress.update(count)
    }
    try maker.make(orders: orders, fall: UInt64(fall))
    try output.write(buffer)
    progress.finish()
    if stream == "-" { return .success }
    var values = NamedValues()
    values.add(genesis, "a venue; ballast run --genesis makes a data directory for it")
    values.add(stream, "\(Amounts.count(count)) lines for ballast run")
    if signers.operatorKey == nil {
      values.add(
        "operator", "BALLAST_KEY=\(ExampleVenue.number("operator", venue.seed)), for ballast run --acknowledgements")
    }
    try Console.write(values.text)
    return .success
  }
}
