extension JSONScanner {
  /// What may come next, in words.
  var expectation: String {
    switch state {
    case .value: "a value"
    case .firstElement: "a value or ]"
    case .firstName: "a name in quotes or }"
    case .name: "a name in quotes"
    case .colon: "a colon after a name"
    case .separator: open.last?.isObject == true ? ", or }" : ", or ]"
    case .end: "nothing after the value"
    }
  }

  func malformed(at position: Int) -> JSONError {
    refusal(.malformed, at: position, expected: expectation)
  }

  /// A refusal at an offset of the text, with the path of what is under way there.
  func refusal(_ kind: JSONError.Kind, at position: Int, expected: String) -> JSONError {
    JSONError(
      kind, path: openPath(includingLast: state == .value), expected: expected, found: found(at: position),
      offset: position)
  }

  /// The token at an offset: a run of letters and digits, or one character.
  private func found(at position: Int) -> String {
    let rest = bytes.dropFirst(position)
    guard let first = rest.first else { return "the end of the text" }
    func isWord(_ byte: UInt8) -> Bool { byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 }
    if isWord(first) { return JSONText.printable(rest.prefix(100).prefix(while: isWord)) }
    if first > 0x20 && first < 0x7F { return JSONText.printable(rest.prefix(1)) }
    return "the byte 0x" + JSONText.twoDigits(first)
  }

  /// The path of the element or member under way in each open array and object.
  func openPath(includingLast: Bool) -> String {
    var path = ""
    for (depth, container) in open.enumerated() {
      if depth == open.count - 1 && !includingLast { break }
      if container.isObject {
        let name = nodes[container.name]
        JSONText.append(name: name, in: bytes, to: &path)
      } else {
        path += "[\(container.count)]"
      }
    }
    return path
  }
}
