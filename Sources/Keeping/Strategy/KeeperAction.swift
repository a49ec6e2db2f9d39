import Clearing
import FixedPoint

/// What is to be done about an account (KP-7, KP-8).
public enum KeeperAction: Hashable, Sendable {
  /// Nothing, or nothing now.
  case wait
  /// The scenario is of the model's list.
  case start(scenario: UInt256)
  case updateScenario(UInt256)
  case terminate
  case convert
  case bid(part: UInt256, priceLimit: Int256)
}

extension KeeperAction {
  /// What anybody would do about an account before it is bid for: it costs nothing but the account's own fee (KP-8).
  /// - Throws: where margins are refused, the refusal.
  public static func upkeep(of number: AccountNumber, in state: ClearingState) throws(ClearingRefusal) -> KeeperAction {
    guard let auction = state.openAuction(of: number) else {
      let maintenance = try state.margins(of: number).maintenance.get()
      if !maintenance.isNegative { return .wait }
      if try state.isProtected(number) { return .wait }
      return .start(scenario: try state.worstScenario(of: number))
    }
    let worst = try state.worstScenario(of: number)
    if worst != auction.scenario, try state.isWorse(worst, than: auction.scenario, of: number) {
      return .updateScenario(worst)
    }
    let status = try state.auctionStatus(of: number)
    if status.canTerminate { return .terminate }
    if !auction.isInsolvent, try state.bidPrice(of: number) <= .zero, status.margins.maintenance.isNegative {
      return .convert
    }
    return .wait
  }
}

/// What a part of an account is worth to a keeper (KP-5).
public struct KeeperValue: Hashable, Sendable {
  /// What the part is worth at the marks, signed wad.
  public var value: Int256
  /// What holding it is worth to the keeper, wad.
  public var cost: UInt256
  /// The most that the keeper pays, signed wad: below zero, the least that it is to be paid.
  public var limit: Int256

  /// - Parameters:
  ///   - worth: of the whole at the marks.
  ///   - requirement: initial margin that the whole requires, wad.
  ///   - exposure: the worth of the underlying that the whole moves with, wad; zero where it is not known.
  public init(
    part: UInt256, of worth: Int256, requirement: UInt256, exposure: UInt256, for profile: KeeperProfile
  ) throws(ArithmeticError) {
    value = try worth.multiplyWadTruncating(Int256(part))
    var risk = try requirement.multiplyWadDown(part).multiplyWadDown(profile.riskPrice)
    if let hedge = profile.hedge {
      let hedged = try risk.multiplyWadDown(hedge.remaining) + exposure.multiplyWadDown(part).multiplyWadDown(hedge.cost)
      risk = min(risk, hedged)
    }
    cost = try risk + profile.leastGain
    limit = try value - Int256(cost)
  }
}
