import Console
import FixedPoint
import Margin

/// Something to try before computing: `spot=-10%`, `vol=+20%` or `trade=INSTRUMENT:AMOUNT[@PRICE]` (EX-2,
/// EX-3).
enum Change: Hashable, Sendable {
  case shift(MarketShift)
  case trade(Trade)

  var isTrade: Bool {
    if case .trade = self { return true }
    return false
  }

  static let forms = "spot=-10%, vol=+20% or trade=INSTRUMENT:AMOUNT[@PRICE], such as trade=perp:-1.5 or trade=call:1774598400:90000:2@1250"

  init(_ text: String) throws {
    func failure(_ what: String) -> CommandFailure {
      CommandFailure(.usage, "--what-if \(text): expected \(what)")
    }
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw failure(Self.forms) }
    switch parts[0] {
    case "spot", "vol":
      guard let factor = Self.factor(parts[1]) else {
        throw failure("a percentage of -100 or more with a sign, such as -10% or +2.5%")
      }
      self = .shift(parts[0] == "spot" ? MarketShift(spot: factor) : MarketShift(volatility: factor))
    case "trade":
      guard let trade = Self.trade(parts[1]) else {
        throw failure("INSTRUMENT:AMOUNT[@PRICE] with an instrument such as \(Self.instruments)")
      }
      self = .trade(trade)
    default:
      throw failure(Self.forms)
    }
  }

  static let instruments = "perp, call:EXPIRY:STRIKE, put:EXPIRY:STRIKE or collateral:ASSET"

  /// What `-10%` multiplies by.
  private static func factor(_ text: String) -> UInt256? {
    guard text.last == "%", let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = String(text.dropFirst().dropLast())
    guard let percent = Int256(units: digits), !percent.isNegative,
      let move = try? percent / 100,
      let factor = sign == "-" ? try? Wad.signed - move : try? Wad.signed + move
    else { return nil }
    return factor.isNegative ? nil : factor.bitPattern
  }

  /// A decimal with an optional sign.
  private static func decimal(_ text: String) -> Int256? {
    guard text.first == "+" else { return Int256(units: text) }
    return text.dropFirst().first == "-" ? nil : Int256(units: String(text.dropFirst()))
  }

  private static func trade(_ text: String) -> Trade? {
    let priced = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let colon = priced[0].lastIndex(of: ":"),
      let instrument = Instrument(String(priced[0][..<colon])),
      let amount = decimal(String(priced[0][priced[0].index(after: colon)...]))
    else { return nil }
    if priced.count == 1 { return Trade(instrument: instrument, amount: amount) }
    guard let price = decimal(priced[1]) else { return nil }
    return Trade(instrument: instrument, amount: amount, price: price)
  }

  func apply(to input: MarginInput, _ parameters: PortfolioParameters) throws(TradeError) -> MarginInput {
    switch self {
    case .trade(let trade):
      return try input.trading(trade)
    case .shift(let shift):
      do {
        return .portfolio(try input.arranged(parameters).shifted(shift, parameters))
      } catch {
        throw .margin(error)
      }
    }
  }
}
