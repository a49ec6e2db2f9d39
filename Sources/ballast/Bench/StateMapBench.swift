import Commitment
import Console
import Ethereum
import FixedPoint

extension BenchCommand {
  /// The map of a state of a million entries: from nothing, changed in part, its proofs and what a witness does.
  static func measureStateMap(_ bench: inout Bench) throws {
    let count = 1_000_000
    let workers = Parallel.width
    let entries = (0..<count).map { entry($0, of: 0) }
    bench.measure("state map of 1,000,000 entries", each: 1) {
      var map = StateMap()
      try? map.update(entries, workers: workers)
      return map.root.integer.low
    }
    var map = StateMap()
    try map.update(entries, workers: workers)
    // What the changes of a round replace, those of the one before have left.
    let rounds = (1...20).map { round in (0..<6000).map { entry(($0 * 163 + round * 7919) % count, of: round) } }
    for (name, workers, limit) in [("6,000 changed entries", 1, "20 ms"), ("  on all threads", workers, nil)] {
      var round = 0
      bench.measure("  " + name, limit: limit, each: 1) {
        round += 1
        try? map.update(rounds[round % rounds.count], workers: workers)
        return map.root.integer.low
      }
    }
    var round = 0
    bench.measure("  one changed entry", each: 1) {
      round += 1
      try? map.update([entry(round * 7919 % count, of: round)])
      return map.root.integer.low
    }
    let before = (0..<6000).map { entry($0 * 163, of: 100) }
    let after = (0..<6000).map { entry($0 * 163, of: 101) }
    try map.update(before)
    let proof = try map.proof(of: before)
    let (root, size) = (map.root, proof.encoded().count)
    bench.measure("  proof of 6,000 entries, \(size) bytes", each: 1) {
      UInt128((try? map.proof(of: before))?.parts.count ?? 0)
    }
    bench.measure("    checked, and updated to the next root", each: 1) {
      var partial = try? PartialMap(proof, root: root)
      try? partial?.update(after)
      return partial?.root.integer.low ?? 0
    }
  }

  /// A key of an account's size, and a value of some positions.
  private static func entry(_ index: Int, of round: Int) -> MapEntry {
    MapEntry(
      key: [1] + Bytes32(UInt256(UInt64(index))).bytes.suffix(8),
      value: [UInt8](repeating: UInt8(truncatingIfNeeded: round), count: 120 + 73 * (index % 4)))
  }
}
