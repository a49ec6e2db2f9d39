import Audit
import Clearing
import Commitment
import Encoding
import Ethereum
import FixedPoint
import Testing

@testable import Ledger

/// LG-19 and MO-40: a version of the rules that governance announces holds from its height on, for whoever makes,
/// repeats or audits blocks, and a program that does not know it goes no further.
@Suite struct VersionTests {
  /// A venue whose second module is governance, with its owner's key.
  struct Venue {
    let genesis: Genesis
    let owner: PrivateKey
    var ledger: Ledger
    var nonce: UInt64 = 0

    init(rules: String = #"[{"height":"1","version":"1"}]"#) throws {
      owner = try TestGenesis.signer(41)
      let module = Hex.encode(TestGenesis.modules[1].bytes)
      genesis = try Genesis(
        bytes: TestGenesis.bytes(
          rules: rules,
          change: [
            (Hex.encode(TestGenesis.owner.bytes), Hex.encode(owner.address.bytes)),
            ("\"\(module)\",\"kind\":\"least\"", "\"\(module)\",\"kind\":\"governance\""),
          ]))
      ledger = try Ledger(genesis)
    }

    mutating func announce(version: UInt64, height: UInt64, _ names: [String] = []) throws -> CheckedTransaction {
      nonce += 1
      let list = names.map { "\"\($0)\"" }.joined(separator: ",")
      let parameter =
        #"{"args":{"corrections":[\#(list)],"height":"\#(height)","version":"\#(version)"},"param":"rules.version"}"#
      let action = SignedAction(
        account: .zero, nonce: UInt256(nonce), module: TestGenesis.modules[1],
        data: try GovernanceData.schedule(Array(parameter.utf8)).encoded(), expiry: .max, owner: owner.address,
        signer: owner.address)
      let separator = ledger.state.gateway.domainSeparator
      let signature = try owner.sign(action.digest(domainSeparator: separator)).bytes
      return CheckedTransaction(
        .actions(ActionCall(module: action.module, actions: [.init(action, signature: signature)], data: [])),
        domainSeparator: separator)
    }

    /// The next block, so many seconds after the start.
    mutating func block(_ transactions: [CheckedTransaction] = [], after seconds: UInt64) throws -> AppliedBlock {
      try ledger.apply(transactions, time: TestGenesis.start + seconds)
    }
  }

  static func outcomes(_ block: AppliedBlock) -> [String] {
    block.receipts.map {
      switch $0.outcome {
      case .done(.tookEffect(let refusal)): refusal ?? "took effect"
      case .done: "done"
      case .refused(let name, _): name
      }
    }
  }

  @Test func aVersionIsAnnouncedAndHoldsFromItsHeight() throws {
    var venue = try Venue()
    var (blocks, before): ([AppliedBlock], [Ledger]) = ([], [])
    for (height, seconds) in zip((1 as UInt64)..., [0, 3_599, 3_600, 3_700, 3_800, 3_900] as [UInt64]) {
      before.append(venue.ledger)
      let given = height == 1 ? [try venue.announce(version: 7, height: 5, ["capsOfMovedAssets", "feesReadWhenDue"])] : []
      let block = try venue.block(given, after: seconds)
      #expect(Self.outcomes(block) == (height == 1 ? ["done"] : height == 3 ? ["took effect"] : []))
      #expect(block.header.rules == (height < 5 ? 1 : 7))
      #expect(venue.ledger.state.rules == (height < 5 ? [] : [.capsOfMovedAssets, .feesReadWhenDue]))
      #expect(try Ledger.map(of: venue.ledger.entries()).root == venue.ledger.stateRoot)
      blocks.append(block)
    }
    // From the genesis and from a snapshot before every block, the switch among them.
    for (place, start) in before.enumerated() {
      var ledger = try Ledger(venue.genesis, snapshot: start.snapshot())
      for block in blocks[place...] { _ = try ledger.replay(Block(bytes: block.bytes)) }
      #expect(ledger.headHash == venue.ledger.headHash)
      #expect(Array(ledger.snapshot()) == Array(venue.ledger.snapshot()))
    }
    // Each from its witness, without the rest of the state.
    for (start, block) in zip(before, blocks) {
      let witness = try BlockEvidence(WitnessTests.file(BlockWitness(of: block.block, after: start))).witness
      guard case .follows(let applied) = try witness.check() else {
        Issue.record("block \(block.header.height) does not follow")
        continue
      }
      #expect(applied.hash == block.hash)
    }
  }

  /// The version in a header is that of the height, whoever says otherwise.
  @Test func aHeaderOfAnotherVersion() throws {
    var venue = try Venue()
    _ = try venue.block([venue.announce(version: 2, height: 3)], after: 0)
    _ = try venue.block(after: 3_600)
    let before = venue.ledger
    let block = try venue.block(after: 3_700)
    #expect(block.header.rules == 2)
    var other = block.block
    other.header.rules = 1
    var ledger = before
    #expect(throws: LedgerRefusal.headerDiffers(.rules, expected: "2", found: "1")) { _ = try ledger.replay(other) }
    let witness = try BlockWitness(of: block.block, after: before)
    let changed = BlockWitness(genesis: witness.genesis, before: witness.before, block: other, proof: witness.proof)
    #expect(WitnessTests.outcome(WitnessTests.file(changed)) == "Witness_Header")
  }

  @Test func whatIsNoVersion() throws {
    var venue = try Venue()
    let first = try venue.block(
      [
        venue.announce(version: 1, height: 9), venue.announce(version: 2, height: 1),
        venue.announce(version: 2, height: 9, ["exactCash"]), venue.announce(version: 2, height: 9, ["b", "a"]),
        venue.announce(version: 2, height: 9, ["a", "a"]), venue.announce(version: 2, height: 9, ["no name"]),
        venue.announce(version: 2, height: 9, [String(repeating: "a", count: 33)]),
        venue.announce(version: 2, height: 2), venue.announce(version: 2, height: 9),
        venue.announce(version: 3, height: 8), venue.announce(version: 3, height: 20),
      ], after: 0)
    #expect(
      Self.outcomes(first) == Array(repeating: "Module_InvalidVersion", count: 3)
        + Array(repeating: "Module_InvalidParameter", count: 4) + Array(repeating: "done", count: 4))
    // When it is due, a height that has come is none; a later announcement takes the place of what has not begun.
    let second = try venue.block(after: 3_600)
    #expect(
      Self.outcomes(second) == ["Module_InvalidVersion", "took effect", "took effect", "Module_InvalidVersion"])
    #expect(venue.ledger.state.governance.versions.map(\.height) == [1, 8])
    #expect(venue.ledger.state.governance.versions.map(\.version) == [1, 3])
  }

  /// A correction that is not known is announced and kept, and stops the program where it would begin.
  @Test func rulesThatAreNotKnown() throws {
    var venue = try Venue()
    _ = try venue.block([venue.announce(version: 2, height: 3, ["fromTheFuture"])], after: 0)
    let second = try venue.block(after: 3_600)
    #expect(Self.outcomes(second) == ["took effect"])
    let refusal = LedgerRefusal.unknownRules(version: 2, name: "fromTheFuture")
    let (root, snapshot) = (venue.ledger.stateRoot, Array(venue.ledger.snapshot()))
    #expect(throws: refusal) { _ = try venue.block(after: 3_700) }
    #expect(refusal.name == "Ledger_UnknownRules" && refusal.message.contains("fromTheFuture"))
    var header = try #require(venue.ledger.head)
    (header.height, header.rules, header.previous) = (3, 2, venue.ledger.headHash)
    (header.transactions, header.receipts) = (0, 0)
    #expect(throws: refusal) { _ = try venue.ledger.replay(Block(header: header, transactions: [])) }
    header.rules = 1
    #expect(throws: LedgerRefusal.headerDiffers(.rules, expected: "2", found: "1")) {
      _ = try venue.ledger.replay(Block(header: header, transactions: []))
    }
    #expect(venue.ledger.stateRoot == root && Array(venue.ledger.snapshot()) == snapshot)
    #expect(throws: refusal) {
      var other = try Ledger(venue.genesis, snapshot: snapshot)
      _ = try other.apply([], time: TestGenesis.start + 3_700)
    }
  }

  @Test func aMistakeIsTakenBack() throws {
    var venue = try Venue()
    _ = try venue.block(
      [venue.announce(version: 2, height: 4, ["fromTheFuture"]), venue.announce(version: 3, height: 4)], after: 0)
    #expect(Self.outcomes(try venue.block(after: 3_600)) == ["took effect", "took effect"])
    for seconds in [3_700, 3_800] as [UInt64] { _ = try venue.block(after: seconds) }
    #expect(venue.ledger.head?.rules == 3 && venue.ledger.head?.height == 4)
  }

  /// Versions of a genesis and of governance are one list; those of a state that is read back rise.
  @Test func listsOfVersions() throws {
    let rules = #"[{"height":"1","version":"1"},{"height":"3","version":"2","corrections":["capsOfMovedAssets"]}]"#
    var venue = try Venue(rules: rules)
    _ = try venue.block([venue.announce(version: 3, height: 4)], after: 0)
    _ = try venue.block(after: 3_600)
    #expect(venue.ledger.state.governance.versions.map(\.version) == [1, 2, 3])
    for (height, version) in [(3, 2), (4, 3)] as [(UInt64, UInt64)] {
      #expect(try venue.block(after: 3_700).header.rules == version && venue.ledger.height == height)
    }
    let second = RuleVersion(height: 2, version: 2)
    let lists: [[RuleVersion]] = [
      [], [second], [.first, .first], [.first, second, RuleVersion(height: 2, version: 3)],
      [.first, RuleVersion(height: 2, version: 1)], [RuleVersion(height: 1, version: 1, names: ["b", "a"])],
    ]
    let entries = venue.ledger.entries()
    for list in lists {
      var writer = ByteWriter()
      writer.versions(list)
      let changed = entries.map { $0.key == [0x21] ? MapEntry(key: $0.key, value: writer.bytes) : $0 }
      #expect(throws: LedgerRefusal.self) { _ = try StateCodec.state(from: changed) }
    }
    #expect(throws: LedgerRefusal.self) { _ = try StateCodec.state(from: entries.filter { $0.key != [0x21] }) }
    #expect([RuleVersion.first, second].isList && second.corrections == [] && second.unknown == nil)
  }
}
