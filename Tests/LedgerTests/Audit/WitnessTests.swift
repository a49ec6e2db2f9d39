import Audit
import Clearing
import Commitment
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Ledger

/// Witnesses, evidence and replay of a log (LA-1 to LA-10).
@Suite struct WitnessTests {
  /// A run of blocks with the ledger before each.
  static func run(_ count: Int, maximumLead: UInt64? = nil) throws -> [(before: Ledger, block: AppliedBlock)] {
    var fixture = try LedgerFixture(maximumLead: maximumLead)
    return try (0..<count).map { number in
      let before = fixture.ledger
      return (before, try fixture.block(number))
    }
  }

  /// The name of what a file is refused for, `follows`, or the name of what is wrong with its block.
  static func outcome(_ bytes: [UInt8], expecting genesis: Bytes32? = nil) -> String {
    do throws(WitnessRefusal) {
      switch try BlockEvidence(bytes).witness.check(expecting: genesis) {
      case .follows: return "follows"
      case .differs(let refusal): return "differs: \(refusal.name)"
      }
    } catch {
      return error.name
    }
  }

  static func file(_ witness: BlockWitness, word: OperatorWord? = nil) -> [UInt8] {
    BlockEvidence(witness: witness, word: word).encoded()
  }

  @Test func everyBlockFollowsFromItsWitness() throws {
    for (before, block) in try Self.run(4, maximumLead: 60) {
      let witness = try BlockWitness(of: block.block, after: before)
      let read = try BlockEvidence(Self.file(witness)).witness
      guard case .follows(let applied) = try read.check(expecting: before.genesis.hash, workers: 2) else {
        Issue.record("block \(block.header.height) does not follow")
        continue
      }
      #expect(applied.hash == block.hash && applied.receiptBytes == block.receiptBytes)
      #expect(Self.outcome(Self.file(witness), expecting: .zero) == "Witness_OtherVenue")
      // A part, and not the state.
      #expect(witness.proof.entries.count < before.entries().count + 40)
    }
  }

  /// Without any one of its entries a witness shows nothing, and never something else.
  @Test func everyEntryIsNeeded() throws {
    let (before, block) = try Self.run(3)[2]
    let witness = try BlockWitness(of: block.block, after: before)
    var names: Set<String> = []
    for place in witness.proof.entries.indices {
      var entries = witness.proof.entries
      let left = entries.remove(at: place)
      var copy = witness
      copy.proof = try before.stateMap.proof(of: entries)
      let name = Self.outcome(Self.file(copy))
      #expect(name != "follows" && !name.hasPrefix("differs"), "\(left.key)")
      names.insert(name)
    }
    #expect(names.isSuperset(of: ["Witness_KeyMissing", "Witness_KeyNotProven"]), "\(names.sorted())")
  }

  @Test func aBlockThatSaysOtherwiseIsShownToDiffer() throws {
    let (before, block) = try Self.run(2)[1]
    func outcome(_ change: (inout Block) -> Void) throws -> String {
      var altered = block.block
      change(&altered)
      return Self.outcome(Self.file(try BlockWitness(of: altered, after: before)))
    }
    #expect(try outcome { $0.header.receiptsRoot = .zero } == "differs: Ledger_HeaderDiffers")
    #expect(try outcome { $0.header.stateRoot = .zero } == "differs: Ledger_HeaderDiffers")
    #expect(try outcome { $0.header.receipts += 1 } == "differs: Ledger_HeaderDiffers")
    #expect(try outcome { $0.header.time = 1 } == "differs: Ledger_TimeRunsBackward")
    #expect(try outcome { $0.header.height += 1 } == "Witness_Header")
    #expect(try outcome { $0.header.previous = .zero } == "Witness_Header")
    #expect(try outcome { $0.header.rules += 1 } == "Witness_Header")
    #expect(try outcome { $0.header.transactions += 1 } == "Witness_Header")
    #expect(try outcome { $0.header.inputRoot = .zero } == "Witness_Header")
    #expect(try outcome { $0.transactions.removeLast() } == "Witness_Header")
    let doubled = try outcome {
      $0.transactions[3] = $0.transactions[1]
      $0.header.inputRoot = BlockTree.inputs.root($0.transactions.map(\.hash))
    }
    #expect(doubled == "differs: Ledger_Inadmissible")
  }

  @Test func howFarTimeIsAheadIsNotShown() throws {
    let (before, block) = try Self.run(2, maximumLead: 60)[1]
    var altered = block.block
    altered.header.time += 61
    let outcome = Self.outcome(Self.file(try BlockWitness(of: altered, after: before)))
    #expect(outcome == "Witness_TimeNotShown")
  }

  /// Bytes that are altered are refused, or say the same.
  @Test func alteredFiles() throws {
    let (before, block) = try Self.run(2)[1]
    let bytes = Self.file(try BlockWitness(of: block.block, after: before))
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<400 {
      var altered = bytes
      switch Int.random(in: 0..<3, using: &generator) {
      case 0:
        let place = Int.random(in: altered.indices, using: &generator)
        altered[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 1: altered.removeLast(Int.random(in: 1..<altered.count, using: &generator))
      default: altered.insert(0, at: Int.random(in: altered.indices, using: &generator))
      }
      #expect(Self.outcome(altered, expecting: before.genesis.hash) != "follows")
    }
    #expect(Self.outcome(bytes + [0]) == "Witness_TrailingBytes")
    #expect(Self.outcome([]) == "Witness_NotAFile")
    #expect(Self.outcome(Array(bytes.prefix(16)) + [255, 255, 255, 255]) == "Witness_TooLarge")
    #expect(Self.outcome(Array(bytes.prefix(18))) == "Witness_Truncated")
  }

  // Evidence

  static func checkpoint(_ header: BlockHeader, _ earlier: [Checkpoint], in venue: Venue) -> Checkpoint {
    let log = CheckpointLog(earlier.map { $0.digest(in: venue) })
    let number = UInt64(earlier.count)
    return Checkpoint(
      number: number, previous: earlier.last?.digest(in: venue) ?? .zero, logSize: number, logRoot: log.root.hash,
      engine: venue.engine, height: header.height, time: header.time,
      accounts: AccountRoots(
        depth: venue.depth, count: 1, stateRoot: .zero, solvencyRoot: .zero, totals: .zero),
      sectionsRoot: header.stateRoot, receiptsRoot: header.receiptsRoot, inputRoot: header.inputRoot,
      riskRoot: RiskRoot(hash: .zero), assetRoot: .zero, assets: [], assetTotals: [0, 0], feesAccrued: 0,
      netSettledCash: 0, pendingWithdrawals: 0, securityModule: 0, feeRecipient: 0, attestation: .zero,
      policy: venue.policy.hash)
  }

  /// The operator's signatures under a header and the one before.
  static func word(_ header: BlockHeader, after before: BlockHeader?, in venue: Venue) throws -> OperatorWord {
    let key = try TestGenesis.signer(1)
    let first = before.map { checkpoint($0, [], in: venue) }
    let second = checkpoint(header, first.map { [$0] } ?? [], in: venue)
    return OperatorWord(
      before: try first?.signed(by: key, in: venue), after: try second.signed(by: key, in: venue), changes: [])
  }

  static func evidence(_ bytes: [UInt8]) -> String {
    do throws(WitnessRefusal) {
      return try BlockEvidence(bytes).verify().isSigned ? "signed" : "unsigned"
    } catch {
      return error.name
    }
  }

  @Test func evidenceIsTheOperatorsWordAgainstItself() throws {
    for place in 0...1 {
      let (before, block) = try Self.run(2)[place]
      let venue = before.genesis.venue
      var altered = block.block
      altered.header.stateRoot = .zero
      let witness = try BlockWitness(of: altered, after: before)
      let word = try Self.word(altered.header, after: before.head, in: venue)
      #expect(Self.evidence(Self.file(witness, word: word)) == "signed")
      #expect(Self.evidence(Self.file(witness)) == "unsigned")
      // What follows is no evidence, whoever signed it.
      let honest = try BlockWitness(of: block.block, after: before)
      let truth = try Self.word(block.header, after: before.head, in: venue)
      #expect(Self.evidence(Self.file(honest, word: truth)) == "Witness_NoDifference")
      // Another's signature, and signatures under other blocks.
      #expect(Self.evidence(Self.file(witness, word: truth)) == "Witness_WordOfAnother")
      var forged = word
      forged.after.signature = try TestGenesis.signer(2).sign(word.after.checkpoint.digest(in: venue)).bytes
      #expect(Self.evidence(Self.file(witness, word: forged)) == "Checkpoint_OperatorMismatch")
      if place == 1 {
        var half = word
        half.before = nil
        #expect(Self.evidence(Self.file(witness, word: half)) == "Witness_WordMissing")
        half.before = word.after
        #expect(Self.evidence(Self.file(witness, word: half)) == "Witness_WordOfAnother")
      }
      var counted = block.block
      counted.header.receipts += 1
      let count = try BlockWitness(of: counted, after: before)
      #expect(
        Self.evidence(Self.file(count, word: try Self.word(counted.header, after: before.head, in: venue)))
          == "Witness_NotAttributable")
    }
  }

  @Test func replayFindsTheFirstBlockThatDoesNotFollow() throws {
    let run = try Self.run(5)
    for fault in 0..<5 {
      var replay = LogReplay(try Ledger(run[0].before.genesis))
      for (place, step) in run.enumerated() {
        guard place == fault else {
          _ = try replay.take(step.block.bytes, receipts: step.block.receiptBytes)
          continue
        }
        var altered = step.block.block
        altered.header.receiptsRoot = .zero
        do throws(LogFault) {
          _ = try replay.take(altered.bytes)
          Issue.record("block \(place) passes")
        } catch {
          guard case .differs(let height, let refusal, let witness?) = error else {
            Issue.record("\(error)")
            return
          }
          #expect(height == UInt64(place) + 1 && refusal.name == "Ledger_HeaderDiffers")
          #expect(Self.evidence(Self.file(witness)) == "unsigned")
        }
        do throws(LogFault) {
          _ = try replay.take([1, 2])
          Issue.record("bytes pass")
        } catch {
          guard case .unreadable = error else {
            Issue.record("\(error)")
            return
          }
        }
        do throws(LogFault) {
          _ = try replay.take(step.block.bytes, receipts: [])
          Issue.record("receipts pass")
        } catch {
          guard case .receiptsDiffer = error else {
            Issue.record("\(error)")
            return
          }
        }
      }
    }
  }

  /// Whatever an operation does, all that it reads is noted or stands in every witness.
  @Test func whatIsReadIsNotedOrStanding() throws {
    let empty = Block(header: try Self.run(1)[0].block.header, transactions: [])
    let standing = try #require(try Ledger(TestGenesis.make()).standingKeys(of: empty))
    var random = SeededGenerator(seed: 12)
    var state = try EntryTests.opened()
    for key in StateCodec.keys(of: state) where !key.isNoted {
      switch key {
      case .module, .feeRecipient: continue
      default: break
      }
      #expect(standing.contains(key), "\(key)")
    }
    for _ in 0..<400 {
      let operation = try RandomOperations.operation(state, &random)
      let before = state
      state.touches = TouchLog()
      let outcome = EntryTests.outcome(of: operation, &state)
      let needed = standing.union(state.touches?.keys ?? [])
      state.touches = nil
      let entries = needed.map { MapEntry(key: StateCodec.key($0), value: StateCodec.value($0, in: before)) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      var part = try StateCodec.state(from: entries, isPartial: true)
      part.isRecording = true
      let touches = TouchLog()
      part.touches = touches
      #expect(EntryTests.outcome(of: operation, &part) == outcome)
      #expect(touches.keys.subtracting(needed).isEmpty)
    }
  }
}
