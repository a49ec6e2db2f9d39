import FixedPoint

/// The sizes up to which a tape is read; inside them no step of the rules leaves 256 bits.
enum TapeLimits {
  static var bytes: Int { 64 << 20 }
  static var moments: Int { 100_000 }
  static var underlyings: Int { 64 }
  static var expiries: Int { 256 }
  /// Prices and surface parameters, wad: 79 thousand million units.
  static var number: UInt256 { 1 << 96 }
  /// The bytes of an underlying's name, which must fit an address.
  static var symbolBytes: Int { 20 }
}
