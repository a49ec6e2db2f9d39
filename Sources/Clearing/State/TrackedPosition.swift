import FixedPoint

/// What an asset knows of one manager: whether it may hold the asset, how much, and how much it does (CL-15).
public struct TrackedPosition: Hashable, Sendable {
  public var isWhitelisted = false
  /// The most of which a trade may leave more than there was, wad.
  public var cap: UInt256 = .zero
  /// The sum of the sizes of all balances under the manager, wad.
  public internal(set) var total: UInt256 = .zero
  /// The trade before which the total was last noted.
  var notedTrade: UInt64 = 0
  var notedTotal: UInt256 = .zero

  public init() {}

  /// A position as it is read back: notes are of trades that are over.
  package init(isWhitelisted: Bool, cap: UInt256, total: UInt256) {
    (self.isWhitelisted, self.cap, self.total) = (isWhitelisted, cap, total)
  }
}

/// The sum of positive balances of an instrument, under all managers (CL-15).
public struct OpenInterest: Hashable, Sendable {
  /// Wad.
  public internal(set) var total: UInt256 = .zero
  /// The balances that settlement has taken out of accounts: with those that are left they add up to zero. Signed wad.
  public internal(set) var settled: Int256 = .zero
  var notedTrade: UInt64 = 0
  var notedTotal: UInt256 = .zero

  init() {}

  /// Open interest as it is read back.
  package init(total: UInt256, settled: Int256) {
    (self.total, self.settled) = (total, settled)
  }
}

/// An asset and a manager.
public struct AssetManager: Hashable, Sendable {
  public var asset: Asset
  public var manager: Int

  public init(_ asset: Asset, _ manager: Int) {
    self.asset = asset
    self.manager = manager
  }
}
