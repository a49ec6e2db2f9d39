extension JSONScanner {
  /// Up to this many members, comparing all pairs is faster than sorting.
  private static let fewMembers = 16

  /// Refuses an object in which two names are equal after unescaping.
  /// - Complexity: O(b log n) for n names of b bytes in all. Sorting, unlike hashing, has no bad inputs.
  mutating func refuseDuplicates(in container: Container) throws(JSONError) {
    let bytes = bytes
    names.removeAll(keepingCapacity: true)
    var index = container.node + 1
    for _ in 0..<container.count {
      names.append(JSONName(nodes[index], index: index, in: bytes.span))
      index = Int(nodes[index + 1].next)
    }
    if names.count <= Self.fewMembers {
      for second in 1..<names.count {
        for first in 0..<second where names[first].equals(names[second], in: bytes.span) {
          throw duplicate(names[second])
        }
      }
      return
    }
    names.sort { $0.precedes($1, in: bytes.span) }
    for position in 1..<names.count where names[position - 1].equals(names[position], in: bytes.span) {
      // The sort may have swapped the two: the later one is the duplicate.
      throw duplicate(names[position - 1].index > names[position].index ? names[position - 1] : names[position])
    }
  }

  private func duplicate(_ name: JSONName) -> JSONError {
    let text = bytes.dropFirst(Int(name.node.start)).prefix(Int(name.node.end - name.node.start))
    var path = openPath(includingLast: false)
    JSONText.append(name: name.node, in: bytes, to: &path)
    return JSONError(
      .duplicateMember, path: path, expected: "each member once",
      found: JSONText.printable(text, before: "a second member "), offset: Int(name.node.start))
  }
}
