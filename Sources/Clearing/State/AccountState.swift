import Ethereum
import FixedPoint

/// One account: who owns it, which manager judges it, and what it holds (CL-3).
public struct AccountState: Hashable, Sendable {
  public var owner: Address
  /// The place of its manager in the venue's list.
  public var manager: Int
  /// Who else may act for it, at most one.
  public var approved: Address?
  /// Balances that are not zero, in held order.
  public internal(set) var holdings: [Position] = []
  /// The interest index at which the cash balance was last settled, wad; zero without cash.
  public internal(set) var cashIndex: UInt256 = .zero
  /// The cash balance in shares, where it is kept so (CL-68); what is held is its value when it last moved.
  public internal(set) var exactCash = ExactBalance()
  /// What the perps remember of the account, by the perp's place.
  public internal(set) var perps = PlaceMap<PerpPosition>()
  /// The sum of the sizes of all options of an option asset, by its place.
  public internal(set) var optionTotals = PlaceMap<UInt256>()
  /// The last trade that changed it.
  public internal(set) var lastTrade: UInt64 = 0

  public init(owner: Address, manager: Int) {
    self.owner = owner
    self.manager = manager
  }

  /// An account as it is read back.
  package init(
    owner: Address, manager: Int, approved: Address?, holdings: [Position], cashIndex: UInt256,
    exactCash: ExactBalance, perps: PlaceMap<PerpPosition>, optionTotals: PlaceMap<UInt256>, lastTrade: UInt64
  ) {
    (self.owner, self.manager, self.approved) = (owner, manager, approved)
    (self.holdings, self.cashIndex, self.lastTrade) = (holdings, cashIndex, lastTrade)
    (self.exactCash, self.perps, self.optionTotals) = (exactCash, perps, optionTotals)
  }

  /// The balance of an instrument, zero where it is not held.
  public func balance(_ instrument: SubAsset) -> Int256 {
    holdings.first { $0.instrument == instrument }?.amount ?? .zero
  }

  /// Sets a balance: a new instrument goes to the end, and the last one takes the place of one that becomes zero
  /// (CL-4).
  mutating func setBalance(_ instrument: SubAsset, _ amount: Int256) {
    guard let place = holdings.firstIndex(where: { $0.instrument == instrument }) else {
      if !amount.isZero { holdings.append(Position(instrument, amount)) }
      return
    }
    if !amount.isZero {
      holdings[place].amount = amount
      return
    }
    holdings.swapAt(place, holdings.count - 1)
    holdings.removeLast()
  }
}

/// What a perp remembers of one account (CL-29). All signed wads but the price.
public struct PerpPosition: Hashable, Sendable {
  /// The mark price up to which profit is counted, wad.
  public var lastMarkPrice: UInt256 = .zero
  /// Funding not yet paid into cash.
  public var funding: Int256 = .zero
  /// Profit not yet paid into cash.
  public var profit: Int256 = .zero
  /// The perp's aggregate up to which funding is counted.
  public var lastAggregatedFunding: Int256 = .zero

  /// Whether nothing waits to be paid into cash.
  var isSettled: Bool { funding.isZero && profit.isZero }

  public init() {}
}
