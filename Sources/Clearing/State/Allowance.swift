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
  public var delegate: Address
  public var asset: Asset
  public var subId: UInt128?

  public init(account: AccountNumber, delegate: Address, asset: Asset, subId: UInt128? = nil) {
    self.account = account
    self.delegate = delegate
    self.asset = asset
    self.subId = subId
  }
}
