import Audit
import Console
import Encoding
import Ethereum
import Ledger

/// `ballast audit --acknowledgement`: lines that the operator has signed, and whether the log keeps them (LA-12).
struct PromiseAuditRun {
  /// Lines that are read and checked at once.
  private static let batch = 4_096

  let path: String
  let genesis: Genesis
  /// What the lines are held against, if anything.
  let log: PromisedLog?

  func run() throws -> PromiseAuditReport {
    var report = PromiseAuditReport(path: path, venue: genesis.venue.name, isCompared: log != nil)
    var progress = Progress("acknowledgements checked")
    defer { progress.finish() }
    var stream = try LineStream(path)
    let (venue, engine) = (genesis.venue, genesis.venue.engine)
    while true {
      let lines = try stream.next(Self.batch)
      if lines.isEmpty { break }
      let checked = Parallel.map(lines, state: { () }) { line, _ -> Result<Acknowledgement, PromiseRefusal> in
        do throws(PromiseRefusal) {
          let signed = try Self.read(line)
          try signed.verify(in: venue, engine: engine)
          return .success(signed.promise)
        } catch {
          return .failure(error)
        }
      }
      for (line, result) in zip(lines, checked) {
        report.add(line.number, try compared(result, line.number))
        progress.update(report.lines)
      }
    }
    return report
  }

  private static func read(_ line: NumberedText) throws(PromiseRefusal) -> SignedAcknowledgement {
    do throws(JSONError) {
      return try SignedAcknowledgement(JSONDocument(line.text.get()).root)
    } catch {
      throw .json(error)
    }
  }

  /// What is wrong with a line; nil where nothing is.
  private func compared(_ result: Result<Acknowledgement, PromiseRefusal>, _ line: Int) throws -> PromiseRefusal? {
    do {
      let promise = try result.get()
      guard let log else { return nil }
      if promise.height == 0 {
        throw PromiseRefusal.broken(.height, height: 0, position: promise.position, expected: "0", found: "none")
      }
      guard let block = try log.block(promise.height) else {
        throw PromiseRefusal.blockMissing(height: promise.height)
      }
      try block.check(promise)
      return nil
    } catch let refusal as PromiseRefusal {
      return refusal
    } catch let failure as CommandFailure {
      throw CommandFailure(failure.kind, "\(path), line \(line): \(failure.message)")
    }
  }
}
