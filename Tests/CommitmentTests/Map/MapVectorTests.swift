import Encoding
import Ethereum
import TestSupport
import Testing

@testable import Commitment

/// `vectors/commitment/maps.jsonl`, made by the Python reference from the specification (MP-12).
@Suite struct MapVectorTests {
  @Test func vectors() throws {
    let lines = try VectorLine.all("maps.jsonl")
    #expect(lines.count > 100)
    for line in lines {
      let expected = try line.refused()
      var found: [Bytes32] = []
      let name = refusal { found = try Self.roots(line.json) }
      #expect(name == expected, "\(line.note)")
      guard expected == nil else { continue }
      let outcome = try line.json.member("expected")
      if let root = try outcome.optionalMember("root") {
        #expect(try found == [root.word()], "\(line.note)")
      } else if let roots = try outcome.optionalMember("roots") {
        #expect(try found == roots.elements().map { try $0.word() }, "\(line.note)")
      } else {
        #expect(try outcome.member("accepted").bool(), "\(line.note)")
      }
    }
  }

  /// Each refusal that a vector can have, has one; the others are the whole map's alone.
  @Test func everyRefusalIsMet() throws {
    let met = Set(try VectorLine.all("maps.jsonl").compactMap { try $0.refused() })
    let all: [MapRefusal] = [
      .noKeys, .tooManyKeys(0), .keyTooLong(0), .valueTooLong(0), .tooManyParts(0), .keysUnsorted([]), .partMissing,
      .partUnexpected(.own, depth: 0), .valuesMisplaced(expected: 0, found: 0), .hashMissing, .leafMisplaced,
      .keyPresent([]), .partsLeft(0), .hashesLeft(0), .notCompact, .rootMismatch, .keyTwice([]), .tooManyEntries(0),
      .keyNotProven([]), .openingMismatch([]), .truncated, .unknownForm(0), .trailingBytes(0),
    ]
    #expect(all.map(\.code) == Array(601...623))
    #expect(Set(all.map(\.name)).subtracting(met) == ["Map_TooManyEntries", "Map_OpeningMismatch"])
    #expect(all.allSatisfy { !$0.message.isEmpty })
  }

  /// The roots that a line leads to, of the map itself and of the plain form or the partial map.
  private static func roots(_ json: JSONValue) throws -> [Bytes32] {
    let updates = try json.optionalMember("updates")?.elements().map { try entries($0) } ?? []
    if try json.text("kind") == "proof" {
      var partial = try PartialMap(MapProof(try json.bytes("proof")), root: json.word("root"))
      return try updates.map { changes in
        try partial.update(changes)
        return partial.root
      }
    }
    var map = StateMap()
    let first = try entries(json.member("entries"))
    try map.update(first)
    var known = Dictionary(uniqueKeysWithValues: first.map { ($0.key, $0.value) }).compactMapValues { $0 }
    #expect(map.root == PlainMap.root(known))
    if updates.isEmpty { return [map.root] }
    return try updates.map { changes in
      try map.update(changes, workers: 2)
      for change in changes { known[change.key] = change.value }
      #expect(map.root == PlainMap.root(known))
      return map.root
    }
  }

  private static func entries(_ json: JSONValue) throws -> [MapEntry] {
    try json.elements().map { element in
      let pair = Array(try element.elements())
      return MapEntry(key: try pair[0].hexBytes(), value: try pair[1].isNull ? nil : pair[1].hexBytes())
    }
  }
}
