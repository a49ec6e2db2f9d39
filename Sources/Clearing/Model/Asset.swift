import FixedPoint
import Margin

/// An asset of a venue (CL-2): cash, or one of a kind by its place in the venue's list of that kind.
public enum Asset: Hashable, Sendable {
  case cash
  case option(Int)
  case perp(Int)
  /// A wrapped token.
  case base(Int)
}

/// An instrument, what a balance is kept of: an asset and, for options, the identifier of expiry, strike and side (PR-12).
public struct SubAsset: Hashable, Sendable {
  public var asset: Asset
  /// Below 2^96 where it is held; zero for everything but options.
  public var subId: UInt128

  public init(_ asset: Asset, subId: UInt128 = 0) {
    self.asset = asset
    self.subId = subId
  }

  /// An instrument as a transfer may name it, by any number (CL-8).
  ///
  /// None of 2^96 or more is ever held, so that it does not matter which of those that need more than 128 bits it is:
  /// they keep their low 127 bits, and the highest.
  public init(_ asset: Asset, anySubId subId: UInt256) {
    self.init(asset, subId: subId.high == 0 ? subId.low : subId.low | 1 << 127)
  }

  /// Whether an account can hold it.
  var fitsHoldings: Bool { subId >> 96 == 0 }

  /// What managers are told of it: its low 96 bits (CL-17).
  var asManagersSeeIt: SubAsset { SubAsset(asset, subId: subId & (1 << 96 - 1)) }
}

/// How much of an instrument an account holds or was moved by, a signed wad.
public struct Position: Hashable, Sendable {
  public var instrument: SubAsset
  public var amount: Int256

  public init(_ instrument: SubAsset, _ amount: Int256) {
    self.instrument = instrument
    self.amount = amount
  }
}

/// The number of an account, from 1; 0 is no account.
public typealias AccountNumber = UInt64

/// One movement of a trade: `amount` leaves `from` and reaches `to`; a negative amount goes the other way.
public struct Transfer: Hashable, Sendable {
  public var from: AccountNumber
  public var to: AccountNumber
  public var instrument: SubAsset
  public var amount: Int256

  public init(from: AccountNumber, to: AccountNumber, instrument: SubAsset, amount: Int256) {
    self.from = from
    self.to = to
    self.instrument = instrument
    self.amount = amount
  }
}

extension AssetIdentifier {
  /// The name by which the portfolio model's parameters know a wrapped token: its place plus one, in twenty bytes.
  public static func base(_ index: Int) -> AssetIdentifier? {
    let place = UInt64(truncatingIfNeeded: index) &+ 1
    return AssetIdentifier([UInt8](repeating: 0, count: 12) + (0..<8).reversed().map { UInt8(truncatingIfNeeded: place &>> ($0 * 8)) })
  }
}
