import FixedPoint

/// Wads for messages, exact: `20000.5` and not `20000500000000000000000`. What is short by the last digit shows it.
enum WadText {
  static func text(_ wad: Int256) -> String { (wad < .zero ? "-" : "") + text(wad.magnitude) }

  static func text(_ wad: UInt128) -> String { text(UInt256(wad)) }

  static func text(_ wad: UInt256) -> String {
    let digits = wad.description
    let padded = String(repeating: "0", count: max(0, 19 - digits.utf8.count)) + digits
    var fraction = padded.suffix(18)
    while fraction.last == "0" { fraction.removeLast() }
    return padded.dropLast(18) + (fraction.isEmpty ? "" : "." + fraction)
  }
}
