import Clearing
import Console
import Encoding
import Ethereum
import Keys
import Ledger

/// `ballast action sign`: an action that its owner describes becomes a signed line for a stream.
enum ActionSignCommand {
  /// Bytes of a description.
  static let descriptionBytes = 1 << 18

  static let command = Command(
    name: "action sign",
    summary: "sign an action that a file describes, as a line for ballast run",
    positional: "[FILE]",
    description: """
      Reads what is to be done from FILE or standard input, one JSON object (specs/19-modules.md, MO-41), signs it for
      the venue of the genesis and prints one line that ballast run takes:

        {"module": "deposit", "nonce": "1", "expiry": "1790000000", "account": "0",
         "data": {"amount": "5000000", "asset": "cash", "manager": "standard"}}

      module is a kind of module, or a module's address; assets and managers go by name or address; amounts are whole
      numbers as text, tokens in their own units and all else in units of 10^-18. account is left out for none, owner
      where the key is the owner's. What data has for each kind is in MO-41; the module named is that of the genesis.

      Orders and quotes need the lines of both sides: ballast action join makes one of them.
      """,
    options: [SigningVenue.option] + SigningKey.options,
    examples: [
      "ballast action sign deposit.json --genesis genesis.json --key trader.json >> stream.jsonl",
      "ballast action sign --genesis genesis.json --key trader.json < order.json > order.jsonl",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let venue = try SigningVenue.read(arguments)
    let (path, bytes) = try description(arguments, "action sign")
    let key = try SigningKey.load(arguments)
    let action = try CommandFailure.reading(path, bytes) { json throws(JSONError) in
      try ActionDescription(json, signer: key.address, in: venue).action
    }
    let signature = try CommandFailure.signing { () throws(SignatureError) in
      try key.sign(action.digest(domainSeparator: venue.domainSeparator))
    }
    let entry = ActionCall.Entry(action, signature: signature.bytes)
    try Console.write(Transaction.actions(ActionCall(module: action.module, actions: [entry], data: [])).line)
    return .success
  }

  /// The one file of a command, or standard input.
  static func description(_ arguments: Arguments, _ command: String) throws -> (path: String, bytes: [UInt8]) {
    guard arguments.positional.count <= 1 else {
      throw CommandFailure(.usage, "one FILE was expected, or none for standard input; see ballast \(command) --help")
    }
    let path = arguments.positional.first ?? "-"
    return (path, try FileInput.bytes(of: path, atMost: descriptionBytes))
  }
}

extension Transaction {
  /// The JSON form with the end of its line.
  var line: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes + [10]
  }
}
