import Ethereum
import FixedPoint

/// What the bridge signs: that tokens came in, or were paid (MO-21).
public struct BridgeData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    /// The number is that of the deposit on the other side, and counts once.
    case credit
    /// The number is that of the pending withdrawal.
    case paid
  }

  public var call: Call
  public var number: UInt256
  public var asset: Address
  public var owner: Address
  /// In the token's own units.
  public var amount: UInt256

  public init(_ call: Call, number: UInt256, asset: Address, owner: Address, amount: UInt256) {
    (self.call, self.number, self.asset, self.owner, self.amount) = (call, number, asset, owner, amount)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 5)
    call = try decoder.choice(list, 0)
    number = try decoder.uint256(list, 1)
    (asset, owner) = (try decoder.address(list, 2), try decoder.address(list, 3))
    amount = try decoder.uint256(list, 4)
  }

  public var values: [ABIValue] {
    [
      .unsigned(UInt256(call.rawValue)), .unsigned(number), .address(asset), .address(owner), .unsigned(amount),
    ]
  }
}

extension ClearingState {
  /// Moves tokens from the owner's wallet to a withdrawal that the bridge is to pay (MO-20).
  mutating func executeTakeOut(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    let data = try WithdrawalData(action.data)
    try useNonce(of: action)
    let asset = try token(data.asset)
    let amount = try takeFromWallet(WalletName(asset: asset, owner: action.owner), data.amount)
    if amount.isZero { throw .module(.amountIsZero) }
    addWithdrawal(PendingWithdrawal(asset: asset, owner: action.owner, amount: amount, time: time))
  }

  mutating func executeBridge(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    guard action.owner == treasury.bridge else { throw .module(.notBridge(action.owner)) }
    let data = try BridgeData(action.data)
    try useNonce(of: action)
    let asset = try token(data.asset)
    switch data.call {
    case .credit:
      if data.amount.isZero { throw .module(.amountIsZero) }
      if isCredited(data.number) { throw .module(.creditUsed(data.number)) }
      set(credited: data.number)
      let name = WalletName(asset: asset, owner: data.owner)
      try addToWallet(name, data.amount)
      emit(.credited(data.number, name, amount: data.amount))
    case .paid:
      guard let number = UInt64(fitting: data.number), let pending = pendingWithdrawal(number),
        pending.asset == asset, pending.owner == data.owner, pending.amount == data.amount
      else { throw .module(.noSuchWithdrawal(data.number)) }
      set(withdrawal: nil, number)
      emit(.paid(number))
    }
  }
}
