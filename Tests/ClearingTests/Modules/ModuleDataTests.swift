import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Clearing

/// MO-4: what is encoded decodes to the same, and no bytes do harm.
struct ModuleDataTests {
  static let someone = TestVenue.user("someone")

  static let samples: [any ModuleData] = [
    OrderData(
      asset: someone, subId: 1, limitPrice: -2, desiredAmount: 3, worstFee: 4, recipient: 5, isBid: true),
    FillData(
      takerAccount: 1, takerFee: 2,
      fills: [.init(account: 3, amount: 4, price: -5, fee: 6), .init(account: 7, amount: 8, price: 9, fee: 10)],
      managerData: [1, 2, 3]),
    QuoteData(maximumFee: 1, legs: [.init(asset: someone, subId: 2, price: 3, amount: -4)]),
    QuoteConsent(tradesHash: Keccak256.hash("trades"), maximumFee: 5),
    QuoteFill(makerAccount: 1, makerFee: 2, takerAccount: 3, takerFee: 4, managerData: []),
    DepositData(amount: .max, asset: someone, manager: .zero), WithdrawalData(asset: someone, amount: 1),
    TransferData(account: 1, manager: someone, movements: [.init(asset: someone, subId: 2, amount: -3)]),
    ManagerData(manager: someone), SessionKeyData(key: someone, until: 1), CustodyData(.deposit, account: 2),
    SettlementData(.payCashInsolvency, account: 1, asset: someone),
    BridgeData(.paid, number: 1, asset: someone, owner: someone, amount: 2),
    GuardianData(manager: someone, isPaused: true), GovernanceData.schedule([1, 2, 3]), GovernanceData.cancel(9),
    HolderData.approve(account: 1, to: someone),
    HolderData.assetAllowance(
      .init(account: 1, delegate: someone, asset: someone, subId: 2, positive: 3, negative: 4)),
    HolderData.instrumentAllowance(
      .init(account: 1, delegate: someone, asset: someone, subId: 2, positive: 3, negative: 4)),
    HolderData.transfers([.init(from: 1, to: 2, asset: someone, subId: 3, amount: -4)]),
    HolderData.donate(account: 1, amount: 2), AuctionData(.updateScenario, account: 1, scenario: 2),
    BidData(account: 1, bidder: 2, part: 3, priceLimit: -4, expectedLastTrade: 5), SecurityModuleData(.take, amount: 1),
    LiquidationOrder(account: 1, cash: 2, part: 3, priceLimit: -4, expectedLastTrade: 5, mergesAccount: true),
  ]

  private static func decoded<Data: ModuleData>(_ sample: Data, _ bytes: [UInt8]) -> (isSame: Bool, name: String) {
    do throws(ABIDecodingError) {
      return (try Data(decoding: bytes) == sample, "taken")
    } catch {
      return (false, error.name)
    }
  }

  @Test func whatIsEncodedDecodes() throws {
    for sample in Self.samples {
      let bytes = try sample.encoded()
      #expect(Self.decoded(sample, bytes).isSame)
      #expect(Self.decoded(sample, bytes + [1, 2, 3]).isSame)
      #expect(Self.decoded(sample, Array(bytes.prefix(31))).name == "EmptyRevert")
    }
  }

  /// A number that stands for nothing is no call.
  @Test func choices() throws {
    for sample: any ModuleData in [
      CustodyData(.request, account: 1), SettlementData(.settlePerps), HolderData.approve(account: 1, to: .zero),
      BridgeData(.credit, number: 1, asset: .zero, owner: .zero, amount: 1), GovernanceData.cancel(1),
      AuctionData(.start, account: 1), SecurityModuleData(.give, amount: 1),
    ] {
      var bytes = try sample.encoded()
      bytes[31] = 8
      #expect(Self.decoded(sample, bytes).name == "EmptyRevert")
      bytes[31] = 0
      bytes[0] = 1
      #expect(Self.decoded(sample, bytes).name == "EmptyRevert")
    }
  }

  @Test func hostileBytes() {
    let absurd: [UInt256] = [.zero, UInt256(UInt64.max), .max, UInt256(1 as UInt64) << 63, UInt256(1 as UInt64) << 58]
    forAll(
      10_000,
      generate: { generator in
        let place = Int.random(in: 0..<Self.samples.count, using: &generator)
        var bytes = (try? Self.samples[place].encoded()) ?? []
        for _ in 0..<Int.random(in: 0...3, using: &generator) where bytes.count >= 32 {
          let word = Int.random(in: 0..<bytes.count / 32, using: &generator)
          let small = UInt256(UInt64.random(in: 0...UInt64(bytes.count) + 40, using: &generator))
          let value = Bytes32((absurd + [small]).randomElement(using: &generator) ?? .zero).bytes
          bytes.replaceSubrange(word * 32..<word * 32 + 32, with: value)
        }
        return (place, Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator))))
      },
      holds: { (sample: Int, bytes: [UInt8]) in
        ["taken", "EmptyRevert", "Panic(0x41)"].contains(Self.decoded(Self.samples[sample], bytes).name)
      })
  }
}
