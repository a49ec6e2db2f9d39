import Ethereum
import FixedPoint

/// What anybody may ask of an auction (MO-37).
public struct AuctionData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    case start
    /// This and the last one take no notice of the scenario.
    case convert
    case updateScenario
    case terminate
  }

  public var call: Call
  public var account: UInt256
  /// Of the portfolio model's list.
  public var scenario: UInt256

  public init(_ call: Call, account: UInt256, scenario: UInt256 = .zero) {
    (self.call, self.account, self.scenario) = (call, account, scenario)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 3)
    call = try decoder.choice(list, 0)
    (account, scenario) = (try decoder.uint256(list, 1), try decoder.uint256(list, 2))
  }

  public var values: [ABIValue] { [.unsigned(UInt256(call.rawValue)), .unsigned(account), .unsigned(scenario)] }
}

/// A bid from an account of the bidder's own (MO-38).
public struct BidData: ModuleData {
  /// The account that is auctioned.
  public var account: UInt256
  public var bidder: UInt256
  /// As in `Bid`.
  public var part: UInt256
  public var priceLimit: Int256
  public var expectedLastTrade: UInt256

  public init(
    account: UInt256, bidder: UInt256, part: UInt256, priceLimit: Int256 = .zero, expectedLastTrade: UInt256 = .zero
  ) {
    (self.account, self.bidder, self.part) = (account, bidder, part)
    (self.priceLimit, self.expectedLastTrade) = (priceLimit, expectedLastTrade)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 5)
    (account, bidder) = (try decoder.uint256(list, 0), try decoder.uint256(list, 1))
    (part, priceLimit) = (try decoder.uint256(list, 2), try decoder.int256(list, 3))
    expectedLastTrade = try decoder.uint256(list, 4)
  }

  public var values: [ABIValue] {
    [.unsigned(account), .unsigned(bidder), .unsigned(part), .signed(priceLimit), .unsigned(expectedLastTrade)]
  }
}

/// Tokens that go to the security module, or come from it (MO-39).
public struct SecurityModuleData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    /// By anybody.
    case give
    /// By the owner of the venue.
    case take
  }

  public var call: Call
  /// In the token's own units.
  public var amount: UInt256

  public init(_ call: Call, amount: UInt256) {
    (self.call, self.amount) = (call, amount)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 2)
    call = try decoder.choice(list, 0)
    amount = try decoder.uint256(list, 1)
  }

  public var values: [ABIValue] { [.unsigned(UInt256(call.rawValue)), .unsigned(amount)] }
}

extension ClearingState {
  /// The reference's module of liquidators (MO-36, DA-22).
  /// - Returns: the fresh account.
  mutating func executeLiquidation(
    _ call: MatchedCall, module: Address
  ) throws(ClearingRefusal) -> [ModuleAccount] {
    let action = try single(call)
    let order = try LiquidationOrder(action.data)
    try useNonce(of: action)
    let (fresh, _) = try liquidate(order, with: number(action.account), by: module)
    try moveToken(UInt256(fresh), from: module, to: gateway.address, spender: module)
    if order.mergesAccount { return [ModuleAccount(account: UInt256(fresh), owner: action.owner)] }
    return [try opening(fresh, owner: action.owner)]
  }

  mutating func executeAuction(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    let data = try AuctionData(action.data)
    try useNonce(of: action)
    let account = AccountNumber(whole: data.account)
    switch data.call {
    case .start: try startAuction(account, scenario: data.scenario)
    case .convert: try convertToInsolvent(account)
    case .updateScenario: try updateScenario(account, to: data.scenario)
    case .terminate: try terminateAuction(account)
    }
  }

  /// A bid from an account in custody, which the module makes, or from one outside, which its holder makes.
  mutating func executeBid(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let action = try single(call)
    let isOfHolder = action.account.isZero
    if isOfHolder { try requireOwnersSignature(action) }
    let data = try BidData(action.data)
    guard isOfHolder || action.account == data.bidder else { throw .module(.wrongAccount(action.account)) }
    try useNonce(of: action)
    _ = try bid(
      Bid(
        account: AccountNumber(whole: data.account), bidder: AccountNumber(whole: data.bidder), part: data.part,
        priceLimit: data.priceLimit, expectedLastTrade: data.expectedLastTrade,
        caller: isOfHolder ? action.owner : module))
  }

  mutating func executeSecurityModule(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    let data = try SecurityModuleData(action.data)
    try useNonce(of: action)
    let wallet = WalletName(asset: .cash, owner: action.owner)
    switch data.call {
    case .give: try deposit(securityModule, .cash, takeFromWallet(wallet, data.amount))
    case .take:
      guard action.owner == owner else { throw .action(.unauthorized(caller: action.owner)) }
      try addToWallet(wallet, withdrawFromSecurityModule(data.amount, by: action.owner))
    }
  }
}
