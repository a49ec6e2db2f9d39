import FixedPoint
import Margin

/// What a book is: its seed, its size, the moments it was made for, and its markets (BK-1).
struct Book: Sendable {
  /// The file of the tape, without its folders.
  var tapeName: String
  /// Unix seconds of the moment at which the accounts are made, and of the last at which they can be
  /// margined.
  var at: UInt64
  var through: UInt64
  /// The numbered accounts, those of `closing` not among them.
  var accounts: Int
  var generator: BookGenerator
  /// The accounts that close it; nil of an open book.
  var closing: BookClosing?

  static var greatestCount: Int { 100_000_000 }

  /// A book of every underlying that the tape has at the first moment.
  /// - Parameters:
  ///   - at: an index of the tape's moments; so is `through`.
  /// - Throws: `BookError`: a tape without enough lasting expiries, or an unknown parameter set.
  init(
    _ tape: MarketTape, name: String, at: Int, through: Int, accounts: Int, seed: UInt64,
    rule: MarketRule = MarketRule()
  ) throws(BookError) {
    tapeName = name
    self.at = tape.moments[at].timestamp
    self.through = tape.moments[through].timestamp
    self.accounts = accounts
    var markets: [BookMarket] = []
    for observation in tape.moments[at].observations {
      markets.append(
        try BookMarket(tape, underlying: observation.underlying, at: at, through: through, rule: rule))
    }
    generator = BookGenerator(seed: seed, markets: markets)
  }
}

extension BookMarket {
  /// The name of the portfolio model's set for accounts on an underlying.
  static func parameterSet(for underlying: String) -> String {
    "derive-pmrm2-mainnet-" + underlying.lowercased()
  }

  static let standardSet = "derive-standard-mainnet"

  /// The market of one underlying at a moment of a tape, with the expiries that last through another, under
  /// the built-in parameter sets.
  init(
    _ tape: MarketTape, underlying: String, at: Int, through: Int, rule: MarketRule = MarketRule()
  ) throws(BookError) {
    let lasting: [UInt64]
    let market: Market
    do throws(TapeError) {
      lasting = try tape.lastingExpiries(of: underlying, from: at, through: through)
      if lasting.count < BookMarket.fewestExpiries {
        throw .tooFewExpiries(
          underlying, found: lasting.count, needed: BookMarket.fewestExpiries,
          at: tape.moments[at].timestamp, through: tape.moments[through].timestamp)
      }
      market = try tape.market(underlying: underlying, at: at, rule: rule)
    } catch {
      throw .tape(error)
    }
    let name = BookMarket.parameterSet(for: underlying)
    let set: ParameterSet
    do throws(ParameterSetError) {
      set = try ParameterSet.builtIn(name)
    } catch {
      throw .parameters(error)
    }
    guard case .portfolio(let parameters, let scenarios) = set.model else {
      throw .unfitParameters(name, underlying: underlying)
    }
    // An account never holds more expiries than the parameters allow.
    let allowed = parameters.maxExpiries ?? lasting.count
    try self.init(
      underlying: underlying, market: market, lasting: Array(lasting.prefix(allowed)), parameterSet: name,
      standardSet: BookMarket.standardSet,
      model: PortfolioModel(parameters: parameters, scenarios: scenarios))
  }
}
