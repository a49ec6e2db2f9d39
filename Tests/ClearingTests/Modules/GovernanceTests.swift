import Ethereum
import FixedPoint
import Testing

@testable import Clearing

/// MO-27 to MO-31: what the owner of the venue announces, and when it takes effect.
struct GovernanceTests {
  static func fee(_ part: String) -> [UInt8] { Array(#"{"args":{"value":"\#(part)"},"param":"cash.smFee"}"#.utf8) }

  @Test func announcementsTakeEffectLater() throws {
    var fixture = try ModuleFixture()
    let owner = fixture.owner
    func schedule(_ text: [UInt8]) throws -> String {
      try fixture.send(.governance, GovernanceData.schedule(text), account: 0, by: owner)
    }
    let before = fixture.state.cash.feePercentage
    #expect(
      try fixture.send(.governance, GovernanceData.schedule(Self.fee("1")), account: 0, by: fixture.alice)
        == "OwnableUnauthorizedAccount")
    #expect(try schedule(Self.fee("5")) == "done")
    #expect(fixture.state.cash.feePercentage == before)
    #expect(try schedule(Self.fee("1000000000000000001")) == "CA_SmFeeInvalid")
    #expect(try schedule(Self.fee("6")) == "done")
    #expect(fixture.outcome(.takeEffect(1)) == "Module_NoSuchScheduled")
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 3_599))
    #expect(fixture.state.dueParameters.isEmpty)
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 3_600))
    #expect(fixture.state.dueParameters == [1, 2])
    #expect(try fixture.send(.governance, GovernanceData.cancel(2), account: 0, by: owner) == "done")
    #expect(try fixture.send(.governance, GovernanceData.cancel(2), account: 0, by: owner) == "Module_NoSuchScheduled")
    #expect(fixture.outcome(.takeEffect(1)) == "done")
    #expect(fixture.state.cash.feePercentage == 5)
    #expect(fixture.outcome(.takeEffect(1)) == "Module_NoSuchScheduled")
  }

  /// The delay itself changes after a delay, and does not reach back to what was announced before.
  @Test func theDelayIsDelayed() throws {
    var fixture = try ModuleFixture()
    let owner = fixture.owner
    func schedule(_ text: String) throws -> String {
      try fixture.send(.governance, GovernanceData.schedule(Array(text.utf8)), account: 0, by: owner)
    }
    #expect(try schedule(#"{"args":{"value":"10"},"param":"governance.delay"}"#) == "done")
    #expect(try schedule(#"{"args":{"value":"31536001"},"param":"governance.delay"}"#) == "Module_InvalidDelay")
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 3_600))
    #expect(try schedule(#"{"args":{"value":"7"},"param":"cash.smFee"}"#) == "done")
    #expect(fixture.outcome(.takeEffect(1)) == "done")
    #expect(try schedule(#"{"args":{"value":"8"},"param":"cash.smFee"}"#) == "done")
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 3_610))
    #expect(fixture.state.dueParameters == [3])
    _ = try fixture.state.apply(.warp(to: TestVenue.start + 7_200))
    #expect(fixture.state.dueParameters == [3, 2])
  }

  /// What is refused when its time has come is done with, and has changed nothing.
  @Test func refusedWhenDue() throws {
    var fixture = try ModuleFixture(delay: 0)
    let owner = fixture.owner
    let text = #"{"args":{"value":"9"},"param":"pmrm.maxExpiries"}"#
    let eleven = text.replacing("9", with: "11")
    for _ in 0..<2 {
      #expect(
        try fixture.send(.governance, GovernanceData.schedule(Array(eleven.utf8)), account: 0, by: owner) == "done")
    }
    #expect(
      try fixture.send(.governance, GovernanceData.schedule(Array(text.utf8)), account: 0, by: owner)
        == "PMRM_2_InvalidMaxExpiries")
    guard case .tookEffect(let first) = try fixture.state.apply(.takeEffect(1)),
      case .tookEffect(let second) = try fixture.state.apply(.takeEffect(2))
    else {
      Issue.record("an announcement takes effect")
      return
    }
    #expect(first == nil)
    #expect(second?.name == "PMRM_2_InvalidMaxExpiries")
    #expect(fixture.state.governance.scheduled.isEmpty)
  }

  @Test func parametersInCanonicalForm() throws {
    var fixture = try ModuleFixture()
    let owner = fixture.owner
    let signer = fixture.alice.address
    func schedule(_ text: String) throws -> String {
      try fixture.send(.governance, GovernanceData.schedule(Array(text.utf8)), account: 0, by: owner)
    }
    for broken in [
      "", "{}", #"{"param":"cash.smFee","args":{"value":"1"}}"#, #"{"args":{"value":"1"}, "param":"cash.smFee"}"#,
      #"{"args":{"value":"1"},"param":"cash.smfee"}"#, #"{"args":{"value":"1","valve":"1"},"param":"cash.smFee"}"#,
      #"{"args":{"value":1},"param":"cash.smFee"}"#, #"{"args":{"asset":"junk"},"param":"perp.disable"}"#,
      #"{"args":{"kind":"junk","module":"\#(signer)"},"param":"gateway.module"}"#,
      #"{"args":{"value":true,"who":"u1"},"param":"gateway.executor"}"#,
    ] { #expect(try schedule(broken) == "Module_InvalidParameter", "\(broken)") }
    for good in [
      #"{"args":{"value":true,"who":"\#(signer)"},"param":"gateway.executor"}"#,
      #"{"args":{"kind":"trade","module":"\#(signer)"},"param":"gateway.module"}"#,
      #"{"args":{"kind":null,"module":"\#(signer)"},"param":"gateway.module"}"#,
      #"{"args":{"account":2,"module":"\#(signer)"},"param":"gateway.feeRecipient"}"#,
      #"{"args":{"value":"5"},"param":"gateway.openingDeposit"}"#,
      #"{"args":{"who":"\#(signer)"},"param":"bridge.key"}"#,
      #"{"args":{"feed":"eth.spot","value":"60"},"param":"feed.heartbeat"}"#,
      #"{"args":{"asset":"perp.eth","manager":"standard","value":"1"},"param":"asset.cap"}"#,
      #"{"args":{"manager":"standard","value":true},"param":"srm.borrowingEnabled"}"#,
      #"{"args":{"value":true},"param":"srm.borrowingEnabled"}"#,
      #"{"args":{"manager":"portfolio","value":true,"who":"\#(signer)"},"param":"manager.feeBypassedCaller"}"#,
    ] { #expect(try schedule(good) == "done", "\(good)") }
    #expect(
      try schedule(#"{"args":{"manager":"standard","value":true},"param":"manager.adjustmentsPaused"}"#) == "done")
    #expect(
      try schedule(#"{"args":{"account":99,"manager":"standard"},"param":"manager.feeRecipient"}"#)
        == "ERC721NonexistentToken")
    #expect(
      try schedule(#"{"args":{"feed":"\#(signer)","value":"60"},"param":"signedFeed.heartbeat"}"#) == "EmptyRevert")
    let count = fixture.state.governance.scheduled.count
    for index in count..<ActionLimits.maximumScheduled {
      #expect(try schedule(#"{"args":{"value":"\#(index)"},"param":"cash.smFee"}"#) == "done")
    }
    #expect(try schedule(#"{"args":{"value":"1"},"param":"cash.smFee"}"#) == "Module_TooManyScheduled")
  }
}
