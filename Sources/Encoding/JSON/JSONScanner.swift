/// One pass over a text that checks the grammar and the limits and lays down the nodes.
///
/// A state machine with a stack of its own: the depth of the input never becomes depth of the call stack.
struct JSONScanner {
  /// An array or object whose end has not been reached.
  struct Container {
    /// The index of its node.
    var node: Int
    /// The number of its complete elements or members.
    var count = 0
    /// The index of the name of the member under way, for an object.
    var name = 0
    var isObject: Bool
  }

  /// What may come next.
  enum State {
    case value, firstElement, firstName, name, colon, separator, end
  }

  let bytes: ArraySlice<UInt8>
  let limits: JSONLimits
  var nodes: [JSONNode] = []
  var open: [Container] = []
  /// Scratch space of the search for duplicate names.
  var names: [JSONName] = []
  var state = State.value

  init(bytes: ArraySlice<UInt8>, limits: JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func scan() throws(JSONError) {
    open.removeAll(keepingCapacity: true)
    guard bytes.count <= limits.maximumBytes else {
      throw JSONError(
        .tooLarge, path: "", expected: "at most \(limits.maximumBytes) bytes", found: "\(bytes.count) bytes",
        offset: limits.maximumBytes)
    }
    // A span reads without reference counts; it is checked against its bounds all the same.
    let text = bytes
    try scan(text.span)
  }

  private mutating func scan(_ text: Span<UInt8>) throws(JSONError) {
    var position = 0
    while true {
      while position < text.count, Self.isSpace(text[position]) { position += 1 }
      guard position < text.count else {
        if state == .end { return }
        throw refusal(.incomplete, at: position, expected: expectation)
      }
      let byte = text[position]
      switch state {
      case .value:
        position = try value(text, at: position)
      case .firstElement:
        position = byte == UInt8(ascii: "]") ? try close(at: position) : try value(text, at: position)
      case .firstName where byte == UInt8(ascii: "}"):
        position = try close(at: position)
      case .firstName, .name:
        position = try name(text, at: position)
      case .colon:
        guard byte == UInt8(ascii: ":") else { throw malformed(at: position) }
        state = .value
        position += 1
      case .separator:
        position = try separator(byte, at: position)
      case .end:
        throw malformed(at: position)
      }
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte <= 32 && (byte == 32 || byte == 10 || byte == 13 || byte == 9)
  }

  /// Reads a scalar, or the bracket that opens an array or object.
  private mutating func value(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    state = .value
    switch text[start] {
    case UInt8(ascii: "\""):
      let (end, hasEscapes) = try string(text, at: start)
      try append(.string, start, end, hasEscapes: hasEscapes)
      return completed(at: end)
    case UInt8(ascii: "{"):
      return try begin(object: true, at: start)
    case UInt8(ascii: "["):
      return try begin(object: false, at: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let end = try number(text, at: start)
      try append(.number, start, end)
      return completed(at: end)
    case UInt8(ascii: "t"):
      return try literal("true", .bool, text, at: start)
    case UInt8(ascii: "f"):
      return try literal("false", .bool, text, at: start)
    case UInt8(ascii: "n"):
      return try literal("null", .null, text, at: start)
    default:
      throw malformed(at: start)
    }
  }

  private mutating func literal(
    _ word: StaticString, _ kind: JSONValue.Kind, _ text: Span<UInt8>, at start: Int
  ) throws(JSONError) -> Int {
    var position = start
    for byte in word.description.utf8 {
      guard position < text.count else {
        throw refusal(.incomplete, at: position, expected: "the rest of \(word)")
      }
      guard text[position] == byte else { throw refusal(.malformed, at: start, expected: "\(word)") }
      position += 1
    }
    try append(kind, start, position)
    return completed(at: position)
  }

  private mutating func name(_ text: Span<UInt8>, at start: Int) throws(JSONError) -> Int {
    guard text[start] == UInt8(ascii: "\"") else { throw malformed(at: start) }
    let (end, hasEscapes) = try string(text, at: start)
    try append(.string, start, end, hasEscapes: hasEscapes)
    open[open.count - 1].name = nodes.count - 1
    state = .colon
    return end
  }

  private mutating func separator(_ byte: UInt8, at position: Int) throws(JSONError) -> Int {
    let isObject = open[open.count - 1].isObject
    if byte == UInt8(ascii: ",") {
      state = isObject ? .name : .value
      return position + 1
    }
    guard byte == UInt8(ascii: isObject ? "}" : "]") else { throw malformed(at: position) }
    return try close(at: position)
  }

  private mutating func begin(object: Bool, at start: Int) throws(JSONError) -> Int {
    guard open.count < limits.maximumDepth else {
      throw refusal(.tooDeep, at: start, expected: "at most \(limits.maximumDepth) arrays and objects in each other")
    }
    try append(object ? .object : .array, start, start)
    open.append(Container(node: nodes.count - 1, isObject: object))
    state = object ? .firstName : .firstElement
    return start + 1
  }

  private mutating func close(at position: Int) throws(JSONError) -> Int {
    let container = open[open.count - 1]
    nodes[container.node].end = UInt32(truncatingIfNeeded: position + 1)
    nodes[container.node].next = UInt32(truncatingIfNeeded: nodes.count)
    nodes[container.node].count = UInt32(truncatingIfNeeded: container.count)
    if container.isObject && container.count > 1 { try refuseDuplicates(in: container) }
    open.removeLast()
    return completed(at: position + 1)
  }

  private mutating func completed(at end: Int) -> Int {
    if open.isEmpty {
      state = .end
    } else {
      open[open.count - 1].count += 1
      state = .separator
    }
    return end
  }

  private mutating func append(
    _ kind: JSONValue.Kind, _ start: Int, _ end: Int, hasEscapes: Bool = false
  ) throws(JSONError) {
    guard nodes.count < limits.maximumValues else {
      throw refusal(.tooManyValues, at: start, expected: "at most \(limits.maximumValues) values")
    }
    nodes.append(
      JSONNode(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
        next: UInt32(truncatingIfNeeded: nodes.count + 1), count: 0, kind: kind, hasEscapes: hasEscapes))
  }
}
