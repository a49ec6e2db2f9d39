import Commitment
import Ethereum
import FixedPoint
import Margin
import Testing
import VenueSupport
import Verification

/// The largest account is recomputed in some tens of milliseconds, whether its prices are shared or not.
struct MarginSpeedTests {
  private func time(strikes: (Int) -> UInt256, expiries: Int) throws -> Duration {
    let managed = try SampleVenue().markets[0]
    let listed = managed.market.expiries.prefix(expiries).compactMap { expiry -> UInt64? in
      if case .timestamp(let time) = expiry.label { return time }
      return nil
    }
    let options = (0..<1024).map { place in
      AccountRecord.Option(
        expiry: listed[place % listed.count], strike: strikes(place / listed.count / 2),
        isCall: place / listed.count % 2 == 0, amount: Wad.signed)
    }
    let record = AccountRecord(manager: managed.manager, options: options).sorted
    var workspace = RiskArrays.Workspace()
    let clock = ContinuousClock()
    return clock.measure {
      let margins = MarketMargins(managed, options: record.options)
      for option in record.options { _ = try? margins.riskArray(of: option) }
      _ = try? margins.margin(of: record, &workspace)
    }
  }

  @Test func largestAccount() throws {
    let near = try time(strikes: { SampleVenue.units(60_000 + Int64($0) * 50).bitPattern }, expiries: 8)
    let crowded = try time(strikes: { SampleVenue.units(60_000 + Int64($0) * 50).bitPattern }, expiries: 1)
    let far = try time(strikes: { UInt256(UInt128.max - UInt128($0)) }, expiries: 1)
    print("1,024 options in 33 scenarios: \(near) over eight expiries, \(crowded) in one, \(far) outside the bounds")
    #expect(max(near, crowded, far) < .seconds(2))
  }
}
