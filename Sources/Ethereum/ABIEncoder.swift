import FixedPoint

/// Solidity's `abi.encode`: heads of one word or an offset, then the bodies of dynamic values (EH-4).
public enum ABIEncoder {
  /// Arrays and tuples in one another.
  public static let maximumDepth = 32

  /// The encoding of a list of arguments.
  /// - Throws: `ABIError`.
  public static func encode(_ arguments: [ABIValue]) throws(ABIError) -> [UInt8] {
    try encode(arguments, depth: 1)
  }

  private static func encode(_ values: [ABIValue], depth: Int) throws(ABIError) -> [UInt8] {
    guard depth <= maximumDepth else { throw .tooDeep(limit: maximumDepth) }
    var bodies: [(bytes: [UInt8], isDynamic: Bool)] = []
    bodies.reserveCapacity(values.count)
    for value in values { bodies.append(try body(of: value, depth: depth)) }
    var offset = bodies.reduce(0) { $0 + ($1.isDynamic ? 32 : $1.bytes.count) }
    var (heads, tails): ([UInt8], [UInt8]) = ([], [])
    for body in bodies {
      if body.isDynamic {
        heads += count(offset)
        tails += body.bytes
        offset += body.bytes.count
      } else {
        heads += body.bytes
      }
    }
    return heads + tails
  }

  private static func body(of value: ABIValue, depth: Int) throws(ABIError) -> (bytes: [UInt8], isDynamic: Bool) {
    switch value {
    case .word(let word): return (word.bytes, false)
    case .bytes(let bytes): return (count(bytes.count) + padded(bytes), true)
    case .string(let text): return (count(text.utf8.count) + padded(Array(text.utf8)), true)
    case .array(let elements): return (count(elements.count) + (try encode(elements, depth: depth + 1)), true)
    case .tuple(let elements): return (try encode(elements, depth: depth + 1), elements.contains(where: isDynamic))
    }
  }

  private static func isDynamic(_ value: ABIValue) -> Bool {
    switch value {
    case .word: false
    case .bytes, .string, .array: true
    case .tuple(let elements): elements.contains(where: isDynamic)
    }
  }

  private static func count(_ value: Int) -> [UInt8] {
    Bytes32(UInt256(UInt64(truncatingIfNeeded: value))).bytes
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
  }
}
