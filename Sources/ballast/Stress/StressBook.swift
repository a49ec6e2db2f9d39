import Console
import Ethereum
import FixedPoint
import Keeping
import Margin

/// A closed book as a simulation takes it.
struct StressBook {
  var simulated: SimulatedBook
  let name: String
  /// The last moment for which the book was made, where it says so.
  let through: UInt64?
  private let fundEntry: Int

  init(_ path: String) throws {
    let file = try BookFile(path)
    if let refusal = file.refusals.first { throw CommandFailure(.badInput, "\(path): \(refusal.message)") }
    if let miscount = file.miscount { throw CommandFailure(.badInput, "\(path): \(miscount)") }
    guard let fund = file.entries.firstIndex(where: { $0.id == "v-security-module" }) else {
      throw CommandFailure(.badInput, "\(path): expected an account v-security-module; ballast book --closed makes one")
    }
    let markets = file.markets.map {
      SimulatedBook.BookedMarket(
        name: $0.underlying, market: $0.market, parameters: $0.model.parameters, scenarios: $0.model.scenarios)
    }
    guard let time = markets.first?.market.timestamp, markets.allSatisfy({ $0.market.timestamp == time }) else {
      throw CommandFailure(.badInput, "\(path): expected markets of one time")
    }
    simulated = SimulatedBook(
      markets: markets,
      entries: file.entries.map {
        SimulatedBook.Entry(name: $0.id, owner: $0.owner ?? .zero, market: $0.market, account: $0.account)
      },
      securityModule: fund, time: time)
    fundEntry = fund
    through = file.through
    name = path.split(separator: "/").last.map(String.init) ?? path
  }

  mutating func setFund(_ cash: UInt128) {
    simulated.entries[fundEntry].account.cash = Int256(bitPattern: UInt256(cash))
  }

  /// The equity of the accounts of each market that own something, at the book's own moment, wad.
  func equity() -> [UInt256] {
    var equity = simulated.markets.map { _ in UInt256.zero }
    let arrays = simulated.markets.indices.map { place in
      let market = simulated.markets[place]
      return MarketArrays(
        market.market,
        options: simulated.entries.lazy.filter { $0.market == place }.flatMap(\.account.options)
          .map { (expiry: $0.expiry, strike: $0.strike) },
        parameters: market.parameters, scenarios: market.scenarios, workers: Parallel.width)
    }
    var workspace = RiskArrays.Workspace()
    for (place, entry) in simulated.entries.enumerated() where place != fundEntry {
      guard let margin = try? arrays[entry.market].margin(of: entry.account, &workspace) else { continue }
      equity[entry.market] = (try? equity[entry.market] + max(margin.markToMarket, .zero).bitPattern) ?? .max
    }
    return equity
  }
}
