import Encoding
import Ethereum

/// The arguments of a parameter, with what a venue calls its parts.
struct ParameterReader {
  enum Model {
    case standard
    case portfolio
  }

  var args: JSONValue
  var directory: Directory

  func value() throws(JSONError) -> JSONValue { try args.member("value") }

  /// The settings of a step that can be switched off, by null.
  func setting<Setting>(_ read: (JSONValue) throws(JSONError) -> Setting) throws(JSONError) -> Setting? {
    let value = try value()
    return value.isNull ? nil : try read(value)
  }

  func market() throws(JSONError) -> String { try args.member("market").string() }

  func account() throws(JSONError) -> AccountNumber {
    AccountNumber(try args.member("account").smallInteger(0...Int(UInt32.max)))
  }

  func asset() throws(JSONError) -> Asset { try directory.asset(args.member("asset")) }

  func perp() throws(JSONError) -> Int { try directory.perp(args.member("asset")) }

  func base() throws(JSONError) -> Int { try directory.base(args.member("asset")) }

  func manager() throws(JSONError) -> Int { try directory.manager(args.member("manager")) }

  /// The manager of a group of margin parameters, or the first of the model where none is named.
  func manager(of model: Model) throws(JSONError) -> Int {
    if let named = try args.optionalMember("manager") { return try directory.manager(named) }
    let first = model == .standard ? directory.firstStandard : directory.firstPortfolio
    guard let first else { throw args.refusal(.missingMember, expected: "manager") }
    return first
  }

  func address(_ member: String) throws(JSONError) -> Address { try directory.address(args.member(member)) }

  /// The name of a module's kind; null for none.
  func moduleKind() throws(JSONError) -> ModuleKind? {
    let value = try args.member("kind")
    if value.isNull { return nil }
    guard let kind = ModuleKind(rawValue: try value.string()) else {
      let known = ModuleKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw value.refusal(.outOfRange, expected: "null or one of \(known)")
    }
    return kind
  }

  /// A version of the rules, also one of names that this program does not know.
  func ruleVersion() throws(JSONError) -> RuleVersion {
    let corrections = try args.member("corrections")
    var names: [String] = []
    for name in try corrections.elements() { names.append(try name.string()) }
    let version = RuleVersion(
      height: try args.member("height").uint64(), version: try args.member("version").uint64(), names: names)
    guard version.isWellNamed else {
      throw corrections.refusal(.outOfRange, expected: "names of letters and digits, rising, each once")
    }
    return version
  }

  /// A reading of the table: `stable`, a collateral's feed, or a market and what is read of it.
  func reading() throws(JSONError) -> FeedName {
    let value = try args.member("feed")
    let name = try value.string()
    if name == "stable" { return .stable }
    if let place = directory.collateralFeeds.firstIndex(of: name) { return .collateral(place) }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let market = parts.dropLast().joined(separator: ".")
    if let place = directory.markets.firstIndex(of: market) {
      switch parts.last {
      case "spot": return .spot(market: place)
      case "mark": return .mark(market: place)
      case "impact": return .impact(market: place)
      case "fwd": return .forward(market: place)
      case "vol": return .volatility(market: place)
      case "rate": return .rate(market: place)
      default: break
      }
    }
    throw value.refusal(.outOfRange, expected: "stable, a collateral's feed, or a market and a reading of it")
  }
}
