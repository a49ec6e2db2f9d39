import Console
import FixedPoint

extension Arguments {
  /// An amount in units with at most 18 decimals, as a wad; nil where the option is not given.
  /// - Throws: `usage` for another spelling.
  func wad(_ name: String) throws(CommandFailure) -> Int256? {
    guard let text = value(name) else { return nil }
    return try Self.wad(text, option: name)
  }

  static func wad(_ text: String, option: String) throws(CommandFailure) -> Int256 {
    guard let value = Int256(units: text) else {
      throw CommandFailure(.usage, "--\(option): expected an amount in units such as 1250.5, found \(text)")
    }
    return value
  }

  /// An amount from zero below 2^128 wads; nil where the option is not given.
  func unsignedWad(_ name: String) throws(CommandFailure) -> UInt128? {
    guard let text = value(name) else { return nil }
    return try Self.unsignedWad(text, option: name)
  }

  static func unsignedWad(_ text: String, option: String) throws(CommandFailure) -> UInt128 {
    let value = try wad(text, option: option)
    guard !value.isNegative, value.magnitude.high == 0 else {
      throw CommandFailure(.usage, "--\(option): expected an amount from zero below 2^128 wads, found \(text)")
    }
    return value.magnitude.low
  }
}
