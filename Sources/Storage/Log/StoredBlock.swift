import Ethereum

/// A block's place in the chain: its height and its hash.
public struct BlockLink: Hashable, Sendable {
  public var height: UInt64
  public var hash: Bytes32

  public init(height: UInt64, hash: Bytes32) {
    (self.height, self.hash) = (height, hash)
  }
}

/// A block as it is kept: its link, that of the block before, and bytes that mean nothing here (ST-3).
public struct StoredBlock: Hashable, Sendable {
  public var link: BlockLink
  /// The hash of the block before; the genesis' for block 1.
  public var previous: Bytes32
  public var bytes: [UInt8]
  public var receipts: [UInt8]

  /// - Parameters:
  ///   - link: its height, one above the block before, and its hash, which whoever understands the bytes has computed.
  ///   - previous: the hash of the block before.
  ///   - bytes: `StorageLimits.contentBytes` at most, as the receipts.
  public init(_ link: BlockLink, previous: Bytes32, bytes: [UInt8], receipts: [UInt8]) {
    (self.link, self.previous, self.bytes, self.receipts) = (link, previous, bytes, receipts)
  }
}

extension StoredBlock: CustomStringConvertible {
  /// Says which it is and how large, since its bytes may be many.
  public var description: String {
    "block \(link.height) of hash \(link.hash) on \(previous), \(bytes.count) bytes, \(receipts.count) of receipts"
  }
}
