import Encoding

/// A trace of calls that is replayed from its first step (JS-14).
enum Trace {
  case feeds(FeedTrace)
  case actions(ActionTrace)

  /// What all traces have.
  static let members = ["name", "description", "config", "steps"]

  /// - Returns: nil where the value is no trace.
  init?(_ root: JSONValue) throws(JSONError) {
    guard root.kind == .object, let config = try root.optionalMember("config"),
      try root.optionalMember("steps") != nil
    else { return nil }
    try root.refuseUnknownMembers(Self.members)
    if try config.optionalMember("feeds") != nil {
      self = .feeds(try FeedTrace(config))
    } else {
      self = .actions(try ActionTrace(config))
    }
  }

  /// Differences in what the configuration says and could be computed.
  func checkConfiguration(_ config: JSONValue) throws(JSONError) -> [JSONDifference] {
    switch self {
    case .feeds(let trace): try trace.checkConfiguration(config)
    case .actions(let trace): try trace.checkConfiguration(config)
    }
  }

  /// Makes a step.
  /// - Returns: the differences to what the step expects, by paths from the step.
  mutating func run(_ step: JSONValue) throws(JSONError) -> [JSONDifference] {
    switch self {
    case .feeds(var trace):
      let differences = try trace.run(step)
      self = .feeds(trace)
      return differences
    case .actions(var trace):
      let differences = try trace.run(step)
      self = .actions(trace)
      return differences
    }
  }

  /// Differences of what a step expects in one member and what was found; a member that either lacks is one.
  static func difference(
    _ name: String, in step: JSONValue, _ write: (inout JSONWriter) -> Void
  ) throws(JSONError) -> [JSONDifference] {
    var json = JSONWriter()
    json.beginObject()
    write(&json)
    json.endObject()
    let found = try JSONDocument(json.bytes).root.optionalMember(name)
    switch (try step.optionalMember(name), found) {
    case (let expected?, let found?): return try JSONDifference.between(expected, found, path: name)
    case (let expected?, nil): return [JSONDifference(missing: expected, path: name)]
    case (nil, let found?):
      return [JSONDifference(path: name, expected: "nothing", found: String(decoding: found.rawBytes, as: UTF8.self))]
    case (nil, nil): return []
    }
  }

  static func difference(result: TraceResult, in step: JSONValue) throws(JSONError) -> [JSONDifference] {
    try difference("result", in: step) { json in
      json.key("result")
      json.result(result)
    }
  }

  static func difference(
    _ name: String, in step: JSONValue, text: String
  ) throws(JSONError) -> [JSONDifference] {
    try difference(name, in: step) { $0.member(name, text) }
  }
}
