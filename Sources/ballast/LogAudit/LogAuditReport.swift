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
  /// A file that was written.
  var written: String?
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
  }

  mutating func refuse(_ refusal: WitnessRefusal) {
    verdict = .nothing
    problem = unread.map { Problem(name: refusal.name, message: $0) } ?? Problem(refusal)
  }

  /// What does not follow is a difference; evidence that holds is what was asked for.
  var status: ExitStatus {
    switch verdict {
    case .follows, .signed, .unsigned: .success
    case .differs, .contradicted: .difference
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
    if let written { rows.append(("written", written.printable)) }
    let width = rows.map(\.0.count).max() ?? 0
    var text = ""
    for (name, value) in rows { text += name + String(repeating: " ", count: width - name.count + 2) + value + "\n" }
    if let problem {
      text += "\n  \(problem.name)\(problem.code.map { " (\($0))" } ?? ""): \(problem.message.printable)\n"
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
    if let written {
      json.key("written")
      json.string(written)
    }
    if let problem {
      json.key("refusal")
      json.beginObject()
      if let code = problem.code {
        json.key("code")
        json.number(code)
      }
      json.key("name")
      json.string(problem.name)
      json.key("message")
      json.string(problem.message)
      json.endObject()
    }
    json.key("verdict")
    json.string(verdict.rawValue)
    json.endObject()
  }
}
