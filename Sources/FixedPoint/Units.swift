/// Wads as decimal text in units, exact both ways: `1500000000000000000` is `1.5`.
extension Int256 {
  /// From text in units: an optional minus sign, digits, and at most eighteen decimals after a point.
  /// - Returns: nil for another spelling, or for a value of more than 256 bits.
  public init?(units text: String) {
    var digits = Array(text.utf8)
    let negative = digits.first == 45
    if negative { digits.removeFirst() }
    guard digits.count <= UInt256.maximumDecimalDigits + 20 else { return nil }
    let parts = digits.split(separator: 46, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty else { return nil }
    var decimals: ArraySlice<UInt8> = []
    if parts.count == 2 {
      decimals = parts[1]
      if decimals.isEmpty || decimals.count > 18 { return nil }
    }
    var value = UInt256.zero
    do {
      for digit in Array(whole) + Array(decimals) + [UInt8](repeating: 48, count: 18 - decimals.count) {
        guard digit >= 48 && digit <= 57 else { return nil }
        value = try value * 10 + UInt256(UInt64(digit - 48))
      }
      self = try Int256(negative: negative, magnitude: value)
    } catch {
      return nil
    }
  }

  /// The value in units with as many decimals as it needs.
  public var unitsText: String { (isNegative ? "-" : "") + magnitude.unitsText }
}

extension UInt256 {
  /// A wad without a sign, in units with as many decimals as it needs.
  public var unitsText: String {
    let whole = dividedByWad(self)
    let fraction = self &- whole &* Wad.wide
    var text = whole.description
    if !fraction.isZero {
      var decimals = Array(fraction.description.utf8)
      decimals = [UInt8](repeating: 48, count: 18 - decimals.count) + decimals
      while decimals.last == 48 { decimals.removeLast() }
      text += "." + String(decoding: decimals, as: UTF8.self)
    }
    return text
  }
}
