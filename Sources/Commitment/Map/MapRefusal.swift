import Encoding

/// A refusal of a state map, of a proof of one, or of an update, in the order of the checks (MP-8). Codes are never
/// reused.
public enum MapRefusal: Error, Hashable, Sendable {
  case noKeys
  case tooManyKeys(Int)
  case keyTooLong(Int)
  case valueTooLong(Int)
  case tooManyParts(Int)
  case keysUnsorted([UInt8])
  case partMissing
  case partUnexpected(MapPart, depth: Int)
  case valuesMisplaced(expected: Int, found: Int)
  case hashMissing
  case leafMisplaced
  case keyPresent([UInt8])
  case partsLeft(Int)
  case hashesLeft(Int)
  case notCompact
  case rootMismatch
  case keyTwice([UInt8])
  case tooManyEntries(Int)
  case keyNotProven([UInt8])
  case openingMismatch([UInt8])
  case truncated
  case unknownForm(UInt8)
  case trailingBytes(Int)

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .noKeys: 601
    case .tooManyKeys: 602
    case .keyTooLong: 603
    case .valueTooLong: 604
    case .tooManyParts: 605
    case .keysUnsorted: 606
    case .partMissing: 607
    case .partUnexpected: 608
    case .valuesMisplaced: 609
    case .hashMissing: 610
    case .leafMisplaced: 611
    case .keyPresent: 612
    case .partsLeft: 613
    case .hashesLeft: 614
    case .notCompact: 615
    case .rootMismatch: 616
    case .keyTwice: 617
    case .tooManyEntries: 618
    case .keyNotProven: 619
    case .openingMismatch: 620
    case .truncated: 621
    case .unknownForm: 622
    case .trailingBytes: 623
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .noKeys: "Map_NoKeys"
    case .tooManyKeys: "Map_TooManyKeys"
    case .keyTooLong: "Map_KeyTooLong"
    case .valueTooLong: "Map_ValueTooLong"
    case .tooManyParts: "Map_TooManyParts"
    case .keysUnsorted: "Map_KeysUnsorted"
    case .partMissing: "Map_PartMissing"
    case .partUnexpected: "Map_PartUnexpected"
    case .valuesMisplaced: "Map_ValuesMisplaced"
    case .hashMissing: "Map_HashMissing"
    case .leafMisplaced: "Map_LeafMisplaced"
    case .keyPresent: "Map_KeyPresent"
    case .partsLeft: "Map_PartsLeft"
    case .hashesLeft: "Map_HashesLeft"
    case .notCompact: "Map_NotCompact"
    case .rootMismatch: "Map_RootMismatch"
    case .keyTwice: "Map_KeyTwice"
    case .tooManyEntries: "Map_TooManyEntries"
    case .keyNotProven: "Map_KeyNotProven"
    case .openingMismatch: "Map_OpeningMismatch"
    case .truncated: "Map_Truncated"
    case .unknownForm: "Map_UnknownForm"
    case .trailingBytes: "Map_TrailingBytes"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .noKeys: "a key or more was expected, and none was found"
    case .tooManyKeys(let count): "\(MapLimits.proofKeys) keys at most were expected, and \(count) were found"
    case .keyTooLong(let count):
      "a key of \(MapLimits.keyBytes) bytes at most was expected, and one of \(count) was found"
    case .valueTooLong(let count):
      "a value of \(MapLimits.valueBytes) bytes at most was expected, and one of \(count) was found"
    case .tooManyParts(let count): "\(MapLimits.proofParts) parts at most were expected, and \(count) were found"
    case .keysUnsorted(let key):
      "keys whose hashes rise strictly were expected, and that of \(Hex.encode(key)) does not"
    case .partMissing: "a part for every place of the proof was expected, and they end before"
    case .partUnexpected(let part, let depth):
      "a part that can stand at its place was expected, and one of form \(part.rawValue) was found at depth \(depth)"
    case .valuesMisplaced(let expected, let found):
      "\(expected) values were expected where a path ends, and \(found) were found"
    case .hashMissing: "the hashes of every part were expected, and they end before"
    case .leafMisplaced: "a leaf at the place of its path was expected, and one of another path was found"
    case .keyPresent(let key): "nothing was expected under \(Hex.encode(key)), and its leaf was found"
    case .partsLeft(let count): "no part was expected after the last place, and \(count) were found"
    case .hashesLeft(let count): "no hash was expected after the last part, and \(count) were found"
    case .notCompact: "nodes above two leaves or more were expected, and one above fewer was found"
    case .rootMismatch: "the committed root was expected, and the proof leads to another"
    case .keyTwice(let key): "every key once was expected, and \(Hex.encode(key)) was found twice"
    case .tooManyEntries(let count):
      "\(MapLimits.entries) entries at most were expected, and there would be \(count)"
    case .keyNotProven(let key): "a key of the proof was expected, and \(Hex.encode(key)) was found"
    case .openingMismatch(let key):
      "what the map has under \(Hex.encode(key)) was expected, and something else was given"
    case .truncated: "a whole proof was expected, and it ends inside a field"
    case .unknownForm(let byte): "a form that is known was expected, and the byte \(byte) was found"
    case .trailingBytes(let count): "the end was expected after the last hash, and \(count) bytes were found"
    }
  }
}
