import Encoding
import FixedPoint
import Margin

/// What is computed for each line besides its margins.
struct MarginRequest: Sendable {
  var changes: [Change] = []
  var explains = false
  var solvesCash = false
  var solvesSpot = false
  var solvedSizes: [Instrument] = []
  var compared: PortfolioModel?
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
  /// The market that names expiries by Unix time, where there is one.
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
    var input = line.input
    let model = line.model
    // Trades are made at today's prices; the market moves after them.
    for change in request.changes where change.isTrade {
      input = try change.apply(to: input, model.parameters)
    }
    for change in request.changes where !change.isTrade {
      input = try change.apply(to: input, model.parameters)
    }
    do throws(MarginError) {
      let portfolio = try input.arranged(model.parameters)
      let margin = try PortfolioMargin(
        portfolio, parameters: model.parameters, scenarios: model.scenarios)
      id = line.id
      self.portfolio = portfolio
      self.model = model
      self.margin = margin
      if case .account(_, let market) = input { self.market = market }
      if request.explains {
        explanation = Explanation(
          contributions: try portfolio.contributions(
            to: margin, parameters: model.parameters, scenarios: model.scenarios),
          greeks: try portfolio.greeks(model.parameters))
      }
      if let other = request.compared {
        compared = try PortfolioMargin(
          input.arranged(other.parameters), parameters: other.parameters, scenarios: other.scenarios)
      }
      let solver = MarginSolver(input, parameters: model.parameters, scenarios: model.scenarios)
      if request.solvesCash { deposit = try solver.deposit() }
      if request.solvesSpot { crossings = try solver.maintenanceCrossings() }
    } catch {
      throw .margin(error)
    }
    let solver = MarginSolver(input, parameters: model.parameters, scenarios: model.scenarios)
    for instrument in request.solvedSizes {
      sizes.append(Size(instrument: instrument, trades: Self.largest(instrument, solver)))
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

  /// The name of a position: as the account names it, or by the seconds to expiry.
  func instrument(_ position: Contribution.Position) -> Instrument {
    switch position {
    case .perp: return .perp
    case .collateral(let index): return .collateral(portfolio.collaterals[index].asset)
    case .option(let expiryIndex, let optionIndex):
      let expiry = portfolio.expiries[expiryIndex]
      let option = expiry.options[optionIndex]
      let feed = market?.expiries.first { UInt256($0.secondsToExpiry) == expiry.secondsToExpiry }
      let seconds = (try? expiry.secondsToExpiry.toUInt64()) ?? .max
      return .option(
        expiry: feed?.label ?? .secondsToExpiry(seconds), strike: option.strike, isCall: option.isCall)
    }
  }
}
