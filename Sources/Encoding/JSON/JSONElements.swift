extension JSONValue {
  /// The elements in the order of the text.
  /// - Throws: `wrongType` if this is not an array.
  public func elements() throws(JSONError) -> JSONElements {
    guard node.kind == .array else { throw refusal(.wrongType, expected: "an array") }
    return JSONElements(array: self)
  }
}

/// The elements of an array in the order of the text.
public struct JSONElements: Collection, Sendable {
  let array: JSONValue

  /// A place in the array; it is reached by walking from the start.
  public struct Index: Comparable, Sendable {
    let node: Int

    public static func < (a: Index, b: Index) -> Bool { a.node < b.node }
  }

  /// The number of elements.
  /// - Complexity: O(1)
  public var count: Int { Int(array.node.count) }
  public var isEmpty: Bool { count == 0 }
  public var startIndex: Index { Index(node: array.index + 1) }
  public var endIndex: Index { Index(node: Int(array.node.next)) }

  public func index(after place: Index) -> Index { Index(node: Int(array.storage.nodes[place.node].next)) }

  public subscript(place: Index) -> JSONValue { JSONValue(storage: array.storage, index: place.node) }
}
