import FixedPoint

/// The random numbers of one account: SplitMix64, started from the book's seed and the account's number, so
/// that accounts can be made in any order (BK-2).
struct BookStream: Sendable {
  private var state: UInt64

  init(state: UInt64) {
    self.state = state
  }

  /// The stream of account `number` of the book with this seed.
  init(seed: UInt64, number: UInt64) {
    var outer = BookStream(state: seed)
    var inner = BookStream(state: outer.next() ^ number)
    state = inner.next()
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }

  /// A number below a bound, each as likely: the high half of a product, whose low half is drawn again where
  /// it is among those that come once too often (Lemire, "Fast random integer generation in an interval",
  /// 2019).
  /// - Parameter bound: above zero; zero gives zero.
  mutating func below(_ bound: Int) -> Int {
    let size = UInt64(max(0, bound))
    if size == 0 { return 0 }
    var product = next().multipliedFullWidth(by: size)
    if product.low < size {
      let surplus = (0 &- size) % size
      while product.low < surplus { product = next().multipliedFullWidth(by: size) }
    }
    return Int(truncatingIfNeeded: product.high)
  }

  /// A number from `low` to `high`, both included.
  mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

  /// Whether something happens that happens so many times in a thousand.
  mutating func chance(perMille: Int) -> Bool { below(1_000) < perMille }

  /// A fraction of one, wad, rounded down.
  mutating func unit() -> UInt128 {
    let (high, _) = next().multipliedFullWidth(by: 1_000_000_000_000_000_000)
    return UInt128(high)
  }

  /// The sum of four fractions less two, wad: like a bell, from -2 to 2, with a deviation of 0.577.
  mutating func bell() -> Int256 {
    var sum: UInt128 = 0
    for _ in 0..<4 { sum &+= unit() }
    return Int256(sum) &- Int256(2 &* Wad.one)
  }

  /// The index of a weight, each as likely as its weight says.
  mutating func choice(_ weights: [Int]) -> Int {
    var rest = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return 0
  }
}
