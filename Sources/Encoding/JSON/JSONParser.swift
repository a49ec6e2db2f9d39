/// A parser for many texts, such as the lines of a file, that reuses its memory.
///
/// The memory of a document is reused once neither the document nor a value of it is held any more; a document
/// that is still held stays valid, and the next one gets memory of its own.
public struct JSONParser: Sendable {
  private let limits: JSONLimits
  private var open: [JSONScanner.Container] = []
  private var names: [JSONName] = []
  private var last: JSONStorage?

  public init(limits: JSONLimits = .standard) {
    self.limits = limits.clamped
  }

  /// Parses a text of exactly one value with optional white space around it.
  /// - Throws: a refusal of kind `malformed`, `incomplete`, `duplicateMember` or one of the limits.
  /// - Complexity: O(n log n) in the bytes at worst, for objects of many members; O(n) otherwise.
  public mutating func parse(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> JSONDocument {
    var scanner = JSONScanner(bytes: bytes, limits: limits)
    // Swapped in and out, so that the arrays have one owner while they grow.
    swap(&scanner.open, &open)
    swap(&scanner.names, &names)
    scanner.nodes = reclaimedNodes()
    defer {
      swap(&scanner.open, &open)
      swap(&scanner.names, &names)
    }
    do {
      try scanner.scan()
    } catch {
      last = JSONStorage(bytes: [], nodes: scanner.nodes)
      throw error
    }
    let storage = JSONStorage(bytes: bytes, nodes: scanner.nodes)
    last = storage
    return JSONDocument(storage: storage)
  }

  /// Parses a whole array of bytes.
  public mutating func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONDocument {
    try parse(bytes[...])
  }

  /// An empty array of nodes, with the memory of the last document if nobody holds that any more.
  private mutating func reclaimedNodes() -> [JSONNode] {
    guard last != nil, isKnownUniquelyReferenced(&last), var nodes = last?.nodes else { return [] }
    last = nil
    nodes.removeAll(keepingCapacity: true)
    return nodes
  }
}
