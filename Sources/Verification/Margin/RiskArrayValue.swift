import Commitment
import Ethereum
import FixedPoint
import Margin

/// Keys and values of risk items (SV-8, SV-9).
enum RiskArrayValue {
  /// The key of an option's risk array: manager, expiry, strike and side in 61 bytes.
  static func key(manager: Address, _ option: AccountRecord.Option) -> [UInt8] {
    manager.bytes + bigEndian(UInt128(option.expiry), bytes: 8) + Bytes32(option.strike).bytes
      + [option.isCall ? 1 : 0]
  }

  /// The bytes of an option's prices.
  /// - Returns: nil where a price is 2^128 or more, or there are more scenarios than two bytes count.
  static func bytes(_ prices: UnitPrices) -> [UInt8]? {
    guard prices.scenarios.count <= Int(UInt16.max) else { return nil }
    var bytes = bigEndian(UInt128(prices.scenarios.count), bytes: 2)
    bytes.reserveCapacity(2 + 16 * (3 + prices.scenarios.count))
    for price in [prices.mark, prices.basisUp, prices.basisDown] + prices.scenarios {
      guard price.high == 0 else { return nil }
      bytes += bigEndian(price.low, bytes: 16)
    }
    return bytes
  }

  private static func bigEndian(_ value: UInt128, bytes count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * UInt128($0))) }
  }
}
