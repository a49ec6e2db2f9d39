import Encoding
import FixedPoint
import Margin

/// What a line is called, as it was given.
enum LineIdentifier: Hashable {
  case text(String)
  case number(Int)

  init(_ json: JSONValue) throws(JSONError) {
    switch json.kind {
    case .string: self = .text(try json.string())
    case .number: self = .number(try json.smallInteger(Int.min...Int.max))
    default: throw json.refusal(.wrongType, expected: "a string or a whole number")
    }
  }

  func write(to json: inout JSONWriter) {
    json.key("id")
    switch self {
    case .text(let text): json.string(text)
    case .number(let number): json.number(number)
    }
  }

  var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    }
  }
}

/// The parameters and scenarios of the portfolio model.
struct PortfolioModel: Hashable, Sendable {
  var parameters: PortfolioParameters
  var scenarios: [Scenario]
}

/// What a line may leave out because the call or the file's header gives it.
struct LineDefaults: Sendable {
  /// Replaces the line's own parameters and scenarios.
  var model: PortfolioModel?
  /// For lines without a market of their own.
  var market: Market?
}

/// One line of the input of `ballast margin` (JS-4).
struct ModelLine {
  var id: LineIdentifier?
  var model: PortfolioModel
  var input: MarginInput

  /// Members that a line may carry and that change nothing.
  static let ignored = ["name", "kind", "note", "expected", "arranged"]
  static let members = ["id", "params", "scenarios", "portfolio", "market", "account"]

  init(_ json: JSONValue, defaults: LineDefaults) throws(JSONError) {
    try json.refuseUnknownMembers(Self.members + Self.ignored)
    if let value = try json.optionalMember("id") { id = try LineIdentifier(value) }
    if let given = defaults.model {
      model = given
    } else {
      model = PortfolioModel(
        parameters: try PortfolioParameters(json.member("params")),
        scenarios: try Scenario.list(json.member("scenarios")))
    }
    if let portfolio = try json.optionalMember("portfolio") {
      if let account = try json.optionalMember("account") {
        throw account.refusal(.unknownMember, expected: "either a portfolio or an account, and a portfolio stands beside it")
      }
      if let market = try json.optionalMember("market") {
        throw market.refusal(.unknownMember, expected: "no market beside a portfolio, which has its prices")
      }
      input = .portfolio(try Portfolio(portfolio))
      return
    }
    guard let account = try json.optionalMember("account") else {
      // Neither is there: what is missing is an account where there is a market for it.
      let missing = try json.optionalMember("market") == nil ? "portfolio" : "account"
      input = .portfolio(try Portfolio(json.member(missing)))
      return
    }
    let market: Market
    if let own = try json.optionalMember("market") {
      market = try Market(own)
    } else if let given = defaults.market {
      market = given
    } else {
      market = try Market(json.member("market"))
    }
    input = .account(try Account(account), market)
  }
}
