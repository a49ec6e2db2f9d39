import Console
import FixedPoint
import Keeping

import struct Clearing.AdaptiveCurve
import enum Clearing.AdaptiveInput
import struct Clearing.AdaptiveRule
import struct Clearing.AdaptiveSettings
import struct Clearing.AuctionParameters
import struct Clearing.Deleveraging
import struct Clearing.FundCaps
import struct Clearing.GraduatedSettings
import struct Clearing.PegReference
import struct Margin.PenaltyRule
import struct Margin.ReductionRules

/// The sets of rules that `ballast stress` compares (KP-14).
enum StressRules {
  /// Auctions as the protocol deploys them.
  static let auctions = AuctionParameters(
    startingPart: 950_000_000_000_000_000, cutoffPart: 700_000_000_000_000_000, fastLength: 900, slowLength: 43_200,
    insolventLength: 3_600, feeRate: 100_000_000_000_000_000, bufferPart: 150_000_000_000_000_000)

  /// Reductions to the same buffer as auctions, at a discount that is whole at a twentieth of the requirement and
  /// after ten minutes; a whole account is auctioned twenty minutes after it was announced.
  static let graduated = GraduatedSettings(
    rules: ReductionRules(
      buffer: 150_000_000_000_000_000,
      steps: .init(option: 10_000_000_000_000_000, perp: 1_000_000_000_000_000, collateral: 1_000_000_000_000_000),
      least: .init(option: .zero, perp: .zero, collateral: .zero), hedgesWithPerp: false, keepsPairs: true,
      penalty: PenaltyRule(
        maximumRate: 50_000_000_000_000_000, fullDepth: 50_000_000_000_000_000,
        initialShare: 600_000_000_000_000_000, rampSeconds: 600, equityShare: 750_000_000_000_000_000)),
    grace: 1_200, validity: 86_400)

  /// Reductions that may open a perp against the options where that closes less.
  static let hedged = {
    var settings = graduated
    settings.rules.hedgesWithPerp = true
    return settings
  }()

  static let all =
    [
      SimulatedRules(name: "auctions", auctions: auctions),
      SimulatedRules(name: "graduated", auctions: auctions, graduated: graduated),
      SimulatedRules(name: "hedged", auctions: auctions, graduated: hedged),
    ]
    + [("queue", .queue), ("pro-rata", .proRata), ("least", .least)].map { name, rule in
      SimulatedRules(name: name, auctions: auctions, graduated: graduated, deleveraging: deleveraging(rule))
    }

  /// A closing costs a tenth of what is closed at most, and nothing is socialised before.
  private static func deleveraging(_ rule: Deleveraging.Rule) -> Deleveraging {
    Deleveraging(
      rule: rule, keepsPairs: true, largestRate: 100_000_000_000_000_000, socialisedFirst: .zero, seconds: 86_400)
  }

  /// Graduated liquidation of a book with a stablecoin, with the haircuts that are set, and with ones that follow its
  /// price (AM-18).
  static let stablecoin = [
    SimulatedRules(name: "fixed", auctions: auctions, graduated: graduated),
    SimulatedRules(
      name: "adaptive", auctions: auctions, graduated: graduated,
      haircut: StressBook.stablecoin.map {
        AdaptiveHaircut(asset: $0, settings: AdaptiveSettings(grace: 7_200, rules: [peg, confidence]))
      }),
  ]

  /// From a fifth of a percent below the peg: four hundredths at a half, and so on, by a fiftieth in ten minutes.
  private static let peg = haircut(.peg(PegReference()), [(2, 0), (5, 40), (10, 80), (30, 120), (100, 200)])
  private static let confidence = haircut(.confidence, [(100, 0), (500, 100)])

  /// - Parameter points: in thousandths.
  private static func haircut(_ input: AdaptiveInput, _ points: [(at: UInt128, add: UInt128)]) -> AdaptiveRule {
    let thousandth = Wad.one / 1_000
    return AdaptiveRule(
      asset: .base(0), parameter: .requirement, input: input,
      curve: AdaptiveCurve(
        points.map { AdaptiveCurve.Point(at: UInt256($0.at * thousandth), add: UInt256($0.add * thousandth)) }),
      step: UInt256(20 * thousandth), notice: 600, calm: 21_600)
  }

  /// - Parameter hasStablecoin: whether the book has one: without it the sets that are about it are none.
  static func named(_ text: String?, hasStablecoin: Bool) throws -> [SimulatedRules] {
    let all = hasStablecoin ? stablecoin + Self.all : Self.all
    guard let text else { return hasStablecoin ? stablecoin : all }
    guard !text.isEmpty else { throw CommandFailure(.usage, "--rules: expected some of \(all.map { $0.name }.joined(separator: ", "))") }
    let names = text.split(separator: ",")
    guard Set(names).count == names.count else { throw CommandFailure(.usage, "--rules: expected each name once, found \(text)") }
    return try names.map { name in
      guard let rules = all.first(where: { $0.name == name }) else {
        throw CommandFailure(.usage, "--rules: expected some of \(all.map { $0.name }.joined(separator: ", ")), found \(name)")
      }
      return rules
    }
  }
}

extension FundCaps {
  /// A fund that pays nothing.
  static let nothing = FundCaps(moment: .zero, window: .zero, seconds: 0, markets: [:])
}
