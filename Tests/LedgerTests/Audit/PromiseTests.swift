import Audit
import Console
import Encoding
import Ethereum
import Storage
import TestSupport
import Testing

@testable import Ledger
@testable import ballast

/// `ballast audit --acknowledgement` (LA-12), against `vectors/ledger/acknowledgements.jsonl` and logs of its own.
@Suite struct PromiseTests {
  /// A log of `logs.jsonl`, and its blocks as a directory has them.
  struct Log {
    let genesis: Genesis
    var blocks: [StoredBlock] = []

    init(_ json: JSONValue) throws {
      genesis = try Genesis(json.member("genesis"))
      var ledger = try Ledger(genesis)
      for block in try json.member("blocks").elements() {
        let offered = try block.member("offered").elements().compactMap {
          try? Transaction(bytes: Hex.decode($0.string()) ?? [])
        }
        let checked = CheckedTransaction.check(offered, domainSeparator: ledger.state.gateway.domainSeparator, workers: 2)
        let applied = try ledger.apply(checked, time: try block.member("time").uint64(), workers: 2)
        blocks.append(
          StoredBlock(
            BlockLink(height: applied.header.height, hash: applied.hash), previous: applied.header.previous,
            bytes: applied.bytes, receipts: applied.receiptBytes))
      }
    }

    func file(_ path: String) throws -> String {
      var bytes: [UInt8] = []
      var writer = try LogFileWriter(genesis: genesis.bytes, hash: genesis.hash, bytes: &bytes)
      for block in blocks { bytes += try writer.block(block) }
      try FileOutput.replace(path, with: bytes + writer.end(), mode: 0o600)
      return path
    }

    func data(_ path: String) throws -> String {
      try DataDirectory.create(path, genesis: genesis.bytes, hash: genesis.hash).append(blocks)
      return path
    }

    func run(_ path: String, _ lines: String, _ log: PromisedLog?) throws -> PromiseAuditReport {
      try FileOutput.replace(path, with: Array(lines.utf8), mode: 0o600)
      return try PromiseAuditRun(path: path, genesis: genesis, log: log).run()
    }
  }

  static func logs(_ names: Set<String>) throws -> [String: Log] {
    var logs: [String: Log] = [:]
    for json in try VectorTests.lines("logs") {
      let note = try json.member("note").string()
      if names.contains(note) { logs[note] = try Log(json) }
    }
    return logs
  }

  /// The name of the first refusal; nil where there is none.
  private static func refusal(_ report: PromiseAuditReport) throws -> String? {
    let json = try JSONDocument(report.bytes(.json)).root
    return try json.member("refusals").elements().first?.member("refusal").member("name").string()
  }

  @Test func eachLineOfTheSecondImplementation() throws {
    let vectors = try VectorTests.lines("acknowledgements")
    let logs = try Self.logs(Set(vectors.map { try $0.member("log").string() }))
    try TemporaryFolder.with { folder in
      var files: [String: String] = [:]
      for (name, log) in logs { files[name] = try log.file("\(folder)/\(files.count).blst") }
      for vector in vectors {
        let (note, name) = (try vector.member("note").string(), try vector.member("log").string())
        let (log, file) = (try #require(logs[name]), try #require(files[name]))
        let line = try vector.member("line").string() + "\n"
        let expected = try vector.member("expected").optionalMember("refused")?.string()
        let report = try log.run(folder + "/lines", line, PromisedLog(file: file, genesis: log.genesis.hash))
        #expect(try Self.refusal(report) == expected, "\(note)")
        let status: Int32 = expected == nil ? 0 : expected == "Promise_Broken" ? 1 : 2
        #expect(report.status.rawValue == status && report.lines == 1, "\(note)")
        // Without a log what the operator has signed holds.
        let alone = try log.run(folder + "/lines", line, nil)
        let needsLog = expected == nil || expected == "Promise_Broken" || expected == "Witness_BlockMissing"
        #expect(alone.verdict == (needsLog ? .signed : .nothing), "\(note)")
      }
    }
  }

  @Test func manyLinesAgainstAFileAndADirectory() throws {
    let name = "trades, tokens, keys, custody, settlement"
    let log = try #require(try Self.logs([name])[name])
    let vectors = try VectorTests.lines("acknowledgements").filter { try $0.member("log").string() == name }
    let kept = try vectors.filter { try $0.member("expected").optionalMember("outcome") != nil }.map {
      try $0.member("line").string() + "\n"
    }
    let other = try Genesis(bytes: TestGenesis.bytes())
    try TemporaryFolder.with { folder in
      let (file, data) = (try log.file(folder + "/log"), try log.data(folder + "/data"))
      func opened(_ isFile: Bool) throws -> PromisedLog {
        try isFile ? PromisedLog(file: file, genesis: log.genesis.hash) : PromisedLog(data: data, genesis: log.genesis.hash)
      }
      let inOrder = kept.prefix(6).joined()
      for isFile in [true, false] {
        #expect(try log.run(folder + "/lines", inOrder, opened(isFile)).verdict == .kept)
        #expect(try log.run(folder + "/lines", "", opened(isFile)).verdict == .nothing)
      }
      let turned = kept.prefix(6).reversed().joined()
      #expect(try log.run(folder + "/lines", turned, opened(false)).verdict == .kept)
      #expect(throws: CommandFailure.self) { try log.run(folder + "/lines", turned, opened(true)) }
      // A broken promise counts beside lines that are none.
      let broken = try vectors.filter { try $0.member("note").string() == "another receipt, signed" }.map {
        try $0.member("line").string() + "\n"
      }
      let mixed = try log.run(folder + "/lines", inOrder + "{}\n" + (broken + broken).joined(), opened(false))
      #expect(mixed.verdict == .broken && mixed.status == .difference && mixed.broken == 2 && mixed.refused == 1)
      #expect(String(decoding: mixed.bytes(.table), as: UTF8.self).contains("line 8: Promise_Broken (667)"))
      // Logs that show nothing: another venue's, and one whose receipts are not those of its blocks.
      #expect(throws: CommandFailure.self) { try PromisedLog(data: data, genesis: other.hash) }
      var altered = log
      altered.blocks[0] = StoredBlock(
        log.blocks[0].link, previous: log.blocks[0].previous, bytes: log.blocks[0].bytes, receipts: log.blocks[1].receipts)
      let bent = try altered.file(folder + "/bent")
      #expect(throws: CommandFailure.self) {
        try log.run(folder + "/lines", inOrder, PromisedLog(file: bent, genesis: log.genesis.hash))
      }
      let short = try PromisedLog(file: log.file(folder + "/log"), genesis: other.hash)
      #expect(throws: CommandFailure.self) { try log.run(folder + "/lines", inOrder, short) }
    }
  }
}
