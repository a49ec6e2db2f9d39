import Ethereum
import FixedPoint

/// What the module for liquidators is asked to do (DA-22): to bid from a fresh account with some cash of another.
public struct LiquidationOrder: Hashable, Sendable {
  /// The account that is auctioned.
  public var account: UInt256
  /// Cash that the fresh account gets, wad.
  public var cash: UInt256
  /// As in `Bid`.
  public var part: UInt256
  public var priceLimit: Int256
  public var expectedLastTrade: UInt256
  /// Whether everything goes back to the account that gave the cash.
  public var mergesAccount: Bool

  public init(
    account: UInt256, cash: UInt256, part: UInt256, priceLimit: Int256, expectedLastTrade: UInt256,
    mergesAccount: Bool
  ) {
    self.account = account
    self.cash = cash
    self.part = part
    self.priceLimit = priceLimit
    self.expectedLastTrade = expectedLastTrade
    self.mergesAccount = mergesAccount
  }
}

extension LiquidationOrder: ModuleData {
  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let words = try decoder.arguments(words: 6)
    self.init(
      account: try decoder.uint256(words, 0), cash: try decoder.uint256(words, 1), part: try decoder.uint256(words, 2),
      priceLimit: try decoder.int256(words, 3), expectedLastTrade: try decoder.uint256(words, 4),
      mergesAccount: try decoder.bool(words, 5))
  }

  public var values: [ABIValue] {
    [
      .unsigned(account), .unsigned(cash), .unsigned(part), .signed(priceLimit), .unsigned(expectedLastTrade),
      .bool(mergesAccount),
    ]
  }
}

extension ClearingState {
  /// Opens an account under the manager of `number`, moves cash there, bids, and gives everything back if the order
  /// says so.
  /// - Parameters:
  ///   - number: who gives the cash; it belongs to the module while the module acts.
  ///   - module: the caller of every step, and the owner of the fresh account.
  /// - Returns: the fresh account, which is empty where it was merged, and what the bid got.
  mutating func liquidate(
    _ order: LiquidationOrder, with number: AccountNumber, by module: Address
  ) throws(ClearingRefusal) -> (account: AccountNumber, bid: BidReceipt) {
    let fresh = try createAccount(owner: module, manager: account(number).manager)
    let cash = try checked { () throws(ArithmeticError) in try Int256(order.cash) }
    let transfer = Transfer(from: number, to: fresh, instrument: SubAsset(.cash), amount: cash)
    _ = try trade([transfer], isBatch: false, by: module)
    let receipt = try bid(
      Bid(
        account: AccountNumber(whole: order.account), bidder: fresh, part: order.part, priceLimit: order.priceLimit,
        expectedLastTrade: order.expectedLastTrade, caller: module))
    if order.mergesAccount {
      let back = try account(fresh).holdings.map {
        Transfer(from: fresh, to: number, instrument: $0.instrument, amount: $0.amount)
      }
      _ = try trade(back, isBatch: true, by: module)
    }
    return (fresh, receipt)
  }
}
