import Ethereum
import FixedPoint

/// How much a delegate may still add to an account and take from it, wads (CL-19).
public struct Allowance: Hashable, Sendable {
  public var positive: UInt256
  public var negative: UInt256

  public init(positive: UInt256, negative: UInt256) {
    self.positive = positive
    self.negative = negative
  }
}

/// For whom and of what an allowance is; without an instrument's identifier it is for the whole asset.
public struct AllowanceKey: Hashable, Sendable {
  public var account: AccountNumber
  /// Who held the account when it was set: what an earlier holder allowed is nothing to a later one.
  public var owner: Address
  public var delegate: Address
  public var asset: Asset
  /// Any number, though none of 2^96 or more is ever held.
  public var subId: UInt256?

  /// - Parameter owner: the account's present one, which is put in where an allowance is set.
  public init(
    account: AccountNumber, owner: Address = .zero, delegate: Address, asset: Asset, subId: UInt256? = nil
  ) {
    self.account = account
    self.owner = owner
    self.delegate = delegate
    self.asset = asset
    self.subId = subId
  }
}
