import Encoding
import Ethereum
import FixedPoint

/// Parameters that the owner of the venue has announced, and that take effect later (MO-28, MO-29).
public struct Governance: Hashable, Sendable {
  /// Seconds between an announcement and its effect.
  public internal(set) var delay: UInt64
  /// By number.
  public internal(set) var scheduled: [UInt64: ScheduledParameter] = [:]
  /// The number of the last announcement.
  public internal(set) var lastScheduled: UInt64 = 0
  /// The versions of the rules by rising height: those that held, the one that holds, those to come.
  public internal(set) var versions: [RuleVersion]

  public init(delay: UInt64 = 0, versions: [RuleVersion] = [.first]) {
    (self.delay, self.versions) = (delay, versions)
  }
}

/// A parameter that takes effect at a time.
public struct ScheduledParameter: Hashable, Sendable {
  /// Unix seconds.
  public var due: UInt64
  /// One parameter in canonical JSON (MO-30).
  public var parameter: [UInt8]

  public init(due: UInt64, parameter: [UInt8]) {
    (self.due, self.parameter) = (due, parameter)
  }
}

/// What the owner of the venue signs (MO-28).
public struct GovernanceData: ModuleData {
  public enum Call: UInt64, Hashable, Sendable, CaseIterable {
    case schedule
    /// Takes an announcement back, by its number.
    case cancel
  }

  public var call: Call
  /// Of what is cancelled.
  public var number: UInt256
  /// What is scheduled.
  public var parameter: [UInt8]

  public static func schedule(_ parameter: [UInt8]) -> GovernanceData {
    GovernanceData(call: .schedule, number: .zero, parameter: parameter)
  }

  public static func cancel(_ number: UInt64) -> GovernanceData {
    GovernanceData(call: .cancel, number: UInt256(number), parameter: [])
  }

  private init(call: Call, number: UInt256, parameter: [UInt8]) {
    (self.call, self.number, self.parameter) = (call, number, parameter)
  }

  public init(decoding bytes: [UInt8]) throws(ABIDecodingError) {
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.arguments(words: 3)
    call = try decoder.choice(list, 0)
    number = try decoder.uint256(list, 1)
    parameter = Array(try decoder.bytes(list, 2))
  }

  public var values: [ABIValue] { [.unsigned(UInt256(call.rawValue)), .unsigned(number), .bytes(parameter)] }
}

extension ClearingState {
  mutating func executeGovernance(_ call: MatchedCall) throws(ClearingRefusal) {
    let action = try single(call, account: .zero)
    try requireOwnersSignature(action)
    guard action.owner == owner else { throw .action(.unauthorized(caller: action.owner)) }
    let data = try GovernanceData(action.data)
    try useNonce(of: action)
    switch data.call {
    case .schedule: try schedule(data.parameter)
    case .cancel:
      guard let number = UInt64(fitting: data.number), governance.scheduled[number] != nil else {
        throw .module(.noSuchScheduled(data.number))
      }
      set(scheduled: nil, number)
      emit(.cancelled(number))
    }
  }

  /// Announces a parameter that could be set now.
  private mutating func schedule(_ bytes: [UInt8]) throws(ClearingRefusal) {
    let parameter = try Parameter(bytes, directory)
    try rehearse { (state) throws(ClearingRefusal) in try state.take(parameter) }
    guard governance.scheduled.count < ActionLimits.maximumScheduled else {
      throw .module(.tooManyScheduled(limit: ActionLimits.maximumScheduled))
    }
    let due = try checked { () throws(ArithmeticError) in
      let (due, overflow) = time.addingReportingOverflow(governance.delay)
      guard !overflow else { throw .overflow }
      return due
    }
    addScheduled(ScheduledParameter(due: due, parameter: bytes))
  }

  private mutating func take(_ parameter: Parameter) throws(ClearingRefusal) {
    try require(parameter)
    try set(parameter, by: owner)
  }

  /// The announcements whose time has come, in the order in which they take effect.
  public var dueParameters: [UInt64] {
    governance.scheduled.filter { $0.value.due <= time }
      .sorted { ($0.value.due, $0.key) < ($1.value.due, $1.key) }.map(\.key)
  }

  /// Sets a parameter whose time has come. One that is refused now is done with as well.
  /// - Returns: what it was refused for.
  mutating func takeEffect(_ number: UInt64) throws(ClearingRefusal) -> ClearingRefusal? {
    guard let scheduled = governance.scheduled[number], scheduled.due <= time else {
      throw .module(.noSuchScheduled(UInt256(number)))
    }
    set(scheduled: nil, number)
    let refusal = attempt { (state) throws(ClearingRefusal) in
      try state.take(Parameter(scheduled.parameter, state.directory))
    }
    emit(.tookEffect(number, refusal: refusal?.name))
    return refusal
  }
}

extension Parameter {
  /// One parameter in canonical JSON (MO-30).
  /// - Throws: `.module` of `invalidParameter`.
  public init(_ bytes: [UInt8], _ directory: Directory) throws(ClearingRefusal) {
    do throws(JSONError) {
      let root = try JSONDocument(bytes).root
      guard try root.canonicalBytes() == bytes else { throw root.refusal(.wrongForm, expected: "canonical JSON") }
      try root.refuseUnknownMembers(["args", "param"])
      self = try Parameter(root.member("param"), root.member("args"), directory)
    } catch {
      throw .module(.invalidParameter(error.message))
    }
  }
}
