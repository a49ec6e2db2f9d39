import Clearing
import Commitment
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Ledger

/// LG-5 to LG-8: the state and its entries are each other's images, whatever was done.
@Suite struct EntryTests {
  struct Run {
    var seed: UInt64
    var blocks: Int
  }

  static func opened() throws -> ClearingState {
    var state = try TestGenesis.make().state()
    state.isRecording = true
    for operation in RandomOperations.opening(accounts: 6) { _ = try state.apply(operation) }
    return state
  }

  /// The name by which an operation is refused, or `done`.
  static func outcome(of operation: Operation, _ state: inout ClearingState) -> String {
    do throws(ClearingRefusal) {
      _ = try state.apply(operation)
      return "done"
    } catch {
      return error.name
    }
  }

  static func update(_ map: inout StateMap, _ state: inout ClearingState) throws {
    try map.update(
      state.takeChangedKeys().map { MapEntry(key: StateCodec.key($0), value: StateCodec.value($0, in: state)) })
  }

  @Test func theRootFollowsWhatChanged() throws {
    var accepted = 0
    forAll(20) { generator in
      Run(seed: generator.next(), blocks: 40)
    } shrink: { run in
      run.blocks > 1 ? [Run(seed: run.seed, blocks: run.blocks / 2), Run(seed: run.seed, blocks: run.blocks - 1)] : []
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var state = try Self.opened()
      var map = try Ledger.map(of: StateCodec.entries(of: state))
      _ = state.takeChangedKeys()
      for _ in 0..<run.blocks {
        for _ in 0..<5 {
          if (try? state.apply(RandomOperations.operation(state, &random))) != nil { accepted += 1 }
        }
        try Self.update(&map, &state)
        let entries = StateCodec.entries(of: state)
        if try Ledger.map(of: entries).root != map.root { return false }
        // Every entry's key is the key of the part that it names.
        for entry in entries where try StateCodec.key(StateCodec.key(entry.key)) != entry.key { return false }
      }
      return true
    }
    #expect(accepted > 1_000)
  }

  @Test func aStateReadBackGoesOnAsBefore() throws {
    forAll(10) { generator in
      Run(seed: generator.next(), blocks: 20)
    } holds: { run in
      var random = SeededGenerator(seed: run.seed)
      var state = try Self.opened()
      for _ in 0..<run.blocks {
        for _ in 0..<5 { _ = try? state.apply(RandomOperations.operation(state, &random)) }
        var other = try StateCodec.state(from: StateCodec.entries(of: state))
        if StateCodec.entries(of: other) != StateCodec.entries(of: state) { return false }
        for _ in 0..<5 {
          let operation = try RandomOperations.operation(state, &random)
          if Self.outcome(of: operation, &state) != Self.outcome(of: operation, &other) { return false }
        }
        if StateCodec.entries(of: other) != StateCodec.entries(of: state) { return false }
      }
      return true
    }
  }

  @Test func aBlockIsTakenBackWhole() throws {
    var random = SeededGenerator(seed: 3)
    var state = try Self.opened()
    for _ in 0..<20 {
      let before = StateCodec.entries(of: state)
      state.beginBlock()
      for _ in 0..<8 { _ = try? state.apply(RandomOperations.operation(state, &random)) }
      state.takeBackBlock()
      #expect(StateCodec.entries(of: state) == before)
      #expect(state.events.isEmpty)
      _ = try? state.apply(RandomOperations.operation(state, &random))
      _ = state.takeEvents()
    }
  }

  @Test func eventsOfARefusalAreTakenBack() throws {
    var random = SeededGenerator(seed: 5)
    var state = try Self.opened()
    _ = state.takeEvents()
    for _ in 0..<300 {
      do {
        _ = try state.apply(RandomOperations.operation(state, &random))
        for event in state.takeEvents() {
          var writer = ByteWriter()
          writer.event(event)
          var reader = ByteReader(writer.bytes)
          #expect(try reader.event() == event)
          #expect(reader.left == 0)
        }
      } catch {
        #expect(state.events.isEmpty)
      }
    }
  }

  /// What is read and not written must be what a witness needs: everything else is left out here.
  @Test func aPartOfTheStateThatWasTouchedIsEnough() throws {
    var random = SeededGenerator(seed: 9)
    var state = try Self.opened()
    var done = 0
    for _ in 0..<200 {
      let operation = try RandomOperations.operation(state, &random)
      let before = state
      let touches = TouchLog()
      state.touches = touches
      _ = state.takeChangedKeys()
      let refusal = Self.outcome(of: operation, &state)
      state.touches = nil
      let changed = state.takeChangedKeys()
      let needed = Set(StateCodec.keys(of: before).filter { !$0.isNoted }).union(touches.keys).union(changed)
      let entries = needed.map { MapEntry(key: StateCodec.key($0), value: StateCodec.value($0, in: before)) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      var part = try StateCodec.state(from: entries, isPartial: true)
      part.isRecording = true
      #expect(Self.outcome(of: operation, &part) == refusal)
      #expect(part.takeChangedKeys() == changed)
      for key in changed { #expect(StateCodec.value(key, in: part) == StateCodec.value(key, in: state)) }
      if refusal == "done" { done += 1 }
    }
    #expect(done > 50)
  }

  @Test func hostileEntriesAreRefusedAndNothingTraps() throws {
    let entries = StateCodec.entries(of: try Self.opened())
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2_000 {
      var altered = entries
      let place = Int.random(in: altered.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: altered.remove(at: place)
      case 1: altered[place].key = Self.altered(altered[place].key, &random)
      case 2: altered.insert(altered[place], at: place)
      default: altered[place].value = Self.altered(altered[place].value ?? [], &random)
      }
      if let state = try? StateCodec.state(from: altered) {
        // What is not refused is written as it was read.
        #expect(StateCodec.entries(of: state) == altered)
      }
    }
    // A number of accounts is no reason to make room for them.
    var clock = ByteWriter()
    for value in [TestGenesis.start, 0, UInt64(LedgerLimits.accounts)] { clock.integer(value) }
    let many = entries.map {
      $0.key == StateCodec.key(.clock) ? MapEntry(key: $0.key, value: clock.bytes) : $0
    }
    #expect(throws: LedgerRefusal.self) { try StateCodec.state(from: many) }
  }

  static func altered(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
    case 1: if !bytes.isEmpty { bytes.removeLast() }
    default:
      if !bytes.isEmpty { bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
    }
    return bytes
  }
}
