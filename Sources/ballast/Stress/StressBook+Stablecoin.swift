import Console
import Ethereum
import FixedPoint
import Keeping
import Margin

/// A book in which a stablecoin is collateral (AM-17).
extension StressBook {
  static let stablecoin = AssetIdentifier(symbol: "USDC")

  /// Parts of its value, wads.
  private static let haircut = PortfolioParameters.Collateral(
    isRiskCancelling: false, mmHaircut: 10_000_000_000_000_000, imHaircut: 10_000_000_000_000_000)

  /// Of the numbered accounts every second holds USDC in place of its cash, and for every fifth there is another that
  /// has borrowed against it; one account more has lent what those have borrowed.
  mutating func addStablecoin() throws {
    for place in simulated.markets.indices {
      guard let asset = Self.stablecoin, simulated.markets[place].market.collaterals.contains(where: { $0.asset == asset }) else {
        throw CommandFailure(.badInput, "\(name): expected markets with a price of USDC")
      }
      simulated.markets[place].parameters.collaterals[asset] = Self.haircut
    }
    let kept = try Wad.wide - Self.haircut.mmHaircut - Self.haircut.imHaircut
    var (number, lent) = (0, Int256.zero)
    for place in simulated.entries.indices where simulated.entries[place].name.hasPrefix("a") {
      number += 1
      if number % 2 == 1 { try swap(place, kept) }
      if number % 5 == 0 { lent = try lent + borrow(like: place, number) }
    }
    var lender = simulated.entries[0]
    (lender.name, lender.account) = ("s-lender", Account(cash: lent))
    simulated.entries.append(lender)
  }

  /// Holds so much USDC in place of cash that its margins are no lower.
  private mutating func swap(_ place: Int, _ kept: UInt256) throws {
    let cash = simulated.entries[place].account.cash
    guard cash > .zero else { return }
    simulated.entries[place].account.cash = .zero
    let amount = try cash.absolute().divideWadDown(kept) + 1
    simulated.entries[place].account.collaterals += try held(amount)
  }

  /// Adds an account of the same owner that has borrowed nearly all that its USDC is worth.
  /// - Returns: what it has borrowed, wad.
  private mutating func borrow(like place: Int, _ number: Int) throws -> Int256 {
    var entry = simulated.entries[place]
    let held = UInt256(UInt128(20_000 * (1 + number * 7 % 50)) * Wad.one)
    // From 2.2 percent of its own.
    let own = UInt256((22 + 2 * UInt128(number / 5 % 40)) * (Wad.one / 1_000))
    let borrowed = try Int256(held.multiplyWadDown(Wad.wide - own))
    entry.name = "s-" + entry.name
    entry.account = Account(cash: try -borrowed)
    entry.account.collaterals = try self.held(held)
    simulated.entries.append(entry)
    return borrowed
  }

  private func held(_ amount: UInt256) throws -> [Account.Collateral] {
    try Self.stablecoin.map { [.init(asset: $0, amount: try Int256(amount))] } ?? []
  }
}

extension Account {
  fileprivate init(cash: Int256) {
    self.init(cash: cash, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
  }
}
