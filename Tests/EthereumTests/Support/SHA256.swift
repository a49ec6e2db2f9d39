/// SHA-256, slowly, for vectors that sign its digests (FIPS 180-4).
enum SHA256 {
  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants = primes.map { fraction(of: $0, root: 3) }
  private static let start = primes.prefix(8).map { fraction(of: $0, root: 2) }
  private static let primes = Array((2..<312).filter { n in !(2..<n).contains { n % $0 == 0 } })

  /// floor(prime^(1/root) * 2^32) mod 2^32, by bisection over exact integers.
  private static func fraction(of prime: Int, root: Int) -> UInt32 {
    // root 2: x^2 <= p * 2^64. root 3: x^3 <= p * 2^96; both sides fit 128 bits for primes below 312.
    let target = UInt128(prime) << UInt128(32 * root)
    var (low, high): (UInt128, UInt128) = (0, 1 << 38)
    while high - low > 1 {
      let middle = (low + high) / 2
      let power = root == 2 ? middle * middle : middle * middle * middle
      if power <= target { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }

  static func hash(_ message: [UInt8]) -> [UInt8] {
    var bytes = message + [0x80]
    while bytes.count % 64 != 56 { bytes.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: (message.count * 8) >> shift))
    }
    func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
    var state = start
    for block in stride(from: 0, to: bytes.count, by: 64) {
      var w = (0..<16).map { i in (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[block + 4 * i + $1]) } }
      for i in 16..<64 {
        let s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3
        let s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10
        w.append(w[i - 16] &+ s0 &+ w[i - 7] &+ s1)
      }
      var h = state
      for i in 0..<64 {
        let s1 = rotate(h[4], 6) ^ rotate(h[4], 11) ^ rotate(h[4], 25)
        let first = h[7] &+ s1 &+ (h[4] & h[5] ^ ~h[4] & h[6]) &+ constants[i] &+ w[i]
        let s0 = rotate(h[0], 2) ^ rotate(h[0], 13) ^ rotate(h[0], 22)
        let second = s0 &+ (h[0] & h[1] ^ h[0] & h[2] ^ h[1] & h[2])
        h = [first &+ second, h[0], h[1], h[2], h[3] &+ first, h[4], h[5], h[6]]
      }
      for i in 0..<8 { state[i] = state[i] &+ h[i] }
    }
    return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }
}
