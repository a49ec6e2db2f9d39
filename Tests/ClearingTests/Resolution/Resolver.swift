import Ethereum
import FixedPoint
import Margin
import Pricing

@testable import Clearing

/// Whoever has cash enough brings every account to an end, with feeds that go on and time that passes (WF-9): at or
/// above maintenance margin, or empty, and no auction open.
struct Resolver {
  var state: ClearingState
  /// Rounds that were needed at most.
  private(set) var rounds = 0
  private var attempts: [AccountNumber: [String]] = [:]

  init(_ state: ClearingState) {
    self.state = state
    self.state.isRecording = false
  }

  static let most = 40
  static let rich = UInt256(UInt128(1) << 84)

  /// - Returns: what remained undone, account by account; empty where everything came to an end.
  mutating func remaining() -> [String] {
    // Whose accounts may be auctioned, what may be moved, and that the security module takes part, is the owner's to say.
    for manager in state.managers.indices {
      _ = does(.set(.auctionManager(manager, true), caller: RunVenue.owner))
      for asset in [Asset.cash, .option(0), .option(1), .perp(0), .perp(1), .base(0), .base(1), .base(2)] {
        _ = does(.set(.whitelist(AssetManager(asset, manager), true), caller: RunVenue.owner))
      }
    }
    _ = does(.set(.securityModulePays(true), caller: RunVenue.owner))
    for _ in 0..<3 {
      refresh(after: 1)
      for place in state.accounts.indices { resolve(AccountNumber(place) + 1) }
      if undone().isEmpty { return [] }
    }
    return undone()
  }

  private func undone() -> [String] {
    state.accounts.indices.compactMap { place in
      let number = AccountNumber(place) + 1
      do throws(ClearingRefusal) {
        let levels = try state.marginLevels(place)
        if let auction = state.openAuction(of: number) { return "\(number) is auctioned: \(auction) \(levels) \(attempts[number] ?? [])" }
        return levels.maintenanceMargin.isNegative ? "\(number) is below: \(levels) \(attempts[number] ?? [])" : nil
      } catch {
        return "\(number) has no margin: \(error.name)"
      }
    }
  }

  /// What was refused of an account last, by the names of operations.
  private var refusals: [String: String] = [:]

  private mutating func does(_ operation: Operation) -> Bool {
    do throws(ClearingRefusal) { _ = try state.apply(operation) } catch {
      refusals[Mirror(reflecting: operation).children.first?.label ?? ""] = error.name
      return false
    }
    return true
  }

  private mutating func resolve(_ number: AccountNumber) {
    refusals = [:]
    defer { attempts[number] = refusals.sorted { $0.key < $1.key }.map { "\($0) \($1)" } }
    for round in 0..<Self.most {
      rounds = max(rounds, round)
      for option in state.optionMarkets.indices { _ = does(.settleOptions(number, option: option)) }
      _ = does(.settlePerps(number))
      let levels = try? state.marginLevels(Int(number) - 1)
      if state.openAuction(of: number) != nil {
        if does(.terminateAuction(number)) || bids(number) || does(.convertToInsolvent(number)) { continue }
        _ = does(.updateScenario(number, scenario: (try? state.worstScenario(of: number)) ?? .zero))
        if !waits() { refresh(after: 20_000) }
        continue
      }
      if let levels, !levels.maintenanceMargin.isNegative { return }
      if levels == nil { return }
      if reduces(number) { continue }
      _ = does(.announce(number))
      if does(.startAuction(number, scenario: (try? state.worstScenario(of: number)) ?? .zero)) { continue }
      if waits() { continue }
      refresh(after: state.liquidation.graduated?.grace ?? 3_600)
      if does(.startAuction(number, scenario: (try? state.worstScenario(of: number)) ?? .zero)) { continue }
      refresh(after: 3_600)
    }
  }

  /// Lets pauses go by: a row of them ends by time, and for a while there are none whatever prices do (WF-23).
  private mutating func waits() -> Bool {
    guard let oracle = state.liquidation.oracle,
      let until = state.feeds.markets.indices.compactMap({ state.pause(of: $0) }).max()
    else { return false }
    refresh(after: max(until - state.time, oracle.longestPause))
    return true
  }

  private mutating func taker(of number: AccountNumber) -> (account: AccountNumber, owner: Address)? {
    guard let manager = try? state.account(number).manager else { return nil }
    let fresh = AccountNumber(state.accounts.count) + 1
    let owner = TestVenue.user("taker")
    // Whoever has cash under a manager that is paused had it there before.
    let isPaused = state.managers[manager].isPaused
    if isPaused { _ = does(.set(.manager(manager, .paused(false)), caller: RunVenue.owner)) }
    defer { if isPaused { _ = does(.set(.manager(manager, .paused(true)), caller: RunVenue.owner)) } }
    guard does(.createAccount(owner: owner, manager: manager)), does(.deposit(fresh, .cash, amount: Self.rich)) else {
      return nil
    }
    return (fresh, owner)
  }

  private mutating func bids(_ number: AccountNumber) -> Bool {
    guard let taker = taker(of: number) else { return false }
    return does(.bid(Bid(account: number, bidder: taker.account, part: Wad.wide, caller: taker.owner)))
  }

  private mutating func reduces(_ number: AccountNumber) -> Bool {
    guard state.liquidation.graduated != nil, let taker = taker(of: number) else { return false }
    return does(.reduce(Takeover(account: number, keeper: taker.account, caller: taker.owner)))
  }

  /// Later, with everything written anew as it was; what has expired gets its price.
  mutating func refresh(after seconds: UInt64) {
    _ = does(.warp(to: state.time + seconds))
    _ = does(.feed(.stable(FeedPrice(price: Wad.wide, confidence: Wad.wide))))
    _ = does(.feed(.collateral(feed: 0, FeedPrice(price: TestVenue.price(10), confidence: Wad.wide))))
    let expiries = heldExpiries()
    for market in state.feeds.markets.indices {
      let spot = max(state.feeds.markets[market].spot.value.price, 1)
      for operation in RunVenue.prices(market, spot: spot) { _ = does(operation) }
      for expiry in Set(expiries + RunVenue.expiries(after: state.time)).sorted() {
        if expiry > state.time {
          for operation in RunVenue.curve(market, expiry, spot: spot) { _ = does(operation) }
        } else if (try? state.settlementPrice(market, expiry)) == .some(nil) {
          _ = does(.feed(.settlement(market: market, expiry: expiry, price: spot)))
        }
      }
    }
  }

  private func heldExpiries() -> [UInt64] {
    state.accounts.flatMap { account in
      account.holdings.compactMap { held -> UInt64? in
        guard case .option = held.instrument.asset else { return nil }
        return try? OptionIdentifier(UInt256(held.instrument.subId)).expiry
      }
    }
  }
}
