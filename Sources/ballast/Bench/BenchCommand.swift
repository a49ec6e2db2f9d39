import Console
import Encoding
import FixedPoint
import Margin
import Pricing

/// `ballast bench`: what the hot paths cost on this machine.
enum BenchCommand {
  static let command = Command(
    name: "bench",
    summary: "measure the hot paths on this machine",
    description: """
      Times pricing and margins on the vectors and the market tape, the trees of a million accounts and blocks of
      signed trades, each as the median of several runs, the fast form beside the plain one where there are two.
      Build in release mode.
      tools/bench runs it, and measures a book of 100,000 accounts as a whole process.
      """,
    options: [
      OptionSpecification(
        name: "vectors", value: "FOLDER", help: "the folder of vectors (vectors)"),
      OptionSpecification(name: "ledger", help: "measure the ledger and its state map alone"),
      OptionSpecification(name: "json", help: "write the figures as JSON"),
    ],
    examples: ["ballast bench"],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    let folder = arguments.value("vectors") ?? "vectors"
    var bench = Bench()
    if arguments.has("ledger") {
      try measureLedger(&bench)
      try measureStateMap(&bench)
      try Console.write(arguments.has("json") ? bench.json() : bench.text())
      return .success
    }
    try measurePricing(&bench)
    try measurePortfolio(&bench, folder)
    try measureTape(&bench, folder)
    try measureCommitment(&bench)
    try measureStateMap(&bench)
    try measureLedger(&bench)
    try Console.write(arguments.has("json") ? bench.json() : bench.text())
    return .success
  }

  private static func measurePricing(_ bench: inout Bench) throws {
    // Strikes around the forward, volatilities of 40 to 80 %, thirty days.
    var inputs: [(strike: UInt128, volatility: UInt128)] = []
    for index: UInt128 in 0..<64 {
      inputs.append(((1500 + 15 * index) * Wad.one, (40 + index % 40) * (Wad.one / 100)))
    }
    let quotes = inputs
    let forward: UInt128 = 2000 * Wad.one
    let discount: UInt64 = 999_178_419_873_700_600
    bench.measure("Black-76, call, put and delta", limit: "1 us", each: quotes.count) {
      var sum: UInt128 = 0
      for quote in quotes {
        let slice = Black76(secondsToExpiry: 2_592_000, discount: discount, forward: forward)
        sum &+= slice.prices(strike: quote.strike, volatility: quote.volatility).call.low
      }
      return sum
    }
    bench.measure("  plain form, 256 bits throughout", each: quotes.count) {
      var sum: UInt128 = 0
      for quote in quotes {
        let prices = try? Black76.pricesPlain(
          secondsToExpiry: 2_592_000, discount: discount, volatility: quote.volatility, forward: forward,
          strike: quote.strike)
        sum &+= prices?.call.low ?? 0
      }
      return sum
    }
    let values = (1...64).map { (index: Int64) in Int256(index * 37_000_000_000_000_000) }
    let functions: [(String, @Sendable (Int256) throws -> UInt256)] = [
      ("exp", { try $0.exponential() }),
      ("  plain form", { try $0.exponentialPlain() }),
      ("ln", { try $0.naturalLogarithm().bitPattern }),
      ("  plain form", { try $0.naturalLogarithmPlain().bitPattern }),
      ("normal distribution", { $0.normalCDF() }),
      ("  plain form", { try $0.normalCDFPlain() }),
    ]
    for (name, function) in functions {
      bench.measure(name, each: values.count) {
        var sum: UInt128 = 0
        for value in values { sum &+= (try? function(value))?.low ?? 0 }
        return sum
      }
    }
  }

  private static func measurePortfolio(_ bench: inout Bench, _ folder: String) throws {
    let bytes = try FileInput.bytes(of: folder + "/evm/pmrm2-portfolios.jsonl")
    var lines = JSONLines(bytes)
    while let line = try lines.next() {
      guard line.number == 113 else { continue }
      let model = try ModelLine(JSONDocument(line.bytes).root, defaults: LineDefaults())
      try measure(
        "line 113: 3 options, 3 expiries, 31 scenarios", model.input.arranged(model.model.parameters),
        model.model, &bench)
      let text = Array(line.bytes)
      bench.measure("  reading the line", each: 1) {
        let read = try? ModelLine(JSONDocument(text).root, defaults: LineDefaults())
        return UInt128(read?.model.scenarios.count ?? 0)
      }
    }
  }

  private static func measure(
    _ name: String, _ portfolio: Portfolio, _ model: PortfolioModel, _ bench: inout Bench
  ) throws {
    bench.measure("\(name), direct path", limit: "0.4 ms", each: 1) {
      let margin = try? PortfolioMargin(
        portfolio, parameters: model.parameters, scenarios: model.scenarios)
      return margin?.initialMargin.bitPattern.low ?? 0
    }
    let arrays = RiskArrays(pricing: portfolio, parameters: model.parameters, scenarios: model.scenarios)
    guard let indexed = arrays.index(portfolio) else {
      throw CommandFailure(.badInput, "\(name): a portfolio inside the bounds of the risk arrays was expected")
    }
    var workspace = RiskArrays.Workspace()
    bench.measure("  from shared prices", limit: "5 us", each: 1) {
      arrays.margin(of: indexed, &workspace)?.initialMargin.bitPattern.low ?? 0
    }
  }

  private static func measureTape(_ bench: inout Bench, _ folder: String) throws {
    let tape = try TapeInput.read(folder + "/market/market-tape-2026.json")
    let model = try ModelSource.load("derive-pmrm2-mainnet-btc")
    let market = try tape.market(underlying: "BTC", at: 3, rule: MarketRule())
    // Eleven options in five expiries, calls and puts, long and short, around the forward.
    var account = Account(
      cash: Int256(Int128(50_000) * 1_000_000_000_000_000_000), perpPosition: .zero, unsettledPerpCash: .zero,
      collaterals: [], options: [])
    let grids = try market.strikeGrids()
    for index in 0..<11 {
      let expiry = index % 5
      let strikes = grids[expiry].strikes
      account.options.append(
        Account.Option(
          expiry: market.expiries[expiry].label, strike: strikes[strikes.count / 2 - 5 + index],
          isCall: index % 2 == 0,
          amount: Int256(Int64(index % 3 == 0 ? -1 : 1) * 250_000_000_000_000_000)))
    }
    let portfolio = try MarginInput.account(account, market).arranged(model.parameters)
    let scenarios = model.scenarios.count
    try measure("11 options, 5 expiries, \(scenarios) scenarios", portfolio, model, &bench)

    let options = try market.instruments().compactMap { instrument in
      if case .option(let expiry, let strike, true) = instrument { (expiry: expiry, strike: strike) } else { nil }
    }
    bench.measure("all \(2 * options.count) options of a market in \(scenarios) scenarios", each: 1) {
      let arrays = MarketArrays(
        market, options: options, parameters: model.parameters, scenarios: model.scenarios)
      return UInt128(arrays.arrays.instrumentCount)
    }
  }
}
