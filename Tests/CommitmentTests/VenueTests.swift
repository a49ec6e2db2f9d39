import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

@testable import Commitment

@Suite struct VenueTests {
  private func text(_ venue: Venue) -> String { String(decoding: venue.canonicalBytes, as: UTF8.self) }

  private func read(_ text: String) throws -> Venue { try Venue(try JSONDocument(Array(text.utf8)).root) }

  @Test func jsonIsCanonicalAndRoundTrips() throws {
    var venue = try VenueFixture().venue
    venue.name = "Ünïcode \"venue\" \u{1}"
    let root = try JSONDocument(venue.canonicalBytes).root
    #expect(try root.canonicalBytes() == venue.canonicalBytes)
    #expect(try Venue(root) == venue)
    #expect(venue.engine == Keccak256.hash(venue.canonicalBytes))
    #expect(venue.domainSeparator != with(venue, \.contract, .zero).domainSeparator)
  }

  @Test func everyMemberIsInTheEngine() throws {
    let venue = try VenueFixture().venue
    let others = [
      with(venue, \.name, "Other"), with(venue, \.chainId, 1), with(venue, \.contract, .zero), with(venue, \.depth, 5),
      with(venue, \.securityModule, 2), with(venue, \.feeRecipient, 2), with(venue, \.cashTolerance, 2),
      with(venue, \.attestationWindow, 2), with(venue, \.policy.threshold, 1), with(venue, \.policy.custodians, []),
    ]
    #expect(Set(others.map(\.engine) + [venue.engine]).count == others.count + 1)
  }

  @Test(arguments: [
    ("\"ballastVenue\":1", "\"ballastVenue\":2", "JSON_OutOfRange"),
    ("\"name\":\"Test\"", "\"name\":\"\"", "JSON_OutOfRange"),
    ("\"name\":\"Test\"", "\"name\":\"" + String(repeating: "x", count: 65) + "\"", "JSON_OutOfRange"),
    ("ballast-1", "ballast-2", "JSON_WrongForm"),
    ("\"chainId\":\"31337\"", "\"chainId\":31337", "JSON_WrongType"),
    ("\"depth\":4", "\"depth\":33", "JSON_OutOfRange"),
    ("\"depth\":4", "\"depth\":0", "JSON_OutOfRange"),
    ("\"feeRecipient\":1", "\"feeRecipient\":4294967296", "JSON_OutOfRange"),
    ("00c0", "00C0", "JSON_WrongForm"),
    ("00c0", "c0", "JSON_WrongForm"),
    ("\"rotationThreshold\":3", "\"rotationThreshold\":65536", "JSON_OutOfRange"),
    ("\"role\":2", "\"role\":256", "JSON_OutOfRange"),
    ("\"role\":2", "\"role\":2,\"x\":1", "JSON_UnknownMember"),
    ("\"cashTolerance\":\"1000\",", "", "JSON_MissingMember"),
    ("\"cashTolerance\"", "\"more\":1,\"cashTolerance\"", "JSON_UnknownMember"),
  ]) func otherForms(old: String, new: String, name: String) throws {
    let whole = text(try VenueFixture().venue)
    let parts = whole.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    try #require(parts.count == 2)
    #expect(refusal { _ = try read(parts.joined(separator: new)) } == name)
  }

  /// What is computed here for types fixed in code is what the general typed data of a wallet computes.
  @Test func hashesAreThoseOfTypedData() throws {
    let fixture = try VenueFixture()
    let policy = fixture.venue.policy
    let schema = try TypedSchema(types: [
      "SignerPolicy": [
        TypedMember("version", "uint64"), TypedMember("operator", "address"), TypedMember("witnesses", "Witness[]"),
        TypedMember("threshold", "uint16"), TypedMember("rotationThreshold", "uint16"),
        TypedMember("custodians", "Custodian[]"),
      ],
      "Witness": [TypedMember("key", "address"), TypedMember("role", "uint8")],
      "Custodian": [TypedMember("asset", "address"), TypedMember("key", "address")],
    ])
    var writer = JSONWriter()
    policy.write(to: &writer)
    let value = try TypedValue(try JSONDocument(writer.bytes).root)
    #expect(try schema.structHash("SignerPolicy", value) == policy.hash)
  }

  @Test func refusalsOfPolicies() throws {
    let fixture = try VenueFixture()
    let policy = fixture.venue.policy
    func refused(_ code: Int, _ name: String, _ change: (inout SignerPolicy) -> Void) {
      var other = policy
      change(&other)
      #expect(refusal { try other.check() } == name)
      do throws(CheckpointRefusal) { try other.check() } catch { #expect(error.code == code && !error.message.isEmpty) }
    }
    try policy.check()
    let key = { (number: UInt64) in Address(lastBytesOf: Bytes32(UInt256(number))) }
    refused(301, "Policy_TooManyWitnesses") { $0.witnesses = (1...65).map { .init(key: key($0), role: .extends) } }
    refused(302, "Policy_ZeroKey") { $0.operatorKey = .zero }
    refused(302, "Policy_ZeroKey") { $0.witnesses[0].key = .zero }
    refused(302, "Policy_ZeroKey") { $0.custodians[1].key = .zero }
    refused(303, "Policy_WitnessesUnsorted") { $0.witnesses.swapAt(0, 1) }
    refused(303, "Policy_WitnessesUnsorted") { $0.witnesses[1] = $0.witnesses[0] }
    refused(304, "Policy_OperatorIsWitness") { $0.operatorKey = $0.witnesses[2].key }
    refused(305, "Policy_UnknownRole") { $0.witnesses[2].role = .init(rawValue: 3) }
    refused(305, "Policy_UnknownRole") { $0.witnesses[0].role = .init(rawValue: 0) }
    refused(306, "Policy_Threshold") { $0.threshold = 4 }
    refused(307, "Policy_RotationThreshold") { $0.rotationThreshold = 0 }
    refused(307, "Policy_RotationThreshold") { $0.rotationThreshold = 5 }
    refused(308, "Policy_TooManyCustodians") { $0.custodians = (1...1025).map { .init(asset: .zero, key: key($0)) } }
    refused(309, "Policy_CustodiansUnsorted") { $0.custodians.swapAt(0, 1) }
    refused(309, "Policy_CustodiansUnsorted") { $0.custodians[1] = $0.custodians[0] }
    try with(with(policy, \.witnesses, []), \.threshold, 0).check(rotation: 1)
    try with(policy, \.rotationThreshold, 4).check()
  }

  @Test func refusalsOfHistories() throws {
    let fixture = try VenueFixture()
    let venue = fixture.venue
    let next = with(with(venue.policy, \.version, 2), \.operatorKey, try VenueFixture.key(7).address)
    let good = try fixture.change(next, effective: 5)
    let history = try PolicyHistory(of: venue, changes: [good])
    #expect(history.inForce(at: 4).policy == venue.policy)
    #expect(history.inForce(at: 5).policy == next)
    #expect(history.inForce(at: .max).hash == next.hash)
    #expect(history.begins(with: try PolicyHistory(of: venue, changes: [])))
    #expect(!(try PolicyHistory(of: venue, changes: []).begins(with: history)))

    func refused(_ code: Int?, _ name: String, _ change: (inout PolicyChange) -> Void) {
      var other = good
      change(&other)
      do throws(CheckpointRefusal) {
        _ = try PolicyHistory(of: venue, changes: [other])
        Issue.record("accepted: \(name)")
      } catch {
        #expect(error.name == name && error.code == code && !error.message.isEmpty)
      }
    }
    #expect(
      refusal { _ = try PolicyHistory(of: venue, changes: Array(repeating: good, count: 1001)) }
        == "Policy_TooManyChanges")
    #expect(refusal { _ = try PolicyHistory(of: with(venue, \.policy.version, 2), changes: []) } == "Policy_Version")
    #expect(refusal { _ = try PolicyHistory(of: with(venue, \.policy.threshold, 9), changes: []) } == "Policy_Threshold")
    refused(306, "Policy_Threshold") { $0.policy.threshold = 9 }
    refused(311, "Policy_Version") { $0.policy.version = 3 }
    refused(312, "Policy_EffectiveOrder") { $0.effective = 0 }
    refused(313, "Policy_SignersUnsorted") { $0.signatures.swapAt(0, 1) }
    refused(313, "Policy_SignersUnsorted") { $0.signatures[1] = $0.signatures[0] }
    refused(314, "Policy_SignerUnknown") { $0.signatures[0].signer = .zero }
    refused(315, "Policy_SignatureMismatch") { $0.effective = 6 }
    refused(315, "Policy_SignatureMismatch") { $0.signatures[0].signature = $0.signatures[1].signature }
    refused(316, "Policy_QuorumShort") { $0.signatures.removeLast() }
    refused(nil, "ECDSAInvalidSignatureLength") { $0.signatures[0].signature = [] }
    refused(nil, "SignatureInvalidV") { $0.signatures[0].signature[64] = 0 }
    let again = with(good, \.policy.version, 3)
    #expect(refusal { _ = try PolicyHistory(of: venue, changes: [good, again]) } == "Policy_EffectiveOrder")
    // The policy before has not signed it: its operator is another now.
    #expect(
      refusal { _ = try PolicyHistory(of: venue, changes: [good, with(again, \.effective, 6)]) }
        .map { ["Policy_SignerUnknown", "Policy_SignatureMismatch"].contains($0) } == true)
  }

  /// A change under another policy before, or for another venue, is not signed.
  @Test func changesAreBoundToTheirVenueAndPolicy() throws {
    let fixture = try VenueFixture()
    let next = with(fixture.venue.policy, \.version, 2)
    let change = try fixture.change(next, effective: 5)
    let other = with(fixture.venue, \.name, "Other")
    #expect(refusal { _ = try PolicyHistory(of: other, changes: [change]) } == "Policy_SignatureMismatch")
    #expect(change.digest(from: next, in: fixture.venue) != change.digest(from: fixture.venue.policy, in: fixture.venue))
  }
}

extension SignerPolicy {
  fileprivate func check(rotation: Int) throws {
    try with(self, \.rotationThreshold, rotation).check()
  }
}
