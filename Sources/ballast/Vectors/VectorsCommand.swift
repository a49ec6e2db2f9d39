import Console
import Encoding
import FixedPoint
import Margin

/// `ballast vectors`: recomputes vector files and names every difference.
enum VectorsCommand {
  static let command = Command(
    name: "vectors check",
    summary: "recompute vector files and name every difference",
    positional: "FILE...",
    description: """
      Reads function files ({"function", "cases"}), traces of the protocol ({"config", "initialState", "steps"},
      up to the first difference), and JSON Lines: of the portfolio model (with "expected", and
      with "arranged" where arrangement is checked too), of the standard model (whose "params" have "markets"),
      of texts that must be refused ("line" and "refused"), of plans and discounts of graduated reduction ("plan",
      "rule"), and traces of signed feed messages and of signed
      actions ("config" and "steps"), of which each step is a case and the first difference is named. Computes
      every case and compares every member. A case without an expected result, a member that is missing and one
      that is not expected are differences.
      """,
    options: [
      OptionSpecification(name: "json", help: "write differences as JSON Lines"),
      OptionSpecification(name: "functions", help: "list the functions a file can name, and stop"),
    ],
    examples: ["ballast vectors check vectors/evm/*.json vectors/evm/*.jsonl"],
    run: { try run($0).rawValue })

  static func run(_ arguments: Arguments) throws -> ExitStatus {
    if arguments.has("functions") {
      try Console.write(VectorFunctions.names.joined(separator: "\n") + "\n")
      return .success
    }
    if arguments.positional.isEmpty {
      throw CommandFailure(.usage, "at least one file was expected; see ballast vectors check --help")
    }
    var status = ExitStatus.success
    for path in arguments.positional {
      var check = VectorCheck(path: path, asJSON: arguments.has("json"))
      do {
        try check.run(FileInput.bytes(of: path, atMost: 1 << 28))
      } catch let failure as CommandFailure {
        Ballast.program.say(failure.message)
        status = .badInput
        continue
      }
      try check.report()
      if check.isRefused { status = .badInput }
      if !check.isClean && status == .success { status = .difference }
    }
    return status
  }
}

/// The check of one file.
struct VectorCheck {
  let path: String
  let asJSON: Bool
  private(set) var passed = 0
  private(set) var failed = 0
  /// Steps of traces after the first difference, which are not checked.
  private(set) var leftOut = 0
  /// Whether the file is of no known form.
  private(set) var isRefused = false
  private var output: [UInt8] = []

  init(path: String, asJSON: Bool) {
    self.path = path
    self.asJSON = asJSON
  }

  var isClean: Bool { failed == 0 && !isRefused && passed > 0 }

  mutating func run(_ bytes: [UInt8]) throws {
    if let root = (try? JSONDocument(bytes))?.root {
      do {
        if let name = try? root.optionalMember("function") {
          try checkFunctions(root, name)
        } else if TraceCheck.recognises(root) {
          try checkTrace(root)
        } else {
          try checkDocument(root)
        }
      } catch let error as JSONError {
        refuse("line \(error.line(in: bytes))", error)
      }
    } else {
      try checkLines(bytes)
    }
    if passed + failed == 0 && !isRefused { fail("the file", "", "at least one case", "none") }
  }

  /// A single line, over as many lines of text as it likes, or an array of them (JS-1).
  private mutating func checkDocument(_ root: JSONValue) throws {
    if let trace = try Trace(root) { return try check(trace, root) }
    if root.kind != .array { return try checkLine(root, label: "line 1") }
    for (index, element) in try root.elements().enumerated() {
      let label = "element \(index + 1)"
      do {
        try checkLine(element, label: label)
      } catch let error as JSONError {
        refuse(label, error)
      }
    }
  }

  /// A trace, whose first difference alone is named: those after it may only follow from it (JS-14).
  private mutating func check(_ start: Trace, _ root: JSONValue) throws {
    var trace = start
    var first: (label: String, difference: JSONDifference)?
    if let difference = try trace.checkConfiguration(root.member("config")).first {
      first = ("configuration", difference)
      failed += 1
    }
    for (index, step) in try root.member("steps").elements().enumerated() {
      guard let difference = try trace.run(step).first else {
        passed += 1
        continue
      }
      failed += 1
      let call = try step.member("op").string()
      if first == nil { first = ("step \(index) (\(call))", difference) }
    }
    if let (label, difference) = first { note(label, difference.path, difference.expected, difference.found) }
  }

  private mutating func checkLines(_ bytes: [UInt8]) throws {
    var lines = JSONLines(bytes)
    var parser = JSONParser()
    var number = 0
    do {
      while let line = try lines.next() {
        number = line.number
        do {
          try checkLine(parser.parse(line.bytes).root, label: "line \(line.number)")
        } catch let error as JSONError {
          refuse("line \(line.number)", error)
        }
      }
    } catch let error as JSONError {
      refuse("line \(number + 1)", error)
    }
  }

  private mutating func checkFunctions(_ root: JSONValue, _ name: JSONValue) throws {
    try root.refuseUnknownMembers(["function", "cases"])
    let signature = try name.string()
    guard let function = VectorFunctions.named(signature) else {
      throw name.refusal(
        .outOfRange, expected: "a function that ballast vectors check --functions lists")
    }
    let cases = try root.member("cases").elements()
    for (index, element) in cases.enumerated() {
      do {
        try check(element, index, function)
      } catch let error as JSONError {
        refuse("case \(index)", error)
      }
    }
    if cases.isEmpty { fail("the file", "cases", "at least one case", "none") }
  }

  private mutating func check(
    _ element: JSONValue, _ index: Int, _ function: VectorFunctions.Evaluate
  ) throws {
    let label = "case \(index)"
    try element.refuseUnknownMembers(["in", "out", "revert", "note", "id"])
    var inputs: [String] = []
    for value in try element.member("in").elements() { inputs.append(try value.string()) }
    let out = try element.optionalMember("out")
    let revert = try element.optionalMember("revert")
    guard (out == nil) != (revert == nil) else {
      fail(label, "out", "either an out or a revert", out == nil ? "neither" : "both")
      return
    }
    var json = JSONWriter()
    json.beginObject()
    do {
      let results = try function(inputs)
      json.key("out")
      json.beginArray()
      for result in results { json.string(result) }
      json.endArray()
    } catch let error as VectorFunctions.Reverted {
      json.key("revert")
      json.string(error.name)
    } catch let error as VectorFunctions.BadArgument {
      throw try element.member("in").refusal(
        .wrongForm, expected: "\(error.expected) as argument \(error.index)")
    }
    json.endObject()
    var wanted = JSONWriter()
    wanted.beginObject()
    if let out {
      wanted.key("out")
      wanted.beginArray()
      for value in try out.elements() { wanted.string(try value.string()) }
      wanted.endArray()
    } else if let revert {
      wanted.key("revert")
      wanted.string(try revert.string())
    }
    wanted.endObject()
    try compare(wanted.bytes, json.bytes, label: label, at: "")
  }

  /// A trace of the protocol: its steps are the cases, up to the first that differs.
  private mutating func checkTrace(_ root: JSONValue) throws(JSONError) {
    let check = try TraceCheck(root)
    passed += check.steps
    leftOut += check.leftOut
    guard let (step, first) = check.difference else { return }
    fail(step, first.path, first.expected, first.found)
  }

  /// A line of one of the forms of JS-13, or of graduated reduction.
  private mutating func checkLine(_ root: JSONValue, label place: String) throws {
    var label = place
    if let id = try root.optionalMember("id") { label += " (id \(try LineIdentifier(id).text))" }
    if let refused = try root.optionalMember("refused") {
      try root.refuseUnknownMembers(["id", "note", "line", "refused"])
      var found = JSONWriter()
      Self.refusal(of: Array(try root.member("line").string().utf8)).write(to: &found)
      count(try JSONDifference.between(refused, JSONDocument(found.bytes).root, path: "refused"), label)
    } else if let params = try root.optionalMember("params"), params.kind == .object,
      try params.optionalMember("markets") != nil
    {
      try checkStandard(root, label: label)
    } else if try root.optionalMember("plan") != nil {
      try checkPlan(root, label: label)
    } else if try root.optionalMember("rule") != nil {
      try checkDiscount(root, label: label)
    } else {
      try checkPortfolio(root, label: label)
    }
  }

  private mutating func checkStandard(_ root: JSONValue, label: String) throws {
    try root.refuseUnknownMembers(["id", "name", "kind", "note", "params", "portfolio", "expected"])
    let parameters = try StandardParameters(root.member("params"))
    let portfolio = try StandardPortfolio(root.member("portfolio"))
    guard let expected = try root.optionalMember("expected") else {
      fail(label, "expected", "an expected result", "nothing")
      return
    }
    var json = JSONWriter()
    json.beginObject()
    do throws(MarginError) {
      try StandardMargin(portfolio, parameters: parameters).writeMembers(to: &json)
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    count(try JSONDifference.between(expected, JSONDocument(json.bytes).root, path: "expected"), label)
  }

  private mutating func checkPortfolio(_ root: JSONValue, label: String) throws {
    let line = try ModelLine(root, defaults: LineDefaults())
    guard let expected = try root.optionalMember("expected") else {
      fail(label, "expected", "an expected result", "nothing")
      return
    }
    var portfolio: Portfolio?
    var json = JSONWriter()
    json.beginObject()
    do throws(MarginError) {
      let arranged = try line.input.arranged(line.model.parameters)
      portfolio = arranged
      try PortfolioMargin(arranged, parameters: line.model.parameters, scenarios: line.model.scenarios)
        .writeMembers(to: &json)
    } catch {
      json.key("revert")
      json.string(error.name)
    }
    json.endObject()
    var differences: [JSONDifference] = []
    if let wanted = try root.optionalMember("arranged") {
      differences = try Self.differences(arranged: wanted, portfolio)
    }
    differences += try JSONDifference.between(expected, JSONDocument(json.bytes).root, path: "expected")
    count(differences, label)
  }

  /// What arrangement made, which is to be as in the line even where the margin then fails; where
  /// arrangement fails there is none.
  private static func differences(
    arranged wanted: JSONValue, _ portfolio: Portfolio?
  ) throws(JSONError) -> [JSONDifference] {
    guard let portfolio else {
      return wanted.isNull ? [] : [JSONDifference(missing: wanted, path: "arranged")]
    }
    var writer = JSONWriter()
    portfolio.write(to: &writer)
    return try JSONDifference.between(wanted, JSONDocument(writer.bytes).root, path: "arranged")
  }

  private mutating func compare(
    _ expected: [UInt8], _ found: [UInt8], label: String, at prefix: String
  ) throws {
    count(
      try JSONDifference.between(JSONDocument(expected).root, JSONDocument(found).root, path: prefix), label)
  }

  mutating func count(_ differences: [JSONDifference], _ label: String) {
    if differences.isEmpty {
      passed += 1
      return
    }
    for difference in differences {
      note(label, difference.path, difference.expected, difference.found)
    }
    failed += 1
  }

  mutating func fail(_ label: String, _ place: String, _ expected: String, _ found: String) {
    failed += 1
    note(label, place, expected, found)
  }

  private mutating func refuse(_ label: String, _ error: JSONError) {
    isRefused = true
    note(label, error.path, error.expected, error.found)
  }

  private mutating func note(_ label: String, _ place: String, _ expected: String, _ found: String) {
    guard asJSON else {
      output += Array("\(path): \(label): \(place): expected \(expected), found \(found)\n".utf8)
      return
    }
    var json = JSONWriter()
    json.beginObject()
    for (key, text) in [
      ("file", path), ("case", label), ("path", place), ("expected", expected), ("found", found),
    ] {
      json.key(key)
      json.string(text)
    }
    json.endObject()
    output += json.bytes + [10]
  }

  /// Writes the differences, and the counts on standard error where the differences are JSON.
  func report() throws {
    try Console.write(output)
    let verdict = isClean ? "" : " - NOT all cases agree"
    let skipped = leftOut == 0 ? "" : ", \(leftOut) left out after the first difference"
    let summary = "\(path): \(passed) passed, \(failed) failed\(skipped)\(isRefused ? ", some were refused" : "")\(verdict)"
    if asJSON { Console.say(summary) } else { try Console.write(summary + "\n") }
  }
}
