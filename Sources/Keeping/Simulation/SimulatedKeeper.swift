import Clearing
import FixedPoint

/// A keeper in a simulation: for each manager an account with its cash and what it holds, and one to bid from.
struct SimulatedKeeper: Sendable {
  let profile: KeeperProfile
  /// Of each manager.
  var vaults: [AccountNumber] = []
  /// Accounts with nothing in them, from which the next bid is made.
  var hands: [AccountNumber?] = []
  /// How many bids it has made, and what they gained at the marks.
  var bids = 0
  var gain = Int256.zero
}

/// A keeper and the cash that it begins with under each manager (KP-9). Wads.
public struct KeeperEndowment: Hashable, Sendable {
  public var profile: KeeperProfile
  public var cash: [UInt256]

  public init(profile: KeeperProfile, cash: [UInt256]) {
    (self.profile, self.cash) = (profile, cash)
  }
}

/// What a keeper took in a simulation, and what it gained by that at the marks of the moment.
public struct KeeperTaking: Hashable, Sendable {
  public var name: String
  public var count: Int
  /// Signed wad.
  public var gain: Int256
}

extension Simulation {
  public var takings: [KeeperTaking] {
    keepers.map { KeeperTaking(name: $0.profile.name, count: $0.bids, gain: $0.gain) }
  }
}
