import Commitment
import Encoding
import Ethereum
import FixedPoint
import Margin
import TestSupport
import Verification

/// A small venue: two managers, ten accounts with cash, loans, perps, options and collateral, of which the first is the
/// security module and the second receives fees.
public struct SampleVenue {
  public static let btc = address(0x425443)
  public static let eth = address(0x455448)
  public static let time: UInt64 = 1_770_240_788
  /// Two expiries that both markets list.
  public static let expiries: [UInt64] = [1_770_364_800, 1_770_969_600]

  public var markets: [ManagedMarket]
  public var accounts: [Account]
  /// Of the trees.
  public var depth = 6

  public struct Account {
    public var id: String
    public var owner: Address
    public var record: AccountRecord
    public var salt: Bytes32
    /// Columns in place of those that follow from the margin.
    public var sums: SolvencySums?
  }

  /// - Parameter repeated: how often the ten accounts stand in it, each time with other owners.
  public init(repeated: Int = 1) throws {
    markets = try Self.sampleMarkets()
    let records = Self.sampleRecords
    while repeated * records.count > 1 << depth { depth += 1 }
    accounts = (0..<repeated * records.count).map { index in
      let record = records[index % records.count]
      return Account(
        id: "a\(index)", owner: Self.address(0x1000 + UInt64(index)), record: record,
        salt: Bytes32(UInt256(UInt64(7 * index))), sums: nil)
    }
  }

  public static func address(_ number: UInt64) -> Address { Address(lastBytesOf: Bytes32(UInt256(number))) }

  /// Units as a signed wad.
  public static func units(_ whole: Int64) -> Int256 { Int256(whole) &* Wad.signed }

  /// The two markets of the sample book, under the parameters that it names.
  static func sampleMarkets() throws -> [ManagedMarket] {
    var lines = JSONLines(try Repository.bytes("vectors/market/book-sample.jsonl"))
    guard let header = try lines.next() else { return [] }
    let book = try JSONDocument(header.bytes).root.member("markets")
    return try [("BTC", btc), ("ETH", eth)].map { name, manager in
      let json = try book.member(name)
      return try ManagedMarket(
        manager: manager, market: Market(json.member("market")),
        set: ParameterSet.builtIn(json.member("params").string()))
    }
  }

  static func option(_ expiry: Int, _ strike: Int64, _ isCall: Bool, _ amount: Int64) -> AccountRecord.Option {
    AccountRecord.Option(
      expiry: expiries[expiry], strike: units(strike).bitPattern, isCall: isCall, amount: units(amount))
  }

  /// Positions of each instrument sum to zero.
  static var sampleRecords: [AccountRecord] {
    [
      AccountRecord(manager: btc, cash: units(1_000_000)),
      AccountRecord(manager: eth, cash: units(10)),
      AccountRecord(
        manager: btc, cash: units(50_000), perpPosition: units(1), unsettledPerpCash: units(-35),
        options: [option(0, 74_000, true, 2), option(1, 60_000, false, -1)]),
      AccountRecord(
        manager: btc, cash: units(200_000), perpPosition: units(-1), unsettledPerpCash: units(40),
        collaterals: [AccountRecord.Collateral(asset: btc, amount: units(1))],
        options: [option(0, 74_000, true, -2), option(1, 60_000, false, 1)]),
      AccountRecord(
        manager: btc, cash: units(-20_000), collaterals: [AccountRecord.Collateral(asset: btc, amount: units(1))],
        options: [option(1, 80_000, true, -1)]),
      AccountRecord(manager: btc, cash: units(30_000), options: [option(1, 80_000, true, 1)]),
      AccountRecord(manager: btc, cash: units(-1000)),
      AccountRecord(
        manager: eth, cash: units(5000), perpPosition: units(10), options: [option(0, 2100, false, 5)]),
      AccountRecord(
        manager: eth, cash: units(60_000), perpPosition: units(-10),
        collaterals: [
          AccountRecord.Collateral(asset: btc, amount: units(1)), AccountRecord.Collateral(asset: eth, amount: units(3)),
        ],
        options: [option(0, 2100, false, -5)]),
      AccountRecord(manager: eth, collaterals: [AccountRecord.Collateral(asset: eth, amount: units(2))]),
    ]
  }
}
