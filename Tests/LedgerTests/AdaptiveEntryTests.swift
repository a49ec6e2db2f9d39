import Clearing
import FixedPoint
import Commitment
import Margin
import TestSupport
import Testing

@testable import Ledger

/// AM-13 to AM-15: settings, levels and events of adaptive margin go there and back.
@Suite struct AdaptiveEntryTests {
  static func settings(_ state: ClearingState) -> [AdaptiveSettings?] {
    state.managers.map { manager in
      guard case .portfolio(let model) = manager.model else { return nil }
      let inputs: [AdaptiveInput] = [
        .realised(seconds: 1), .implied(expiries: [2, 3], tenor: 4), .confidence, .peg(PegReference(price: 5, market: 0)),
        .peg(PegReference()), .interest(reference: 6), .size(depth: 7), .share(least: 8),
      ]
      return AdaptiveSettings(
        grace: 9,
        rules: inputs.map {
          AdaptiveRule(
            asset: .option(model.option), parameter: .requirement, input: $0,
            curve: AdaptiveCurve([.init(at: 1, add: 2), .init(at: 3, add: 4)]), step: 10, notice: 11, calm: 12)
        })
    }
  }

  static func state() throws -> ClearingState {
    var state = try EntryTests.opened()
    for (place, settings) in settings(state).enumerated() {
      guard let settings else { continue }
      _ = try state.apply(.set(.manager(place, .adaptive(settings)), caller: state.owner))
      let level = AdaptiveLevel(
        level: 1, since: 2, announced: 3, binds: 4, past: [.init(level: 5, until: 6), .init(level: .max, until: .max)],
        volatility: RealisedVolatility(variance: 7, last: 8, seen: 9))
      _ = state.restore(.levels(place, Array(repeating: level, count: 8)), isPartial: false)
    }
    return state
  }

  @Test func aStateIsReadBack() throws {
    let state = try Self.state()
    let entries = StateCodec.entries(of: state)
    let read = try StateCodec.state(from: entries)
    #expect(StateCodec.entries(of: read) == entries)
    #expect(read.managers.map(\.adaptive) == state.managers.map(\.adaptive))
    #expect(read.waterfall.levels == state.waterfall.levels && !state.waterfall.levels.isEmpty)
  }

  @Test func nothingIsWrittenOfWhatIsOff() throws {
    let state = try EntryTests.opened()
    for place in state.managers.indices {
      #expect(StateCodec.value(.levels(place), in: state) == nil)
      let text = String(decoding: StateCodec.value(.manager(place), in: state) ?? [], as: UTF8.self)
      #expect(!text.contains("adaptive"))
    }
  }

  @Test func levelsWithoutRulesAreRefused() throws {
    var state = try Self.state()
    let place = try #require(state.waterfall.levels.keys.first)
    let level = try #require(state.waterfall.levels[place]?.first)
    _ = state.restore(.levels(place, Array(repeating: level, count: 9)), isPartial: false)
    let entries = StateCodec.entries(of: state)
    #expect(throws: LedgerRefusal.unsoundState) { try StateCodec.state(from: entries) }
  }

  /// A venue in which levels and windows move.
  static func moving() throws -> ClearingState {
    var state = try EntryTests.opened()
    // The table is read, where no signed feed is a source.
    for place in state.feeds.markets.indices { state.feeds.markets[place].sources = nil }
    state.feeds.stableSource = nil
    for operation in RandomOperations.prices(2_000) { _ = try state.apply(operation) }
    let curve = AdaptiveCurve([.init(at: .zero, add: .zero), .init(at: Wad.wide, add: UInt256(Wad.one / 100))])
    func rule(_ asset: Asset, _ input: AdaptiveInput) -> AdaptiveRule {
      AdaptiveRule(
        asset: asset, parameter: .requirement, input: input, curve: curve, step: UInt256(Wad.one / 100), notice: 1, calm: 1)
    }
    let rules = [
      rule(.base(0), .peg(PegReference(price: TestGenesis.price(2_100)))), rule(.perp(0), .realised(seconds: 60)),
      rule(.option(0), .implied(expiries: [TestGenesis.expiry], tenor: 0)),
      rule(.perp(0), .share(least: Wad.wide)), rule(.perp(0), .size(depth: TestGenesis.price(1_000_000))),
    ]
    for manager in [TestGenesis.standard, TestGenesis.portfolio] {
      let settings = AdaptiveSettings(grace: 10, rules: rules)
      _ = try state.apply(.set(.manager(manager, .adaptive(settings)), caller: state.owner))
    }
    let limit = InterestLimit(seconds: 60, growth: [.perp(0): TestGenesis.price(20), .option(0): TestGenesis.price(20)])
    _ = try state.apply(.set(.interestLimit(limit), caller: state.owner))
    return state
  }

  /// What is read and not written must be what a witness needs, and the root follows what changed.
  @Test func aPartOfTheStateThatWasTouchedIsEnough() throws {
    var random = SeededGenerator(seed: 26)
    var state = try Self.moving()
    var kinds: Set<String> = []
    var outcomes: [String: Int] = [:]
    for number in 0..<300 {
      var operation = try RandomOperations.operation(state, &random)
      if number % 5 == 0 {
        let transfer = Transfer(
          from: number % 10 == 0 ? 2 : 3, to: number % 10 == 0 ? 3 : 2, instrument: SubAsset(.perp(0)), amount: TestGenesis.wad(1))
        operation = .trade([transfer], caller: TestGenesis.executor)
      }
      let before = state
      let touches = TouchLog()
      state.touches = touches
      _ = state.takeChangedKeys()
      let refusal = EntryTests.outcome(of: operation, &state)
      state.touches = nil
      if number % 5 == 0 { outcomes[refusal, default: 0] += 1 }
      let changed = state.takeChangedKeys()
      let needed = Set(StateCodec.keys(of: before).filter { !$0.isNoted }).union(touches.keys).union(changed)
      let entries = needed.map { MapEntry(key: StateCodec.key($0), value: StateCodec.value($0, in: before)) }
        .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      var part = try StateCodec.state(from: entries, isPartial: true)
      part.isRecording = true
      #expect(EntryTests.outcome(of: operation, &part) == refusal)
      #expect(part.takeChangedKeys() == changed)
      for key in changed {
        #expect(StateCodec.value(key, in: part) == StateCodec.value(key, in: state))
        if case .levels = key { kinds.insert("levels") }
        if case .interest = key { kinds.insert("interest") }
      }
    }
    #expect(kinds == ["levels", "interest"], "\(outcomes)")
    let entries = StateCodec.entries(of: state)
    #expect(StateCodec.entries(of: try StateCodec.state(from: entries)) == entries)
  }

  /// An altered state is refused, or is one that nothing traps in.
  @Test func hostileEntriesAreRefusedAndNothingTraps() throws {
    let entries = StateCodec.entries(of: try Self.moving())
    let own = entries.indices.filter { [0x08, 0x25, 0x26].contains(entries[$0].key.first ?? 0) }
    var random = SeededGenerator(seed: 27)
    for _ in 0..<1_500 {
      var altered = entries
      guard let place = own.randomElement(using: &random) else { return }
      if Bool.random(using: &random) {
        altered[place].key = EntryTests.altered(altered[place].key, &random)
      } else {
        altered[place].value = EntryTests.altered(altered[place].value ?? [], &random)
      }
      guard var state = try? StateCodec.state(from: altered) else { continue }
      #expect(StateCodec.entries(of: state) == altered)
      for operation in RandomOperations.prices(1_900) { _ = try? state.apply(operation) }
      for number in 1...6 as ClosedRange<AccountNumber> { _ = try? state.isProtected(number) }
    }
  }

  @Test func eventsGoThereAndBack() throws {
    for event in [
      .levelAnnounced(manager: 1, rule: 15, .max, binds: .max), .levelAnnounced(manager: 0, rule: 0, .zero, binds: 0),
      .levelMoved(manager: 2, rule: 3, 4, since: 5),
    ] as [Event] {
      var writer = ByteWriter()
      writer.event(event)
      var reader = ByteReader(writer.bytes)
      #expect(try reader.event() == event)
      try reader.end()
    }
  }
}
