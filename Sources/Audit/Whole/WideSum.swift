import FixedPoint

/// A sum of signed wads that no count of accounts takes out of its bits.
package struct WideSum: Hashable, Sendable {
  private var low: UInt256 = .zero
  /// Bits from 256 up, in two's complement; 2^32 accounts change it by 2^32 at most.
  private var high: Int64 = 0

  mutating func add(_ value: Int256) {
    let bits = value.bitPattern
    low = low &+ bits
    if low < bits { high &+= 1 }
    if value.isNegative { high &-= 1 }
  }

  mutating func add(_ other: WideSum) {
    low = low &+ other.low
    if low < other.low { high &+= 1 }
    high &+= other.high
  }

  var isZero: Bool { low.isZero && high == 0 }
  var isNegative: Bool { high < 0 }

  /// The sum where it fits 256 bits, or else the nearest that does.
  package var clamped: Int256 {
    let value = Int256(bitPattern: low)
    if high == 0, !value.isNegative { return value }
    if high == -1, value.isNegative { return value }
    return isNegative ? .min : .max
  }
}
