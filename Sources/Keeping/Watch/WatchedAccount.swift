import Clearing
import FixedPoint

/// An account that a keeper has an eye on, with its margins at this moment. Signed wads.
public struct WatchedAccount: Hashable, Sendable {
  public var number: AccountNumber
  public var distance: MarginDistance
  public var initialMargin: Int256
  public var maintenanceMargin: Int256
  public var markToMarket: Int256
  public var state: State

  /// What is the matter with it (KP-2).
  public enum State: String, Hashable, Sendable {
    /// Above maintenance margin, but by less than was asked for.
    case near
    /// Below maintenance margin, and nothing has been done about it.
    case below
    case solventAuction
    case insolventAuction
  }
}

/// An account whose margins are refused: nobody can judge or auction it until they are not.
public struct UnknownAccount: Hashable, Sendable {
  public var number: AccountNumber
  public var refusal: ClearingRefusal
}

/// The accounts of a venue that are below maintenance margin, auctioned, or near to it.
public struct WatchList: Sendable {
  /// By rising distance, of equal ones by number (KP-2).
  public var accounts: [WatchedAccount]
  /// By number.
  public var unknown: [UnknownAccount]
  /// How many accounts were looked at.
  public var count: Int
}
