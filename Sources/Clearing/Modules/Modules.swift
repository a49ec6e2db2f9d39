import Ethereum
import FixedPoint

/// What modules do with verified actions (FD-36, FD-37, MO-3).
extension ClearingState {
  /// - Returns: the accounts that the module made.
  mutating func execute(_ call: MatchedCall, module: Address) throws(ClearingRefusal) -> [ModuleAccount] {
    guard let kind = gateway.modules[module] else { throw .action(.moduleNotAllowed(module)) }
    var made: [ModuleAccount] = []
    switch kind {
    case .least: try useNonces(of: call.actions)
    case .trade: try executeTrade(call, module: module)
    case .quote: try executeQuote(call, module: module)
    case .deposit: made = try executeDeposit(call)
    case .withdrawal: try executeWithdrawal(call, module: module)
    case .transfer: made = try executeTransfer(call, module: module)
    case .managerChange: try executeManagerChange(call, module: module)
    case .sessionKey: try executeSessionKey(call)
    case .custody: try executeCustody(call)
    case .settlement: try executeSettlement(call)
    case .holder: try executeHolder(call)
    case .takeOut: try executeTakeOut(call)
    case .bridge: try executeBridge(call)
    case .governance: try executeGovernance(call)
    case .guardian: try executeGuardian(call)
    case .liquidation: made = try executeLiquidation(call, module: module)
    case .auction: try executeAuction(call)
    case .bid: try executeBid(call, module: module)
    case .securityModule: try executeSecurityModule(call)
    }
    try giveBack(call.actions.map(\.account), from: module)
    return made
  }

  /// Uses the nonces of actions, in their order.
  /// - Throws: `nonceUsed`.
  mutating func useNonces(of actions: [SignedAction]) throws(ClearingRefusal) {
    for action in actions { try useNonce(of: action) }
  }

  mutating func useNonce(of action: SignedAction) throws(ClearingRefusal) {
    let name = NonceName(module: action.module, owner: action.owner, nonce: action.nonce)
    if isUsed(name) { throw .action(.nonceUsed(owner: action.owner, nonce: action.nonce)) }
    set(used: name)
  }

  /// Gives accounts back; one that comes again has gone back already, and 0 is none.
  mutating func giveBack(_ accounts: [UInt256], from module: Address) throws(ClearingRefusal) {
    for account in accounts where !account.isZero {
      if try holder(of: account) == gateway.address { continue }
      try moveToken(account, from: module, to: gateway.address, spender: module)
    }
  }
}

/// What modules ask of a call and of what its data names.
extension ClearingState {
  /// The one action of a call.
  /// - Parameter account: whose it must be; nil where any will do.
  func single(_ call: MatchedCall, account: UInt256? = nil) throws(ClearingRefusal) -> SignedAction {
    guard call.actions.count == 1, let action = call.actions.first else {
      throw .module(.wrongActions(found: call.actions.count))
    }
    if let account, action.account != account { throw .module(.wrongAccount(action.account)) }
    return action
  }

  /// What a session key must not sign (MO-5).
  func requireOwnersSignature(_ action: SignedAction) throws(ClearingRefusal) {
    guard action.signer == action.owner else {
      throw .module(.notOwnersSignature(signer: action.signer, owner: action.owner))
    }
  }

  func asset(_ address: Address) throws(ClearingRefusal) -> Asset {
    guard let asset = directory.asset(at: address) else { throw .rule(.noSuchAsset) }
    try require(asset)
    return asset
  }

  /// An asset of which there are tokens: cash or a wrapped one.
  func token(_ address: Address) throws(ClearingRefusal) -> Asset {
    let asset = try asset(address)
    switch asset {
    case .cash, .base: return asset
    case .option, .perp: throw .rule(.noSuchAsset)
    }
  }

  func instrument(_ asset: Address, _ subId: UInt256) throws(ClearingRefusal) -> SubAsset {
    guard (subId >> 96).isZero else { throw .rule(.invalidSubId) }
    return SubAsset(try self.asset(asset), subId: subId.low)
  }

  func manager(_ address: Address) throws(ClearingRefusal) -> Int {
    guard let manager = directory.manager(at: address), managers.indices.contains(manager) else {
      throw .rule(.noSuchManager)
    }
    return manager
  }
}
