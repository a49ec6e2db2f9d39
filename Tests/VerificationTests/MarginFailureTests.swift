import Commitment
import Encoding
import Ethereum
import FixedPoint
import Margin
import Testing
import VenueSupport
import Verification

/// Accounts that have no margin: a venue that commits to one cannot prove it, and no input traps (SV-9, SV-10).
struct MarginFailureTests {
  static let btc = SampleVenue.btc

  /// The refusal of a proof of one account whose operator commits to arrays of its own making.
  private func refusal(_ record: AccountRecord, _ market: ManagedMarket) throws -> MarginRefusal? {
    let opening = AccountOpening(owner: .zero, record: try record.encoded(), sums: .zero)
    let trees = try AccountTrees(depth: 1, leaves: [opening.leaf])
    let arrays = record.options.map { option in
      RiskItem(
        kind: .riskArray,
        key: record.manager.bytes + Bytes32(UInt256(option.expiry)).bytes.suffix(8) + Bytes32(option.strike).bytes
          + [option.isCall ? 1 : 0], value: [0, 0])
    }
    let tree = try RiskTree(
      [
        RiskItem(kind: .market, key: record.manager.bytes, value: market.marketValue),
        RiskItem(kind: .parameters, key: record.manager.bytes, value: market.parametersValue),
      ] + arrays)
    var checkpoint = try CommittedVenue(SampleVenue()).checkpoint
    checkpoint.accounts = trees.roots
    checkpoint.riskRoot = tree.root
    let proof = MarginProof(
      account: try trees.inclusion(of: 0, opening), market: try tree.proof(of: 0), parameters: try tree.proof(of: 1),
      arrays: try record.options.indices.map { try tree.proof(of: $0 + 2) },
      claimed: ClaimedMargin(initialMargin: .zero, maintenanceMargin: .zero, markToMarket: .zero, worstScenario: 0))
    do throws(MarginRefusal) {
      try checkpoint.verify(proof)
      return nil
    } catch {
      return error
    }
  }

  private func holding(_ expiry: UInt64, strike: UInt256 = SampleVenue.units(70_000).bitPattern) -> AccountRecord {
    AccountRecord(
      manager: Self.btc,
      options: [AccountRecord.Option(expiry: expiry, strike: strike, isCall: true, amount: Wad.signed)])
  }

  @Test func unlistedAndExpired() throws {
    let market = try SampleVenue().markets[0]
    for expiry in [0, 1, SampleVenue.time - 1, SampleVenue.time, SampleVenue.time + 1, .max] {
      let refusal = try refusal(holding(expiry), market)
      #expect(refusal?.name == "Margin_Failed", "\(expiry)")
      guard case .failed(let failure) = refusal else { continue }
      if case .expired = failure { #expect(expiry <= SampleVenue.time) } else { #expect(expiry > SampleVenue.time) }
    }
    #expect(try refusal(holding(SampleVenue.expiries[0]), market)?.name == "Margin_Array")
  }

  /// A market that still lists what has expired gives it no margin either.
  @Test func listedAndExpired() throws {
    var market = try SampleVenue().markets[0].market
    for place in market.expiries.indices { market.expiries[place].secondsToExpiry = 0 }
    market.expiries[0].label = .timestamp(SampleVenue.time)
    let managed = try ManagedMarket(
      manager: Self.btc, market: market, set: ParameterSet.builtIn("derive-pmrm2-mainnet-btc"))
    #expect(try refusal(holding(SampleVenue.time), managed)?.name == "Margin_Failed")
  }

  @Test func pricesThatFail() throws {
    let market = try SampleVenue().markets[0]
    for strike in [UInt256.zero, UInt256(1 as UInt64), UInt256(UInt128.max), .max] {
      let refusal = try refusal(holding(SampleVenue.expiries[0], strike: strike), market)
      let isFarAway = strike.high == 0 && strike.low > 1
      #expect(refusal?.name == (isFarAway ? "Margin_Array" : "Margin_Failed"), "\(strike)")
    }
  }

  @Test func collateralThatIsNotEnabled() throws {
    let market = try SampleVenue().markets[0]
    var record = AccountRecord(
      manager: Self.btc, collaterals: [AccountRecord.Collateral(asset: SampleVenue.address(77), amount: Wad.signed)])
    #expect(try refusal(record, market) == .failed(.margin(.missingFeed(AssetIdentifier("0x000000000000000000000000000000000000004d")!))))
    record.collaterals[0].asset = Self.btc
    for amount in [Int256.min, SampleVenue.units(-1)] {
      record.collaterals[0].amount = amount
      #expect(try refusal(record, market)?.name == "Margin_Failed")
    }
    #expect(try refusal(AccountRecord(manager: Self.btc, cash: .max, perpPosition: .max), market)?.name == "Margin_Failed")
  }

  /// Extreme markets are refused or computed, and never trap.
  @Test func extremeMarkets() throws {
    let sample = try SampleVenue().markets[0].market
    let set = try ParameterSet.builtIn("derive-pmrm2-mainnet-btc")
    for value in [UInt256.zero, UInt256(1 as UInt64), UInt256(UInt128.max), UInt256(high: 1, low: 0), .max] {
      for change in [
        { $0.spotPrice = value }, { $0.stablePrice = value }, { $0.spotConfidence = value },
        { for place in $0.expiries.indices { $0.expiries[place].forwardVariablePortion = value } },
        { for place in $0.expiries.indices { $0.expiries[place].svi.b = value } },
        { for place in $0.expiries.indices { $0.expiries[place].svi.sigma = value } },
        { for place in $0.expiries.indices { $0.expiries[place].rate = Int256(bitPattern: value) } },
      ] as [(inout Market) -> Void] {
        var market = sample
        change(&market)
        let managed = try ManagedMarket(manager: Self.btc, market: market, set: set)
        let name = try refusal(holding(SampleVenue.expiries[0]), managed)?.name
        #expect(name == "Margin_Failed" || name == "Margin_Array")
      }
    }
  }

  @Test func columnsThatDoNotFit() throws {
    func sums(_ markToMarket: Int256) throws -> SolvencySums {
      var margin = try CommittedVenue(SampleVenue()).margins[0]
      margin.markToMarket = markToMarket
      return try SolvencySums(margin, index: 5)
    }
    let deficit = Int256(bitPattern: UInt256(SolvencySums.greatestDeficit))
    #expect(try sums(.zero &- deficit).deficit == SolvencySums.greatestDeficit)
    #expect(throws: CommitmentRefusal.leafDeficitOutOfRange(index: 5)) { try sums(.zero &- deficit &- Int256(1)) }
    #expect(throws: CommitmentRefusal.leafDeficitOutOfRange(index: 5)) { try sums(.min) }
    #expect(try sums(Int256(bitPattern: UInt256(UInt128.max))).positiveEquity == .max)
    #expect(throws: CommitmentRefusal.equityOverflow(level: 0)) { try sums(Int256(bitPattern: UInt256(high: 1, low: 0))) }
  }

  @Test func recordsAndAccounts() throws {
    for account in try SampleVenue().accounts {
      let again = AccountRecord(Margin.Account(account.record), manager: account.record.manager)
      #expect(again == account.record)
    }
    var account = Margin.Account(holding(5))
    account.options[0].expiry = .secondsToExpiry(5)
    #expect(AccountRecord(account, manager: .zero) == nil)
  }
}
