import Clearing
import Encoding
import Ethereum

/// What the traces of the protocol call assets, managers, markets and users.
enum TraceNames {
  static let markets = ["eth", "btc"]
  static let bases = ["base.eth", "base.btc", "base.wsteth", "base.junk"]
  static let managers = ["manager.srm", "manager.pmrm.eth"]
  static let standard = 0
  static let portfolio = 1
  static let options = markets.map { "option." + $0 }
  static let perps = markets.map { "perp." + $0 }
  /// The collateral with a feed of its own.
  static let ownFeed = "base.wsteth"

  /// The address that stands for a user or contract of this name.
  static func address(_ name: String) -> Address {
    Address(Keccak256.hash(name).bytes.suffix(20)) ?? .zero
  }

  static func name(of asset: Asset) -> String {
    switch asset {
    case .cash: "cash"
    case .option(let index): options[index]
    case .perp(let index): perps[index]
    case .base(let index): bases[index]
    }
  }

  static func name(of instrument: SubAsset) -> String {
    if case .option = instrument.asset { return name(of: instrument.asset) + "#\(instrument.subId)" }
    return name(of: instrument.asset)
  }
}

extension JSONValue {
  private func place(in names: [String], _ what: String) throws(JSONError) -> Int {
    let name = try string()
    guard let place = names.firstIndex(of: name) else {
      throw refusal(.outOfRange, expected: "\(what): one of \(names.joined(separator: ", "))")
    }
    return place
  }

  func market() throws(JSONError) -> Int { try place(in: TraceNames.markets, "a market") }
  func manager() throws(JSONError) -> Int { try place(in: TraceNames.managers, "a manager") }
  func perp() throws(JSONError) -> Int { try place(in: TraceNames.perps, "a perp") }
  func option() throws(JSONError) -> Int { try place(in: TraceNames.options, "an option asset") }
  func base() throws(JSONError) -> Int { try place(in: TraceNames.bases, "a wrapped token") }

  func asset() throws(JSONError) -> Asset {
    let name = try string()
    if name == "cash" { return .cash }
    if let index = TraceNames.options.firstIndex(of: name) { return .option(index) }
    if let index = TraceNames.perps.firstIndex(of: name) { return .perp(index) }
    return .base(try base())
  }

  func user() throws(JSONError) -> Address { TraceNames.address(try string()) }

  func account() throws(JSONError) -> AccountNumber {
    AccountNumber(try smallInteger(0...Int(Int32.max)))
  }
}
