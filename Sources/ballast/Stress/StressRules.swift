import Console
import FixedPoint
import Keeping

import struct Clearing.AuctionParameters

/// The sets of rules that `ballast stress` compares (KP-14).
enum StressRules {
  /// Auctions as the protocol deploys them.
  static let auctions = AuctionParameters(
    startingPart: 950_000_000_000_000_000, cutoffPart: 700_000_000_000_000_000, fastLength: 900, slowLength: 43_200,
    insolventLength: 3_600, feeRate: 100_000_000_000_000_000, bufferPart: 150_000_000_000_000_000)

  static let all = [SimulatedRules(name: "auctions", auctions: auctions)]

  static func named(_ text: String?) throws -> [SimulatedRules] {
    guard let text else { return all }
    return try text.split(separator: ",").map { name in
      guard let rules = all.first(where: { $0.name == name }) else {
        throw CommandFailure(.usage, "--rules: expected some of \(all.map(\.name).joined(separator: ", ")), found \(name)")
      }
      return rules
    }
  }
}
