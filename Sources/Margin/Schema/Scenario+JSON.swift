import Encoding
import FixedPoint

extension Scenario {
  /// Reads one scenario (schema `scenarios`, JS-6).
  public init(_ json: JSONValue) throws(JSONError) {
    try json.refuseUnknownMembers(["spotShock", "volShock", "dampeningFactor"])
    let move = try json.member("volShock")
    guard let volShock = VolatilityMove(rawValue: try move.string()) else {
      throw move.refusal(
        .wrongForm,
        expected: "one of " + VolatilityMove.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self.init(
      spotShock: try json.uint("spotShock"), volShock: volShock,
      dampeningFactor: try json.uint("dampeningFactor"))
  }

  /// Reads a scenario list; an empty one is allowed here and refused by the model.
  public static func list(_ json: JSONValue) throws(JSONError) -> [Scenario] {
    let elements = try json.elements()
    if elements.count > SchemaLimits.scenarios {
      throw json.refusal(.outOfRange, expected: "at most \(SchemaLimits.scenarios) scenarios")
    }
    var scenarios: [Scenario] = []
    scenarios.reserveCapacity(elements.count)
    for element in elements { scenarios.append(try Scenario(element)) }
    return scenarios
  }

  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("spotShock")
    json.decimal(spotShock)
    json.key("volShock")
    json.string(volShock.rawValue)
    json.key("dampeningFactor")
    json.decimal(dampeningFactor)
    json.endObject()
  }
}
