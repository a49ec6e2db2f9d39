import Commitment
import Console
import Encoding
import Ethereum
import Keys
import Ledger

/// Acknowledgements that the operator signs, one for each transaction that entered a block (LG-21).
struct Promises {
  private let output: FileOutput
  private let key: PrivateKey

  /// What a command's options ask for; nil without acknowledgements.
  init?(_ arguments: Arguments) throws {
    guard let path = arguments.value("acknowledgements") else {
      if arguments.has("key") || arguments.has("passphrase-file") {
        throw CommandFailure(.usage, "--key goes with --acknowledgements, which it signs")
      }
      return nil
    }
    key = try SigningKey.load(arguments)
    output = try FileOutput(path)
  }

  /// - Throws: `badInput` where the key is not the operator's.
  func check(_ genesis: Genesis) throws {
    let expected = genesis.venue.policy.operatorKey
    guard key.address == expected else {
      throw CommandFailure(.badInput, "expected the key of the operator, \(expected), found that of \(key.address)")
    }
  }

  func write(_ block: AppliedBlock, _ ledger: Ledger) throws {
    var json = JSONWriter()
    var bytes: [UInt8] = []
    for index in block.block.transactions.indices {
      let acknowledgement = try CommandFailure.ledger { () throws(LedgerRefusal) in
        try ledger.acknowledgement(of: index, in: block)
      }
      let digest = acknowledgement.digest(in: ledger.genesis.venue)
      json.removeAll()
      acknowledgement.write(signature: try key.sign(digest), to: &json)
      bytes += json.bytes + [10]
    }
    try output.write(bytes)
  }
}

extension Acknowledgement {
  /// One object: what was promised, and the operator's signature.
  fileprivate func write(signature: Signature, to json: inout JSONWriter) {
    json.object { json in
      json.member("engine", engine)
      json.member("transaction", transaction)
      json.member("height", height)
      json.member("position", number: Int(position))
      json.member("time", time)
      json.member("receipt", receipt)
      json.member("signature", octets: signature.bytes)
    }
  }
}
