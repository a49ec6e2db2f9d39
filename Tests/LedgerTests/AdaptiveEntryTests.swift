import Clearing
import FixedPoint
import Margin
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
