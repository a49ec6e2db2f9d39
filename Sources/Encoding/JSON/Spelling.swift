/// Suggestions for a misspelt name.
enum Spelling {
  /// The known name that takes the fewest changes of a character, if a third of the name's length is enough.
  static func closest(to name: String, in known: [String]) -> String? {
    let limit = max(1, name.utf8.count / 3)
    let best = known.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
      .min { $0.distance < $1.distance }
    guard let best, best.distance <= limit else { return nil }
    return best.name
  }

  /// The number of bytes to insert, to remove or to replace (Levenshtein).
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
