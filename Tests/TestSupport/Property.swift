import Foundation
import Testing

/// A generator of random bits from a seed: SplitMix64, the same on every machine.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What a run that failed is repeated by.
public enum Repetition {
  /// BALLAST_SEED, or a fixed seed.
  public static var seed: UInt64 {
    UInt64(ProcessInfo.processInfo.environment["BALLAST_SEED"] ?? "") ?? 20_261_121
  }
}

/// Runs a law over random inputs; a failure is shrunk and printed with the seed that reproduces it.
///
/// The seed is fixed unless BALLAST_SEED gives another, so that a run can be repeated.
public func forAll<Input>(
  _ count: Int, generate: (inout SeededGenerator) -> Input, shrink: (Input) -> [Input] = { _ in [] },
  sourceLocation: SourceLocation = #_sourceLocation, holds law: (Input) throws -> Bool
) {
  let seed = Repetition.seed
  func fails(_ input: Input) -> Bool {
    do { return try !law(input) } catch { return true }
  }
  for index in 0..<count {
    var generator = SeededGenerator(seed: seed &+ UInt64(index) &* 0x1_0000_0001)
    var input = generate(&generator)
    guard fails(input) else { continue }
    var steps = 0
    while steps < 1000, let smaller = shrink(input).first(where: fails) {
      input = smaller
      steps += 1
    }
    Issue.record("case \(index) of seed \(seed) fails; shrunk input: \(input)", sourceLocation: sourceLocation)
    return
  }
}

/// A shortest failing part of a list that fails: no element can be left out of it without its passing.
///
/// Long stretches are left out first, then shorter ones, until a whole round of single elements changes nothing.
public func shrunk<Element>(_ list: [Element], whileFails fails: ([Element]) -> Bool) -> [Element] {
  var list = list
  var length = list.count / 2
  while length > 0 {
    let before = list.count
    var start = 0
    while start < list.count {
      var shorter = list
      shorter.removeSubrange(start..<min(start + length, list.count))
      if fails(shorter) { list = shorter } else { start += length }
    }
    if length == 1 && list.count == before { break }
    length = max(1, min(length / 2, list.count / 2))
    if list.isEmpty { break }
  }
  return list
}
