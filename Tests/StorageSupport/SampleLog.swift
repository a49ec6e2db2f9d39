import Ethereum
import Storage

/// A log whose every byte follows from its seed, so that whoever reads it knows what must be there.
public struct SampleLog: Sendable {
  public let seed: UInt64
  /// The most bytes of a block.
  public var largest: Int

  public init(seed: UInt64, largest: Int = 20_000) {
    (self.seed, self.largest) = (seed, largest)
  }

  public var genesis: [UInt8] { bytes(of: 0, kind: 0, count: 700) }
  public var genesisHash: Bytes32 { hash(0) }

  /// The hash of a block, or of the genesis for 0.
  public func hash(_ height: UInt64) -> Bytes32 { Keccak256.hash("hash \(seed) \(height)") }

  public func link(_ height: UInt64) -> BlockLink { BlockLink(height: height, hash: hash(height)) }

  /// The block of a height: mostly small, sometimes of many pages, now and then empty.
  public func block(_ height: UInt64) -> StoredBlock {
    let choice = mix(height &* 7 &+ 3)
    let limit = [0, 40, 300, 3_000, largest][Int(choice % 5)]
    let count = limit == 0 ? 0 : Int((choice >> 8) % UInt64(limit))
    return StoredBlock(
      link(height), previous: hash(height - 1), bytes: bytes(of: height, kind: 1, count: count),
      receipts: bytes(of: height, kind: 2, count: count / 3))
  }

  /// The chunks of the snapshot after a block.
  public func chunks(_ height: UInt64) -> [[UInt8]] {
    (0..<(1 + mix(height) % 4)).map { bytes(of: height, kind: 3 + $0, count: 1 + Int(mix(height &+ $0) % 9_000)) }
  }

  private func bytes(of height: UInt64, kind: UInt64, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    var word = mix(height &* 31 &+ kind)
    while bytes.count < count {
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for shift in stride(from: UInt64(24), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return Array(bytes.prefix(count))
  }

  /// A number that looks random (SplitMix64).
  private func mix(_ value: UInt64) -> UInt64 {
    var z = (seed &* 0xD134_2543_DE82_EF95) ^ value &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
