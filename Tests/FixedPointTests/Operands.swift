import FixedPoint
import TestSupport

/// Random operands that meet the borders: mixed widths, runs of ones, and neighbours of powers of two.
extension SeededGenerator {
  mutating func below(_ bound: Int) -> Int {
    Int(next() % UInt64(bound))
  }

  mutating func uint256(bits: Int = 256) -> UInt256 {
    let width = 1 + below(bits)
    let random = UInt256(limbs: next(), next(), next(), next()) >> (256 - width)
    let ones = UInt256.max >> (256 - width)
    switch below(8) {
    case 0: return ones
    case 1: return (ones &- UInt256(next() % 4)) & ones
    case 2: return ((1 << (width - 1)) &+ UInt256(next() % 3)) & ones
    case 3: return ones ^ (random >> (width / 2))
    case 4: return random & (ones << (width / 2))
    default: return random
    }
  }

  mutating func int256(bits: Int = 256) -> Int256 {
    let value = Int256(bitPattern: uint256(bits: bits))
    return below(2) == 0 ? value : Int256.zero &- value
  }

  mutating func pair() -> (UInt256, UInt256) { (uint256(), uint256()) }
  mutating func signedPair() -> (Int256, Int256) { (int256(), int256()) }

  /// A pair whose product, sum or difference is close to what the type holds.
  mutating func limitPair() -> (UInt256, UInt256) {
    let a = uint256()
    let near = UInt256(next() % 4) &- 2
    guard let quotient = try? UInt256.max / a else { return (a, near) }
    switch below(3) {
    case 0: return (a, quotient &+ near)
    case 1: return (a, UInt256.max &- a &+ near)
    default: return (a, a &+ near)
    }
  }
}

/// Smaller values that may still fail, nearest to zero first.
func shrink(_ value: UInt256) -> [UInt256] {
  if value.isZero { return [] }
  let halves = [128, 64, 8, 1].map { value >> $0 }
  return ([.zero, 1] + halves + [value & (value &- 1), value &- 1]).filter { $0 < value }
}

func shrink(_ pair: (UInt256, UInt256)) -> [(UInt256, UInt256)] {
  shrink(pair.0).map { ($0, pair.1) } + shrink(pair.1).map { (pair.0, $0) }
}

func shrink(_ value: Int256) -> [Int256] {
  shrink(value.magnitude).flatMap { [Int256(bitPattern: $0), .zero &- Int256(bitPattern: $0)] }
    .filter { $0.magnitude < value.magnitude }
}

func shrink(_ pair: (Int256, Int256)) -> [(Int256, Int256)] {
  shrink(pair.0).map { ($0, pair.1) } + shrink(pair.1).map { (pair.0, $0) }
}

/// What an operation gives: a value or the refusal.
func outcome<Value>(_ body: () throws(ArithmeticError) -> Value) -> Result<Value, ArithmeticError> {
  do { return .success(try body()) } catch { return .failure(error) }
}

/// The boundaries of every width that the code treats on its own.
let unsignedBoundaries: [UInt256] = {
  var values: [UInt256] = [.zero, 1, 2, 3, UInt256(Wad.one), .max, .max &- 1]
  for bit in [63, 64, 65, 125, 126, 127, 128, 129, 191, 192, 193, 254, 255] {
    let power: UInt256 = 1 << bit
    values += [power &- 1, power, power &+ 1]
  }
  return values
}()
