import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint

/// `ballast venue show`: a venue, who signs for it, and what it has committed.
enum VenueShowCommand {
  static let command = Command(
    name: "venue show",
    summary: "show a venue, its signers and its checkpoints",
    positional: "DIR|genesis.json",
    description: """
      Shows what the genesis fixes and the policy in force; of a venue's folder also how many checkpoints there are,
      the last of them, and changes of the policy that still lack signatures.
      """,
    options: [OptionSpecification(name: "output", value: "FORM", help: "table or json (table)")],
    examples: ["ballast venue show venue", "ballast venue show --output json venue/genesis.json"],
    run: { try run($0).rawValue })

  private static func run(_ arguments: Arguments) throws -> ExitStatus {
    guard arguments.positional.count == 1, let path = arguments.positional.first else {
      throw CommandFailure(.usage, "one DIR or genesis.json was expected; see ballast venue show --help")
    }
    let isTable = try arguments.choice("output", ["table", "json"], default: "table") == "table"
    let venue = try VenueSource.read(path)
    let folder = Folder.holds(VenueFolder.genesis(in: path)) ? try VenueFolder(path) : nil
    let pending = try folder.map { try PendingChanges($0).changes } ?? []
    let shown = VenueShown(venue: venue, folder: folder, last: try folder?.last(), pending: pending)
    if isTable {
      try Console.write(shown.text)
    } else {
      var json = JSONWriter(.indented)
      shown.write(to: &json)
      try Console.write(json.bytes + [10])
    }
    return .success
  }
}

/// What is shown of a venue.
struct VenueShown {
  var venue: Venue
  var folder: VenueFolder?
  var last: SignedCheckpoint?
  var pending: [PolicyChange]

  /// The policy of the next checkpoint.
  private var policy: SignerPolicy { folder.map { $0.history.inForce(at: $0.count).policy } ?? venue.policy }

  var text: String {
    var text = "\(venue.name.printable)\n\n"
    var table = NamedValues()
    table.add("engine", "\(venue.engine)")
    table.add("chain", "\(venue.chainId)")
    table.add("contract", venue.contract.isZero ? "none" : "\(venue.contract)")
    table.add("depth", "\(venue.depth)")
    table.add("cash tolerance", Int256(bitPattern: venue.cashTolerance).unitsText)
    table.add("attestation window", "\(venue.attestationWindow) s")
    table.add("security module", "account \(venue.securityModule)")
    table.add("fee recipient", "account \(venue.feeRecipient)")
    text += table.text
    text += "\nPolicy \(policy.version): \(policy.threshold) of \(policy.witnesses.count) witnesses cosign, "
    text += "\(policy.rotationThreshold) of \(policy.witnesses.count + 1) signers change it\n"
    text += signers.text
    if let folder {
      text += "\nCheckpoints: \(folder.count)\n"
      if let last { text += describe(last).text }
      for change in pending {
        text += "\nPending: policy \(change.policy.version) from checkpoint \(change.effective), "
        text += "\(change.signatures.count) of \(policy.rotationThreshold) signatures\n"
      }
    }
    return text
  }

  private var signers: NamedValues {
    var table = NamedValues()
    table.add("operator", "\(policy.operatorKey)")
    for witness in policy.witnesses {
      table.add(witness.role == .executes ? "witness, executes" : "witness", "\(witness.key)")
    }
    for custodian in policy.custodians {
      table.add("custodian of \(AssetName.text(custodian.asset))", "\(custodian.key)")
    }
    return table
  }

  private func describe(_ last: SignedCheckpoint) -> NamedValues {
    var table = NamedValues()
    table.add("last", "\(last.checkpoint.number) at \(CalendarTime.text(last.checkpoint.time))")
    table.add("digest", "\(last.checkpoint.digest(in: venue))")
    table.add("accounts", Amounts.count(Int(clamping: last.checkpoint.accounts.count)))
    table.add("cosignatures", "\(last.cosignatures.count)")
    return table
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("engine")
    json.string("\(venue.engine)")
    json.key("genesis")
    venue.write(to: &json)
    json.key("policy")
    policy.write(to: &json)
    if let folder {
      json.key("checkpoints")
      json.decimal(folder.count)
      json.key("last")
      if let last {
        json.beginObject()
        json.key("number")
        json.decimal(last.checkpoint.number)
        json.key("time")
        json.decimal(last.checkpoint.time)
        json.key("digest")
        json.string("\(last.checkpoint.digest(in: venue))")
        json.key("accounts")
        json.decimal(last.checkpoint.accounts.count)
        json.key("cosignatures")
        json.number(last.cosignatures.count)
        json.endObject()
      } else {
        json.null()
      }
      json.key("pendingChanges")
      json.beginArray()
      for change in pending { change.write(to: &json) }
      json.endArray()
    }
    json.endObject()
  }
}

/// Values under each other, each after its name.
struct NamedValues {
  private var rows: [(name: String, value: String)] = []

  mutating func add(_ name: String, _ value: String) { rows.append((name, value)) }

  /// Indented by two spaces, each line ended.
  var text: String {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.value)\n" }.joined()
  }
}
