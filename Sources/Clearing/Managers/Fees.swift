import Ethereum
import FixedPoint
import Pricing

/// The fee for open interest (CL-41).
extension ClearingState {
  mutating func chargeFee(
    _ number: AccountNumber, trade: UInt64, caller: Address?, _ deltas: [Position]
  ) throws(ClearingRefusal) {
    let place = accounts[try index(number)].manager
    if let caller, managers[place].feeBypass.contains(caller) { return }
    var fee = UInt256.zero
    for delta in deltas {
      if rules.contains(.feesReadWhenDue) && !isFeeDue(delta, trade, place) { continue }
      guard let price = try feePrice(delta.instrument, managers[place].model) else { continue }
      let rate = managers[place].feeRates[delta.instrument.asset] ?? .zero
      let now = openInterest(of: delta.instrument)?.total ?? .zero
      if now <= notedOpenInterest(delta.instrument, trade) { continue }
      fee = try checked { () throws(ArithmeticError) in
        try fee + delta.amount.absolute().multiplyWadDown(price).multiplyWadDown(rate)
      }
    }
    let (recipient, least) = (managers[place].feeRecipient, managers[place].minimumFee)
    if fee.isZero || recipient == 0 { return }
    let paid = try checked { () throws(ArithmeticError) in try Int256(max(fee, least)) }
    let out = try checked { () throws(ArithmeticError) in try -paid }
    try managerMove(place, number, SubAsset(.cash), by: out)
    // The recipient's own manager moves it (CL-62).
    let receiving = rules.contains(.feesAcrossManagers) ? accounts[try index(recipient)].manager : place
    try managerMove(receiving, recipient, SubAsset(.cash), by: paid)
    emit(.feePaid(number, to: recipient, fee: paid))
  }

  /// Whether a movement pays a fee at all: open interest has grown, and there are a rate and a recipient (CL-72).
  private func isFeeDue(_ delta: Position, _ trade: UInt64, _ place: Int) -> Bool {
    let rate = managers[place].feeRates[delta.instrument.asset] ?? .zero
    if managers[place].feeRecipient == 0 || rate.isZero { return false }
    return (openInterest(of: delta.instrument)?.total ?? .zero) > notedOpenInterest(delta.instrument, trade)
  }

  /// The price that a fee is a part of: the forward of an option's expiry, a perp's mark; nil where none is due.
  ///
  /// It is read even where nothing will be due, so that a reading too old refuses the trade.
  private func feePrice(_ instrument: SubAsset, _ model: MarginModel) throws(ClearingRefusal) -> UInt256? {
    let feeds: Int
    switch model {
    case .standard(let standard):
      guard let market = standard.market(of: instrument.asset) else { return nil }
      feeds = market.feeds
    case .portfolio(let portfolio):
      let isOwn = instrument.asset == .option(portfolio.option) || instrument.asset == .perp(portfolio.perp)
      guard isOwn else { return nil }
      feeds = portfolio.feeds
    }
    switch instrument.asset {
    case .cash, .base: return nil
    case .perp(let perp): return try mark(perp).price
    case .option:
      let forward = try forward(feeds, identifier(instrument).expiry)
      return try checked { () throws(ArithmeticError) in try forward.fixed + forward.variable }
    }
  }

  func identifier(_ instrument: SubAsset) throws(ClearingRefusal) -> OptionIdentifier {
    do { return try OptionIdentifier(UInt256(instrument.subId)) } catch { throw .pricing(error) }
  }
}
