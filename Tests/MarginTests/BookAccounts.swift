import Encoding
import FixedPoint
import Margin
import TestSupport

/// Random accounts below maintenance margin, put together from the accounts of the sample book.
struct BookAccounts {
  struct Side {
    var market: Market
    var parameters: PortfolioParameters
    var scenarios: [Scenario]
    var accounts: [Account] = []
  }

  private(set) var sides: [Side] = []

  init() throws {
    var lines = JSONLines(try Repository.bytes("vectors/market/book-sample.jsonl"))
    guard let header = try lines.next() else { return }
    let markets = try JSONDocument(header.bytes).root.member("markets")
    var names: [String] = []
    for name in ["BTC", "ETH"] {
      let json = try markets.member(name)
      let model = try ParameterSet.portfolio(json.member("params").string())
      sides.append(
        Side(market: try Market(json.member("market")), parameters: model.parameters, scenarios: model.scenarios))
      names.append(name)
    }
    while let line = try lines.next() {
      let root = try JSONDocument(line.bytes).root
      guard let side = names.firstIndex(of: try root.member("underlying").string()) else { continue }
      sides[side].accounts.append(try Account(root.member("account")))
    }
  }

  /// An account of the positions of one to three accounts of the book, whose cash leaves it below maintenance margin by
  /// a part of its requirement.
  func random(_ generator: inout SeededGenerator) -> PortfolioSubject? {
    let side = sides[Int.random(in: 0..<sides.count, using: &generator)]
    var account = Account(cash: 0, perpPosition: 0, unsettledPerpCash: 0, collaterals: [], options: [])
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let other = side.accounts[Int.random(in: 0..<side.accounts.count, using: &generator)]
      account.perpPosition = account.perpPosition &+ other.perpPosition
      for held in other.collaterals where !account.collaterals.contains(where: { $0.asset == held.asset }) {
        account.collaterals.append(held)
      }
      for held in other.options.prefix(16) where !account.options.contains(where: {
        $0.expiry == held.expiry && $0.strike == held.strike && $0.isCall == held.isCall
      }) { account.options.append(held) }
    }
    return below(account, side, perMille: Int128(Int.random(in: 1...950, using: &generator)))
  }

  /// The account with the cash that leaves it below maintenance margin by so much of its requirement.
  func below(_ account: Account, _ side: Side, perMille: Int128) -> PortfolioSubject? {
    var account = account
    guard let portfolio = try? Portfolio(arranging: account, on: side.market),
      let margin = try? PortfolioMargin(portfolio, parameters: side.parameters, scenarios: side.scenarios)
    else { return nil }
    let requirement = margin.markToMarket &- margin.maintenanceMargin
    if requirement < 1_000_000_000_000 { return nil }
    guard let short = try? requirement * Int256(perMille) / 1000 else { return nil }
    account.cash = .zero &- margin.maintenanceMargin &- short
    return try? PortfolioSubject(
      arranging: account, on: side.market, parameters: side.parameters, scenarios: side.scenarios)
  }

  static func rules(
    hedges: Bool = true, pairs: Bool = true, penalty: PenaltyRule = .none
  ) -> ReductionRules {
    ReductionRules(
      buffer: wad("0.15"), steps: .init(option: wad("0.001"), perp: wad("0.0001"), collateral: wad("0.0001")),
      least: .init(option: wad("0.002"), perp: wad("0.0005"), collateral: wad("0.0005")), hedgesWithPerp: hedges,
      keepsPairs: pairs, penalty: penalty)
  }
}

extension PortfolioSubject {
  /// The notional of every holding, and that of the part that an auction of the whole account takes at the mark:
  /// BM / (BM − MtM).
  func auctionNotional(_ levels: ReductionLevels, buffer: UInt256) -> UInt256? {
    guard let whole = try? notional(),
      let stretch = try? (levels.maintenanceMargin - levels.markToMarket).multiplyWadTruncating(Int256(bitPattern: buffer)),
      let margin = try? levels.maintenanceMargin + stretch,
      let part = try? margin.divideWadTruncating(margin - levels.markToMarket)
    else { return nil }
    return try? whole.multiplyWadDown(part.bitPattern)
  }

  func notional() throws -> UInt256 {
    var units = portfolio.perpPosition.magnitude
    for expiry in portfolio.expiries { for option in expiry.options { units = try units + option.amount.magnitude } }
    var total = try units.multiplyWadDown(portfolio.spotPrice)
    for collateral in portfolio.collaterals { total = try total + collateral.value }
    return total
  }

  var positionCount: Int {
    (portfolio.perpPosition.isZero ? 0 : 1) + portfolio.collaterals.count
      + portfolio.expiries.reduce(0) { $0 + $1.options.count }
  }
}
