import Commitment
import Console
import Ethereum
import FixedPoint
import Ledger

/// `ballast venue new`: the genesis of a venue, in a folder of its own.
enum VenueNewCommand {
  static let command = Command(
    name: "venue new",
    summary: "make the folder of a venue and print its engine id",
    positional: "DIR",
    description: """
      Writes DIR/genesis.json, which fixes the venue for good: who signs, the chain and contract that signatures are
      bound to, the depth of its trees. Its hash is the engine id, which is printed and stands in everything that is
      signed. Account 0 is the security module and account 1 receives the fees, as ballast commit makes them.

      With --genesis, the venue is that of a ledger's genesis (specs/20-ledger.md), and takes no other option.

      DIR holds what follows too: changes.json (policies with enough signatures), checkpoints/, one proof file for
      each, and states/, what stands behind them, which is the operator's alone where the venue is not public.
      """,
    options: [
      OptionSpecification(name: "genesis", value: "FILE", help: "the genesis of a ledger, as ballast run has it"),
      OptionSpecification(name: "name", value: "TEXT", help: "the venue's name, 1 to 64 bytes"),
      OptionSpecification(name: "operator", value: "ADDRESS", help: "whose key signs checkpoints"),
      OptionSpecification(
        name: "witness", value: "ADDRESS[=executes]",
        help: "whose key cosigns them; with =executes one that executes\nthe log again besides; may be repeated", repeats: true),
      OptionSpecification(
        name: "threshold", value: "K", help: "cosignatures that a checkpoint needs (more than half of the\nwitnesses)"),
      OptionSpecification(
        name: "rotation-threshold", value: "K",
        help: "signatures, of witnesses and operator, that a change of\nthe policy needs (more than half of them)"),
      OptionSpecification(
        name: "custodian", value: "ASSET=ADDRESS",
        help: "who attests what is held of an asset: cash, a symbol\nsuch as BTC, or an address; may be repeated", repeats: true),
      OptionSpecification(name: "chain-id", value: "N", help: "the chain of the contract that checks checkpoints"),
      OptionSpecification(name: "contract", value: "ADDRESS", help: "that contract; none if left out"),
      OptionSpecification(name: "depth", value: "D", help: "levels of the trees: 2^D accounts at most (24)"),
      OptionSpecification(
        name: "cash-tolerance", value: "UNITS", help: "by how much cash in custody may differ from what is\nowed (1)"),
      OptionSpecification(
        name: "attestation-window", value: "SECONDS", help: "how old a custody statement may be (3600)"),
    ],
    examples: [
      "ballast venue new venue --name Example --chain-id 957 \\",
      "  --operator 0x7e5f4552091a69125d5dfcb7b8c2659029395bdf \\",
      "  --witness 0x2b5ad5c4795c026514f8317c7a215e218dccd6cf --threshold 1 \\",
      "  --custodian cash=0x6813eb9362372eef6200f3b1dbc3f819671cba69",
      "ballast venue new venue --genesis genesis.json",
    ],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let path = arguments.positional.first else {
      throw CommandFailure(.usage, "one DIR was expected; see ballast venue new --help")
    }
    let venue = try venue(arguments)
    try VenueFolder.make(path, venue)
    try Console.write("\(venue.engine)\n")
    return .success
  }

  private static func venue(_ arguments: Arguments) throws -> Venue {
    if let path = arguments.value("genesis") { return try venue(ofLedger: path, arguments) }
    let name = try arguments.required("name")
    guard (1...VenueLimits.nameBytes).contains(name.utf8.count) else {
      throw CommandFailure(.usage, "--name: expected 1 to \(VenueLimits.nameBytes) bytes, found \(name.utf8.count)")
    }
    guard let chainId = UInt256(try arguments.required("chain-id")) else {
      throw CommandFailure(.usage, "--chain-id: expected a whole number, found \(arguments.value("chain-id") ?? "")")
    }
    let tolerance = try arguments.unsignedWad("cash-tolerance") ?? Wad.one
    let venue = Venue(
      name: name, chainId: chainId,
      contract: try arguments.value("contract").map { try Arguments.address($0, option: "contract") } ?? .zero,
      depth: try arguments.integer("depth", CommitmentLimits.depths, default: CommitmentLimits.defaultDepth),
      securityModule: BookState.securityModule, feeRecipient: BookState.feeRecipient,
      cashTolerance: UInt256(tolerance), attestationWindow: try arguments.uint64("attestation-window") ?? 3600,
      policy: try policy(arguments))
    do throws(CheckpointRefusal) {
      _ = try PolicyHistory(of: venue, changes: [])
    } catch {
      throw CommandFailure(.usage, "\(error.name): \(error.message)")
    }
    return venue
  }

  private static func venue(ofLedger path: String, _ arguments: Arguments) throws -> Venue {
    for option in command.options.map(\.name) where option != "genesis" && arguments.has(option) {
      throw CommandFailure(.usage, "--\(option) does not go with --genesis, which has all of the venue")
    }
    let bytes = try FileInput.bytes(of: path, atMost: LedgerLimits.genesisBytes)
    let venue = try CommandFailure.ledger { () throws(LedgerRefusal) in try Genesis(bytes: bytes) }.venue
    do throws(CheckpointRefusal) {
      _ = try PolicyHistory(of: venue, changes: [])
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
    return venue
  }

  private static func policy(_ arguments: Arguments) throws -> SignerPolicy {
    let operatorKey = try Arguments.address(arguments.required("operator"), option: "operator")
    var witnesses: [SignerPolicy.Witness] = []
    for text in arguments.all("witness") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 1 || parts.count == 2 && parts[1] == "executes" else {
        throw CommandFailure(.usage, "--witness: expected ADDRESS or ADDRESS=executes, found \(text)")
      }
      witnesses.append(
        SignerPolicy.Witness(
          key: try Arguments.address(parts[0], option: "witness"), role: parts.count == 2 ? .executes : .extends))
    }
    var custodians: [SignerPolicy.Custodian] = []
    for text in arguments.all("custodian") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let asset = AssetName.address(parts[0]) else {
        throw CommandFailure(.usage, "--custodian: expected ASSET=ADDRESS with \(AssetName.forms), found \(text)")
      }
      custodians.append(
        SignerPolicy.Custodian(asset: asset, key: try Arguments.address(parts[1], option: "custodian")))
    }
    let count = witnesses.count
    let majority = count == 0 ? 0 : count / 2 + 1
    return SignerPolicy(
      version: 1, operatorKey: operatorKey, witnesses: witnesses.sorted { $0.key < $1.key },
      threshold: try arguments.integer("threshold", 0...VenueLimits.witnesses, default: majority),
      rotationThreshold: try arguments.integer(
        "rotation-threshold", 1...VenueLimits.witnesses + 1, default: (count + 1) / 2 + 1),
      custodians: custodians.sorted { ($0.asset, $0.key) < ($1.asset, $1.key) })
  }
}
