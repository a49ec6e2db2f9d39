import FixedPoint
import Margin
import Pricing
import Testing

/// SM-24: what the standard model sees of an account of the portfolio model.
struct StandardMappingTests {
  static let eth = AssetIdentifier("0x0000000000000000000000000000000000455448")
  static let btc = AssetIdentifier("0x0000000000000000000000000000000000425443")

  static func expiry(_ seconds: UInt64) -> Market.Expiry {
    Market.Expiry(
      label: .secondsToExpiry(seconds), secondsToExpiry: seconds, forwardFixedPortion: wad("10"),
      forwardVariablePortion: wad("2000"), forwardConfidence: wad("0.9"), rate: 0, rateConfidence: wad("0.1"),
      svi: SVISlice(
        a: signedWad("0.01"), b: wad("0.01"), rho: signedWad("-0.04"), m: signedWad("0.03"),
        sigma: wad("0.05"), forward: wad("2000"), tau: 32_876_712_320_000_000),
      volConfidence: wad("0.8"))
  }

  static func market() throws -> Market {
    Market(
      timestamp: nil, spotPrice: wad("2000"), spotConfidence: wad("0.95"), stablePrice: wad("0.999"),
      perpPrice: wad("2001"), perpConfidence: wad("0.7"),
      collaterals: [
        .init(asset: try #require(eth), name: "ETH", price: wad("1999"), confidence: wad("0.6")),
        .init(asset: try #require(btc), name: "BTC", price: wad("60000"), confidence: wad("0.85")),
      ], expiries: [expiry(604_800), expiry(86_400)])
  }

  static func account() throws -> Account {
    func option(_ seconds: UInt64, _ strike: String, _ amount: String) -> Account.Option {
      .init(
        expiry: .secondsToExpiry(seconds), strike: wad(strike), isCall: true, amount: signedWad(amount))
    }
    return Account(
      cash: signedWad("5000"), perpPosition: signedWad("-3"), unsettledPerpCash: signedWad("7"),
      collaterals: [
        .init(asset: try #require(btc), amount: signedWad("0.5")),
        .init(asset: try #require(eth), amount: signedWad("2")),
      ],
      options: [
        option(86_400, "2100", "-1"), option(604_800, "2000", "2"), option(86_400, "2200", "1"),
        option(86_400, "2300", "0"),
      ])
  }

  static func parameters() throws -> StandardParameters {
    try ParameterSet.standard()
  }

  static func map(_ account: Account, _ market: Market, underlying: String = "ETH") throws -> StandardPortfolio {
    try StandardPortfolio(
      mapping: account, on: market, underlying: underlying, parameters: try parameters())
  }

  @Test func mapsEachHolding() throws {
    let mapped = try Self.map(Self.account(), Self.market())
    #expect(mapped.cash == signedWad("5000"))
    #expect(mapped.stablePrice == wad("0.999"))
    #expect(mapped.markets.map(\.market) == ["ETH", "BTC"])

    let own = mapped.markets[0]
    #expect(own.spotPrice == wad("2000") && own.spotConfidence == wad("0.95"))
    #expect(own.perpPosition == signedWad("-3") && own.unsettledPerpCash == signedWad("7"))
    #expect(own.perpPrice == wad("2001") && own.perpConfidence == wad("0.7"))
    #expect(own.basePosition == wad("2"))
    #expect(own.expiries.map(\.secondsToExpiry) == [86_400, 604_800])
    #expect(own.expiries.map { $0.options.map(\.strike) } == [[wad("2100"), wad("2200")], [wad("2000")]])
    #expect(own.expiries[0].forwardPrice == wad("2010"))
    #expect(own.expiries[0].forwardConfidence == wad("0.9") && own.expiries[0].volConfidence == wad("0.8"))
    let vol = try Self.expiry(86_400).svi.volatility(strike: wad("2100"))
    #expect(own.expiries[0].options[0].vol == vol)

    let btc = mapped.markets[1]
    #expect(btc.spotPrice == wad("60000") && btc.spotConfidence == wad("0.85"))
    #expect(btc.basePosition == wad("0.5") && btc.perpPosition == 0 && btc.expiries.isEmpty)
    // And it can be margined.
    let result = try StandardMargin(mapped, parameters: try Self.parameters())
    #expect(result.initialMargin < result.maintenanceMargin)
  }

  /// A market in which nothing is held is left out.
  @Test func leavesOutWhatIsNotHeld() throws {
    var account = try Self.account()
    (account.perpPosition, account.options) = (0, [])
    account.collaterals[1].amount = 0
    let market = try Self.market()
    #expect(try Self.map(account, market).markets.map(\.market) == ["BTC"])
    account.collaterals = []
    #expect(try Self.map(account, market).markets.isEmpty)
  }

  @Test func failuresByName() throws {
    func name(
      underlying: String = "ETH", _ change: (inout Account, inout Market) -> Void
    ) throws -> String? {
      var (account, market) = (try Self.account(), try Self.market())
      change(&account, &market)
      let parameters = try Self.parameters()
      do throws(MarginError) {
        _ = try StandardPortfolio(
          mapping: account, on: market, underlying: underlying, parameters: parameters)
        return nil
      } catch {
        return error.name
      }
    }
    #expect(try name { _, _ in } == nil)
    #expect(try name(underlying: "XYZ") { _, _ in } == "SRM_UnsupportedAsset")
    #expect(try name { _, market in market.expiries.removeLast() } == "LFF_MissingExpiryData")
    #expect(try name { _, market in market.expiries[0].svi.forward = .zero } == "SVI_NoForwardPrice")
    #expect(try name { _, market in market.expiries[0].forwardFixedPortion = .max } == "Panic(0x11)")
    #expect(try name { account, _ in account.collaterals[0].amount = -1 } == "SafeCastOverflowedIntToUint")
    #expect(try name { _, market in market.collaterals.removeLast() } == "EmptyRevert")
    // The underlying's own coin is valued at the index price: its feed is not read.
    #expect(try name { _, market in market.collaterals.removeFirst() } == nil)
    let stranger = try #require(AssetIdentifier("0x00000000000000000000000000000000000000ff"))
    #expect(try name { account, _ in account.collaterals[0].asset = stranger } == "SRM_UnsupportedAsset")
  }
}
