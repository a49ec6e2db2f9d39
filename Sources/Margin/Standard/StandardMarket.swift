import FixedPoint

/// One market of an account with its parameters and derived quantities (SM-2).
struct StandardMarket {
  let holding: StandardPortfolio.Market
  let parameters: StandardParameters.Market
  let stablePrice: UInt256
  /// The perp's size and that of all short options.
  private(set) var depegPosition: UInt256 = .zero
  private(set) var expiries: [Expiry] = []

  /// What is derived for one expiry.
  struct Expiry {
    /// All calls, long less short; puts do not count.
    var netCalls: Int256 = .zero
    /// All short options.
    var totalShort: UInt256 = .zero
  }

  init(
    _ holding: StandardPortfolio.Market, _ parameters: StandardParameters.Market, stablePrice: UInt256
  ) {
    self.holding = holding
    self.parameters = parameters
    self.stablePrice = stablePrice
  }

  mutating func derive() throws(ArithmeticError) {
    depegPosition = try holding.perpPosition.absolute()
    for held in holding.expiries {
      var expiry = Expiry()
      for option in held.options {
        if option.amount.isNegative {
          let short = try option.amount.absolute()
          depegPosition = try depegPosition + short
          expiry.totalShort = try expiry.totalShort + short
        }
        if option.isCall { expiry.netCalls = try expiry.netCalls + option.amount }
      }
      expiries.append(expiry)
    }
  }
}

extension StandardMarket {
  /// The market's margin part by part, and its mark to market (SM-7).
  ///
  /// - Parameter marks: the marks of each expiry's options, kept from initial margin for maintenance margin.
  func requirement(
    _ kind: MarginKind, marks: inout [[Int256]]
  ) throws(MarginError) -> (StandardMargin.Requirement, markToMarket: Int256) {
    var margin: Int256
    let depegPenalty: Int256
    let perp: StandardMargin.PerpPart
    do throws(ArithmeticError) {
      depegPenalty = try self.depegPenalty(kind)
      perp = try self.perp(kind)
      margin = try depegPenalty + (perp.requirement + perp.oraclePenalty)
    } catch { throw .arithmetic(error) }

    var mark = Int256.zero
    if marks.isEmpty { marks = Array(repeating: [], count: expiries.count) }
    var parts: [StandardMargin.ExpiryPart] = []
    parts.reserveCapacity(expiries.count)
    for index in expiries.indices {
      if holding.expiries[index].forwardPrice.isZero { throw .noForwardPrice }
      do throws(ArithmeticError) {
        let part = try expiry(index, kind, marks: &marks[index])
        margin = try margin + part.margin
        mark = try mark + part.markToMarket
        parts.append(part)
      } catch { throw .arithmetic(error) }
    }

    do throws(ArithmeticError) {
      let base = try self.base(kind)
      margin = try margin + (base.value + base.oraclePenalty)
      mark = try mark + base.markToMarket
      let unsettled = holding.perpPosition.isZero ? Int256.zero : holding.unsettledPerpCash
      margin = try margin + unsettled
      mark = try mark + unsettled
      return (
        StandardMargin.Requirement(
          margin: margin, depegPenalty: depegPenalty, perp: perp, expiries: parts, base: base,
          unsettledPerpCash: unsettled),
        mark
      )
    } catch { throw .arithmetic(error) }
  }

  /// What a depegged stable coin costs, never positive (SM-7, step 1).
  private func depegPenalty(_ kind: MarginKind) throws(ArithmeticError) -> Int256 {
    if kind.depegMultiplier.isZero { return .zero }
    return try -Int256(
      depegPosition.multiplyWadDown(kind.depegMultiplier).multiplyWadDown(holding.spotPrice))
  }

  /// The penalty for a price of low confidence on an amount at the index price, never positive (SM-8, SM-9):
  /// nothing for maintenance margin, from the threshold up, or with a threshold of zero.
  func oraclePenalty(
    _ kind: MarginKind, confidence: UInt256, threshold: UInt256, amount: UInt256
  ) throws(ArithmeticError) -> Int256 {
    guard kind.isInitial, !threshold.isZero, confidence < threshold else { return .zero }
    return try -Int256(
      (Wad.wide - confidence).multiplyWadDown(parameters.oracle.ocFactor)
        .multiplyWadDown(holding.spotPrice).multiplyWadDown(amount))
  }
}
