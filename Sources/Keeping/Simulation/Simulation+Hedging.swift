import Clearing
import FixedPoint

/// Keepers that trade the underlying away (KP-9).
extension Simulation {
  /// After what they have taken at a moment, hedging keepers trade the perp with the outside, which is the venue's last
  /// account under each manager and can bear anything: at the mark, for the cost of their profile.
  mutating func hedge(_ listed: [AccountNumber]) {
    guard !listed.isEmpty else { return }
    for keeper in keepers {
      guard let hedge = keeper.profile.hedge else { continue }
      for (manager, vault) in keeper.vaults.enumerated() where account(vault).holdings.count > 1 {
        // A vault that is auctioned itself trades nothing.
        if venue.state.openAuction(of: vault) != nil { continue }
        do throws(ClearingRefusal) {
          guard let delta = try venue.state.delta(of: vault), !delta.amount.isZero else { continue }
          let trade: [Transfer]
          do throws(ArithmeticError) {
            let cost = try delta.amount.absolute().multiplyWadDown(delta.spot).multiplyWadDown(hedge.cost)
            trade = [
              Transfer(
                from: vault, to: outside[manager], instrument: SubAsset(.perp(manager)), amount: delta.amount),
              Transfer(from: vault, to: outside[manager], instrument: SubAsset(.cash), amount: try Int256(cost)),
            ]
          } catch { throw .arithmetic(error) }
          _ = try venue.state.apply(.trade(trade, caller: SimulatedVenue.keeper))
        } catch {
          // A vault that is short of margin holds what it has.
          note(error)
        }
      }
    }
  }
}
