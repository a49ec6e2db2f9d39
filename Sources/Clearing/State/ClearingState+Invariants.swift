import FixedPoint
import Pricing

/// What holds after every operation (CL-1; CL-75). In reference mode cash holds within what rounding moves, as long as
/// no loss was socialised, and a closed perp leaves its totals behind.
extension ClearingState {
  /// The laws that do not hold now, each in a sentence; none in a sound state.
  public func brokenInvariants() -> [String] {
    do throws(ArithmeticError) {
      let broken = try brokenTotals() + brokenAccounts() + brokenAuctions() + brokenReadings()
      if let exact = cash.exact { return try broken + brokenShares(exact) }
      return try broken + brokenCash()
    } catch {
      return ["the sums of the state fit 256 bits: \(error.name)"]
    }
  }

  /// Positions of an instrument add up to zero, and totals are the sums of what accounts hold.
  private func brokenTotals() throws(ArithmeticError) -> [String] {
    var sums: [SubAsset: Int256] = [:]
    var long: [SubAsset: UInt256] = [:]
    var sizes: [AssetManager: UInt256] = [:]
    for account in accounts {
      for held in account.holdings where held.instrument.asset != .cash {
        let key = AssetManager(held.instrument.asset, account.manager)
        sums[held.instrument] = try (sums[held.instrument] ?? .zero) + held.amount
        long[held.instrument] = try (long[held.instrument] ?? .zero) + held.amount.positivePart.bitPattern
        sizes[key] = try (sizes[key] ?? .zero) + held.amount.absolute()
      }
    }
    var broken: [String] = []
    for (instrument, interest) in openInterests { sums[instrument] = try (sums[instrument] ?? .zero) + interest.settled }
    for (instrument, sum) in sums where !sum.isZero && instrument.asset.hasTwoSides {
      broken.append("positions of \(instrument) and what was settled add up to zero, not to \(sum)")
    }
    for (instrument, interest) in openInterests where !isLeftBehind(instrument.asset) {
      let sum = long[instrument] ?? .zero
      if interest.total != sum {
        broken.append("the open interest of \(instrument) is \(sum), not \(interest.total)")
      }
    }
    for (key, position) in positions where !isLeftBehind(key.asset) && key.asset != .cash {
      let sum = sizes[key] ?? .zero
      if position.total != sum { broken.append("the total of \(key) is \(sum), not \(position.total)") }
    }
    return broken.sorted()
  }

  /// A perp that is closed is erased account by account, past its own books, unless that is put right (CL-59).
  private func isLeftBehind(_ asset: Asset) -> Bool {
    guard case .perp(let perp) = asset, !rules.contains(.closureTracked) else { return false }
    return perps[perp].isDisabled
  }

  /// Rounding of interest may move the totals away from the sums by this much.
  private static var interestTolerance: UInt256 { 10_000_000 }
  /// And tokens away from cash by this much.
  private static var tokenTolerance: UInt256 { 1_000_000 }

  /// Balances with interest are what the totals say, and tokens stand behind all cash; after a loss was socialised,
  /// until the withdrawal fee ends, they may be fewer and never more.
  private func brokenCash() throws(ArithmeticError) -> [String] {
    var (supply, borrow) = (UInt256.zero, UInt256.zero)
    for account in accounts {
      let balance = try cash.settled(account.balance(SubAsset(.cash)), index: account.cashIndex)
      supply = try supply + balance.positivePart.bitPattern
      borrow = try borrow + balance.negativePart.absolute()
    }
    var broken: [String] = []
    for (name, total, sum) in [("supply", cash.totalSupply, supply), ("borrow", cash.totalBorrow, borrow)] {
      let distance = total > sum ? total &- sum : sum &- total
      let tolerance = try Self.interestTolerance + total / 100_000_000_000_000
      if distance > tolerance { broken.append("the total \(name) is \(sum), not \(total)") }
    }
    let owed = try Int256(cash.totalSupply) + Int256(cash.accruedFees) - Int256(cash.totalBorrow) - cash.netSettledCash
    let distance = try (owed - Int256(cash.tokens())).absolute()
    let areMissing = try owed > Int256(cash.tokens())
    let isExcused = cash.hasWithdrawFee && areMissing
    if distance > Self.tokenTolerance && !isExcused {
      broken.append("tokens of \(owed) stand behind cash, within \(distance)")
    }
    return broken
  }

  /// The missing margin of insolvent auctions is the sum over those that are open (DA-1).
  private func brokenAuctions() throws(ArithmeticError) -> [String] {
    var missing = UInt256.zero
    for number in auctions.keys.sorted() {
      guard let auction = openAuction(of: number) else { continue }
      missing = try missing + auction.cachedMargin
    }
    if missing == liquidation.totalInsolventMargin { return [] }
    return ["the missing margin of insolvent auctions is \(missing), not \(liquidation.totalInsolventMargin)"]
  }
}

extension Asset {
  /// Whether a position is always against another: cash and tokens have no other side.
  fileprivate var hasTwoSides: Bool {
    switch self {
    case .cash, .base: false
    case .option, .perp: true
    }
  }
}
