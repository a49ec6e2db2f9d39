extension JSONValue {
  /// The member of this name, compared byte by byte after unescaping.
  /// - Throws: `missingMember` if there is none, `wrongType` if this is not an object.
  /// - Complexity: O(n) in the members.
  public func member(_ name: String) throws(JSONError) -> JSONValue {
    if let member = try optionalMember(name) { return member }
    var memberPath = path
    JSONText.append(name: Array(name.utf8), to: &memberPath)
    throw JSONError(
      .missingMember, path: memberPath, expected: "a member of this name", found: "none", offset: offset)
  }

  /// The member of this name, or nil where there is none; a member that is `null` is a member.
  /// - Throws: `wrongType` if this is not an object.
  public func optionalMember(_ name: String) throws(JSONError) -> JSONValue? {
    let node = node
    guard node.kind == .object else { throw refusal(.wrongType, expected: "an object") }
    let (bytes, nodes) = (storage.bytes, storage.nodes)
    let wanted = name.utf8Span.span
    var key = index + 1
    for _ in 0..<node.count {
      if JSONText.equals(nodes[key], wanted, in: bytes.span) { return JSONValue(storage: storage, index: key + 1) }
      key = Int(nodes[key + 1].next)
    }
    return nil
  }

  /// The members in the order of the text.
  ///
  /// Names differ here if their bytes do. `String` takes some of those for equal (é as one or as two characters),
  /// so a dictionary by name can lose members.
  /// - Throws: `wrongType` if this is not an object.
  public func objectMembers() throws(JSONError) -> JSONMembers {
    guard node.kind == .object else { throw refusal(.wrongType, expected: "an object") }
    return JSONMembers(object: self)
  }

  /// Refuses an object with a member that is not in the list.
  /// - Throws: `unknownMember` for the first one, with the list and the closest spelling; `wrongType` if this
  ///   is not an object.
  public func refuseUnknownMembers(_ known: [String]) throws(JSONError) {
    let node = node
    guard node.kind == .object else { throw refusal(.wrongType, expected: "an object") }
    let bytes = storage.bytes
    var key = index + 1
    // No name comes twice, so that this ends after one more member than there are known names.
    for _ in 0..<node.count {
      let name = storage.nodes[key]
      guard known.contains(where: { JSONText.equals(name, $0.utf8Span.span, in: bytes.span) }) else {
        throw JSONValue(storage: storage, index: key).unknownMember(known)
      }
      key = Int(storage.nodes[key + 1].next)
    }
  }

  private func unknownMember(_ known: [String]) -> JSONError {
    var expected = "no members"
    if !known.isEmpty { expected = "one of " + known.map { "\"\($0)\"" }.joined(separator: ", ") }
    let bytes = storage.bytes
    let name = String(decoding: JSONText.unescaped(node, in: bytes.span, atMost: 64), as: UTF8.self)
    if let close = Spelling.closest(to: name, in: known) { expected += " (did you mean \"\(close)\"?)" }
    return JSONError(
      .unknownMember, path: path, expected: expected,
      found: JSONText.printable(rawBytes, before: "the member "), offset: offset)
  }
}

/// The members of an object in the order of the text.
public struct JSONMembers: Sequence, Sendable {
  let object: JSONValue

  /// The number of members.
  public var count: Int { Int(object.node.count) }
  public var underestimatedCount: Int { count }

  public func makeIterator() -> Iterator {
    Iterator(storage: object.storage, key: object.index + 1, rest: count)
  }

  public struct Iterator: IteratorProtocol {
    let storage: JSONStorage
    var key: Int
    var rest: Int

    public mutating func next() -> (name: String, value: JSONValue)? {
      guard rest > 0 else { return nil }
      rest -= 1
      let name = JSONValue(storage: storage, index: key)
      let value = JSONValue(storage: storage, index: key + 1)
      key = Int(value.node.next)
      return (name.decoded, value)
    }
  }
}
