import FixedPoint

/// What a keeper wants for what it takes on (KP-5, KP-6). Wads.
public struct KeeperProfile: Hashable, Sendable {
  public var name: String
  /// What it wants for holding a position, as a part of the initial margin that the position requires.
  public var riskPrice: UInt256
  /// What it wants for the trouble of a bid, cash.
  public var leastGain: UInt256
  /// Of its free cash, the part that one bid may take.
  public var commitment: UInt256
  /// How it hedges; nil where it holds what it takes.
  public var hedge: Hedge?

  /// Trading the underlying away with the perp.
  public struct Hedge: Hashable, Sendable {
    /// What trading costs, as a part of what is traded.
    public var cost: UInt256
    /// The part of the risk that is left.
    public var remaining: UInt256

    public init(cost: UInt256, remaining: UInt256) {
      (self.cost, self.remaining) = (cost, remaining)
    }
  }

  public init(name: String, riskPrice: UInt256, leastGain: UInt256, commitment: UInt256, hedge: Hedge? = nil) {
    (self.name, self.riskPrice, self.leastGain) = (name, riskPrice, leastGain)
    (self.commitment, self.hedge) = (commitment, hedge)
  }
}

extension KeeperProfile {
  /// The keepers of a simulation (KP-9): one that takes what is offered, one that waits for a better price, one of
  /// little capital, and one that hedges.
  public static let eager = KeeperProfile(
    name: "eager", riskPrice: 30_000_000_000_000_000, leastGain: Wad.wide, commitment: 500_000_000_000_000_000)
  public static let patient = KeeperProfile(
    name: "patient", riskPrice: 150_000_000_000_000_000, leastGain: Wad.wide, commitment: 800_000_000_000_000_000)
  public static let small = KeeperProfile(
    name: "small", riskPrice: 20_000_000_000_000_000, leastGain: Wad.wide, commitment: Wad.wide)
  public static let hedging = KeeperProfile(
    name: "hedging", riskPrice: 60_000_000_000_000_000, leastGain: Wad.wide, commitment: 500_000_000_000_000_000,
    hedge: Hedge(cost: 1_000_000_000_000_000, remaining: 250_000_000_000_000_000))
}
