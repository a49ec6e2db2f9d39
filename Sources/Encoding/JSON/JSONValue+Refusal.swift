extension JSONValue {
  /// A refusal of this value, for decoders; the path, what was found and the offset are filled in.
  /// - Parameter expected: what was expected, as the object of a sentence: "a strike above zero".
  public func refusal(_ kind: JSONError.Kind, expected: String) -> JSONError {
    JSONError(kind, path: path, expected: expected, found: found, offset: offset)
  }

  /// What stands here, in at most 80 printable characters.
  private var found: String {
    let node = node
    switch node.kind {
    case .object: return "an object of \(node.count) members"
    case .array: return "an array of \(node.count) elements"
    case .string, .bool, .null: return JSONText.printable(rawBytes)
    case .number: return JSONText.printable(rawBytes, before: "the number ")
    }
  }

  /// Where the value is in its document, such as `portfolio.expiries[0].strike`; empty for the root.
  ///
  /// Found by walking from the root, so that values that are never refused pay nothing for it.
  /// - Complexity: O(n) in the values before this one.
  public var path: String {
    let nodes = storage.nodes
    var path = ""
    var place = 0
    while place < index {
      let isObject = nodes[place].kind == .object
      var child = place + 1
      var position = 0
      while true {
        let value = isObject ? child + 1 : child
        if index < Int(nodes[value].next) {
          // The name of a member has the path of the member.
          if isObject {
            JSONText.append(name: nodes[child], in: storage.bytes, to: &path)
          } else {
            path += "[\(position)]"
          }
          place = value
          break
        }
        child = Int(nodes[value].next)
        position += 1
      }
    }
    return path
  }
}
