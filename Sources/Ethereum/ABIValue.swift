import FixedPoint

/// A value to be encoded as Solidity's `abi.encode` does.
public enum ABIValue: Hashable, Sendable {
  /// Any static type of one word: `uint`, `int`, `address`, `bool`, `bytes32`.
  case word(Bytes32)
  case bytes([UInt8])
  case string(String)
  /// An array of as many elements as there are, all of one type.
  case array([ABIValue])
  /// A struct, or an array whose type fixes the count.
  case tuple([ABIValue])

  public static func unsigned(_ value: UInt256) -> ABIValue { .word(Bytes32(value)) }
  public static func signed(_ value: Int256) -> ABIValue { .word(Bytes32(value)) }
  public static func address(_ value: Address) -> ABIValue { .word(Bytes32(value)) }
  public static func bool(_ value: Bool) -> ABIValue { .word(Bytes32(value)) }
}

/// A refusal of values to encode.
public enum ABIError: Error, Hashable, Sendable {
  /// Arrays and tuples stand inside one another beyond the limit.
  case tooDeep(limit: Int)

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .tooDeep: "ABITooDeep"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .tooDeep(let limit):
      "at most \(limit) arrays and tuples in one another were expected, and there are more"
    }
  }
}
