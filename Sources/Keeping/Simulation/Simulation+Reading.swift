import Clearing
import FixedPoint
import Margin
import Pricing

/// An account as the models read it (CL-46), kept until the account changes.
struct ReadAccount: Sendable {
  var lastTrade: UInt64
  var account: Account
}

extension Simulation {
  /// The accounts below maintenance margin or auctioned, the worst first, by the shared prices.
  mutating func below(_ moment: SimulatedMoment) -> [AccountNumber] {
    var found: [(distance: MarginDistance, number: AccountNumber)] = []
    for place in 0..<venue.state.accounts.count {
      let number = AccountNumber(place) + 1
      guard let margin = margin(place, moment) else { continue }
      let isOpen = venue.state.auctions[number]?.isOpen == true
      if !margin.maintenanceMargin.isNegative && !isOpen { continue }
      let distance = try? MarginDistance(maintenance: margin.maintenanceMargin, markToMarket: margin.markToMarket)
      found.append((distance ?? MarginDistance(.min), number))
    }
    found.sort { ($0.distance, $0.number) < ($1.distance, $1.number) }
    return found.map(\.number)
  }

  /// The margins of an account; nil where they are refused.
  mutating func margin(_ place: Int, _ moment: SimulatedMoment) -> MarginSummary? {
    let account = venue.state.accounts[place]
    let market = account.manager
    while read.count <= place {
      let empty = Account(cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
      read.append(ReadAccount(lastTrade: .max, account: empty))
    }
    let memory = account.perps[market] ?? PerpPosition()
    if read[place].lastTrade != account.lastTrade {
      guard let read = Self.read(account) else { return nil }
      self.read[place] = ReadAccount(lastTrade: account.lastTrade, account: read)
    }
    if !read[place].account.perpPosition.isZero || !memory.profit.isZero {
      let size = read[place].account.perpPosition
      let owed = try? memory.profit + memory.funding
        + (Int256(moment.markets[market].perpPrice) - Int256(memory.lastMarkPrice)).multiplyWadTruncating(size)
      guard let owed else { return nil }
      read[place].account.unsettledPerpCash = owed
    }
    if account.holdings.isEmpty { return nil }
    return try? arrays[market].margin(of: read[place].account, &workspace)
  }

  /// Takes the shared prices of a moment, with the parameters in force.
  mutating func take(_ moment: SimulatedMoment) {
    arrays = moment.arrays
    if rules.haircut == nil { return }
    for place in arrays.indices {
      guard case .portfolio(let model) = venue.state.modelInForce(manager: place) else { continue }
      arrays[place].change(collaterals: model.parameters.collaterals)
    }
  }

  /// Whether an account that is below maintenance margin would be above it with the haircuts that are set.
  mutating func isBelowByHaircut(_ number: AccountNumber, _ moment: SimulatedMoment) -> Bool {
    let place = Int(truncatingIfNeeded: number) - 1
    guard let now = margin(place, moment), now.maintenanceMargin.isNegative else { return false }
    let market = account(number).manager
    let fixed = try? moment.arrays[market].margin(of: read[place].account, &workspace)
    return fixed.map { !$0.maintenanceMargin.isNegative } ?? false
  }

  private static func read(_ state: AccountState) -> Account? {
    var account = Account(cash: .zero, perpPosition: .zero, unsettledPerpCash: .zero, collaterals: [], options: [])
    for held in state.holdings {
      switch held.instrument.asset {
      case .cash: account.cash = held.amount
      case .perp: account.perpPosition = held.amount
      case .base(let place):
        guard let asset = AssetIdentifier.base(place) else { return nil }
        account.collaterals.append(.init(asset: asset, amount: held.amount))
      case .option:
        guard let name = try? OptionIdentifier(UInt256(held.instrument.subId)) else { return nil }
        account.options.append(
          .init(
            expiry: .timestamp(name.expiry), strike: UInt256(name.strike), isCall: name.isCall, amount: held.amount))
      }
    }
    return account
  }
}
