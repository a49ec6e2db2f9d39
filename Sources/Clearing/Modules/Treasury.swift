import Ethereum
import FixedPoint

/// Tokens that the venue holds for owners outside accounts, and the bridge by which they come and go (MO-19 to MO-21).
public struct Treasury: Hashable, Sendable {
  /// Whose actions credit deposits and confirm what was paid; the zero address for nobody's.
  public internal(set) var bridge: Address
  /// Tokens of an owner that are in no account, in the token's own units; those of zero are not there.
  public internal(set) var wallets: [WalletName: UInt256] = [:]
  /// What was taken out and is not yet paid, by number.
  public internal(set) var withdrawals: [UInt64: PendingWithdrawal] = [:]
  /// The number of the last withdrawal.
  public internal(set) var lastWithdrawal: UInt64 = 0
  /// The numbers of deposits that have been credited.
  public internal(set) var credits: Set<UInt256> = []

  public init(bridge: Address = .zero) {
    self.bridge = bridge
  }
}

/// Whose tokens, and of what.
public struct WalletName: Hashable, Sendable {
  /// Cash or a wrapped token.
  public var asset: Asset
  public var owner: Address

  public init(asset: Asset, owner: Address) {
    (self.asset, self.owner) = (asset, owner)
  }
}

/// Tokens that an owner has taken out, until the bridge has paid them.
public struct PendingWithdrawal: Hashable, Sendable {
  public var asset: Asset
  public var owner: Address
  /// In the token's own units.
  public var amount: UInt256
  /// When they were taken out, Unix seconds.
  public var time: UInt64

  public init(asset: Asset, owner: Address, amount: UInt256, time: UInt64) {
    (self.asset, self.owner, self.amount, self.time) = (asset, owner, amount, time)
  }
}

extension ClearingState {
  /// The one way to read a wallet, in the token's own units.
  public func wallet(_ name: WalletName) -> UInt256 {
    touches?.note(.wallet(name))
    return treasury.wallets[name] ?? .zero
  }

  public func isCredited(_ number: UInt256) -> Bool {
    touches?.note(.credit(number))
    return treasury.credits.contains(number)
  }

  public func pendingWithdrawal(_ number: UInt64) -> PendingWithdrawal? {
    touches?.note(.withdrawal(number))
    return treasury.withdrawals[number]
  }

  mutating func addToWallet(_ name: WalletName, _ amount: UInt256) throws(ClearingRefusal) {
    if amount.isZero { return }
    let present = wallet(name)
    set(wallet: try checked { () throws(ArithmeticError) in try present + amount }, name)
  }

  /// - Parameter amount: in the token's own units; the greatest of all stands for whatever there is (MO-15).
  /// - Returns: what was taken.
  mutating func takeFromWallet(_ name: WalletName, _ amount: UInt256) throws(ClearingRefusal) -> UInt256 {
    let present = wallet(name)
    let taken = amount == .max ? present : amount
    guard taken <= present else { throw .rule(.tokensMissing) }
    if !taken.isZero { set(wallet: present &- taken, name) }
    return taken
  }
}
