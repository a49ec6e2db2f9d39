extension JSONValue {
  /// The canonical form of the value: one sequence of bytes for each value, made to be hashed.
  ///
  /// Two texts of the same value have the same canonical bytes. The form is:
  ///
  /// 1. There is no white space outside strings, and the text ends with the last character of the value.
  /// 2. The members of an object stand in ascending order of their names. Names are compared as sequences of the
  ///    bytes of their UTF-8 after unescaping, unsigned, first difference first; a name that begins another one
  ///    comes before it. No name comes twice, because the reader refuses that.
  /// 3. The elements of an array keep their order.
  /// 4. Strings and names: `"` is written `\"`, `\` is written `\\`, and the characters U+0000 to U+001F are written
  ///    `\u00` and two lower-case hexadecimal digits, also those that have a short escape in RFC 8259. Every other
  ///    character, U+007F, `/` and all beyond ASCII included, is written as its UTF-8 without an escape. There is no
  ///    normalisation of Unicode.
  /// 5. A number is an integer: `0`, or digits that do not start with 0, with `-` before them if it is negative. A
  ///    fraction, an exponent and `-0` have no canonical form and are refused.
  /// 6. `true`, `false` and `null` are written so.
  ///
  /// The form is that of RFC 8785 where all names are in the Basic Multilingual Plane, no string has a control
  /// character with a short escape, and every number is an integer of at most 2^53 - 1 in magnitude.
  ///
  /// - Parameter omitted: the name of a member of this object, not of those inside it, to leave out, such as
  ///   the hash of the rest; it need not be there, and without effect where this is not an object.
  /// - Throws: `wrongForm` at a number that is not an integer in canonical spelling.
  /// - Complexity: O(b log n) in the bytes and the members.
  public func canonicalBytes(omitting omitted: String? = nil) throws(JSONError) -> [UInt8] {
    var form = CanonicalForm(storage: storage)
    try form.append(index, omitting: omitted)
    return form.output
  }
}

/// Writes the canonical form with a stack of its own: depth of the input never becomes depth of the call stack.
private struct CanonicalForm {
  /// An array or object under way.
  private struct Container {
    /// The names of the members in reverse order; empty for an array.
    var names: [Int] = []
    /// The next element of an array, and the end of the elements; equal for an object.
    var element = 0
    var end = 0
    var isObject: Bool
    var isEmpty = true
  }

  let storage: JSONStorage
  let bytes: ArraySlice<UInt8>
  var output: [UInt8] = []
  private var open: [Container] = []

  init(storage: JSONStorage) {
    self.storage = storage
    bytes = storage.bytes
  }

  mutating func append(_ root: Int, omitting omitted: String?) throws(JSONError) {
    try append(root, omitting: omitted?.utf8.map { $0 })
    while let container = open.last {
      let top = open.count - 1
      if container.isObject {
        guard let name = open[top].names.popLast() else {
          close("}")
          continue
        }
        separate()
        append(string: storage.nodes[name])
        output.append(UInt8(ascii: ":"))
        try append(name + 1)
      } else if container.element < container.end {
        separate()
        open[top].element = Int(storage.nodes[container.element].next)
        try append(container.element)
      } else {
        close("]")
      }
    }
  }

  private mutating func separate() {
    if !open[open.count - 1].isEmpty { output.append(UInt8(ascii: ",")) }
    open[open.count - 1].isEmpty = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    open.removeLast()
    output.append(UInt8(ascii: bracket))
  }

  /// Appends a scalar, or opens an array or object.
  private mutating func append(_ index: Int, omitting omitted: [UInt8]? = nil) throws(JSONError) {
    let node = storage.nodes[index]
    switch node.kind {
    case .object:
      output.append(UInt8(ascii: "{"))
      open.append(Container(names: sortedNames(of: index, omitting: omitted), isObject: true))
    case .array:
      output.append(UInt8(ascii: "["))
      open.append(Container(element: index + 1, end: Int(node.next), isObject: false))
    case .string:
      append(string: node)
    case .number:
      guard DecimalText(bytes.span, Int(node.start), Int(node.end)) != nil else {
        throw JSONValue(storage: storage, index: index).refusal(.wrongForm, expected: "an integer")
      }
      output.append(contentsOf: storage.text(node.start, node.end))
    case .bool, .null:
      output.append(contentsOf: storage.text(node.start, node.end))
    }
  }

  /// The indices of the names of an object's members in descending order.
  private func sortedNames(of object: Int, omitting omitted: [UInt8]?) -> [Int] {
    let (bytes, nodes) = (bytes, storage.nodes)
    let count = Int(nodes[object].count)
    var names: [JSONName] = []
    names.reserveCapacity(count)
    var index = object + 1
    for _ in 0..<count {
      if omitted.map({ JSONText.equals(nodes[index], $0.span, in: bytes.span) }) != true {
        names.append(JSONName(nodes[index], index: index, in: bytes.span))
      }
      index = Int(nodes[index + 1].next)
    }
    names.sort { $1.precedes($0, in: bytes.span) }
    return names.map(\.index)
  }

  private mutating func append(string node: JSONNode) {
    // Without an escape the text has none of the characters that need one.
    guard node.hasEscapes else { return output.append(contentsOf: storage.text(node.start, node.end)) }
    output.append(UInt8(ascii: "\""))
    var unescaped = UnescapedBytes(node)
    while let byte = unescaped.next(in: bytes.span) { JSONText.appendEscaped(byte, to: &output) }
    output.append(UInt8(ascii: "\""))
  }
}
