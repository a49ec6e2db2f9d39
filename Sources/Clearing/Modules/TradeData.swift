import Ethereum
import FixedPoint

/// An order, as its owner signs it (MO-8). Wads, but for the instrument and the recipient.
public struct OrderData: ModuleData {
  public var asset: Address
  public var subId: UInt256
  /// The highest price of a bid, the lowest of an ask.
  public var limitPrice: Int256
  public var desiredAmount: Int256
  /// For one of the instrument.
  public var worstFee: UInt256
  /// The account that gets what the order gets.
  public var recipient: UInt256
  public var isBid: Bool

  public init(
    asset: Address, subId: UInt256, limitPrice: Int256, desiredAmount: Int256, worstFee: UInt256, recipient: UInt256,
    isBid: Bool
  ) {
    (self.asset, self.subId, self.limitPrice, self.desiredAmount) = (asset, subId, limitPrice, desiredAmount)
    (self.worstFee, self.recipient, self.isBid) = (worstFee, recipient, isBid)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 7)
    asset = try decoder.address(list, 0)
    subId = try decoder.uint256(list, 1)
    limitPrice = try decoder.int256(list, 2)
    desiredAmount = try decoder.int256(list, 3)
    worstFee = try decoder.uint256(list, 4)
    recipient = try decoder.uint256(list, 5)
    isBid = try decoder.bool(list, 6)
  }

  public var values: [ABIValue] {
    [
      .address(asset), .unsigned(subId), .signed(limitPrice), .signed(desiredAmount), .unsigned(worstFee),
      .unsigned(recipient), .bool(isBid),
    ]
  }
}

/// How orders are matched: the executor's part of a trade (MO-8). Wads, but for accounts.
public struct FillData: ModuleData {
  public struct Fill: Hashable, Sendable {
    /// The maker's.
    public var account: UInt256
    public var amount: UInt256
    public var price: Int256
    /// The maker's, in all.
    public var fee: UInt256

    public init(account: UInt256, amount: UInt256, price: Int256, fee: UInt256) {
      (self.account, self.amount, self.price, self.fee) = (account, amount, price, fee)
    }
  }

  public var takerAccount: UInt256
  /// In all.
  public var takerFee: UInt256
  /// One of each maker, in the order of the actions.
  public var fills: [Fill]
  public var managerData: [UInt8]

  public init(takerAccount: UInt256, takerFee: UInt256, fills: [Fill], managerData: [UInt8] = []) {
    (self.takerAccount, self.takerFee, self.fills, self.managerData) = (takerAccount, takerFee, fills, managerData)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.tuple(decoder.arguments(words: 1), 0, words: 4)
    takerAccount = try decoder.uint256(list, 0)
    takerFee = try decoder.uint256(list, 1)
    let details = try decoder.structs(list, 2, words: 4)
    fills = []
    fills.reserveCapacity(details.count)
    for index in 0..<details.count {
      let fill = details[index]
      fills.append(
        Fill(
          account: try decoder.uint256(fill, 0), amount: try decoder.uint256(fill, 1),
          price: try decoder.int256(fill, 2), fee: try decoder.uint256(fill, 3)))
    }
    managerData = Array(try decoder.bytes(list, 3))
  }

  public var values: [ABIValue] {
    let details = fills.map { fill in
      ABIValue.tuple([.unsigned(fill.account), .unsigned(fill.amount), .signed(fill.price), .unsigned(fill.fee)])
    }
    return [.tuple([.unsigned(takerAccount), .unsigned(takerFee), .array(details), .bytes(managerData)])]
  }
}
