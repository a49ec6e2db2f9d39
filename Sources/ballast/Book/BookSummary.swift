import FixedPoint
import Margin

/// What a book is like: its strategies, and how its accounts fare from moment to moment.
struct BookSummary: Hashable, Sendable {
  var strategies: [Strategy: Strategies] = [:]
  /// One element for each moment from the book's through its last.
  var moments: [Moment]
  var positions = 0
  var accounts = 0

  struct Strategies: Hashable, Sendable {
    var accounts = 0
    var positions = 0
    /// Below maintenance at some moment.
    var fallen = 0
  }

  struct Moment: Hashable, Sendable {
    var timestamp: UInt64
    var belowInitial = 0
    var belowMaintenance = 0
    /// Worth less than nothing.
    var insolvent = 0
    /// Equity of at most eleven tenths of the maintenance requirement, and not below it.
    var near = 0
  }

  /// How an account stands at one moment.
  struct Standing: Hashable, Sendable {
    var belowInitial: Bool
    var belowMaintenance: Bool
    var insolvent: Bool
    var near: Bool

    init(_ margins: PricedListing.Margins) {
      belowInitial = margins.initialMargin.isNegative
      belowMaintenance = margins.maintenanceMargin.isNegative
      insolvent = margins.markToMarket.isNegative
      // Equity within a tenth above the requirement: ten margins at most one requirement.
      let requirement = margins.markToMarket &- margins.maintenanceMargin
      near = !belowMaintenance && margins.maintenanceMargin &* 10 <= requirement
    }
  }

  init(timestamps: [UInt64]) {
    moments = timestamps.map { Moment(timestamp: $0) }
  }

  mutating func add(_ account: BookAccount, _ standings: [Standing]) {
    let held = account.account.positionCount
    accounts += 1
    positions += held
    strategies[account.strategy, default: Strategies()].accounts += 1
    strategies[account.strategy, default: Strategies()].positions += held
    if standings.contains(where: \.belowMaintenance) {
      strategies[account.strategy, default: Strategies()].fallen += 1
    }
    for (index, standing) in standings.enumerated() {
      moments[index].belowInitial += standing.belowInitial ? 1 : 0
      moments[index].belowMaintenance += standing.belowMaintenance ? 1 : 0
      moments[index].insolvent += standing.insolvent ? 1 : 0
      moments[index].near += standing.near ? 1 : 0
    }
  }

  /// The tables.
  var text: String {
    func ratio(_ part: Int, _ whole: Int) -> Int256 {
      Int256(Int128(part) &* Int128(Wad.one) / Int128(max(1, whole)))
    }
    func share(_ part: Int, _ whole: Int) -> String { Amounts.percent(ratio(part, whole), decimals: 2) }
    var mix = Table([
      ("strategy", .left), ("accounts", .right), ("share", .right), ("positions each", .right),
      ("below maintenance at some moment", .right),
    ])
    for strategy in Strategy.allCases {
      guard let part = strategies[strategy] else { continue }
      mix.add([
        strategy.rawValue, Amounts.count(part.accounts), share(part.accounts, accounts),
        Amounts.text(ratio(part.positions, part.accounts)),
        share(part.fallen, part.accounts),
      ])
    }
    mix.add([
      "all", Amounts.count(accounts), share(accounts, accounts),
      Amounts.text(ratio(positions, accounts)),
      share(strategies.values.map(\.fallen).reduce(0, +), accounts),
    ])
    var table = Table([
      ("moment (UTC)", .left), ("near maintenance", .right), ("below maintenance", .right),
      ("below initial", .right), ("insolvent", .right),
    ])
    for moment in moments {
      table.add([
        CalendarTime.text(moment.timestamp), share(moment.near, accounts),
        share(moment.belowMaintenance, accounts), share(moment.belowInitial, accounts),
        share(moment.insolvent, accounts),
      ])
    }
    return mix.text() + "\n" + table.text()
      + "\nnear maintenance: equity of 1 to 1.1 times the maintenance requirement.\n"
  }
}

extension Account {
  /// What it holds: options, collaterals, a perp and cash, each where it is not zero.
  var positionCount: Int {
    options.count + collaterals.count + (perpPosition.isZero ? 0 : 1) + (cash.isZero ? 0 : 1)
  }
}
