import Commitment
import Encoding
import Ethereum
import FixedPoint
import Margin
import Testing
import VenueSupport
import Verification

/// The check of a margin proof: each refusal by altering one thing (SV-10).
struct MarginProofTests {
  private func refusal(
    _ checkpoint: Checkpoint, _ proof: MarginProof, trusting trusted: Set<Bytes32>? = nil
  ) -> String? {
    do throws(MarginRefusal) {
      try checkpoint.verify(proof, trusting: trusted)
      return nil
    } catch {
      #expect(!error.message.isEmpty)
      return error.name
    }
  }

  @Test func everyAccountIsProven() throws {
    let book = try CommittedVenue(SampleVenue())
    for index in book.venue.accounts.indices {
      let proof = try book.marginProof(of: index)
      let proven = try book.checkpoint.verify(proof)
      #expect(proven.margin == book.margins[index])
      #expect(proven.record == book.venue.accounts[index].record)
      // The margin of the direct path, without shared prices.
      let market = proven.market
      let direct = try PortfolioMargin(
        Portfolio(arranging: Account(proven.record), on: market.market, maxExpiries: market.parameters.maxExpiries),
        parameters: market.parameters, scenarios: market.scenarios)
      #expect(proven.margin.initialMargin == direct.initialMargin)
      #expect(proven.margin.maintenanceMargin == direct.maintenanceMargin)
      #expect(proven.margin.markToMarket == direct.markToMarket)
      #expect(proven.margin.worstScenario == direct.worstScenarioInitial)
    }
    #expect(book.checkpoint.accounts.totals.belowMaintenance == 1)
    #expect(book.checkpoint.accounts.totals.deficit == UInt128(1000) * Wad.one)
  }

  @Test func anotherAccount() throws {
    let book = try CommittedVenue(SampleVenue())
    var proof = try book.marginProof(of: 3)
    proof.account.opening.owner = .zero
    #expect(refusal(book.checkpoint, proof) == "Commitment_StateRootMismatch")
  }

  @Test func itemsOfTheRiskRoot() throws {
    let book = try CommittedVenue(SampleVenue())
    let good = try book.marginProof(of: 3)
    var proof = good
    proof.market.item.value.append(32)
    #expect(refusal(book.checkpoint, proof) == "Risk_RootMismatch")
    proof = good
    proof.parameters.path.removeLast()
    #expect(refusal(book.checkpoint, proof) == "Risk_PathLength")
    proof = good
    proof.arrays[1].item.value[20] ^= 1
    #expect(refusal(book.checkpoint, proof) == "Risk_RootMismatch")
    let other = try book.marginProof(of: 8)
    proof = good
    proof.market = other.market
    #expect(refusal(book.checkpoint, proof) == "Margin_WrongItem")
    proof = good
    proof.market = good.parameters
    #expect(refusal(book.checkpoint, proof) == "Margin_WrongItem")
    proof = good
    proof.parameters = other.parameters
    #expect(refusal(book.checkpoint, proof) == "Margin_WrongItem")
    proof = good
    proof.arrays.swapAt(0, 1)
    #expect(refusal(book.checkpoint, proof) == "Margin_WrongItem")
    proof = good
    proof.arrays.removeLast()
    #expect(refusal(book.checkpoint, proof) == "Margin_ArrayCount")
    proof = good
    proof.arrays.append(good.arrays[0])
    #expect(refusal(book.checkpoint, proof) == "Margin_ArrayCount")
  }

  /// An operator commits to something else: the item's value is altered before it is hashed.
  private func committed(
    _ kind: RiskItem.Kind, of index: Int = 3, to value: ([UInt8]) -> [UInt8], at time: UInt64 = SampleVenue.time,
    trusting trusted: Set<Bytes32>? = nil
  ) throws -> String? {
    let venue = try SampleVenue()
    let book = try CommittedVenue(venue) { items in
      for place in items.indices where items[place].kind == kind { items[place].value = value(items[place].value) }
    }
    var checkpoint = book.checkpoint
    checkpoint.time = time
    return refusal(checkpoint, try book.marginProof(of: index), trusting: trusted)
  }

  private func text(_ value: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    Array(String(decoding: value, as: UTF8.self).replacing(old, with: new, maxReplacements: 1).utf8)
  }

  @Test func marketsOfAnotherForm() throws {
    #expect(try committed(.market) { $0 + [32] } == "Margin_MarketForm")
    #expect(try committed(.market) { text($0, "\"spotPrice\":", "\"spot\":") } == "Margin_MarketForm")
    #expect(try committed(.market) { text($0, "\"stablePrice\":\"1", "\"stablePrice\":\"01") } == "Margin_MarketForm")
    #expect(try committed(.market) { _ in [] } == "Margin_MarketForm")
    #expect(try committed(.market) { _ in [UInt8](repeating: UInt8(ascii: "["), count: 1000) } == "Margin_MarketForm")
    #expect(
      try committed(.market) { text($0, ",\"timestamp\":\"1770240788\"", "") } == "Margin_MarketForm")
    #expect(try committed(.market, to: { $0 }, at: SampleVenue.time + 1) == "Margin_MarketTime")
  }

  @Test func parametersOfAnotherForm() throws {
    #expect(try committed(.parameters) { $0 + [32] } == "Margin_ParametersForm")
    #expect(try committed(.parameters) { text($0, "\"imFactor\":\"1", "\"imFactor\":\"9") } == "Margin_ParametersForm")
    let standard = try ParameterSet.builtIn("derive-standard-mainnet")
    var json = JSONWriter()
    standard.write(to: &json)
    let other = try JSONDocument(json.bytes).root.canonicalBytes()
    #expect(try committed(.parameters) { _ in other } == "Margin_ParametersForm")
    // Bounds are met and the canonical form too, but the hash stated is that of the set before.
    #expect(
      try committed(.parameters) { text($0, "\"mmPerpPercent\":\"", "\"mmPerpPercent\":\"1") } == "Margin_ParametersForm")
    #expect(try committed(.parameters, to: { $0 }, trusting: []) == "Margin_UnknownParameters")
    let trusted = try Set(SampleVenue().markets.map(\.set.hash))
    #expect(try committed(.parameters, to: { $0 }, trusting: trusted) == nil)
  }

  @Test func otherPrices() throws {
    func altered(_ change: (inout [UInt8]) -> Void) throws -> String? {
      try committed(.riskArray) { value in
        var value = value
        change(&value)
        return value
      }
    }
    #expect(try altered { $0[17] ^= 1 } == "Margin_Array")
    #expect(try altered { $0[$0.count - 1] ^= 1 } == "Margin_Array")
    #expect(try altered { $0.removeLast(16) } == "Margin_Array")
    #expect(try altered { $0 += $0.suffix(16) } == "Margin_Array")
    #expect(try altered { $0 = [] } == "Margin_Array")
    // Without options nothing rests on the arrays.
    #expect(try committed(.riskArray, of: 0, to: { _ in [] }) == nil)
  }

  @Test func otherClaims() throws {
    let book = try CommittedVenue(SampleVenue())
    let good = try book.marginProof(of: 4)
    for change in [
      { $0.initialMargin = $0.initialMargin &+ Int256(1) }, { $0.maintenanceMargin = $0.maintenanceMargin &- Int256(1) },
      { $0.markToMarket = .zero }, { $0.worstScenario += 1 },
    ] as [(inout ClaimedMargin) -> Void] {
      var proof = good
      change(&proof.claimed)
      #expect(refusal(book.checkpoint, proof) == "Margin_ClaimMismatch")
    }
  }

  @Test func otherColumns() throws {
    let sums = try CommittedVenue(SampleVenue()).openings.map(\.sums)
    func refusal(_ index: Int, _ change: (inout SolvencySums) -> Void) throws -> String? {
      var venue = try SampleVenue()
      var altered = sums[index]
      change(&altered)
      venue.accounts[index].sums = altered
      let book = try CommittedVenue(venue)
      return self.refusal(book.checkpoint, try book.marginProof(of: index))
    }
    #expect(try refusal(4) { $0.positiveEquity += 1 } == "Margin_EquityMismatch")
    #expect(try refusal(6) { $0.deficit -= 1 } == "Margin_EquityMismatch")
    #expect(try refusal(6) { $0 = .zero } == "Margin_EquityMismatch")
    #expect(try refusal(6) { $0.belowMaintenance = 0 } == "Margin_HealthMismatch")
    #expect(try refusal(4) { $0.belowMaintenance = 1 } == "Margin_HealthMismatch")
  }
}
