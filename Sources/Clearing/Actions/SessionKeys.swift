import Ethereum
import FixedPoint

/// The keys that owners let sign for them, each until a second of its own (FD-29, FD-30).
public struct SessionKeys: Hashable, Sendable {
  /// Seconds for which a key still holds after it has been taken back.
  public static let deregistrationPeriod: UInt64 = 600

  private struct Name: Hashable, Sendable {
    var key: Address
    var owner: Address
  }

  private var expiries: [Name: UInt256] = [:]

  public init() {}

  /// The last second at which a key may sign for an owner; zero where it never could.
  public func expiry(of key: Address, owner: Address) -> UInt256 {
    expiries[Name(key: key, owner: owner)] ?? .zero
  }

  /// Lets a key sign for the caller until a second.
  /// - Throws: `sessionKeyNotLater` where it may as long already.
  public mutating func register(_ key: Address, until expiry: UInt256, owner: Address) throws(ActionRefusal) {
    let current = self.expiry(of: key, owner: owner)
    guard expiry > current else { throw .sessionKeyNotLater(current: current) }
    expiries[Name(key: key, owner: owner)] = expiry
  }

  /// Takes a key back: it holds for ten minutes from now, also where it had less time left.
  /// - Throws: `sessionKeyInvalid` where it has expired.
  public mutating func deregister(_ key: Address, owner: Address, now: UInt64) throws(ActionRefusal) {
    guard expiry(of: key, owner: owner) >= UInt256(now) else { throw .sessionKeyInvalid(key) }
    expiries[Name(key: key, owner: owner)] = UInt256(UInt128(now) + UInt128(Self.deregistrationPeriod))
  }
}
