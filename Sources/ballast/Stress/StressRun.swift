import Console
import FixedPoint
import Keeping
import Margin

/// One book through one market under each set of rules.
struct StressRun {
  let book: StressBook
  let markets: StressMarkets
  let step: UInt64
  let rules: [SimulatedRules]
  /// Of the book's equity, wad.
  let capital: UInt128
  let workers: Int

  /// Moments that are priced before the simulations go through them.
  private static let batch = 8

  func answer() throws -> StressAnswer {
    let keepers = try keepers()
    var simulations: [Simulation] = []
    let venue: SimulatedVenue
    do throws(SimulationError) {
      venue = try SimulatedVenue(book.simulated, rules: rules[0])
      for rules in rules { simulations.append(try Simulation(book.simulated, rules: rules, keepers: keepers)) }
    } catch { throw CommandFailure(.badInput, "\(book.name): \(error.message)") }
    let underlyings = book.simulated.markets.map(\.name)
    let times = try markets.times(step: step)
    var prices: [UInt256] = []
    var progress = Progress("moments")
    var first = 0
    while first < times.count {
      var priced: [(time: UInt64, markets: [Market])] = []
      for time in times[first..<min(first + Self.batch, times.count)] {
        priced.append((time, try markets.markets(at: time, of: underlyings)))
      }
      prices += priced.map { $0.markets[0].spotPrice }
      let moments = Parallel.map(priced, state: {}) { input, _ in
        SimulatedMoment(time: input.time, markets: input.markets, of: venue)
      }
      simulations = Parallel.map(simulations, state: {}) { simulation, _ in
        var simulation = simulation
        for moment in moments { simulation.advance(to: moment) }
        return simulation
      }
      first += priced.count
      progress.update(first)
    }
    progress.finish()
    return StressAnswer(
      book: book.name, accounts: book.simulated.entries.count, rule: markets.rule, step: step, times: times,
      underlying: underlyings[0], prices: prices, names: simulations.map(\.rules.name),
      reports: simulations.map(\.report), keepers: simulations.map(\.takings))
  }

  /// The four kinds of KP-9: a hundredth of the capital is the small one's, the others share the rest.
  private func keepers() throws -> [KeeperEndowment] {
    let equity = book.equity()
    func share(_ part: UInt128) throws -> [UInt256] {
      try equity.map { try $0.multiplyWadDown(UInt256(capital)).multiplyWadDown(UInt256(part)) }
    }
    let (large, small): (UInt128, UInt128) = (330_000_000_000_000_000, 10_000_000_000_000_000)
    return [
      KeeperEndowment(profile: .hedging, cash: try share(large)), KeeperEndowment(profile: .eager, cash: try share(large)),
      KeeperEndowment(profile: .small, cash: try share(small)), KeeperEndowment(profile: .patient, cash: try share(large)),
    ]
  }
}

extension SimulationError {
  var message: String {
    switch self {
    case .arithmetic(let error): "a sum leaves its type: \(error.name)"
    case .option(let account): "account \(account): expected options with dates and strikes that have an identifier"
    case .collateral(let account): "account \(account): expected collaterals of the book's markets"
    case .open(let underlying): "expected positions on \(underlying) that add up to zero; ballast book --closed makes such a book"
    case .overdrawn: "expected at least as much cash as is owed"
    case .refused(let refusal): refusal.name
    }
  }
}
