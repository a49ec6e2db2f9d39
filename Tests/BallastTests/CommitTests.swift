import Audit
import Commitment
import Console
import Encoding
import Ethereum
import FixedPoint
import Margin
import TestSupport
import Testing
import Verification

@testable import ballast

@Suite("A book is committed, cosigned, proven and verified")
struct CommitTests {
  @Test("two moments, every account proven") func endToEnd() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let book = try OperatedVenue.book()
      for time in OperatedVenue.times { try operated.commit(OperatedVenue.state(book, at: time)) }
      for witness in ["first", "second"] {
        let memory = "\(path)/\(witness).json"
        try operated.cosign(0, as: witness, memory: memory)
        try operated.cosign(1, as: witness, memory: memory, consistency: operated.consistency(0, 1))
      }
      let folder = try VenueFolder(operated.folder)
      #expect(folder.count == 2)
      var verifier = Verifier(operated.venue)
      for number in 0..<folder.count {
        let state = try ProvenState(folder, number: number, workers: 2)
        #expect(state.ids.prefix(2) == ["v-security-module", "v-fees"])
        #expect(state.ids.count == book.entries.count)
        var files = try [
          state.file(.checkpoint), state.file(.emptiness(state.committed.trees.emptiness(of: UInt64(state.ids.count)))),
          state.file(
            .solvency(state.committed.solvencyProof(of: state.checkpoint.checkpoint, state.attestation))),
        ]
        if number > 0 { files.append(try operated.consistency(number - 1, number)) }
        for index in state.ids.indices {
          for kind in ProveCommand.AccountKind.allCases { files.append(state.file(try state.body(kind, of: UInt64(index)))) }
        }
        let report = verifier.verify(
          files.enumerated().map { GivenFile(name: "\($0)", bytes: $1.bytes) })
        #expect(report.verdict == .passed)
        #expect(report.checks.allSatisfy { $0.outcome == .passed })
        verifier.memory = GivenFile(name: "memory", content: .success(try #require(report.memory)))
      }
      // The second state, in the hands of an auditor.
      let state = try StateInput.read(VenueFolder.state(1, in: operated.folder), workers: 2)
      var header = state
      header.header.checkpoint = try folder.checkpoint(1)
      let audit = StateAudit(header, of: operated.venue, workers: 2)
      #expect(audit.holds, "\(String(describing: audit.failure))")
    }
  }

  @Test("the digest does not depend on the workers") func workers() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let book = try OperatedVenue.book()
      let digests = try [1, 2, 7].map { workers in
        let state = try OperatedVenue.state(book, at: OperatedVenue.times[1], workers: workers)
        return try operated.commit(state, workers: workers, writes: false).checkpoint.digest(in: operated.venue)
      }
      #expect(Set(digests).count == 1)
    }
  }

  @Test("a state whose checkpoint was not published is published by the next call") func leftover() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let state = try OperatedVenue.state(OperatedVenue.book(), at: OperatedVenue.times[0])
      let signed = try operated.commit(state)
      let checkpoint = VenueFolder.checkpoint(0, in: operated.folder)
      let bytes = try FileInput.bytes(of: checkpoint)
      try TemporaryFolder.remove(checkpoint)
      #expect(try VenueFolder(operated.folder).count == 0)
      try VenueFolder(operated.folder).publishLeftover()
      #expect(try FileInput.bytes(of: checkpoint) == bytes)
      #expect(try VenueFolder(operated.folder).last() == signed)
      // What is no state of the next checkpoint is named.
      try FileOutput.replace(
        VenueFolder.state(1, in: operated.folder),
        with: try FileInput.bytes(of: VenueFolder.state(0, in: operated.folder)), mode: 0o644)
      #expect(throws: CommandFailure.self) { try VenueFolder(operated.folder).publishLeftover() }
    }
  }

  @Test("the number of a checkpoint that went missing is not signed again") func gap() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let book = try OperatedVenue.book()
      for time in OperatedVenue.times { try operated.commit(OperatedVenue.state(book, at: time)) }
      #expect(try !VenueFolder(operated.folder).lastHasSalts())
      try TemporaryFolder.remove(VenueFolder.checkpoint(0, in: operated.folder))
      #expect(throws: CommandFailure.self) { try VenueFolder(operated.folder) }
    }
  }

  /// The name in the message of a failed commit.
  private func refusal(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let refusal as CommitRefusal {
      #expect(!refusal.message.isEmpty)
      return refusal.name
    } catch let failure as CommandFailure {
      return failure.message.split(separator: ":").first.map(String.init)
    } catch {
      return "\(error)"
    }
  }

  @Test("what would not verify is not signed") func refusals() throws {
    try TemporaryFolder.with { (path: String) throws in
      let operated = try OperatedVenue(in: path)
      let whole = try OperatedVenue.book()
      func book(_ alter: (inout BookFile) -> Void) -> String? {
        var book = whole
        alter(&book)
        return refusal { try operated.commit(OperatedVenue.state(book, at: OperatedVenue.times[0])) }
      }
      let venues = BookState.venueAccounts
      #expect(book { $0.entries.removeLast() } == "JSON_WrongForm")
      #expect(
        book {
          for place in $0.entries.indices where venues.contains($0.entries[place].id) { $0.entries[place].id += "x" }
        } == "Checkpoint_VenueAccount")
      #expect(book { $0.entries[3].owner = nil } == "Book_OwnerMissing")
      #expect(book { $0.entries[3].id = String(repeating: "é", count: 33) } == "JSON_OutOfRange")
      #expect(
        book {
          for place in $0.entries.indices where $0.entries[place].strategy == BookClosing.closing {
            $0.entries[place].account.options = []
          }
        } == "Audit_PositionsNotConserved")
      #expect(book { $0.entries[3].account.perpPosition = Wad.signed } == "Audit_PositionsNotConserved")
      let unknown = Account.Collateral(asset: try #require(AssetIdentifier(symbol: "DOGE")), amount: Wad.signed)
      #expect(book { $0.entries[3].account.collaterals.append(unknown) } == "Margin_Failed")

      let state = try OperatedVenue.state(whole, at: OperatedVenue.times[0])
      func attested(_ alter: (inout CustodyStatement) -> Void) -> String? {
        refusal { try operated.commit(state, operated.attestation(state, alter)) }
      }
      #expect(attested { $0.time -= 3601 } == "Custody_TimeOutOfWindow")
      #expect(attested { $0.time += 1 } == "Custody_TimeOutOfWindow")
      #expect(attested { $0.custodian = .zero } == "Custody_UnknownCustodian")
      #expect(attested { $0.engine = .zero } == "Custody_WrongEngine")
      #expect(attested { $0.units -= 1 } == "Solvency_CollateralShort")
      #expect(attested { if $0.asset.isZero { $0.units -= 1 } } == "Solvency_CashShort")
      #expect(attested { if $0.asset.isZero { $0.units += 1 } } == "Solvency_CashSurplus")
      #expect(refusal { try operated.commit(state, []) } == "Solvency_CollateralShort")
      #expect(refusal { try operated.commit(state, key: "first") } == "Checkpoint_OperatorMismatch")
      #expect(refusal { try operated.commit(state, now: state.time - 301) } == "Checkpoint_Future")
      #expect(try VenueFolder(operated.folder).count == 0)

      // The truth may be signed.
      try operated.commit(state, [], allowsInsolvency: true)
      try operated.commit(OperatedVenue.state(whole, at: OperatedVenue.times[1]))
      #expect(refusal { try operated.commit(state) } == "Checkpoint_TimeReversed")
    }
  }

  @Test("states and checkpoints are those of the second implementation") func vectors() throws {
    var lines = JSONLines(try Repository.bytes("vectors/commitment/books.jsonl"))
    var count = 0
    while let line = try lines.next() {
      let json = try JSONDocument(line.bytes).root
      let book = try BookFile(Repository.root.path + "/vectors/market/" + json.member("book").string())
      let state = try OperatedVenue.state(book, at: json.member("moment").string(), workers: 2)
      let depth = try json.member("depth").smallInteger(CommitmentLimits.depths)
      let committed = try CommittedState(
        state.accounts, on: state.markets, salts: [], assets: state.assets, depth: depth, workers: 2)
      let (roots, assets) = (committed.trees.roots, committed.assets.roots)
      let checkpoint = Checkpoint(
        number: 0, previous: .zero, logSize: 0, logRoot: .zero, engine: .zero, height: 0, time: state.time,
        accounts: roots, sectionsRoot: .zero, receiptsRoot: .zero, inputRoot: .zero,
        riskRoot: committed.riskRoot, assetRoot: assets.root, assets: assets.assets, assetTotals: assets.totals,
        feesAccrued: 0, netSettledCash: 0, pendingWithdrawals: 0, securityModule: BookState.securityModule,
        feeRecipient: BookState.feeRecipient, attestation: .zero, policy: .zero)
      var found = JSONWriter()
      checkpoint.write(to: &found)
      let members = try JSONDocument(found.bytes).root
      for (name, expected) in try json.member("expected").objectMembers() {
        let value = try members.member(name)
        #expect(try value.canonicalBytes() == expected.canonicalBytes(), "\(name) of line \(line.number)")
        count += 1
      }
    }
    #expect(count > 20)
  }
}
