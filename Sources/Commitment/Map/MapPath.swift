import Ethereum
import FixedPoint

/// The way from the root to a key's leaf: 256 bits, the first bit of the first byte on top (MP-3).
struct MapPath: Hashable, Sendable {
  /// The bits in the order of the way, 64 a word.
  var word0: UInt64
  var word1: UInt64
  var word2: UInt64
  var word3: UInt64

  static let zero = MapPath(word0: 0, word1: 0, word2: 0, word3: 0)

  private init(word0: UInt64, word1: UInt64, word2: UInt64, word3: UInt64) {
    (self.word0, self.word1, self.word2, self.word3) = (word0, word1, word2, word3)
  }

  init(_ digest: Bytes32) {
    let limbs = digest.integer.limbs
    self.init(word0: limbs.3, word1: limbs.2, word2: limbs.1, word3: limbs.0)
  }

  /// The path as the hash of its key.
  var digest: Bytes32 {
    Bytes32(UInt256(limbs: word3, word2, word1, word0))
  }

  /// Which side the path takes below a node of a depth from 0 to 255: 0 left, 1 right.
  @inline(__always)
  func side(at depth: Int) -> Int {
    let word =
      switch depth >> 6 {
      case 0: word0
      case 1: word1
      case 2: word2
      default: word3
      }
    return Int(truncatingIfNeeded: word >> UInt64(truncatingIfNeeded: 63 - (depth & 63)) & 1)
  }

  /// How many bits two paths share from the top; 256 where they are one path.
  @inline(__always)
  func sharedBits(with other: MapPath) -> Int {
    if word0 != other.word0 { return (word0 ^ other.word0).leadingZeroBitCount }
    if word1 != other.word1 { return 64 + (word1 ^ other.word1).leadingZeroBitCount }
    if word2 != other.word2 { return 128 + (word2 ^ other.word2).leadingZeroBitCount }
    return 192 + (word3 ^ other.word3).leadingZeroBitCount
  }

  /// The place beside the one at which this path is at a depth of 1 to 256: its bits, then zeros.
  func neighbour(at depth: Int) -> MapPath {
    func word(_ index: Int, _ bits: UInt64) -> UInt64 {
      let kept = min(64, max(0, depth - 64 * index))
      // Smart shifts: by 64 gives zero.
      let mask = ~(UInt64.max >> UInt64(truncatingIfNeeded: kept))
      let last = (depth - 1) >> 6 == index ? UInt64(1) << UInt64(truncatingIfNeeded: 63 - (depth - 1) & 63) : 0
      return (bits & mask) ^ last
    }
    return MapPath(word0: word(0, word0), word1: word(1, word1), word2: word(2, word2), word3: word(3, word3))
  }
}

extension MapPath: Comparable {
  @inline(__always)
  static func < (a: MapPath, b: MapPath) -> Bool {
    if a.word0 != b.word0 { return a.word0 < b.word0 }
    if a.word1 != b.word1 { return a.word1 < b.word1 }
    if a.word2 != b.word2 { return a.word2 < b.word2 }
    return a.word3 < b.word3
  }
}
