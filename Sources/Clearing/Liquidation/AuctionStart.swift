import FixedPoint

/// Starting, converting and ending auctions, by anybody (DA-7, DA-9 to DA-11).
extension ClearingState {
  mutating func startAuction(_ number: AccountNumber, scenario: UInt256) throws(ClearingRefusal) {
    let index = try requireAuctionable(number)
    try requireNoPause(number)
    try settleInterest(number)
    try settlePerps(number)
    let opening = try opening(of: number, index, scenario: scenario)
    if opening.isInsolvent { return try startInsolvent(number, scenario: scenario, opening.margins) }
    try chargeStart(opening.fee, number, index)
    set(auction: .solvent(scenario: scenario, at: time, try waits(of: number)), of: number)
    emit(.auctionStarted(number, scenario: scenario, isInsolvent: false))
  }

  /// The place of an account whose manager lets auctions sell.
  func requireAuctionable(_ number: AccountNumber) throws(ClearingRefusal) -> Int {
    guard let index = try? index(number), liquidation.managers.contains(accounts[index].manager) else {
      throw .rule(.managerNotAuctioned)
    }
    return index
  }

  private mutating func startInsolvent(
    _ number: AccountNumber, scenario: UInt256, _ margins: AuctionMargins
  ) throws(ClearingRefusal) {
    let total = liquidation.totalInsolventMargin
    let (missing, sum) = try checked { () throws(ArithmeticError) in
      let missing = try UInt256(-margins.maintenance)
      return (missing, try total + missing)
    }
    update(liquidation: { $0.totalInsolventMargin = sum })
    let waited = try waits(of: number)
    set(auction: .insolvent(scenario: scenario, missing: missing, at: time, waited), of: number)
    emit(.auctionStarted(number, scenario: scenario, isInsolvent: true))
  }

  /// Makes an auction insolvent that nobody would pay for.
  mutating func convertToInsolvent(_ number: AccountNumber) throws(ClearingRefusal) {
    try requireNoPause(number)
    // An account that is not there has no manager to ask for its margins.
    guard let index = try? index(number) else { throw .rule(.noSuchAsset) }
    let last = lastAuction(of: number)
    let margins = try auctionMargins(index, scenario: last?.scenario ?? .zero)
    let counts = last?.isOpen == true || !rules.contains(.conversionAfterEnd)
    if counts && last?.isInsolvent == true { throw .rule(.auctionAlreadyInsolvent) }
    guard let auction = openAuction(of: number) else { throw .rule(.auctionNotStarted) }
    if try bidPrice(auction, margins) > .zero { throw .rule(.solventAuctionOngoing) }
    if margins.maintenance >= .zero { throw .rule(.aboveMaintenanceMargin) }
    try requireNoProtection(number)
    try startInsolvent(number, scenario: auction.scenario, margins)
  }

  /// Takes a scenario in which the account is worse.
  mutating func updateScenario(_ number: AccountNumber, to scenario: UInt256) throws(ClearingRefusal) {
    guard var auction = openAuction(of: number) else { throw .rule(.auctionNotStarted) }
    let index = try index(number)
    if try !isWorse(scenario, than: auction.scenario, index) { throw .rule(.scenarioNotWorse) }
    auction.scenario = scenario
    set(auction: auction, of: number)
    emit(.scenarioUpdated(number, scenario))
  }

  mutating func terminateAuction(_ number: AccountNumber) throws(ClearingRefusal) {
    guard try auctionStatus(of: number).canTerminate else { throw .rule(.auctionCannotTerminate) }
    try endAuction(number)
  }

  /// Closes an auction; what it says stays.
  mutating func endAuction(_ number: AccountNumber) throws(ClearingRefusal) {
    guard var auction = openAuction(of: number) else { return }
    let (total, cached) = (liquidation.totalInsolventMargin, auction.cachedMargin)
    let rest = try checked { () throws(ArithmeticError) in try total - cached }
    update(liquidation: { $0.totalInsolventMargin = rest })
    auction.isOpen = false
    set(auction: auction, of: number)
    emit(.auctionEnded(number))
  }
}
