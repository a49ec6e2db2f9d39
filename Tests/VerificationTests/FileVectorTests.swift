import Commitment
import Encoding
import Ethereum
import TestSupport
import Testing
import Verification

/// The files of `vectors/commitment/files.jsonl`, made by another implementation (PF-14).
struct FileVectorTests {
  private static let path = "vectors/commitment/files.jsonl"

  @Test func everyLine() throws {
    let venues = try JSONDocument(Repository.bytes("vectors/commitment/venues.json")).root
    var lines = JSONLines(try Repository.bytes(Self.path))
    var files: [Int: [UInt8]] = [:]
    var count = 0
    while let line = try lines.next() {
      var limits = JSONLimits.standard
      limits.maximumStringBytes = 16 << 20
      let json = try JSONDocument(line.bytes, limits: limits).root
      let id = try json.member("id").smallInteger(0...Int(UInt32.max))
      var file = try json.file(&files)
      files[id] = file
      if let fill = try json.optionalMember("fill") {
        let parts = Array(try fill.elements())
        let text = Array(try parts[1].string().utf8)
        for _ in 0..<(try parts[0].smallInteger(0...1 << 24)) { file += text }
      }
      let expected = try json.member("expected")
      let found = try json.verifier(venues).outcome(of: file, json)
      #expect(found.refused == (try expected.optionalMember("refused")?.string()), "\(id)")
      #expect(found.status == (try expected.member("status").smallInteger(0...64)), "\(id)")
      count += 1
    }
    #expect(count > 0)
    print("\(count) lines of \(Self.path)")
  }
}

extension JSONValue {
  /// The file itself, or an earlier one with parts replaced.
  fileprivate func file(_ files: inout [Int: [UInt8]]) throws -> [UInt8] {
    if let text = try optionalMember("file") { return Array(try text.string().utf8) }
    var bytes = try #require(files[try member("fileOf").smallInteger(0...Int(UInt32.max))])
    for replacement in try member("replace").elements().reversed() {
      let parts = Array(try replacement.elements())
      let at = try parts[0].smallInteger(0...bytes.count)
      let length = try parts[1].smallInteger(0...bytes.count - at)
      bytes.replaceSubrange(at..<at + length, with: Array(try parts[2].string().utf8))
    }
    return bytes
  }

  fileprivate func verifier(_ venues: JSONValue) throws -> Verifier {
    var verifier = Verifier(try Venue(venues.member(member("genesis").string())))
    func number(_ name: String) throws -> UInt64? {
      guard let value = try optionalMember(name) else { return nil }
      return value.kind == .number ? UInt64(try value.smallInteger(0...Int.max)) : try value.uint64()
    }
    func octets(_ name: String) throws -> [UInt8]? {
      guard let value = try optionalMember(name) else { return nil }
      let bytes: [UInt8] = try #require(Hex.decode(try value.string()))
      return bytes
    }
    if let memory = try optionalMember("memory") {
      verifier.memory = GivenFile(name: "memory", bytes: Array(try memory.string().utf8))
    }
    verifier.now = try number("now")
    verifier.greatestAge = try number("maximumAge")
    verifier.expected = ExpectedAccount(
      index: try number("expectedIndex"), owner: try octets("expectedOwner").flatMap { Address($0) },
      record: try octets("expectedRecord"))
    if let sets = try optionalMember("parameterSets") {
      verifier.trustedParameters = Set(try sets.elements().map { try #require(Bytes32(try $0.string())) })
    }
    return verifier
  }
}

extension Verifier {
  /// What the file itself gives: the file that brings an extension is there for its proof alone.
  fileprivate func outcome(of file: [UInt8], _ json: JSONValue) throws -> (refused: String?, status: Int) {
    var files = [GivenFile(name: "file", bytes: file)]
    if let text = try json.optionalMember("extending") {
      files.append(GivenFile(name: "extending", bytes: Array(try text.string().utf8)))
    }
    let checks = verify(files).checks.filter { $0.file == "file" || $0.file == "memory" }
    for check in checks {
      switch check.outcome {
      case .wrong(let finding): return (finding.name, 1)
      case .notChecked(let finding): return (finding.name, 2)
      case .passed: break
      }
    }
    let level = try json.optionalMember("level")?.string()
    guard case .success(let proof) = files[0].content else { return (nil, 2) }
    return (nil, level == nil || level == proof.kind.level.rawValue ? 0 : 2)
  }
}
