import Margin

extension AssetIdentifier {
  /// The placeholder address of an asset that is named by its symbol: the ASCII bytes, right-aligned.
  /// - Returns: nil for a symbol that is empty or has more than twenty bytes.
  init?(symbol: String) {
    guard (1...20).contains(symbol.utf8.count) else { return nil }
    var digits = ""
    for byte in symbol.utf8 { digits += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    self.init("0x" + String(repeating: "0", count: 40 - digits.count) + digits)
  }
}
