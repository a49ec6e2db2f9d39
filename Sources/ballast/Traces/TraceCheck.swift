import Clearing
import Encoding
import Ethereum
import FixedPoint

/// What the check of a trace may cost: a state is compared whole after every step.
enum TraceLimits {
  static let steps = 10_000
  /// Bytes of what one step changes.
  static let change = 1 << 16
  /// Of a trace of which something is claimed, because every state is kept.
  static let claimedSteps = 1_000
}

/// Replays a trace of the protocol, step by step (CL-55).
struct TraceCheck {
  /// The steps that agree.
  private(set) var steps = 0
  /// The steps after the first difference, which are not checked.
  private(set) var leftOut = 0
  /// What differs first, with the step.
  private(set) var difference: (step: String, JSONDifference)?
  private(set) var state: ClearingState

  /// Whether a document is a trace.
  static func recognises(_ root: JSONValue) -> Bool {
    guard root.kind == .object, let steps = try? root.optionalMember("steps") else { return false }
    return steps.kind == .array && (try? root.optionalMember("initialState")) != nil
  }

  /// - Parameter observe: is shown the venue after every step.
  init(_ root: JSONValue, observe: (ClearingState) -> Void = { _ in }) throws(JSONError) {
    try root.refuseUnknownMembers(["name", "description", "config", "initialState", "steps", "finalHeldOrder", "incident",
      "happened", "holds"])
    state = try ClearingState(trace: root.member("config"))
    let names = ["owner", "exchange", "guardian", "fees", "stranger"] + (1...12).map { "u\($0)" }
    var users: [Address: String] = [:]
    for name in names { users[TraceNames.address(name)] = name }
    let initial = try Self.bounded(root.member("initialState"))
    var expected = try TraceSnapshot(initial)
    var opened = state.accounts.map(\.manager)
    var found = TraceSnapshot(state, users: users, opened: opened)
    if let first = TraceSnapshot.difference(expected, found) {
      difference = ("the initial state", first)
      return
    }
    var claims = try TraceClaims(root)
    let all = try root.member("steps").elements()
    guard all.count <= TraceLimits.steps else {
      throw try root.member("steps").refusal(.outOfRange, expected: "at most \(TraceLimits.steps) steps")
    }
    for (index, step) in all.enumerated() {
      let label = "step \(index) (\(try step.member("op").string()))"
      let operation = try Operation(trace: step)
      leftOut = all.count - index - 1
      let (before, result) = (state.time, Self.answer(operation, &state))
      for place in state.accounts.indices.dropFirst(opened.count) { opened.append(state.accounts[place].manager) }
      if let first = try Self.differences(step, result, state).first {
        difference = (label, first)
        return
      }
      let change = try Self.bounded(step.member("state"))
      if let path = try expected.merge(change) {
        difference = (
          label,
          JSONDifference(path: "state." + path.joined(separator: "."), expected: "a change", found: "the value that was there")
        )
        return
      }
      // A refused operation moves nothing, and nothing moves with time unless time does.
      let isRefused = result.bytes.starts(with: Array("{\"revert\"".utf8)) && state.time == before
      if !isRefused || !Self.isUnchanged(by: step) { found = TraceSnapshot(state, users: users, opened: opened) }
      if let first = TraceSnapshot.difference(expected, found) {
        difference = (label, first)
        return
      }
      observe(state)
      claims.note(expected, try step.member("result"))
      steps += 1
    }
    let order = try JSONDocument(Self.heldOrder(state).bytes)
    if let first = try JSONDifference.between(root.member("finalHeldOrder"), order.root, path: "finalHeldOrder").first {
      difference = ("the end", first)
    } else if let first = try claims.difference() {
      difference = ("what must hold", first)
    }
  }

  private static func bounded(_ change: JSONValue) throws(JSONError) -> JSONValue {
    guard change.rawBytes.count <= TraceLimits.change else {
      throw change.refusal(.outOfRange, expected: "at most \(TraceLimits.change) bytes")
    }
    return change
  }

  private static func isUnchanged(by step: JSONValue) -> Bool {
    guard let change = try? step.member("state").objectMembers() else { return false }
    return change.count == 0
  }

  /// Runs an operation and writes its result as the trace does.
  private static func answer(_ operation: Operation, _ state: inout ClearingState) -> JSONWriter {
    var json = JSONWriter()
    json.beginObject()
    do {
      let receipt = try state.apply(operation)
      json.key("ok")
      json.bool(true)
      switch receipt {
      case .done, .applied, .tookEffect: break
      case .account(let number):
        json.key("account")
        json.number(Int(number))
      case .trade(let number):
        json.key("tradeId")
        json.decimal(number)
      case .burnt(let amount):
        json.key("burnt")
        json.decimal(amount)
      case .bid(let bid):
        for (name, value) in [
          ("finalPercentage", bid.part), ("cashFromBidder", bid.cashFromBidder), ("cashToBidder", bid.cashToBidder),
        ] {
          json.key(name)
          json.decimal(value)
        }
      case .reduced(let record):
        json.key("cash")
        json.decimal(record.cash)
        for (name, value) in [("discount", record.discount), ("notional", record.notional)] {
          json.key(name)
          json.decimal(value)
        }
      }
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    return json
  }

  private static func differences(
    _ step: JSONValue, _ result: JSONWriter, _ state: ClearingState
  ) throws(JSONError) -> [JSONDifference] {
    let time = try step.member("time").uint64()
    if time != state.time { return [JSONDifference(path: "time", expected: "\(time)", found: "\(state.time)")] }
    return try JSONDifference.between(step.member("result"), JSONDocument(result.bytes).root, path: "result")
  }

  private static func heldOrder(_ state: ClearingState) -> JSONWriter {
    var json = JSONWriter()
    json.beginObject()
    for (index, account) in state.accounts.enumerated() where !account.holdings.isEmpty {
      json.key("\(index + 1)")
      json.beginArray()
      for held in account.holdings { json.string(TraceNames.name(of: held.instrument)) }
      json.endArray()
    }
    json.endObject()
    return json
  }
}
