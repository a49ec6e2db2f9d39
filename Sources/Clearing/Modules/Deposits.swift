import Ethereum
import FixedPoint

/// What an owner signs to put tokens into an account (MO-15).
public struct DepositData: ModuleData {
  /// In the token's own units; the greatest of all for whatever the wallet has.
  public var amount: UInt256
  public var asset: Address
  /// Of the account that is opened where the action names none.
  public var manager: Address

  public init(amount: UInt256, asset: Address, manager: Address) {
    (self.amount, self.asset, self.manager) = (amount, asset, manager)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 3)
    (amount, asset) = (try decoder.uint256(list, 0), try decoder.address(list, 1))
    manager = try decoder.address(list, 2)
  }

  public var values: [ABIValue] { [.unsigned(amount), .address(asset), .address(manager)] }
}

/// What an owner signs to take tokens out of an account (MO-16), or out of the wallet (MO-20).
public struct WithdrawalData: ModuleData {
  public var asset: Address
  /// In the token's own units.
  public var amount: UInt256

  public init(asset: Address, amount: UInt256) {
    (self.asset, self.amount) = (asset, amount)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 2)
    (asset, amount) = (try decoder.address(list, 0), try decoder.uint256(list, 1))
  }

  public var values: [ABIValue] { [.address(asset), .unsigned(amount)] }
}

/// What an owner signs to move positions between two accounts of theirs (MO-17).
public struct TransferData: ModuleData {
  public struct Movement: Hashable, Sendable {
    public var asset: Address
    public var subId: UInt256
    /// Signed wad; below zero it comes from the other account.
    public var amount: Int256

    public init(asset: Address, subId: UInt256, amount: Int256) {
      (self.asset, self.subId, self.amount) = (asset, subId, amount)
    }
  }

  /// The account that receives; zero for one that is opened.
  public var account: UInt256
  /// Of the account that is opened.
  public var manager: Address
  public var movements: [Movement]

  public init(account: UInt256, manager: Address, movements: [Movement]) {
    (self.account, self.manager, self.movements) = (account, manager, movements)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.tuple(decoder.arguments(words: 1), 0, words: 3)
    (account, manager) = (try decoder.uint256(list, 0), try decoder.address(list, 1))
    let transfers = try decoder.structs(list, 2, words: 3)
    movements = []
    movements.reserveCapacity(transfers.count)
    for index in 0..<transfers.count {
      let transfer = transfers[index]
      movements.append(
        Movement(
          asset: try decoder.address(transfer, 0), subId: try decoder.uint256(transfer, 1),
          amount: try decoder.int256(transfer, 2)))
    }
  }

  public var values: [ABIValue] {
    let transfers = movements.map { movement in
      ABIValue.tuple([.address(movement.asset), .unsigned(movement.subId), .signed(movement.amount)])
    }
    return [.tuple([.unsigned(account), .address(manager), .array(transfers)])]
  }
}

extension ClearingState {
  /// - Returns: the account that was opened.
  mutating func executeDeposit(_ call: MatchedCall) throws(ClearingRefusal) -> [ModuleAccount] {
    let action = try single(call)
    let data = try DepositData(action.data)
    try useNonce(of: action)
    let asset = try token(data.asset)
    let opened = action.account.isZero
    let account =
      opened ? try createAccount(owner: gateway.address, manager: manager(data.manager)) : try number(action.account)
    let amount = try takeFromWallet(WalletName(asset: asset, owner: action.owner), data.amount)
    try deposit(account, asset, amount)
    return opened ? [try opening(account, owner: action.owner)] : []
  }

  mutating func executeWithdrawal(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let action = try single(call)
    let data = try WithdrawalData(action.data)
    try useNonce(of: action)
    let asset = try token(data.asset)
    let tokens = try withdraw(number(action.account), asset, data.amount, by: module)
    try addToWallet(WalletName(asset: asset, owner: action.owner), tokens)
  }

  /// - Returns: the account that was opened.
  mutating func executeTransfer(_ call: MatchedCall, module: Address) throws(ClearingRefusal) -> [ModuleAccount] {
    guard let action = call.actions.first else { throw .module(.wrongActions(found: 0)) }
    let data = try TransferData(action.data)
    let opened = data.account.isZero
    guard call.actions.count == (opened ? 1 : 2) else { throw .module(.wrongActions(found: call.actions.count)) }
    if !opened {
      let other = call.actions[1]
      guard other.account == data.account else { throw .module(.wrongAccount(other.account)) }
      guard other.owner == action.owner else { throw .module(.otherOwner(action.owner, other.owner)) }
    }
    try useNonces(of: call.actions)
    let from = try number(action.account)
    // The module holds both while it moves what is in them.
    let to = opened ? try createAccount(owner: module, manager: manager(data.manager)) : try number(data.account)
    var transfers: [Transfer] = []
    for movement in data.movements {
      let instrument = try instrument(movement.asset, movement.subId)
      transfers.append(
        Transfer(from: from, to: to, instrument: instrument, amount: movement.amount))
    }
    _ = try trade(transfers, isBatch: true, by: module)
    if !opened { return [] }
    try moveToken(UInt256(to), from: module, to: gateway.address, spender: module)
    return [try opening(to, owner: action.owner)]
  }

  /// An account that was opened holds what opening one takes (MO-18).
  func opening(_ account: AccountNumber, owner: Address) throws(ClearingRefusal) -> ModuleAccount {
    let least = gateway.openingDeposit
    let cash = try self.account(account).balance(SubAsset(.cash))
    guard least.isZero || (!cash.isNegative && cash.magnitude >= least) else {
      throw .module(.openingTooSmall(limit: least))
    }
    return ModuleAccount(account: UInt256(account), owner: owner)
  }
}
