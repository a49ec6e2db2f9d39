import Audit
import Commitment
import Encoding
import Ethereum
import FixedPoint
import Margin
import Testing
import VenueSupport
import Verification

/// The audit of a whole state: what holds, and each refusal by altering one thing (SV-12).
struct StateAuditTests {
  @Test func everythingHolds() throws {
    let state = try SampleState()
    #expect(try state.refusal() == nil)
    var started: [AuditCheck] = []
    let audit = StateAudit(try state.file(), of: state.venue, workers: 2) { started.append($0) }
    #expect(audit.holds)
    #expect(audit.passed == AuditCheck.allCases)
    #expect(started == Array(AuditCheck.allCases.dropFirst()))
    let totals = try #require(audit.totals)
    #expect(totals.accounts == 10)
    #expect(totals.cashOwed == 1_345_010 * Wad.one)
    #expect(totals.cashLent == 21_000 * Wad.one)
    #expect(totals.cashDue == SampleVenue.units(1_324_010))
    #expect(totals.stableHeld == UInt256(1_324_010 * Wad.one))
    #expect(totals.assets.map(\.owed) == [3 * Wad.one, 5 * Wad.one])
    #expect(totals.assets.map(\.held) == [UInt256(4 * Wad.one), UInt256(6 * Wad.one)])
    #expect(totals.instruments == 6)
    #expect(totals.largest?.contracts == SampleVenue.units(10))
    #expect(totals.largest?.instrument == .perp(manager: SampleVenue.eth))
    #expect(totals.sums.belowMaintenance == 1)
    #expect(totals.sums.deficit == 1000 * Wad.one)
    #expect(totals.securityModule?.cash == SampleVenue.units(1_000_000))
    #expect(totals.feeRecipient?.id == "a1")
  }

  @Test func checkpointsOfOthers() throws {
    var state = try SampleState()
    var elsewhere = state.venue
    elsewhere.chainId = 5
    #expect(try state.refusal(of: elsewhere)?.name == "Checkpoint_WrongEngine")
    state.alter { $0.policy = .zero }
    #expect(try state.refusal()?.code == 323)
  }

  @Test func markets() throws {
    func refusal(_ change: (inout StateHeader.Market) -> Void) throws -> String? {
      var state = try SampleState()
      change(&state.markets[1])
      return try state.refusal()?.name
    }
    #expect(try refusal { $0.market = Array("{}".utf8) } == "Margin_MarketForm")
    #expect(try refusal { $0.parameters = Array("{}".utf8) } == "Margin_ParametersForm")
    var state = try SampleState()
    state.alter { $0.time += 1 }
    #expect(try state.refusal()?.code == 433)
  }

  @Test func accounts() throws {
    func refusal(_ change: (inout SampleState) -> Void) throws -> AuditRefusal? {
      var state = try SampleState()
      change(&state)
      return try state.refusal()
    }
    #expect(try refusal { $0.accounts.removeLast() } == .count(expected: 10, found: 9))
    #expect(try refusal { $0.accounts.append($0.accounts[9]) } == .count(expected: 10, found: 11))
    #expect(try refusal { $0.alter { $0.accounts.count = 9 } } == .count(expected: 9, found: 10))
    #expect(try refusal { $0.accounts.swapAt(4, 5) } == .index(expected: 4, found: 5))
    #expect(try refusal { $0.accounts[7].id = "a3" } == .idTwice("a3", index: 7))
    #expect(try refusal { $0.accounts[6].record.removeLast() } == .record(.truncated, index: 6))
    #expect(
      try refusal { $0.markets.remove(at: 1) } == .unknownManager(SampleVenue.eth, index: 1))
    // Of two names that Unicode calls equal both stand.
    #expect(try refusal { ($0.accounts[2].id, $0.accounts[3].id) = ("\u{E9}", "e\u{301}") } == nil)
  }

  /// Of several faults in one pass that of the first account is named.
  @Test func theFirstAccount() throws {
    var state = try SampleState()
    state.accounts[8].id = "a0"
    state.accounts[9].record = []
    let unlisted = AccountRecord.Option(expiry: 5, strike: Wad.wide, isCall: true, amount: Wad.signed)
    state.accounts[5].record = try AccountRecord(manager: SampleVenue.btc, options: [unlisted]).encoded()
    #expect(try state.refusal() == .margin(.expired(unlisted, at: SampleVenue.time), index: 5))
    state.accounts[3].index = 4
    #expect(try state.refusal()?.code == 451)
  }

  @Test func positions() throws {
    func refusal(_ change: (inout SampleVenue) -> Void) throws -> AuditRefusal? {
      var venue = try SampleVenue()
      change(&venue)
      return try SampleState(venue).refusal()
    }
    let one = Wad.signed
    #expect(
      try refusal { $0.accounts[7].record.perpPosition = SampleVenue.units(11) }
        == .positionsNotConserved(.perp(manager: SampleVenue.eth), sum: one))
    #expect(
      try refusal { $0.accounts[5].record.options[0].amount = SampleVenue.units(2) }
        == .positionsNotConserved(
          .option(
            manager: SampleVenue.btc, expiry: SampleVenue.expiries[1], strike: SampleVenue.units(80_000).bitPattern,
            isCall: true), sum: one))
    // Perps before options, and managers in their order.
    #expect(
      try refusal {
        $0.accounts[5].record.options = []
        $0.accounts[8].record.perpPosition = .zero
      } == .positionsNotConserved(.perp(manager: SampleVenue.eth), sum: SampleVenue.units(10)))
    #expect(
      try refusal {
        $0.accounts[5].record.options = []
        $0.accounts[7].record.options = []
      }?.code == 454)
  }

  @Test func roots() throws {
    func refusal(_ change: (inout Checkpoint) -> Void) throws -> AuditRefusal? {
      var state = try SampleState()
      state.alter(change)
      return try state.refusal()
    }
    #expect(try refusal { $0.accounts.stateRoot = .zero }?.code == 455)
    #expect(try refusal { $0.accounts.totals.positiveEquity += 1 }?.code == 456)
    #expect(try refusal { $0.accounts.totals.deficit = 0 }?.code == 456)
    #expect(try refusal { $0.accounts.totals.belowMaintenance = 2 }?.code == 456)
    #expect(try refusal { $0.accounts.solvencyRoot = .zero }?.code == 457)
    #expect(try refusal { $0.assets[0] = SampleVenue.address(1) }?.name == "Commitment_AssetUnknown")
    #expect(try refusal { $0.assetTotals[1] = 0 }?.code == 458)
    #expect(try refusal { $0.assetRoot = .zero }?.code == 459)
    #expect(try refusal { $0.riskRoot.hash = .zero }?.code == 460)
    var state = try SampleState()
    state.accounts[4].owner = .zero
    #expect(try state.refusal()?.code == 455)
  }

  /// A leaf that does not have its margin's columns is in another solvency tree.
  @Test func columnsOfAnotherMargin() throws {
    var venue = try SampleVenue()
    venue.accounts[6].sums = .zero
    #expect(try SampleState(venue).refusal()?.name == "Audit_Totals")
    var sums = try CommittedVenue(SampleVenue()).openings.map(\.sums)
    sums[3].positiveEquity += 5
    sums[5].positiveEquity -= 5
    venue = try SampleVenue()
    (venue.accounts[3].sums, venue.accounts[5].sums) = (sums[3], sums[5])
    #expect(try SampleState(venue).refusal()?.name == "Audit_SolvencyRoot")
  }

  /// Equity that no column holds: the records are as committed, and no total is.
  @Test func equityOutOfRange() throws {
    var venue = try SampleVenue()
    let huge = Int256(bitPattern: UInt256(high: 1, low: 0))
    venue.accounts[0].record.cash = huge
    venue.accounts[0].sums = .zero
    var state = SampleState?.none
    // The asset tree has no column either, so the book is made with the amount and the lines altered.
    var small = try SampleState()
    small.accounts[0].record = try venue.accounts[0].record.encoded()
    let leaves = small.book.book.openings.enumerated().map { index, opening in
      var opening = opening
      if index == 0 { opening.record = small.accounts[0].record }
      return opening.leaf
    }
    let root = try AccountTrees(depth: 6, leaves: leaves).roots.stateRoot
    small.alter { $0.accounts.stateRoot = root }
    state = small
    #expect(try state?.refusal() == .totalsOutOfRange(.equityOverflow(level: 0)))
  }

  @Test func custodyAndSolvency() throws {
    func refusal(_ change: (inout [CustodyStatement]) -> Void) throws -> Int? {
      var state = try SampleState()
      try state.attest(change)
      return try state.refusal()?.code
    }
    #expect(try refusal { _ in } == nil)
    #expect(try refusal { $0[0].time -= 3600 } == 408)
    #expect(try refusal { $0[1].units -= Wad.one + 1 } == 420)
    #expect(try refusal { $0[0].units -= 11 } == 421)
    #expect(try refusal { $0[0].units += 11 } == 422)
    var state = try SampleState()
    state.attestation.removeLast()
    #expect(try state.refusal()?.code == 403)
    var venue = try SampleVenue()
    venue.accounts[0].record.cash = SampleVenue.units(999)
    #expect(try SampleState(venue).refusal()?.code == 423)
  }
}
