import FixedPoint

/// The search for sizes of the packages (GL-11 to GL-14).
extension ReductionProblem {
  /// Sizes that reach the target and of which none can be shrunk; nil where the search finds none.
  mutating func search() -> [UInt128]? {
    if packages.isEmpty { return nil }
    var before = [UInt128](repeating: 0, count: packages.count)
    var sizes = before
    for _ in 0..<ReductionLimits.rounds {
      if reaches(sizes) { break }
      guard let proposal = proposal(sizes), proposal != sizes else { break }
      (before, sizes) = (sizes, proposal)
    }
    if !reaches(sizes) {
      before = sizes
      for (index, package) in packages.enumerated() where package.kind != .hedge { sizes[index] = package.size }
      if !reaches(sizes) { return nil }
    }
    return shrunk(leastPart(from: before, to: sizes))
  }

  /// The least part of the last round that reaches the target, by halving; a part of a package is rounded up.
  private mutating func leastPart(from before: [UInt128], to sizes: [UInt128]) -> [UInt128] {
    func part(_ taken: UInt128) -> [UInt128] {
      zip(before, sizes).map { from, to in
        let more = to > from ? to &- from : 0
        // At most 2^64 times 2^20.
        let product = more &* taken
        return from &+ (product &+ (ReductionLimits.parts &- 1)) / ReductionLimits.parts
      }
    }
    var (low, high) = (UInt128(0), ReductionLimits.parts)
    while high &- low > 1 {
      let middle = (low &+ high) / 2
      if reaches(part(middle)) { high = middle } else { low = middle }
    }
    return part(high)
  }

  /// Shrinks each size to the least that reaches the target, the least useful package first, until none can be shrunk.
  private mutating func shrunk(_ start: [UInt128]) -> [UInt128]? {
    var sizes = start
    for _ in 0..<ReductionLimits.passes {
      var changed = false
      for index in leastUsefulFirst(sizes) where shrink(index, &sizes) { changed = true }
      if !changed { return evaluations < mostEvaluations ? sizes : nil }
    }
    return nil
  }

  /// - Returns: whether the size has changed.
  private mutating func shrink(_ index: Int, _ sizes: inout [UInt128]) -> Bool {
    func with(_ size: UInt128) -> [UInt128] {
      var changed = sizes
      changed[index] = size
      return changed
    }
    let start = sizes[index]
    var high = start
    var distance: UInt128 = 1
    var low: UInt128 = 0
    // Downward in doubling distances, because the size is nearly right already.
    while true {
      let next = high > distance ? high &- distance : 0
      if !reaches(with(next)) {
        low = next
        break
      }
      high = next
      if next == 0 { break }
      distance = distance &* 2
    }
    while high > low, high &- low > 1 {
      let middle = low &+ (high &- low) / 2
      if reaches(with(middle)) { high = middle } else { low = middle }
    }
    sizes[index] = high
    return high != start
  }

  /// The packages taken, by what the target loses without each for its notional.
  private mutating func leastUsefulFirst(_ sizes: [UInt128]) -> [Int] {
    guard let whole = goal(sizes), let total = try? effect(sizes) else { return [] }
    var ranked: [(index: Int, loss: Int256, notional: Int256)] = []
    for index in sizes.indices where sizes[index] > 0 {
      var without = sizes
      without[index] = 0
      let loss = goal(without).flatMap { try? whole - $0 } ?? .max
      let rest = (try? effect(without))?.notional ?? .zero
      let notional = (try? Int256(total.notional - rest)) ?? .zero
      ranked.append((index, loss, notional))
    }
    return Ranking.sorted(ranked.map { ($0.index, $0.loss, $0.notional) }).reversed()
  }
}

/// The order of gains for what they cost.
enum Ranking {
  /// Indices by gain for cost, the largest first; of equal ones, and where a comparison leaves 256 bits, the gains
  /// decide, then the indices.
  static func sorted(_ items: [(index: Int, gain: Int256, cost: Int256)]) -> [Int] {
    // A quotient for each keeps the order total, whatever the sizes.
    func quotient(_ item: (index: Int, gain: Int256, cost: Int256)) -> Int256 {
      let cost = max(item.cost, 1)
      return (try? item.gain.divideWadTruncating(cost)) ?? (item.gain.isNegative ? .min : .max)
    }
    return items.map { (index: $0.index, quotient: quotient($0), gain: $0.gain) }
      .sorted { a, b in
        if a.quotient != b.quotient { return a.quotient > b.quotient }
        return a.gain != b.gain ? a.gain > b.gain : a.index < b.index
      }
      .map(\.index)
  }
}
