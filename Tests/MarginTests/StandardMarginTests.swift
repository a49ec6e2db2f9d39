import Encoding
import FixedPoint
import Margin
import TestSupport
import Testing

/// The worked examples SM-20 and SM-21 (SM-22), and the failures of the standard model.
struct StandardMarginTests {
  static let parameters = StandardParameters(
    depeg: .init(threshold: wad("0.99"), depegFactor: wad("2")),
    markets: [
      "ETH": .init(
        perp: .init(mmPerpReq: wad("0.065"), imPerpReq: wad("0.1")),
        option: .init(
          maxSpotReq: wad("0.15"), minSpotReq: wad("0.13"), mmCallSpotReq: wad("0.09"),
          mmPutSpotReq: wad("0.09"), mmPutMtMReq: wad("0.09"), unpairedIMScale: wad("1.2"),
          unpairedMMScale: wad("1.1"), mmOffsetScale: wad("1.05")),
        base: .init(marginFactor: wad("0.8"), imScale: wad("0.9375")),
        oracle: .init(
          perpThreshold: wad("0.55"), optionThreshold: wad("0.55"), baseThreshold: wad("0.55"),
          ocFactor: wad("1")))
    ])

  static func option(_ strike: String, call: Bool, _ amount: String, vol: String) -> StandardPortfolio.Option {
    .init(strike: wad(strike), isCall: call, amount: signedWad(amount), vol: wad(vol))
  }

  static let shortCall = option("2100", call: true, "-1", vol: "0.8")
  static let longCall = option("2300", call: true, "1", vol: "0.85")
  static let shortPut = option("1800", call: false, "-2", vol: "0.9")

  static func market(_ options: [StandardPortfolio.Option]) -> StandardPortfolio.Market {
    .init(
      market: "ETH", spotPrice: wad("2000"), spotConfidence: wad("1"), perpPrice: wad("2001"),
      perpConfidence: wad("1"), perpPosition: 0, unsettledPerpCash: 0, basePosition: .zero,
      expiries: options.isEmpty
        ? []
        : [
          .init(
            secondsToExpiry: 604_800, forwardPrice: wad("2010"), forwardConfidence: wad("1"),
            volConfidence: wad("1"), options: options)
        ])
  }

  static func portfolio(_ market: StandardPortfolio.Market) -> StandardPortfolio {
    .init(cash: signedWad("5000"), stablePrice: wad("1"), markets: [market])
  }

  static func margin(_ portfolio: StandardPortfolio) throws -> StandardMargin {
    try StandardMargin(portfolio, parameters: parameters)
  }

  // SM-20
  @Test(arguments: [
    (
      [shortCall, longCall], "4800000000000000000000", "4800000000000000000000", "4963084117722447401360",
      StandardMargin.Binding.maxLoss
    ),
    (
      [shortCall, shortPut], "4118371562602458999380", "4358371562602458999380", "4898371562602458999380",
      .isolatedMargin
    ),
    (
      [shortCall, longCall, shortPut], "4118371562602458999380", "4358371562602458999380",
      "4914231994005267339860", .isolatedMargin
    ),
  ])
  func goldenOptions(
    options: [StandardPortfolio.Option], initial: String, maintenance: String, mark: String,
    binding: StandardMargin.Binding
  ) throws {
    let result = try Self.margin(Self.portfolio(Self.market(options)))
    #expect(result.initialMargin.description == initial)
    #expect(result.maintenanceMargin.description == maintenance)
    #expect(result.markToMarket.description == mark)
    #expect(result.markets[0].initial.expiries[0].binding == binding)
    #expect(result.markets[0].maintenance.expiries[0].binding == binding)
  }

  // SM-21
  @Test func goldenPerpAndBase() throws {
    var market = Self.market([])
    market.spotConfidence = wad("0.5")
    market.perpPosition = signedWad("-3")
    market.unsettledPerpCash = signedWad("-7")
    market.basePosition = wad("2")
    let result = try Self.margin(
      StandardPortfolio(cash: signedWad("1000"), stablePrice: wad("0.98"), markets: [market]))
    let initial = result.markets[0].initial
    #expect(result.depegMultiplier == wad("0.02"))
    #expect(initial.depegPenalty == signedWad("-120"))
    #expect(initial.perp.requirement == signedWad("-600.3"))
    #expect(initial.perp.oraclePenalty == signedWad("-3000"))
    #expect(initial.base.value == signedWad("3000"))
    #expect(initial.base.oraclePenalty == signedWad("-2000"))
    let maintenance = result.markets[0].maintenance
    #expect(maintenance.depegPenalty == 0)
    #expect(maintenance.perp.requirement == signedWad("-390.195"))
    #expect(maintenance.perp.oraclePenalty == 0)
    #expect(maintenance.base.value == signedWad("3200"))
    #expect(result.initialMargin == signedWad("-1727.3"))
    #expect(result.maintenanceMargin == signedWad("3802.805"))
    #expect(result.markToMarket.description == "5074632653061224489795")
    #expect(maintenance.base.markToMarket.description == "4081632653061224489795")
  }

  @Test func failuresByName() throws {
    var market = Self.market([Self.shortCall])
    func name(_ market: StandardPortfolio.Market, stable: UInt256 = wad("1")) -> String? {
      do throws(MarginError) {
        _ = try StandardMargin(
          StandardPortfolio(cash: 0, stablePrice: stable, markets: [market]), parameters: Self.parameters)
        return nil
      } catch {
        return error.name
      }
    }
    #expect(name(market) == nil)

    // SM-9: before the volatility is looked at.
    market.expiries[0].forwardPrice = .zero
    market.expiries[0].options[0].vol = .max
    #expect(name(market) == "SRM_NoForwardPrice")
    // SM-10: volatility before forward.
    market.expiries[0].forwardPrice = .max
    #expect(name(market) == "SafeCastOverflowedUintDowncast")
    market = Self.market([Self.shortCall])
    market.expiries[0].forwardPrice = UInt256(high: 1, low: 0)
    #expect(name(market) == "SafeCastOverflowedUintDowncast")
    // SM-12: a call above an index price of zero.
    market = Self.market([Self.shortCall])
    market.spotPrice = .zero
    #expect(name(market) == "Panic(0x12)")
    // SM-16: the mark of a base is divided by the stable price.
    market = Self.market([])
    market.basePosition = 1
    #expect(name(market, stable: .zero) == "Panic(0x12)")
    market.basePosition = .zero
    #expect(name(market, stable: .zero) == nil)
    // SM-2
    market.perpPosition = .min
    var options = Self.market([Self.shortCall, Self.shortPut])
    options.expiries[0].options[0].amount = .min
    options.expiries[0].options[1].amount = .min
    #expect(name(options) == "Panic(0x11)")
    // SM-23
    market = Self.market([])
    market.market = "SOL"
    #expect(name(market) == "SRM_UnsupportedAsset")
  }

  /// SM-10: the strike alone is cast without a check, to its low 128 bits.
  @Test func strikesAreCastRaw() throws {
    var (low, high) = (Self.market([Self.longCall]), Self.market([Self.longCall]))
    high.expiries[0].options[0].strike = UInt256(high: 5, low: low.expiries[0].options[0].strike.low)
    low.expiries[0].volConfidence = wad("1")
    let marks = try (
      Self.margin(Self.portfolio(low)).markToMarket, Self.margin(Self.portfolio(high)).markToMarket
    )
    #expect(marks.0 == marks.1)
  }

  /// A penalty is charged below its threshold, not at it, and never with a threshold of zero.
  @Test func penaltiesHaveStrictThresholds() throws {
    var market = Self.market([Self.shortCall])
    market.expiries[0].volConfidence = wad("0.55")
    #expect(try Self.margin(Self.portfolio(market)).markets[0].initial.expiries[0].oraclePenalty == 0)
    market.expiries[0].volConfidence = wad("0.549999999999999999")
    let penalised = try Self.margin(Self.portfolio(market)).markets[0]
    #expect(penalised.initial.expiries[0].oraclePenalty == signedWad("-900.000000000000002"))
    #expect(penalised.maintenance.expiries[0].oraclePenalty == 0)
    var parameters = Self.parameters
    parameters.markets["ETH"]?.oracle.optionThreshold = .zero
    let free = try StandardMargin(Self.portfolio(market), parameters: parameters)
    #expect(free.markets[0].initial.expiries[0].oraclePenalty == 0)
  }

  /// Whatever stands in a portfolio, there is a result or a named failure, and never a trap.
  @Test func extremesAreAnswered() {
    let edges: [UInt256] = [
      .zero, 1, wad("1"), wad("1") &+ 1, wad("2000"), UInt256(high: 0, low: .max), UInt256(high: 1, low: 0),
      Int256.max.bitPattern, Int256.min.bitPattern, .max &- wad("1"), .max,
    ]
    func portfolio(_ random: inout SeededGenerator) -> StandardPortfolio {
      func any() -> UInt256 { edges[Int.random(in: 0..<edges.count, using: &random)] }
      func some() -> UInt256 { edges[Int.random(in: 0..<5, using: &random)] }
      let wild = Bool.random(using: &random)
      func price() -> UInt256 { wild ? any() : some() }
      func amount() -> Int256 { Int256(bitPattern: Bool.random(using: &random) ? any() : .zero &- some()) }
      var market = Self.market([])
      (market.spotPrice, market.perpPrice) = (price(), price())
      (market.spotConfidence, market.perpConfidence) = (price(), price())
      (market.perpPosition, market.unsettledPerpCash, market.basePosition) = (amount(), amount(), price())
      market.expiries = (0..<Int.random(in: 0...2, using: &random)).map { _ in
        StandardPortfolio.Expiry(
          secondsToExpiry: Bool.random(using: &random) ? .max : 86_400, forwardPrice: price(),
          forwardConfidence: price(), volConfidence: price(),
          options: (0..<Int.random(in: 0...3, using: &random)).map { _ in
            .init(strike: price(), isCall: Bool.random(using: &random), amount: amount(), vol: price())
          })
      }
      return StandardPortfolio(cash: amount(), stablePrice: price(), markets: [market])
    }
    forAll(20_000, generate: portfolio) { portfolio in
      do throws(MarginError) {
        let result = try StandardMargin(portfolio, parameters: Self.parameters)
        return result.markets.count == portfolio.markets.count
      } catch {
        return !error.name.isEmpty
      }
    }
  }

  /// The parts are written in full, and every byte of it is JSON.
  @Test func writesItsParts() throws {
    let result = try Self.margin(Self.portfolio(Self.market([Self.shortCall, Self.longCall])))
    var json = JSONWriter()
    json.beginObject()
    result.writeMembers(to: &json)
    result.writeParts(to: &json)
    json.endObject()
    #expect(json.isComplete)
    let root = try JSONDocument(json.bytes).root
    try root.refuseUnknownMembers(StandardMargin.memberNames + ["depegMultiplier", "markets"])
    let market = try #require(try root.member("markets").elements().first)
    let expiry = try #require(try market.member("initial").member("expiries").elements().first)
    #expect(try expiry.member("binding").string() == "maxLoss")
    #expect(try expiry.member("maxLoss").int256() == signedWad("-200"))
  }
}

/// What a document of the standard model is refused for, each with its path.
struct StandardSchemaTests {
  static let market = """
    {"market":"ETH","spotPrice":"1","spotConfidence":"1","perpPrice":"1","perpConfidence":"1",\
    "perpPosition":"0","unsettledPerpCash":"0","basePosition":"0","expiries":[{"secondsToExpiry":"1",\
    "forwardPrice":"1","forwardConfidence":"1","volConfidence":"1","options":[\
    {"strike":"1","isCall":true,"amount":"-1","vol":"1"}]}]}
    """

  static func refusal(of markets: String) -> String? {
    let text = #"{"cash":"0","stablePrice":"1","markets":["# + markets + "]}"
    do {
      _ = try StandardPortfolio(JSONDocument(Array(text.utf8)).root)
      return nil
    } catch {
      return "\(error.name) \(error.path)"
    }
  }

  static func replacing(_ part: String, _ other: String) -> String {
    let pieces = market.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false)
    return pieces.joined(separator: other)
  }

  @Test func refusesByPath() {
    #expect(Self.refusal(of: Self.market) == nil)
    #expect(Self.refusal(of: Self.market + "," + Self.market) == "JSON_DuplicateElement markets[1]")
    let cases: [(String, String, String)] = [
      (#""market":"ETH","#, "", "JSON_MissingMember markets[0].market"),
      (#""ETH""#, #""""#, "JSON_WrongForm markets[0].market"),
      (#""ETH""#, #""E H""#, "JSON_WrongForm markets[0].market"),
      (#""perpPosition""#, #""perpAmount""#, "JSON_UnknownMember markets[0].perpAmount"),
      (#""basePosition":"0""#, #""basePosition":"-1""#, "JSON_OutOfRange markets[0].basePosition"),
      (#""vol":"1""#, #""vol":1"#, "JSON_WrongType markets[0].expiries[0].options[0].vol"),
      (
        "]}]}", #",{"strike":"1","isCall":true,"amount":"2","vol":"1"}]}]}"#,
        "JSON_DuplicateElement markets[0].expiries[0].options[1]"
      ),
    ]
    for (part, other, expected) in cases {
      #expect(Self.refusal(of: Self.replacing(part, other)) == expected)
    }
    // A call and a put of one strike are two instruments.
    #expect(
      Self.refusal(of: Self.replacing("]}]}", #",{"strike":"1","isCall":false,"amount":"2","vol":"1"}]}]}"#))
        == nil)
  }
}
