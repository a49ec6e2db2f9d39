import FixedPoint

/// Numbers for people, from integers alone.
public enum Amounts {
  /// A wad with some decimals, cut toward zero, and thousands apart: `-12,345.67`.
  public static func text(_ value: Int256, decimals: Int = 2) -> String {
    let magnitude = value.magnitude
    let whole = dividedByWad(magnitude)
    let fraction = (magnitude &- whole &* Wad.wide).low
    var digits = Array(whole.description)
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    var text = String(digits)
    if decimals > 0 {
      let padded = String(repeating: "0", count: 18) + String(fraction)
      text += "." + padded.suffix(18).prefix(decimals)
    }
    let isZero = !text.contains { $0 >= "1" && $0 <= "9" }
    return value.isNegative && !isZero ? "-" + text : text
  }

  public static func text(_ value: UInt256, decimals: Int = 2) -> String {
    text(Int256(bitPattern: value), decimals: decimals)
  }

  /// A fraction (wad) as a percentage, cut toward zero: `12.5 %`.
  public static func percent(_ value: Int256, decimals: Int = 1) -> String {
    text(value &* 100, decimals: decimals) + " %"
  }

  /// A wad in units with all its decimals and thousands apart.
  public static func exact(_ value: Int256) -> String {
    let parts = value.unitsText.split(separator: ".")
    return text(value, decimals: parts.count == 2 ? parts[1].count : 0)
  }

  /// Whole numbers with thousands apart.
  public static func count(_ value: Int) -> String {
    text(Int256(Int64(value)) &* Wad.signed, decimals: 0)
  }
}
