import Commitment
import Console
import Ethereum
import Keys

/// `ballast attest`: a custodian's signed word on what it holds.
enum AttestCommand {
  static let command = Command(
    name: "attest",
    summary: "sign what a custodian holds for a venue",
    description: """
      Signs a statement (SV-1): of this asset, for this venue, so many units were held at this time, and where. The
      statement is one line of JSON, which the venue's operator gives to ballast commit. Several assets of one time
      and place are signed in one call, a line each. ballast commit --dry-run says what a book owes.
      """,
    options: [
      VenueSource.option,
      OptionSpecification(
        name: "asset", value: "ASSET", help: "cash, a symbol such as BTC, or an address; may be repeated,\neach with its --units", repeats: true),
      OptionSpecification(name: "units", value: "UNITS", help: "what is held of it, such as 1250.5", repeats: true),
      OptionSpecification(name: "time", value: "TIME", help: "when: Unix seconds, or such as 2026-02-04T21:33:08Z"),
      OptionSpecification(
        name: "source", value: "TEXT", help: "where it is held: a wallet, an account, the number of a\nblock; 1 to 256 bytes"),
    ] + SigningKey.options + [
      OptionSpecification(name: "output", value: "FILE", help: "a new file to write; standard output if left out")
    ],
    examples: [
      "ballast attest --venue venue/genesis.json --asset cash --units 6704113.25 --asset BTC --units 812.5 \\",
      "  --time 2026-02-04T21:33:08Z --source 'vault 7, block 21774411' --key custodian.json --output statement.jsonl",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let venue = try VenueSource.read(arguments)
    let (assets, units) = (arguments.all("asset"), arguments.all("units"))
    guard !assets.isEmpty, assets.count == units.count else {
      throw CommandFailure(
        .usage, "an --asset and its --units were expected, once or several times; see ballast attest --help")
    }
    guard let time = try arguments.time("time") else { throw CommandFailure(.usage, "--time was expected") }
    let source = try arguments.required("source")
    guard (1...VenueLimits.sourceBytes).contains(source.utf8.count) else {
      throw CommandFailure(.usage, "--source: expected 1 to \(VenueLimits.sourceBytes) bytes, found \(source.utf8.count)")
    }
    var holdings: [(Address, UInt128)] = []
    for (name, amount) in zip(assets, units) {
      guard let asset = AssetName.address(name) else {
        throw CommandFailure(.usage, "--asset: expected \(AssetName.forms), found \(name)")
      }
      holdings.append((asset, try Arguments.unsignedWad(amount, option: "units")))
    }
    let output = arguments.value("output")
    if let output { try NewFile.checkAbsent(output) }
    let key = try SigningKey.load(arguments)
    var bytes: [UInt8] = []
    for (asset, units) in holdings {
      if !venue.policy.custodians.contains(.init(asset: asset, key: key.address)) {
        Ballast.program.say(
          "\(key.address) is no custodian of \(AssetName.text(asset)) by the genesis; a change of the policy may say so")
      }
      let statement = CustodyStatement(
        engine: venue.engine, asset: asset, custodian: key.address, units: units, time: time, source: source)
      bytes += try CommandFailure.signing { () throws(SignatureError) in try statement.signed(by: key, in: venue) }.line
    }
    if let output { try NewFile.write(output, bytes) } else { try Console.write(bytes) }
    return .success
  }
}

extension CommandFailure {
  /// Signing, which fails only where the library does.
  static func signing<Value>(_ body: () throws(SignatureError) -> Value) throws(CommandFailure) -> Value {
    do throws(SignatureError) { return try body() } catch { throw CommandFailure(.badInput, error.message) }
  }
}

/// Files that are made where there is none.
enum NewFile {
  /// - Throws: `badOutput` where something has the name.
  static func checkAbsent(_ path: String) throws(CommandFailure) {
    guard !Folder.holds(path) else {
      throw CommandFailure(.badOutput, "\(path): expected no file, found one, which is left as it is")
    }
  }

  static func write(_ path: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws(CommandFailure) {
    try checkAbsent(path)
    try FileOutput.replace(path, with: bytes, mode: mode)
  }
}
