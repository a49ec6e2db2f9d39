import Encoding
import FixedPoint
import Margin

/// What is computed for each line besides its margins.
struct MarginRequest: Sendable {
  var changes: [Change] = []
  var explains = false
  /// Explains where that is quick, and leaves it out where it is not.
  var explainsWhereQuick = false
  var solvesCash = false
  var solvesSpot = false
  var solvedSizes: [Instrument] = []
  var compared: PortfolioModel?

  /// The input after trades, which are made at today's prices, and then moves (EX-3).
  func changed(
    _ input: MarginInput, _ parameters: PortfolioParameters
  ) throws(TradeError) -> MarginInput {
    var changed = input
    for change in changes where change.isTrade { changed = try change.apply(to: changed, parameters) }
    for change in changes where !change.isTrade { changed = try change.apply(to: changed, parameters) }
    return changed
  }
}

/// A refusal of one line.
struct LineRefusal: Error, Sendable {
  var id: LineIdentifier?
  /// Given where the input itself was not of its form.
  var line: Int?
  var name: String
  var message: String
  var input: JSONError?

  init(_ error: JSONError, line: Int, id: LineIdentifier?) {
    self.id = id
    self.line = line
    name = error.name
    message = "line \(line): \(error.message)"
    input = error
  }

  /// An account of a book whose name another has.
  static func repeated(_ id: String, line: Int) -> LineRefusal {
    LineRefusal(
      JSONError(
        .duplicateElement, path: "id", expected: "an id that no account before it has", found: "\"\(id)\"",
        offset: 0), line: line, id: .text(id))
  }

  init(name: String, message: String, id: LineIdentifier?) {
    self.id = id
    self.name = name
    self.message = message
  }
}

/// Everything that was computed for one line.
struct MarginAnswer: Sendable {
  var id: LineIdentifier?
  var portfolio: Portfolio
  var model: PortfolioModel
  /// The input after the changes that were asked for.
  var input: MarginInput
  /// The line's market, which has the names of collaterals.
  var market: Market?
  var margin: PortfolioMargin
  var explanation: Explanation?
  var deposit: Int256?
  var crossings: [MarginSolver.Crossing]?
  var sizes: [Size] = []
  var compared: PortfolioMargin?

  struct Explanation: Sendable {
    var contributions: [Contribution]
    var greeks: Greeks
  }

  /// The largest trades in an instrument, or why it cannot be traded here.
  struct Size: Sendable {
    var instrument: Instrument
    var trades: Result<(buy: MarginSolver.Size, sell: MarginSolver.Size), TradeError>
  }

  init(_ line: ModelLine, _ request: MarginRequest) throws(LineRefusal) {
    do throws(TradeError) {
      self = try MarginAnswer(computing: line, request)
    } catch {
      throw LineRefusal(name: error.name, message: error.message, id: line.id)
    }
  }

  private init(computing line: ModelLine, _ request: MarginRequest) throws(TradeError) {
    let model = line.model
    let input = try request.changed(line.input, model.parameters)
    do throws(MarginError) {
      let portfolio = try input.arranged(model.parameters)
      let margin = try PortfolioMargin(
        portfolio, parameters: model.parameters, scenarios: model.scenarios)
      let prices = portfolio.expiries.reduce(0) { $0 + $1.options.count } * model.scenarios.count
      let isQuick = prices <= ExplanationLimits.prices
      if !isQuick && (request.solvesSpot || !request.solvedSizes.isEmpty) {
        throw MarginError.tooLargeToExplain(prices: prices)
      }
      id = line.id
      self.portfolio = portfolio
      self.model = model
      self.margin = margin
      self.input = input
      if case .account(_, let market) = line.input { self.market = market }
      if request.explains && !isQuick { throw MarginError.tooLargeToExplain(prices: prices) }
      if request.explains || (request.explainsWhereQuick && isQuick) {
        explanation = Explanation(
          contributions: try input.contributions(
            of: portfolio, to: margin, parameters: model.parameters, scenarios: model.scenarios),
          greeks: try portfolio.greeks(model.parameters))
      }
      let solver = MarginSolver(input, parameters: model.parameters, scenarios: model.scenarios)
      if request.solvesCash { deposit = try solver.deposit() }
      if request.solvesSpot { crossings = try solver.maintenanceCrossings() }
    } catch {
      throw .margin(error)
    }
    if let other = request.compared { compared = try Self.margin(of: line, request, other) }
    let solver = MarginSolver(input, parameters: model.parameters, scenarios: model.scenarios)
    for instrument in request.solvedSizes {
      sizes.append(Size(instrument: instrument, trades: Self.largest(instrument, solver)))
    }
  }

  /// The margins under other parameters, the changes made anew under them (EX-8).
  private static func margin(
    of line: ModelLine, _ request: MarginRequest, _ model: PortfolioModel
  ) throws(TradeError) -> PortfolioMargin {
    let input = try request.changed(line.input, model.parameters)
    do throws(MarginError) {
      return try PortfolioMargin(
        input.arranged(model.parameters), parameters: model.parameters, scenarios: model.scenarios)
    } catch {
      throw .margin(error)
    }
  }

  private static func largest(
    _ instrument: Instrument, _ solver: MarginSolver
  ) -> Result<(buy: MarginSolver.Size, sell: MarginSolver.Size), TradeError> {
    do throws(TradeError) {
      return .success(
        (
          buy: try solver.largestTrade(instrument, isSale: false),
          sell: try solver.largestTrade(instrument, isSale: true)
        ))
    } catch {
      return .failure(error)
    }
  }

  func instrument(_ position: Contribution.Position) -> Instrument {
    input.instrument(position, of: portfolio)
  }
}
