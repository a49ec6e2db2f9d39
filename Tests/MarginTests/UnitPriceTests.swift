import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// The prices of one contract (SV-9): the direct path, the shared arrays, and the marks of a margin agree.
struct UnitPriceTests {
  /// Every option of the sample book, on its own market under its own parameters.
  @Test func equalToTheArraysOnABook() throws {
    var lines = JSONLines(try Repository.bytes("vectors/market/book-sample.jsonl"))
    let header = try #require(try lines.next())
    let book = try JSONDocument(header.bytes).root.member("markets")
    var held: [String: [Account.Option]] = [:]
    while let line = try lines.next() {
      let root = try JSONDocument(line.bytes).root
      held[try root.member("underlying").string(), default: []] += try Account(root.member("account")).options
    }
    var compared = 0
    for (underlying, options) in held.sorted(by: { $0.key < $1.key }) {
      let json = try book.member(underlying)
      compared += try compare(
        options, on: Market(json.member("market")), ParameterSet.portfolio(json.member("params").string()))
    }
    #expect(compared >= 500)
  }

  /// Unusual markets, volatilities and parameters, with options whose price fails.
  @Test func equalToTheArraysWhereTheyHoldAndToTheDirectPathElsewhere() throws {
    let file = "vectors/portfolio/arrangement.jsonl"
    var compared = 0
    for vector in try PortfolioCase.all(Repository.bytes(file), file: file) {
      guard case .raw(let market, let account) = vector.input else { continue }
      compared += try compare(account.options, on: market, (vector.parameters, vector.scenarios))
    }
    #expect(compared >= 200)
  }

  /// - Returns: how many options have prices.
  private func compare(
    _ options: [Account.Option], on market: Market, _ model: (parameters: PortfolioParameters, scenarios: [Scenario])
  ) throws -> Int {
    let listed = options.map { (expiry: market.expiry($0.expiry)?.label ?? $0.expiry, strike: $0.strike) }
    let arrays = MarketArrays(
      market, options: listed, parameters: model.parameters, scenarios: model.scenarios, workers: 2)
    var compared = 0
    for option in options {
      let direct = Result { () throws(MarginError) in
        try UnitPrices(
          expiry: option.expiry, strike: option.strike, isCall: option.isCall, on: market,
          parameters: model.parameters, scenarios: model.scenarios)
      }
      let shared = Result { () throws(MarginError) in
        try arrays.unitPrices(expiry: option.expiry, strike: option.strike, isCall: option.isCall)
      }
      #expect(direct == shared)
      guard case .success(let prices) = direct else { continue }
      compared += 1
      // One contract alone: its marks are the prices, and its discounted price less its mark the profit.
      let one = Account(
        cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [],
        options: [Account.Option(expiry: option.expiry, strike: option.strike, isCall: option.isCall, amount: Wad.signed)])
      guard let portfolio = try? Portfolio(arranging: one, on: market),
        let margin = try? PortfolioMargin(portfolio, parameters: model.parameters, scenarios: model.scenarios)
      else { continue }
      #expect(margin.expiries[0].mtm.bitPattern == prices.mark)
      #expect(margin.expiries[0].basisScenarioUpMtm.bitPattern == prices.basisUp)
      #expect(margin.expiries[0].basisScenarioDownMtm.bitPattern == prices.basisDown)
      for (index, scenario) in model.scenarios.enumerated() {
        let discounted = try prices.scenarios[index].multiplyWadDown(margin.expiries[0].factors.staticDiscountPos)
        let profit = try (Int256(discounted) - Int256(prices.mark))
          .multiplyWadTruncating(Int256(scenario.dampeningFactor))
        let isSkew = scenario.volShock == .linear || scenario.volShock == .abs
        #expect(margin.scenarioPnl[index] == (isSkew && !profit.isNegative ? .zero &- profit : profit))
      }
    }
    return compared
  }

  @Test func unlistedExpiry() throws {
    let model = try ParameterSet.portfolio("derive-pmrm2-mainnet-btc")
    let market = Market(
      timestamp: 1, spotPrice: Wad.wide, spotConfidence: Wad.wide, stablePrice: Wad.wide, perpPrice: Wad.wide,
      perpConfidence: Wad.wide, collaterals: [], expiries: [])
    #expect(throws: MarginError.missingExpiryData) {
      try UnitPrices(
        expiry: .timestamp(5), strike: Wad.wide, isCall: true, on: market, parameters: model.parameters,
        scenarios: model.scenarios)
    }
  }

  @Test func addressesOfAssets() throws {
    let text = "0x00112233445566778899aabbccddeeff01234567"
    let asset = try #require(AssetIdentifier(text))
    #expect(AssetIdentifier(asset.bytes) == asset)
    #expect(Hex.encode(asset.bytes) == text)
    #expect(AssetIdentifier([1, 2, 3]) == nil)
  }
}
