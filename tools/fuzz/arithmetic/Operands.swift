import FixedPoint

/// The bytes of an input as operands: the width of the first operand, and its and the second's bytes.
struct Operands {
  let a: UInt256
  let b: UInt256
  let bytes: [UInt8]

  init(_ input: [UInt8]) {
    let width = Int(input.first ?? 0) % 33
    bytes = Array(input.dropFirst())
    a = Self.number(bytes.prefix(width))
    b = Self.number(bytes.dropFirst(width).prefix(32))
  }

  var signedA: Int256 { Int256(bitPattern: a) }
  /// The second operand, with the sign of its last byte's lowest bit.
  var signedB: Int256 {
    let value = Int256(bitPattern: b)
    return (bytes.last ?? 0) & 1 == 0 ? value : .zero &- value
  }
  /// A small number from the end of the input.
  var count: Int { Int(bytes.last ?? 0) + (bytes.count > 40 ? 256 : 0) }

  private static func number(_ bytes: some Collection<UInt8>) -> UInt256 {
    bytes.reduce(.zero) { ($0 << 8) | UInt256(UInt64($1)) }
  }
}

/// What an operation gives: a value or the refusal.
func outcome<Value>(_ body: () throws(ArithmeticError) -> Value) -> Result<Value, ArithmeticError> {
  do { return .success(try body()) } catch { return .failure(error) }
}
