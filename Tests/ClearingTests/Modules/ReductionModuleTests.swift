import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// WF-25: what keepers sign before auctions.
struct ReductionModuleTests {
  static func scene() throws -> AuctionModuleTests.Scene {
    var scene = try AuctionModuleTests.Scene(spot: AuctionModuleTests.solvent)
    let parameter = Parameter.graduated(WaterfallVenue.settings())
    try #require(scene.fixture.outcome(.set(parameter, caller: scene.fixture.owner.address)) == "done")
    return scene
  }

  static func send(
    _ scene: inout AuctionModuleTests.Scene, _ call: ReductionData.Call, keeper: UInt256 = .zero,
    of account: UInt256 = .zero, by owner: TestSigner, signer: TestSigner? = nil
  ) throws -> String {
    let data = ReductionData(call, account: scene.fixture.a, keeper: keeper)
    return try scene.fixture.send(.reduction, data, account: account, by: owner, signer: signer)
  }

  @Test func aKeeperInCustodyReduces() throws {
    var scene = try Self.scene()
    let (dan, d, e) = (scene.dan, scene.d, scene.e)
    let account = AccountNumber(scene.fixture.a.low)
    #expect(try scene.auction(.start) == "Waterfall_ReductionComesFirst")
    #expect(try Self.send(&scene, .announce, by: dan) == "done")
    #expect(scene.fixture.state.announcement(of: account) == scene.fixture.state.time)
    #expect(try Self.send(&scene, .withdrawAnnouncement, by: dan) == "Waterfall_BelowMaintenanceMargin")
    #expect(try Self.send(&scene, .reduce, keeper: e, of: d, by: dan) == "Module_WrongAccount")
    #expect(try Self.send(&scene, .reduce, keeper: d, by: dan) == "DA_SenderNotOwner")
    #expect(try Self.send(&scene, .reduce, keeper: d, by: dan, signer: scene.erin) != "done")
    #expect(try Self.send(&scene, .reduce, keeper: d, of: d, by: dan) == "done")
    let levels = try scene.fixture.state.marginLevels(Int(account) - 1)
    #expect(!levels.maintenanceMargin.isNegative)
    #expect(!scene.fixture.state.accounts[Int(d.low) - 1].balance(SubAsset(.perp(0))).isZero)
  }

  @Test func dataGoesThereAndBack() throws {
    let data = ReductionData(.reduce, account: 1, keeper: 2, steps: 3, part: 5, leastDiscount: 4, expectedLastTrade: 6)
    let read = try ReductionData(decoding: data.encoded())
    #expect(read.account == 1 && read.keeper == 2 && read.steps == 3 && read.part == 5 && read.leastDiscount == 4)
    #expect(read.expectedLastTrade == 6)
    #expect(throws: ABIDecodingError.self) { try ReductionData(decoding: [UInt8](repeating: 1, count: 224)) }
  }
}
