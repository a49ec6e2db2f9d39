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
  /// What `setCollateralPrice` calls the collaterals with feeds of their own, in the order of these.
  static let ownFeeds = ["base.wsteth", "redemption"]

  static let directory = Directory(
    cash: listing("cash"), markets: markets, options: options.map(listing), perps: perps.map(listing),
    bases: bases.map(listing), managers: managers.map(listing), collateralFeeds: ["wsteth", "redemption"], firstStandard: standard,
    firstPortfolio: portfolio, spelling: .label)

  private static func listing(_ name: String) -> Directory.Listing { Directory.Listing(name, address(name)) }

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
  func market() throws(JSONError) -> Int { try TraceNames.directory.market(self) }
  func manager() throws(JSONError) -> Int { try TraceNames.directory.manager(self) }
  func perp() throws(JSONError) -> Int { try TraceNames.directory.perp(self) }
  func option() throws(JSONError) -> Int { try TraceNames.directory.option(self) }
  func base() throws(JSONError) -> Int { try TraceNames.directory.base(self) }
  func asset() throws(JSONError) -> Asset { try TraceNames.directory.asset(self) }

  func user() throws(JSONError) -> Address { TraceNames.address(try string()) }

  func account() throws(JSONError) -> AccountNumber {
    AccountNumber(try smallInteger(0...Int(Int32.max)))
  }
}
