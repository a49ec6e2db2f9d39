import Console
import FixedPoint
import Margin

/// The margins of one account of a book, and what other rules would ask.
struct BookAnswer: Sendable {
  var margin: MarginSummary
  /// The sum of the requirements of its positions, each held alone, signed wad; nil where one is refused.
  var alone: Int256?
  /// The standard model's requirement; nil where it is refused.
  var standard: Int256?
}

/// Margins of a whole book on one set of markets (BK-11): every listed option is priced once.
struct BookMargins: Sendable {
  let markets: [MarketArrays]
  let booked: [BookFile.BookedMarket]
  /// The markets on which the accounts were made.
  let origins: [Market]

  /// - Parameters:
  ///   - markets: one for each market of the book, in its order.
  ///   - models: the portfolio model of each.
  init(_ book: BookFile, on markets: [Market], models: [PortfolioModel]) {
    booked = book.markets
    origins = book.markets.map(\.market)
    var options: [Set<OptionName>] = Array(repeating: [], count: markets.count)
    for entry in book.entries {
      for option in entry.account.options {
        options[entry.market].insert(OptionName(expiry: option.expiry, strike: option.strike))
      }
    }
    let inputs = markets.indices.map { (index: $0, market: markets[$0], options: options[$0]) }
    self.markets = Parallel.map(inputs, state: {}) { input, _ in
      MarketArrays(
        input.market, options: input.options.lazy.map { (expiry: $0.expiry, strike: $0.strike) },
        parameters: models[input.index].parameters, scenarios: models[input.index].scenarios)
    }
  }

  private struct OptionName: Hashable, Sendable {
    var expiry: ExpiryLabel
    var strike: UInt256
  }

  /// The number of prices computed: rows of calls and puts.
  var instrumentCount: Int { markets.reduce(0) { $0 + $1.arrays.instrumentCount } }

  /// Answers in the order of the book, on every processor.
  func answers(_ entries: [BookFile.Entry]) -> [Result<BookAnswer, MarginError>] {
    Parallel.map(entries, state: { RiskArrays.Workspace() }) { entry, workspace in
      do throws(MarginError) {
        return .success(try answer(entry, &workspace))
      } catch {
        return .failure(error)
      }
    }
  }

  private func answer(
    _ entry: BookFile.Entry, _ workspace: inout RiskArrays.Workspace
  ) throws(MarginError) -> BookAnswer {
    let arrays = markets[entry.market]
    let account: Account
    do throws(ArithmeticError) {
      account = try entry.account.remarked(from: origins[entry.market], to: arrays.market)
    } catch {
      throw .arithmetic(error)
    }
    let margin = try arrays.margin(of: account, &workspace)
    return BookAnswer(
      margin: margin, alone: alone(account, arrays, &workspace), standard: standard(account, entry.market))
  }

  private func alone(
    _ account: Account, _ arrays: MarketArrays, _ workspace: inout RiskArrays.Workspace
  ) -> Int256? {
    var sum = Int256.zero
    for position in account.positionsAlone {
      guard let margin = try? arrays.margin(of: position, &workspace),
        let total = try? sum + margin.requirement()
      else { return nil }
      sum = total
    }
    return sum
  }

  private func standard(_ account: Account, _ market: Int) -> Int256? {
    let parameters = booked[market].standard
    guard
      let portfolio = try? StandardPortfolio(
        mapping: account, on: markets[market].market, underlying: booked[market].underlying,
        parameters: parameters),
      let margin = try? StandardMargin(portfolio, parameters: parameters)
    else { return nil }
    return try? margin.markToMarket - margin.initialMargin
  }
}
