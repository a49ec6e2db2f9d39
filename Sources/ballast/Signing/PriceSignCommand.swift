import Clearing
import Console
import Encoding
import Ethereum
import FixedPoint
import Keys
import Ledger

/// `ballast price sign`: values of a feed become a signed line for a stream.
enum PriceSignCommand {
  static let command = Command(
    name: "price sign",
    summary: "sign a feed's values that a file describes, as a line for ballast run",
    positional: "[FILE]",
    description: """
      Reads values of one feed from FILE or standard input, one JSON object (specs/19-modules.md, MO-43), signs them for
      the venue of the genesis and prints one line that ballast run takes:

        {"feed": "BTC.spot", "timestamp": "1770000060", "deadline": "1770003660",
         "values": {"price": "70000000000000000000000", "confidence": "1000000000000000000"}}

      feed is stable, a market's name with .spot, .mark, .ask, .bid, .forward, .volatility or .rate, the name of a
      collateral's feed, or a feed's address; numbers are whole, as text, in units of 10^-18. Given a line that others
      have signed, it adds the signature of this key: a feed may ask for several.
      """,
    options: [SigningVenue.option] + SigningKey.options,
    examples: [
      "ballast price sign spot.json --genesis genesis.json --key first.json > spot.jsonl",
      "ballast price sign spot.jsonl --genesis genesis.json --key second.json >> stream.jsonl",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    let venue = try SigningVenue.read(arguments)
    let (path, bytes) = try ActionSignCommand.description(arguments, "price sign")
    let key = try SigningKey.load(arguments)
    let unsigned = try CommandFailure.reading(path, bytes) { json throws(JSONError) in
      try PriceDescription(json, signer: key.address, in: venue)
    }
    if !unsigned.source.isSigner(key.address) {
      Ballast.program.say("\(key.address) does not sign for this feed by the genesis; governance may have changed that")
    }
    let signature = try CommandFailure.signing { () throws(SignatureError) in try key.sign(unsigned.digest) }
    let signed = try CommandFailure.reading(path, bytes) { json throws(JSONError) in
      try unsigned.signed(by: key.address, signature.bytes, json)
    }
    try Console.write(signed.line)
    return .success
  }
}
