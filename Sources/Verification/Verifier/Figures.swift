import Commitment
import Encoding
import Ethereum
import FixedPoint

/// Amounts, assets and holdings in words.
enum Figures {
  /// Options of one account that are named before the rest is counted.
  static let namedOptions = 8
  static let namedPerps = 8

  /// A wad with all its decimals and thousands apart: `-20,000.5`.
  static func units(_ wad: Int256) -> String { (wad.isNegative ? "-" : "") + units(wad.magnitude) }

  /// The same of a wad without a sign, which may be any 256 bits.
  static func units(_ wad: UInt256) -> String {
    let parts = wad.unitsText.split(separator: ".")
    var digits = Array(parts.first ?? "0")
    var place = digits.count - 3
    while place > 0 {
      digits.insert(",", at: place)
      place -= 3
    }
    let fraction = parts.count == 2 ? "." + parts[1] : ""
    return String(digits) + fraction
  }

  static func units(_ wad: UInt128) -> String { units(UInt256(wad)) }

  /// A whole number with thousands apart.
  static func count(_ value: UInt64) -> String { units(Int256(bitPattern: UInt256(value)) &* Wad.signed) }

  static func accounts(_ value: UInt64) -> String { value == 1 ? "1 account" : "\(count(value)) accounts" }

  /// The name of an asset of a published set (PS-6), else its address. A name has a capital: "cash" and "perp" are words
  /// of these sentences, and no asset may pass for them.
  static func asset(_ asset: Address) -> String {
    let name = asset.bytes.drop { $0 == 0 }
    let isName =
      (2...8).contains(name.count) && name.contains { (65...90).contains($0) }
      && name.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
    return isName ? String(decoding: name, as: UTF8.self) : asset.description
  }

  static func sums(_ sums: SolvencySums) -> String {
    sums.deficit == 0
      ? "equity \(units(sums.positiveEquity))" : "a deficit of \(units(sums.deficit))"
  }

  static func health(_ sums: SolvencySums) -> String {
    sums.belowMaintenance == 0 ? "not below maintenance margin" : "below maintenance margin"
  }

  /// What an account holds, such as `cash -20,000, BTC 1, call 80,000 of 2026-03-27T08:00:00Z -1`.
  static func holdings(_ record: AccountRecord) -> String {
    var parts: [String] = []
    if record.cash != .zero { parts.append("cash \(units(record.cash))") }
    if record.perpPosition != .zero { parts.append("perp \(units(record.perpPosition))") }
    if record.unsettledPerpCash != .zero { parts.append("unsettled perp cash \(units(record.unsettledPerpCash))") }
    for perp in record.perps.prefix(namedPerps) {
      parts.append("perp \(asset(perp.asset)) \(units(perp.position)), unsettled cash of it \(units(perp.unsettledCash))")
    }
    if record.perps.count > namedPerps { parts.append("and \(record.perps.count - namedPerps) perps more") }
    parts += record.collaterals.map { "\(asset($0.asset)) \(units($0.amount))" }
    parts += record.options.prefix(namedOptions).map {
      "\($0.isCall ? "call" : "put") \(units($0.strike)) of \(CalendarTime.text($0.expiry)) \(units($0.amount))"
    }
    if record.options.count > namedOptions { parts.append("and \(record.options.count - namedOptions) options more") }
    return parts.isEmpty ? "nothing" : parts.joined(separator: ", ")
  }

  static func seconds(_ seconds: UInt64) -> String {
    switch seconds {
    case 0..<120: "\(seconds) s"
    case 120..<7200: "\(seconds / 60) min"
    case 7200..<172_800: "\(seconds / 3600) h"
    default: "\(count(seconds / 86_400)) days"
    }
  }
}
