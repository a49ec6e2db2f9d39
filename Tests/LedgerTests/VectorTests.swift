import Audit
import Clearing
import Commitment
import Encoding
import Ethereum
import TestSupport
import Testing

@testable import Ledger

/// LG-24, LA-1 to LA-6: `vectors/ledger`, which the second implementation made.
@Suite struct VectorTests {
  static func lines(_ name: String) throws -> [JSONValue] {
    var lines = JSONLines(try Repository.bytes("vectors/ledger/\(name).jsonl"))
    var all: [JSONValue] = []
    while let line = try lines.next() { all.append(try JSONDocument(line.bytes).root) }
    return all
  }

  /// LG-2, LG-9 to LG-11.
  @Test func transactions() throws {
    var refusals = 0
    for line in try Self.lines("transactions") {
      let (note, bytes, expected) = (try line.note(), try line.hex("bytes"), try line.member("expected"))
      let refused = try expected.optionalMember("refused")?.string()
      let read: Transaction
      do throws(LedgerRefusal) {
        read = try Transaction(bytes: bytes)
      } catch {
        refusals += 1
        #expect(refused == error.name, "\(note)")
        continue
      }
      #expect(refused == nil && read.bytes == bytes, "\(note)")
      #expect(try expected.word("hash") == read.hash)
      #expect(try Transaction(expected.member("transaction")) == read)
    }
    #expect(refusals > 10)
  }

  /// LG-14.
  @Test func trees() throws {
    for line in try Self.lines("trees") {
      let tree: BlockTree = try line.member("kind").string() == "receipts" ? .receipts : .inputs
      let hashes = try line.member("hashes").words()
      let expected = try line.member("expected")
      let (root, paths) = (try expected.word("root"), try expected.member("paths").elements())
      #expect(tree.root(hashes) == root)
      #expect(paths.count == hashes.count)
      for (place, path) in paths.enumerated() {
        #expect(try tree.path(of: place, in: hashes) == path.words())
        try tree.verify(hashes[place], at: UInt64(place), of: UInt64(hashes.count), path: path.words(), root: root)
      }
    }
  }

  /// LG-5 to LG-8: states are read, and written as they were.
  @Test func entries() throws {
    for line in try Self.lines("entries") {
      var entries: [MapEntry] = []
      for pair in try line.member("entries").elements() {
        let both = try pair.elements().map { try $0.hexBytes() }
        entries.append(MapEntry(key: try #require(both.first), value: both.last))
      }
      let (note, root) = (try line.note(), try line.member("expected").word("root"))
      let state = try StateCodec.state(from: entries)
      #expect(StateCodec.entries(of: state) == entries, "\(note)")
      var map = StateMap()
      try map.update(entries)
      #expect(map.root == root, "\(note)")
    }
  }

  /// LG-12 to LG-19: the same blocks of the same transactions, with the same receipts.
  @Test func logs() throws {
    for line in try Self.lines("logs") {
      let note = try line.note()
      let genesis = try Genesis(line.member("genesis"))
      #expect(try line.member("expected").word("genesisHash") == genesis.hash, "\(note)")
      var ledger = try Ledger(genesis)
      for block in try line.member("blocks").elements() {
        let expected = try block.member("expected")
        let offered = try block.member("offered").elements().map { try Transaction(bytes: $0.hexBytes()) }
        let applied = try ledger.apply(
          CheckedTransaction.check(offered, domainSeparator: ledger.state.gateway.domainSeparator, workers: 2),
          time: block.member("time").uint64())
        #expect(try applied.header.bytes == expected.hex("header"), "\(note), block \(applied.header.height)")
        #expect(try applied.hash == expected.word("hash"))
        #expect(try applied.receipts.map(\.bytes) == expected.member("receipts").elements().map { try $0.hexBytes() })
        var omitted: [String: String] = [:]
        for (name, refusal) in try expected.member("leftOut").objectMembers() { omitted[name] = try refusal.string() }
        let found = applied.omitted.map { ("\($0.index)", $0.refusal.name) }
        #expect(Dictionary(uniqueKeysWithValues: found) == omitted, "\(note)")
      }
    }
  }

  /// LA-1 to LA-6: what a witness shows, or why it shows nothing; those that follow are the ones that this makes.
  @Test func witnesses() throws {
    var files: [String: [UInt8]] = [:]
    for line in try Self.lines("witnesses") {
      let (note, expected) = (try line.note(), try line.member("expected"))
      var file: [UInt8]
      if let whole = try line.optionalMember("file") {
        file = try whole.hexBytes()
        files[note] = file
      } else {
        file = try #require(files[line.member("of").string()])
        let cut = Array(try line.member("cut").elements())
        let (first, count) = (try cut[0].smallInteger(0...file.count), try cut[1].smallInteger(0...file.count))
        let put: [UInt8] = try cut[2].hexBytes()
        file.replaceSubrange(first..<first + count, with: put)
      }
      let found = WitnessTests.outcome(file, expecting: try line.word("genesisHash"))
      let outcome = try expected.optionalMember("outcome")?.string()
      let refused = try expected.optionalMember("refused")?.string()
      let said = outcome.map { $0 == "follows" ? $0 : "differs: \($0)" } ?? refused
      let of = try line.optionalMember("of")?.string() ?? ""
      #expect(found == said, "\(of), \(note)")
    }
    #expect(files.count > 5)
  }

  /// One altered bit of a witness, whatever byte it is in, is noticed.
  @Test func alteredWitnesses() throws {
    var random = SeededGenerator(seed: 22)
    for line in try Self.lines("witnesses") {
      guard let whole = try line.optionalMember("file") else { continue }
      let (file, genesis) = (try whole.hexBytes(), try line.word("genesisHash"))
      for _ in 0..<20 {
        var altered = file
        altered[Int.random(in: altered.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        #expect(WitnessTests.outcome(altered, expecting: genesis) != "follows")
      }
    }
  }
}

extension JSONValue {
  fileprivate func note() throws -> String { try member("note").string() }
  fileprivate func hexBytes() throws -> [UInt8] { try #require(Hex.decode(try string())) }
  fileprivate func hex(_ name: String) throws -> [UInt8] { try member(name).hexBytes() }
  fileprivate func word() throws -> Bytes32 { try #require(Bytes32(try hexBytes())) }
  fileprivate func word(_ name: String) throws -> Bytes32 { try member(name).word() }
  fileprivate func words() throws -> [Bytes32] { try elements().map { try $0.word() } }
}
