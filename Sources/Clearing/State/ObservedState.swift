import Ethereum
import FixedPoint

/// A state as checkpoints look at it: with interest up to its time, and beside it the same with readings of any age
/// (LG-29). Nothing of it goes back into the venue.
public struct ObservedState: Sendable {
  /// With interest, where it can be added up.
  public let settled: ClearingState
  /// The same, where every reading that was ever given counts as fresh.
  public let ageless: ClearingState

  public init(_ state: ClearingState) {
    var settled = state
    settled.isRecording = false
    settled.touches = state.touches
    do throws(ClearingRefusal) {
      _ = try settled.apply(.accrueInterest)
      settled.change(rules: state.rules.union(.marginsWithInterest))
    } catch {
      settled.change(rules: state.rules.subtracting(.marginsWithInterest))
    }
    self.settled = settled
    ageless = settled.ageless
  }

  /// The cash of an account with interest, or as it is stored where interest cannot be added.
  /// - Parameter index: the account's number less one, below their count.
  public func cash(_ index: Int) -> Int256 {
    (try? settled.cashBalance(index)) ?? settled.accounts[index].balance(SubAsset(.cash))
  }

  /// What a perp owes an account: with present readings, with readings of any age, or what was counted last.
  /// - Parameter index: the account's number less one, below their count.
  public func unsettledCash(_ perp: Int, _ index: Int) -> Int256 {
    let number = AccountNumber(index) + 1
    if let cash = try? settled.unsettledCash(perp, number) { return cash }
    if let cash = try? ageless.unsettledCash(perp, number) { return cash }
    let memory = settled.accounts[index].perps[perp] ?? PerpPosition()
    return (try? memory.funding + memory.profit) ?? .zero
  }

  /// What an account is worth, and whether its manager would let it be.
  /// - Parameter index: the account's number less one, below their count.
  public func standing(_ index: Int) -> Standing {
    let number = AccountNumber(index) + 1
    let now = try? settled.margins(of: number)
    if let equity = now?.markToMarket {
      let maintenance = try? now?.maintenance.get()
      return Standing(equity: equity, isBelowMaintenance: maintenance?.isNegative ?? true)
    }
    if let equity = (try? ageless.margins(of: number))?.markToMarket {
      return Standing(equity: equity, isBelowMaintenance: true)
    }
    return Standing(equity: min(cash(index), .zero), isBelowMaintenance: true)
  }

  /// Tokens that are in no account, in wallets or taken out and not yet paid; wad, rounded up.
  /// - Parameter asset: cash or a wrapped token.
  /// - Throws: a sum beyond 256 bits.
  public func outsideAccounts(_ asset: Asset) throws(ArithmeticError) -> UInt256 {
    var tokens = UInt256.zero
    for (wallet, amount) in settled.treasury.wallets where wallet.asset == asset { tokens = try tokens + amount }
    for withdrawal in settled.treasury.withdrawals.values where withdrawal.asset == asset {
      tokens = try tokens + withdrawal.amount
    }
    return try tokens.convertDecimalsUp(from: decimals(of: asset), to: 18)
  }

  private func decimals(of asset: Asset) -> UInt8 {
    guard case .base(let place) = asset, settled.bases.indices.contains(place) else { return settled.cash.tokenDecimals }
    return settled.bases[place].tokenDecimals
  }

  /// Whose an account is: for whom it is in custody, or its owner.
  /// - Parameter index: the account's number less one, below their count.
  public func owner(_ index: Int) -> Address {
    settled.gateway.custody[AccountNumber(index) + 1] ?? settled.accounts[index].owner
  }

  public struct Standing: Hashable, Sendable {
    /// Wad.
    public var equity: Int256
    /// Also where the margin cannot be computed.
    public var isBelowMaintenance: Bool
  }
}

extension ClearingState {
  /// The same state, where every reading that was ever given counts as fresh.
  fileprivate var ageless: ClearingState {
    var state = self
    state.signedFeeds.forgetAges()
    state.feeds.stable.heartbeat = Heartbeat.forever
    for place in state.feeds.collaterals.indices { state.feeds.collaterals[place].heartbeat = Heartbeat.forever }
    for place in state.feeds.markets.indices { state.feeds.markets[place].forgetAges() }
    return state
  }
}

extension MarketFeeds {
  fileprivate mutating func forgetAges() {
    (spot.heartbeat, mark.heartbeat, impact.heartbeat) = (Heartbeat.forever, Heartbeat.forever, Heartbeat.forever)
    forwardHeartbeat = Heartbeat.forever
    volatilityHeartbeat = Heartbeat.forever
    rateHeartbeat = Heartbeat.forever
  }
}
