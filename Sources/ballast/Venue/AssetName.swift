import Ethereum
import Margin

/// Assets as people name them: `cash`, a symbol such as BTC (PS-6), or an address.
enum AssetName {
  static let cash = "cash"

  /// The address of a name; that of `cash` is zero.
  /// - Returns: nil where the text is none of the three.
  static func address(_ text: String) -> Address? {
    if text == cash { return .zero }
    if text.hasPrefix("0x") {
      do throws(AddressError) { return try Address(text) } catch { return nil }
    }
    guard text.utf8.allSatisfy(isSymbolByte), let asset = AssetIdentifier(symbol: text) else { return nil }
    return Address(asset.bytes)
  }

  /// The symbol that an address spells, `cash` for zero, or the address.
  static func text(_ address: Address) -> String {
    if address.isZero { return cash }
    let symbol = address.bytes.drop { $0 == 0 }
    return symbol.allSatisfy(isSymbolByte) ? String(decoding: symbol, as: UTF8.self) : address.description
  }

  /// What a name can be, for messages.
  static let forms = "cash, a symbol in capital letters such as BTC, or an address"

  private static func isSymbolByte(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (48...57).contains(byte) }
}
