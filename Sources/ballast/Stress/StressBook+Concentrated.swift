import Console
import FixedPoint
import Keeping
import Margin

/// A book with accounts on one side only, and with little of their own (KP-17).
extension StressBook {
  /// For every twentieth of the numbered accounts two others of its owner: one that loses when the price falls, and one
  /// that holds the other side.
  mutating func addConcentrated() throws {
    let markets = try simulated.markets.map(ConcentratedMarket.init)
    var (number, added): (Int, [SimulatedBook.Entry]) = (0, [])
    for entry in simulated.entries where entry.name.hasPrefix("a") {
      number += 1
      if number % Self.every != 0 { continue }
      let count = Int64(number / Self.every)
      let (market, size) = (markets[entry.market], Int256(50_000 * (1 + count * 7 % 50)))
      let positions = try market.positions(of: size * Wad.signed, kind: count % 3)
      for (prefix, account, multiple) in [
        ("x-", positions.losing, 102 + 6 * (count % 8)), ("y-", positions.other, 100 + 50 * (count * 3 % 7)),
      ] {
        var one = entry
        (one.name, one.account) = (prefix + entry.name, account)
        one.account.cash = try market.cash(for: account, percent: multiple)
        added.append(one)
      }
    }
    simulated.entries += added
  }

  private static let every = 20
}

/// What concentrated accounts hold on a market.
private struct ConcentratedMarket {
  let booked: SimulatedBook.BookedMarket
  let expiry: ExpiryLabel
  let strike: UInt256

  /// - Throws: `badInput` where the market has no expiry.
  init(_ booked: SimulatedBook.BookedMarket) throws {
    guard let last = booked.market.expiries.last else {
      throw CommandFailure(.badInput, "\(booked.name): expected a market with options")
    }
    let hundred = UInt256(100 * Wad.one)
    (self.booked, expiry, strike) = (booked, last.label, try booked.market.spotPrice / hundred * hundred)
  }

  /// A long perp, short puts, or half of each, and the other side of it.
  func positions(of value: Int256, kind: Int64) throws -> (losing: Account, other: Account) {
    let lot: Int256 = 2_000_000_000_000_000
    let size = try value.divideWadTruncating(Int256(booked.market.spotPrice)) / lot * lot
    let (perp, puts) = switch kind {
    case 1: (size, Int256.zero)
    case 2: (Int256.zero, try -size)
    default: (try size / 2, try -size / 2)
    }
    return (account(perp, puts), account(try -perp, try -puts))
  }

  private func account(_ perp: Int256, _ puts: Int256) -> Account {
    Account(
      cash: .zero, perpPosition: perp, unsettledPerpCash: .zero, collaterals: [],
      options: puts.isZero ? [] : [.init(expiry: expiry, strike: strike, isCall: false, amount: puts)])
  }

  /// So many percent of what initial margin lacks without any, in whole cents; wad.
  func cash(for account: Account, percent: Int64) throws -> Int256 {
    let arrays = MarketArrays(
      booked.market, options: account.options.map { (expiry: $0.expiry, strike: $0.strike) },
      parameters: booked.parameters, scenarios: booked.scenarios)
    var workspace = RiskArrays.Workspace()
    let lacking = max(try -arrays.margin(of: account, &workspace).initialMargin, .zero)
    return try Cents.up(lacking * Int256(percent) / 100)
  }
}
