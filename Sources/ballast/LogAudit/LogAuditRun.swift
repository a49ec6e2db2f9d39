import Audit
import Commitment
import Console
import Ethereum
import Ledger

/// `ballast audit --witness` and `--evidence`: one block, without the state that it stands on (LA-5, LA-8).
enum LogAuditRun {
  /// A witness: the block follows, or what is wrong with it.
  static func witness(_ path: String, genesis: Genesis?) -> LogAuditReport {
    var report = LogAuditReport(kind: "witness", path: path, isOwnGenesis: genesis != nil)
    do throws(WitnessRefusal) {
      let evidence = try read(path, &report)
      switch try evidence.witness.check(expecting: genesis?.hash, workers: Parallel.width) {
      case .follows(let applied):
        report.verdict = .follows
        report.stateRoot = applied.header.stateRoot
      case .differs(let refusal):
        report.verdict = .differs
        report.problem = LogAuditReport.Problem(refusal)
      }
    } catch {
      report.refuse(error)
    }
    return report
  }

  /// Evidence: it holds, and whose signature is under it, or it shows nothing.
  static func evidence(_ path: String, genesis: Genesis?) -> LogAuditReport {
    var report = LogAuditReport(kind: "evidence", path: path, isOwnGenesis: genesis != nil)
    do throws(WitnessRefusal) {
      let evidence = try read(path, &report)
      let finding = try evidence.verify(expecting: genesis?.hash, workers: Parallel.width)
      report.verdict = finding.isSigned ? .signed : .unsigned
      report.problem = LogAuditReport.Problem(finding.difference)
    } catch {
      report.refuse(error)
    }
    return report
  }

  private static func read(_ path: String, _ report: inout LogAuditReport) throws(WitnessRefusal) -> BlockEvidence {
    let bytes: [UInt8]
    do throws(CommandFailure) {
      bytes = try FileInput.bytes(of: path, atMost: LogAuditLimits.fileBytes)
    } catch {
      report.unread = error.message
      throw .notAFile
    }
    let evidence = try BlockEvidence(bytes)
    report.venue = evidence.witness.genesis.venue.name
    report.genesis = evidence.witness.genesis.hash
    report.height = evidence.witness.block.header.height
    report.block = evidence.witness.block.header.hash
    report.entries = evidence.witness.proof.entries.count
    report.transactions = evidence.witness.block.transactions.count
    return evidence
  }
}
