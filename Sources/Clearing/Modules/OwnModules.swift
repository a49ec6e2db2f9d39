import Ethereum
import FixedPoint

/// What an owner signs to have another manager judge an account (MO-26).
public struct ManagerData: ModuleData {
  public var manager: Address

  public init(manager: Address) {
    self.manager = manager
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    manager = try decoder.address(decoder.arguments(words: 1), 0)
  }

  public var values: [ABIValue] { [.address(manager)] }
}

/// What an owner signs to let a key sign for them (MO-22).
public struct SessionKeyData: ModuleData {
  public var key: Address
  /// The last second at which it may sign; zero takes it back.
  public var until: UInt256

  public init(key: Address, until: UInt256) {
    (self.key, self.until) = (key, until)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 2)
    (key, until) = (try decoder.address(list, 0), try decoder.uint256(list, 1))
  }

  public var values: [ABIValue] { [.address(key), .unsigned(until)] }
}

/// What an owner signs about an account and its custody (MO-23).
public struct CustodyData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    /// Asks for an account back.
    case request
    /// Gives one back that was asked for, whoever signs.
    case complete
    /// Gives an account that the owner holds into custody.
    case deposit
  }

  public var call: Call
  public var account: UInt256

  public init(_ call: Call, account: UInt256) {
    (self.call, self.account) = (call, account)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 2)
    call = try decoder.choice(list, 0)
    account = try decoder.uint256(list, 1)
  }

  public var values: [ABIValue] { [.unsigned(UInt256(call.rawValue)), .unsigned(account)] }
}

/// What anybody may ask for (MO-24).
public struct SettlementData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    case settleInterest
    case settlePerps
    /// Of the option asset.
    case settleOptions
    /// Of the perp.
    case realisePerp
    /// This and what follows name neither account nor asset.
    case accrueInterest
    case transferSecurityFees
    case disableWithdrawFee
    case payCashInsolvency
  }

  public var call: Call
  public var account: UInt256
  public var asset: Address

  public init(_ call: Call, account: UInt256 = .zero, asset: Address = .zero) {
    (self.call, self.account, self.asset) = (call, account, asset)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 3)
    call = try decoder.choice(list, 0)
    (account, asset) = (try decoder.uint256(list, 1), try decoder.address(list, 2))
  }

  public var values: [ABIValue] { [.unsigned(UInt256(call.rawValue)), .unsigned(account), .address(asset)] }
}

/// What a guardian signs (MO-32).
public struct GuardianData: ModuleData {
  public var manager: Address
  public var isPaused: Bool

  public init(manager: Address, isPaused: Bool) {
    (self.manager, self.isPaused) = (manager, isPaused)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    let decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 2)
    (manager, isPaused) = (try decoder.address(list, 0), try decoder.bool(list, 1))
  }

  public var values: [ABIValue] { [.address(manager), .bool(isPaused)] }
}

extension ClearingState {
  mutating func executeManagerChange(_ call: MatchedCall, module: Address) throws(ClearingRefusal) {
    let action = try single(call)
    let data = try ManagerData(action.data)
    try useNonce(of: action)
    let manager = try manager(data.manager)
    try changeManager(number(action.account), to: manager, by: module)
  }

  mutating func executeSessionKey(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    let data = try SessionKeyData(action.data)
    try useNonce(of: action)
    if data.until.isZero { return try deregisterSessionKey(data.key, owner: action.owner) }
    try registerSessionKey(data.key, until: data.until, owner: action.owner)
  }

  mutating func executeCustody(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    let data = try CustodyData(action.data)
    try useNonce(of: action)
    switch data.call {
    case .request: try requestAccount(data.account, by: action.owner)
    case .complete: try completeAccount(data.account)
    case .deposit:
      // The signature is the approval.
      try moveToken(data.account, from: action.owner, to: gateway.address, spender: action.owner)
      try setCustody(of: data.account, action.owner)
    }
  }

  mutating func executeSettlement(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    let data = try SettlementData(action.data)
    try useNonce(of: action)
    switch data.call {
    case .settleInterest: try settleInterest(number(data.account))
    case .settlePerps: try settlePerps(number(data.account))
    case .settleOptions:
      guard case .option(let option) = try asset(data.asset) else { throw .rule(.noSuchAsset) }
      try settleOptions(option, number(data.account))
    case .realisePerp:
      guard case .perp(let perp) = try asset(data.asset) else { throw .rule(.noSuchAsset) }
      try realise(perp, index(number(data.account)))
    case .accrueInterest: try accrueInterest()
    case .transferSecurityFees: try transferSecurityFees()
    case .disableWithdrawFee: try disableWithdrawFee()
    case .payCashInsolvency: try payCashInsolvency()
    }
  }

  /// A guardian pauses at once (MO-32).
  mutating func executeGuardian(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    let data = try GuardianData(action.data)
    try useNonce(of: action)
    try set(.manager(manager(data.manager), .paused(data.isPaused)), by: action.owner)
  }
}
