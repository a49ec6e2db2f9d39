import Encoding
import FixedPoint
import TestSupport
import Testing

/// Laws over random documents, and mutations of a document judged by the reference.
@Suite struct JSONPropertyTests {
  /// A document in the shape of a vector's line.
  static let sample = Array(
    #"{"id":7,"spot":"5348016516425506592961","v\u006fl":"up","cash":"-12","list":["0",{"a":null,"é":[]},true,-1.5e3]}"#
      .utf8)

  /// Uses every accessor at every value, so that a trap in one would show.
  static func exercise(_ value: JSONValue) {
    _ = (try? value.int256(), try? value.uint256(), try? value.uint128(), try? value.uint64())
    _ = (try? value.smallInteger(0...9), try? value.string(), try? value.bool(), value.path, value.rawBytes)
    _ = (try? value.member("a"), try? value.refuseUnknownMembers(["id"]), value.refusal(.wrongForm, expected: ""))
    if let members = try? value.objectMembers() { for member in members { exercise(member.value) } }
    if let elements = try? value.elements() { for element in elements { exercise(element) } }
  }

  /// Whether the reader judges a text as the reference does and finds the same tree and canonical form.
  static func isJudgedLikeTheReference(_ bytes: [UInt8]) -> Bool {
    let reference = ReferenceJSON.parse(bytes)
    guard let root = try? JSONDocument(bytes).root else { return reference == nil }
    exercise(root)
    return (try? Tree(root)) == reference && (try? root.canonicalBytes()) == reference?.canonical
  }

  @Test func writtenIsRead() {
    forAll(3000) {
      Tree(random: &$0)
    } holds: { tree in
      for layout in [JSONWriter.Layout.compact, .indented] {
        var writer = JSONWriter(layout)
        tree.write(to: &writer)
        guard writer.isComplete, try Tree(JSONDocument(writer.bytes).root) == tree,
          ReferenceJSON.parse(writer.bytes) == tree
        else { return false }
      }
      return true
    }
  }

  @Test func everySpellingHasOneCanonicalForm() {
    forAll(3000) { generator in
      let tree = Tree(random: &generator)
      return (tree, tree.spelled(&generator))
    } holds: { tree, text in
      let root = try JSONDocument(text).root
      let canonical = try root.canonicalBytes()
      let again = try JSONDocument(canonical).root
      return try Tree(root) == tree && canonical == tree.canonical && again.canonicalBytes() == canonical
    }
  }

  @Test func pathsLeadToTheirValues() {
    func holds(_ value: JSONValue, _ path: String) throws -> Bool {
      guard value.path == path else { return false }
      switch value.kind {
      case .array:
        return try value.elements().enumerated().allSatisfy { try holds($0.element, path + "[\($0.offset)]") }
      case .object:
        return try value.objectMembers().allSatisfy { name, member in
          // Names with other characters are escaped; their values are reached through `member`.
          guard name == "a" || name == "b" || name == "ab" else { return member.path.hasPrefix(path) }
          return try holds(member, path.isEmpty ? name : path + "." + name)
        }
      default: return true
      }
    }
    forAll(1000) { generator in
      Tree(random: &generator).spelled(&generator)
    } holds: {
      try holds(JSONDocument($0).root, "")
    }
  }

  @Test func beginningsAreAcceptedOrIncomplete() {
    forAll(300) { generator -> [UInt8] in
      Tree(random: &generator).spelled(&generator)
    } holds: { (text: [UInt8]) -> Bool in
      for count in 0..<min(text.count, 400) {
        do throws(JSONError) { _ = try JSONDocument(text[0..<count]) } catch {
          guard error.kind == .incomplete else { return false }
        }
      }
      return true
    }
  }

  @Test func everyByteOfASampleReplacedRemovedOrInserted() {
    #expect(Self.isJudgedLikeTheReference(Self.sample))
    for position in Self.sample.indices {
      var removed = Self.sample
      removed.remove(at: position)
      var failures = Self.isJudgedLikeTheReference(removed) ? 0 : 1
      for byte in UInt8.min ... .max {
        var text = Self.sample
        text[position] = byte
        if !Self.isJudgedLikeTheReference(text) { failures += 1 }
        if byte.isMultiple(of: 3) || byte < 0x80 {
          text = Self.sample
          text.insert(byte, at: position)
          if !Self.isJudgedLikeTheReference(text) { failures += 1 }
        }
      }
      #expect(failures == 0, "mutations at \(position)")
    }
  }

  @Test func aParserIsReused() throws {
    var parser = JSONParser()
    var generator = SeededGenerator(seed: 5)
    var kept: [(JSONDocument, Tree)] = []
    for round in 0..<500 {
      let tree = Tree(random: &generator)
      let text = tree.spelled(&generator)
      // What is refused in between leaves nothing behind.
      if round.isMultiple(of: 3) { #expect(throws: JSONError.self) { try parser.parse(text + [UInt8(ascii: ",")]) } }
      // A slice that does not start at zero.
      let padded: [UInt8] = [1, 2, 3] + text + [4]
      let document = try parser.parse(padded[3..<padded.count - 1])
      #expect(try Tree(document.root) == tree)
      if round.isMultiple(of: 2) { kept.append((document, tree)) }
    }
    for (document, tree) in kept { #expect(try Tree(document.root) == tree) }
  }
}

/// The lines of the shared vectors.
@Suite(Shared.required) struct JSONVectorLineTests {
  @Test func linesAreReadLikeTheReference() throws {
    var lines = JSONLines(try Shared.bytes("vectors/evm/pmrm2-portfolios.jsonl"))
    var parser = JSONParser()
    var count = 0
    while let line = try lines.next() {
      count += 1
      let root = try parser.parse(line.bytes).root
      #expect(root.kind == .object)
      if count <= 20 { #expect(try Tree(root) == ReferenceJSON.parse(line.bytes)) }
    }
    #expect(count == 240)
  }

  @Test func mutatedLinesNeverTrap() throws {
    var lines = JSONLines(try Shared.bytes("vectors/evm/pmrm2-portfolios.jsonl"))
    var generator = SeededGenerator(seed: 11)
    var parser = JSONParser()
    var (accepted, refused) = (0, 0)
    while let line = try lines.next() {
      for round in 0..<50 {
        var text = Array(line.bytes)
        let position = Int.random(in: text.indices, using: &generator)
        text[position] = UInt8.random(in: .min ... .max, using: &generator)
        do {
          let root = try parser.parse(text).root
          accepted += 1
          if accepted.isMultiple(of: 200) { JSONPropertyTests.exercise(root) }
          if round == 0 && line.number <= 40 { #expect(ReferenceJSON.parse(text) != nil) }
        } catch {
          refused += 1
          if round == 0 && line.number <= 40 { #expect(ReferenceJSON.parse(text) == nil) }
        }
      }
    }
    #expect(accepted > 500 && refused > 500)
  }
}
