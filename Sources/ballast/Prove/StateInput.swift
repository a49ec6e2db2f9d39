import Audit
import Commitment
import Console
import Encoding
import Margin
import Verification

/// State files that a command reads.
enum StateInput {
  static func read(_ path: String, workers: Int) throws -> StateFile {
    do {
      return try StateAuditRun.read(path, workers: workers)
    } catch let refusal as StateLineRefusal {
      throw CommandFailure(.badInput, "\(path): \(refusal.name): \(refusal.message)")
    }
  }

  /// What the first line says.
  static func header(_ path: String) throws -> StateHeader { try beginning(path, lines: 1).header }

  /// The first lines alone; a file that has fewer is read whole.
  static func beginning(_ path: String, lines: Int) throws -> StateFile {
    let file = try FileInput(path)
    var text: [UInt8] = []
    var missing = lines
    while missing > 0, text.count <= AuditLimits.headerBytes {
      let piece = try file.read()
      if piece.isEmpty { break }
      for byte in piece where missing > 0 {
        text.append(byte)
        if byte == 10 { missing -= 1 }
      }
    }
    var reader = StateReader()
    do throws(StateLineRefusal) {
      try reader.append(text)
      return try reader.finish()
    } catch {
      throw CommandFailure(.badInput, "\(path): \(error.name): \(error.message)")
    }
  }

  /// The first line of a header, with its end.
  static func line(of header: StateHeader) throws(CommandFailure) -> [UInt8] {
    do throws(JSONError) {
      return try header.line()
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }

  /// The records and markets of a state.
  static func contents(
    of state: StateFile, _ path: String, workers: Int
  ) throws -> (records: [AccountRecord], markets: [ManagedMarket]) {
    let decoded = Workers.map(state.accounts, workers: workers, grain: 256) { account in
      Result { () throws(RecordRefusal) in try AccountRecord(account.record) }
    }
    do {
      let markets = try state.header.risk.map {
        try ManagedMarket(manager: $0.manager, market: $0.market, parameters: $0.parameters)
      }
      return (try decoded.map { try $0.get() }, markets)
    } catch let refusal as RecordRefusal {
      throw CommandFailure(.badInput, "\(path): \(refusal.name): \(refusal.message)")
    } catch let refusal as MarginRefusal {
      throw CommandFailure(.badInput, "\(path): \(refusal.name): \(refusal.message)")
    }
  }
}
