import Audit
import Commitment
import Encoding
import Ledger

/// What a signed checkpoint says of a log whose replay ends at a block that does not follow.
struct CheckpointWord {
  enum Finding {
    /// The operator has signed this very block.
    case thisBlock
    /// The operator has signed another block of this height, with another value of the field.
    case anotherBlock(BlockField)
    /// Of a block that follows, and of which it says something else (663).
    case contradicts(LogAuditReport.Problem)
    /// Nothing that the operator has signed.
    case unsigned(LogAuditReport.Problem)
    /// Of a block after the one that does not follow.
    case unreached
  }

  let number: UInt64
  let height: UInt64
  let finding: Finding

  /// Of a checkpoint of the height at which the replay ends.
  /// - Parameter header: of the block of the file.
  init(_ file: ProofFile, of header: BlockHeader, in venue: Venue) {
    let checkpoint = file.checkpoint.checkpoint
    do throws(CheckpointRefusal) {
      try file.checkpoint.verifyOperator(under: file.policies(in: venue))
      let field = OperatorWord.difference(of: checkpoint, from: header)
      self.init(file, field.map { .anotherBlock($0) } ?? .thisBlock)
    } catch {
      self.init(file, .unsigned(.init(code: error.code, name: error.name, message: error.message)))
    }
  }

  init(_ file: ProofFile, _ finding: Finding) {
    let checkpoint = file.checkpoint.checkpoint
    (number, height, self.finding) = (checkpoint.number, checkpoint.height, finding)
  }

  var words: String {
    switch finding {
    case .thisBlock: "signed by the operator, signs this very block"
    case .anotherBlock(let field):
      "signed by the operator, is of another block at this height: the file is not the operator's log "
        + "(another \(field.rawValue))"
    case .contradicts(let problem): "signed by the operator, is not what the log gives: \(problem.words)"
    case .unsigned(let problem): "not the operator's: \(problem.words)"
    case .unreached: "of block \(height), which was not reached"
    }
  }

  /// One object.
  func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("checkpoint", number)
      json.member("height", height)
      switch finding {
      case .thisBlock: json.member("says", "thisBlock")
      case .anotherBlock(let field):
        json.member("says", "anotherBlock")
        json.member("differs", field.rawValue)
      case .contradicts(let problem):
        json.member("says", "contradicts")
        problem.write("refusal", to: &json)
      case .unsigned(let problem):
        json.member("says", "unsigned")
        problem.write("refusal", to: &json)
      case .unreached: json.member("says", "unreached")
      }
    }
  }
}
