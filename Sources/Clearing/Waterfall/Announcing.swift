import FixedPoint
import Margin

/// Accounts that are said to be below maintenance margin: from then on their discount grows, and in the end they may be
/// auctioned whole (WF-3, WF-4).
extension ClearingState {
  /// Says that an account is below maintenance margin, by anybody; of one that was said to be and is not any more, that.
  mutating func announce(_ number: AccountNumber) throws(ClearingRefusal) {
    if liquidation.graduated == nil { throw .waterfall(.notGraduated) }
    let index = try requireAuctionable(number)
    try requireNoAuction(number)
    try settleInterest(number)
    try settlePerps(number)
    if !(try marginLevels(index).maintenanceMargin.isNegative) {
      if announced(number) == nil { throw .rule(.aboveMaintenanceMargin) }
      return set(announced: nil, number)
    }
    if announcement(of: number) != nil { throw .waterfall(.alreadyAnnounced) }
    try requireNoProtection(number)
    set(announced: Announcement(since: time, waited: try waits(of: number)), number)
  }

  /// Ends an announcement that has no ground any more, by anybody.
  mutating func withdrawAnnouncement(_ number: AccountNumber) throws(ClearingRefusal) {
    if announced(number) == nil { throw .waterfall(.notAnnounced) }
    let index = try index(number)
    try settleInterest(number)
    try settlePerps(number)
    if try marginLevels(index).maintenanceMargin.isNegative { throw .waterfall(.belowMaintenanceMargin) }
    set(announced: nil, number)
  }

  /// Ends what was announced of an account that was judged and has initial margin: a later fall is another one (WF-4).
  mutating func noteRecovered(_ number: AccountNumber) {
    if liquidation.graduated != nil, announced(number) != nil { set(announced: nil, number) }
  }

  /// When an account was announced, if that still counts (WF-4).
  public func announcement(of number: AccountNumber) -> UInt64? {
    announcement(counting: number)?.since
  }

  /// The seconds of an account by which its discount grows and its grace ends; nil where no announcement counts.
  public func secondsAnnounced(_ number: AccountNumber) -> UInt64? {
    announcement(counting: number).map { seconds(since: $0.since, $0.waited) }
  }

  private func announcement(counting number: AccountNumber) -> Announcement? {
    guard let settings = liquidation.graduated, let announced = announced(number) else { return nil }
    return seconds(since: announced.since, announced.waited) < settings.validity ? announced : nil
  }

  /// The one way in which operations read when an account was announced, whether that counts or not.
  func announced(_ number: AccountNumber) -> Announcement? {
    touches?.note(.announced(number))
    return waterfall.announcements[number]
  }

  /// Both margins over all scenarios, and the mark to market, by what is stored.
  func marginLevels(_ index: Int) throws(ClearingRefusal) -> ReductionLevels {
    switch try modelInForce(index) {
    case .standard(let model):
      let (initial, maintenance) =
        (try standardMargin(index, model, .initial), try standardMargin(index, model, .maintenance))
      return ReductionLevels(
        initialMargin: initial.margin, maintenanceMargin: maintenance.margin, markToMarket: initial.markToMarket,
        binding: 0)
    case .portfolio(let model):
      let margin = try portfolioMargin(index, model, model.scenarios)
      return ReductionLevels(
        initialMargin: margin.initialMargin, maintenanceMargin: margin.maintenanceMargin,
        markToMarket: margin.markToMarket, binding: margin.worstScenarioMaintenance)
    }
  }
}
