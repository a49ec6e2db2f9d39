import Audit
import Console
import Encoding
import Ethereum
import Ledger

/// What an audit of a block or of a log has to say, as a table or as JSON.
struct LogAuditReport {
  let kind: String
  let path: String
  let isOwnGenesis: Bool
  var venue: String?
  var genesis: Bytes32?
  var height: UInt64?
  var block: Bytes32?
  var entries: Int?
  var transactions: Int?
  var stateRoot: Bytes32?
  /// Why the file could not be read.
  var unread: String?
  var verdict: Verdict = .nothing
  var problem: Problem?
  /// A file with evidence, which was written or was there with the same bytes.
  var written: String?
  /// Why evidence that was written is without the operator's word, where a checkpoint of the block was given.
  var unsigned: Problem?
  /// Why no evidence was written of a block that does not follow.
  var unwritten: Problem?
  /// Whether that is for want of a place to write to.
  var isOutputMissing = false
  /// What checkpoints say besides, of a log that does not follow.
  var words: [CheckpointWord] = []
  /// Checkpoints that are what the log gives, by their numbers.
  var compared: [UInt64] = []

  init(kind: String, path: String, isOwnGenesis: Bool) {
    (self.kind, self.path, self.isOwnGenesis) = (kind, path, isOwnGenesis)
  }

  enum Verdict: String {
    case follows, differs, contradicted, signed, unsigned, nothing

    var words: String {
      switch self {
      case .follows: "it follows"
      case .differs: "it does not follow"
      case .contradicted: "it follows, and the operator has signed a checkpoint that is not what it gives"
      case .signed: "the operator has signed a block that does not follow"
      case .unsigned: "the block does not follow; no signature of the operator is under it, so that it accuses nobody"
      case .nothing: "it shows nothing"
      }
    }
  }

  /// A refusal by its name.
  struct Problem {
    var code: Int?
    var name: String
    var message: String

    init(_ refusal: LedgerRefusal) {
      (code, name, message) = (refusal.code, refusal.name, refusal.message)
    }

    init(_ refusal: WitnessRefusal) {
      (code, name, message) = (refusal.code, refusal.name, refusal.message)
    }

    init(code: Int? = nil, name: String, message: String) {
      (self.code, self.name, self.message) = (code, name, message)
    }

    /// Name, number and message, in a line.
    var words: String { "\(name)\(code.map { " (\($0))" } ?? ""): \(message.printable)" }

    func write(_ member: String, to json: inout JSONWriter) {
      json.refusal(member, code: code, name: name, message: message)
    }
  }

  mutating func refuse(_ refusal: WitnessRefusal) {
    verdict = .nothing
    problem = unread.map { Problem(name: refusal.name, message: $0) } ?? Problem(refusal)
  }

  /// What does not follow is a difference; evidence that accuses somebody is what was asked for.
  var status: ExitStatus {
    if isOutputMissing { return .badOutput }
    return switch verdict {
    case .follows, .signed: .success
    case .differs, .contradicted, .unsigned: .difference
    case .nothing: .badInput
    }
  }

  func bytes(_ output: AuditCommand.Output) -> [UInt8] {
    switch output {
    case .table: return Array(table.utf8)
    case .json:
      var json = JSONWriter(.indented)
      write(to: &json)
      return json.bytes + [10]
    }
  }

  private var table: String {
    var rows: [(String, String)] = [(kind, path.printable)]
    if let venue { rows.append(("venue", venue.printable)) }
    if let genesis {
      rows.append(("genesis", "\(genesis)\(isOwnGenesis ? "" : ", the file's own: give yours with --venue")"))
    }
    if let height { rows.append(("block", block.map { "\(height), \($0)" } ?? "\(height)")) }
    if let transactions { rows.append(("contents", "\(transactions) transactions on \(entries ?? 0) proven entries")) }
    if let stateRoot { rows.append(("state root", "\(stateRoot)")) }
    if !compared.isEmpty {
      rows.append(("checkpoints", compared.map { "\($0)" }.joined(separator: ", ") + ": all that follows from the log is as signed"))
    }
    for word in words { rows.append(("checkpoint \(word.number)", word.words)) }
    if let written { rows.append(("written", written.printable)) }
    if let unsigned { rows.append(("not signed", unsigned.words)) }
    if let unwritten { rows.append(("no evidence", unwritten.words)) }
    let width = rows.map(\.0.count).max() ?? 0
    var text = ""
    for (name, value) in rows { text += name + String(repeating: " ", count: width - name.count + 2) + value + "\n" }
    if let problem {
      text += "\n  \(problem.words)\n"
    }
    return text + "\nVerdict: \(verdict.words).\n"
  }

  private func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key(kind)
    json.string(path)
    json.key("genesisCompared")
    json.bool(isOwnGenesis)
    if let venue {
      json.key("venue")
      json.string(venue)
    }
    for (name, hash) in [("genesis", genesis), ("block", block), ("stateRoot", stateRoot)] {
      guard let hash else { continue }
      json.key(name)
      json.string(hash.description)
    }
    if let height {
      json.key("height")
      json.decimal(height)
    }
    for (name, count) in [("transactions", transactions), ("entries", entries)] {
      guard let count else { continue }
      json.key(name)
      json.number(count)
    }
    if !compared.isEmpty {
      json.key("checkpoints")
      json.beginArray()
      for number in compared { json.decimal(number) }
      json.endArray()
    }
    if !words.isEmpty { json.list("words", words) { $1.write(to: &$0) } }
    if let written { json.member("written", written) }
    unsigned?.write("unsigned", to: &json)
    unwritten?.write("unwritten", to: &json)
    problem?.write("refusal", to: &json)
    json.key("verdict")
    json.string(verdict.rawValue)
    json.endObject()
  }
}
