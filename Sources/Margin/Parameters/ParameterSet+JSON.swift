import Encoding

extension ParameterSet {
  /// The format that this reader knows (PS-2).
  public static var format: Int { 1 }

  /// Reads a parameter set and tests its bounds (PS-1 to PS-5); the stated hash is not compared.
  /// - Throws: `ParameterSetError`: first what is wrong with the text, then a breach of bounds.
  public init(_ bytes: [UInt8]) throws(ParameterSetError) {
    do throws(JSONError) {
      try self.init(JSONDocument(bytes).root)
    } catch { throw .document(error) }
    do throws(BoundsError) {
      try checkBounds()
    } catch { throw .bounds(error) }
  }

  private init(_ json: JSONValue) throws(JSONError) {
    let format = try json.member("ballastParameterSet")
    if try format.smallInteger(1...Int.max) != Self.format {
      throw format.refusal(.outOfRange, expected: "the format version \(Self.format)")
    }
    let model = try json.member("model")
    let kind = try model.string()
    guard Model.names.contains(kind) else {
      throw model.refusal(
        .wrongForm, expected: "one of " + Model.names.map { "\"\($0)\"" }.joined(separator: ", "))
    }
    try json.refuseUnknownMembers(
      ["ballastParameterSet", "name", "version", "model", "description", "source", "hash"]
        + Self.contents(of: kind))
    name = try json.member("name").setName()
    version = try json.member("version").smallInteger(1...1_000_000)
    description = try json.member("description").prose()
    source = try json.member("source").prose()
    statedHash = try json.member("hash").hash()
    self.model = try Model(kind, json)
    canonicalBytes = try json.canonicalBytes(omitting: "hash")
  }

  private static func contents(of kind: String) -> [String] {
    switch kind {
    case "portfolio": ["params", "scenarios"]
    case "standard": ["params"]
    default: ["scenarios"]
    }
  }

  /// Writes the set in the form that is read, with the hash it states.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("ballastParameterSet")
    json.number(Self.format)
    json.key("name")
    json.string(name)
    json.key("version")
    json.number(version)
    json.key("model")
    json.string(model.name)
    json.key("description")
    json.string(description)
    json.key("source")
    json.string(source)
    json.key("hash")
    json.string(hash)
    model.write(to: &json)
    json.endObject()
  }

  /// Tests every number as the protocol's setters do (PM-32, SM-17).
  /// - Throws: `BoundsError` with the path in the file.
  public func checkBounds() throws(BoundsError) {
    switch model {
    case .portfolio(let parameters, let scenarios):
      try parameters.checkBounds()
      try Scenario.checkBounds(scenarios)
    case .standard(let parameters):
      try parameters.checkBounds()
    case .scenarios(let scenarios):
      try Scenario.checkBounds(scenarios)
    }
  }
}

extension ParameterSet.Model {
  init(_ kind: String, _ json: JSONValue) throws(JSONError) {
    switch kind {
    case "portfolio":
      self = .portfolio(
        try PortfolioParameters(json.member("params")), scenarios: try Scenario.list(json.member("scenarios")))
    case "standard":
      self = .standard(try StandardParameters(json.member("params")))
    default:
      self = .scenarios(try Scenario.list(json.member("scenarios")))
    }
  }

  func write(to json: inout JSONWriter) {
    switch self {
    case .portfolio(let parameters, let scenarios):
      json.key("params")
      parameters.write(to: &json)
      Self.write(scenarios, to: &json)
    case .standard(let parameters):
      json.key("params")
      parameters.write(to: &json)
    case .scenarios(let scenarios):
      Self.write(scenarios, to: &json)
    }
  }

  private static func write(_ scenarios: [Scenario], to json: inout JSONWriter) {
    json.key("scenarios")
    json.beginArray()
    for scenario in scenarios { scenario.write(to: &json) }
    json.endArray()
  }
}

extension JSONValue {
  /// A parameter set's name.
  fileprivate func setName() throws(JSONError) -> String {
    let name = try string()
    let isName = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard isName, (1...SchemaLimits.nameBytes).contains(name.utf8.count) else {
      throw refusal(
        .wrongForm,
        expected: "a name of 1 to \(SchemaLimits.nameBytes) lower-case letters, digits and hyphens")
    }
    return name
  }

  /// A text for people.
  fileprivate func prose() throws(JSONError) -> String {
    let text = try string()
    guard text.utf8.count <= SchemaLimits.proseBytes else {
      throw refusal(.outOfRange, expected: "at most \(SchemaLimits.proseBytes) bytes")
    }
    return text
  }

  /// 32 bytes in canonical hexadecimal (AR-20).
  fileprivate func hash() throws(JSONError) -> [UInt8] {
    let text = try string()
    guard text.utf8.count == 66, let bytes = Hex.decode(text), Hex.encode(bytes) == text else {
      throw refusal(.wrongForm, expected: "a hash: 0x and 64 lower-case hexadecimal digits")
    }
    return bytes
  }
}
