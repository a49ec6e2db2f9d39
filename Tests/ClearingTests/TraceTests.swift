import Encoding
import TestSupport
import Testing

@testable import Clearing
@testable import ballast

/// CL-55, DA-1 to DA-18 and DA-21: the traces of the protocol's contracts, to the last step of each.
@Suite(Shared.required) struct TraceTests {
  static let names = (1...25).map { $0 < 10 ? "r0\($0)" : "r\($0)" } + [
    "s01-cash-interest", "s02-interest-factor-edge", "s03-decimals", "s04-perps", "s05-srm-options",
    "s06-pmrm-portfolio", "s07-option-settlement", "s08-auction-solvent-srm", "s09-auction-solvent-pmrm",
    "s10-auction-convert", "s11-auction-insolvent-sm", "s12-auction-socialised-loss", "s13-auction-pmrm-insolvent",
    "s14-auction-params", "s15-oi-fee", "s16-caps-and-sizes", "s17-too-many-expiries", "s18-allowances",
    "s19-stale-feeds", "s20-rejections", "s21-trusted-assessor", "s22-depeg-confidence", "s23-perp-disable",
    "s24-zero-supply", "s25-paused-liquidation", "s26-perp-flat-accounts", "s27-account-size-quirk",
    "s28-deposit-while-indebted", "s29-auction-reserved-cash", "s30-two-insolvent", "s31-perp-disable-margin",
  ]

  static func bytes(_ name: String) throws -> [UInt8] { try Shared.bytes("vectors/protocol/\(name).json") }

  @Test(arguments: names) func everyStepAgrees(_ name: String) throws {
    var broken: [String] = []
    let check = try TraceCheck(JSONDocument(Self.bytes(name)).root) { broken += $0.brokenInvariants() }
    if let (step, first) = check.difference {
      Issue.record("\(name): \(step): \(first.path): expected \(first.expected), found \(first.found)")
    }
    #expect(check.steps > 0)
    #expect(broken.isEmpty, "\(broken.first ?? "")")
  }

  @Test func noStepIsLeftOut() throws {
    var (steps, leftOut) = (0, 0)
    for name in Self.names {
      let check = try TraceCheck(JSONDocument(Self.bytes(name)).root)
      (steps, leftOut) = (steps + check.steps, leftOut + check.leftOut)
    }
    #expect((steps, leftOut) == (Self.allSteps, 0))
  }

  static let allSteps = 6_041
}
