extension JSONScanner {
  /// A name in the search for duplicates.
  struct Name {
    /// The first eight bytes of the unescaped name, most significant first, filled up with zeros.
    var prefix: UInt64
    var node: JSONNode
  }

  /// Up to this many members, comparing all pairs is faster than sorting.
  private static let fewMembers = 16

  /// Refuses an object in which two names are equal after unescaping.
  /// - Complexity: O(b log n) for n names of b bytes in all. Sorting, unlike hashing, has no bad inputs.
  mutating func refuseDuplicates(in container: Container) throws(JSONError) {
    names.removeAll(keepingCapacity: true)
    var name = container.node + 1
    for _ in 0..<container.count {
      names.append(Name(prefix: JSONText.prefix(of: nodes[name], in: bytes.span), node: nodes[name]))
      name = Int(nodes[name + 1].next)
    }
    if names.count <= Self.fewMembers {
      for second in 1..<names.count {
        for first in 0..<second where names[first].prefix == names[second].prefix {
          if JSONText.order(names[first].node, names[second].node, in: bytes.span) == 0 {
            throw duplicate(names[second].node)
          }
        }
      }
      return
    }
    let bytes = bytes
    names.sort { first, second in
      if first.prefix != second.prefix { return first.prefix < second.prefix }
      return JSONText.order(first.node, second.node, in: bytes.span) < 0
    }
    for position in 1..<names.count where names[position - 1].prefix == names[position].prefix {
      let (first, second) = (names[position - 1].node, names[position].node)
      if JSONText.order(first, second, in: bytes.span) == 0 {
        throw duplicate(first.start > second.start ? first : second)
      }
    }
  }

  private func duplicate(_ name: JSONNode) -> JSONError {
    let text = bytes[bytes.startIndex + Int(name.start)..<bytes.startIndex + Int(name.end)]
    return JSONError(
      .duplicateMember, path: openPath(includingLast: false), expected: "each member once",
      found: JSONText.printable(text, before: "a second member "), offset: Int(name.start))
  }
}
