import Ethereum

/// The digests by which altered rows are found (ST-5, ST-7): Keccak-256 of a text that names the kind of the row, and
/// of its values, integers in eight bytes with the highest first.
enum Seal {
  static func genesis(hash: Bytes32, bytes: Bytes32) -> Bytes32 {
    digest("ballast stored genesis", [], [hash, bytes])
  }

  static func link(_ link: BlockLink, previous: Bytes32, block: Bytes32, receipts: Bytes32) -> Bytes32 {
    digest("ballast stored link", [link.height], [previous, link.hash, block, receipts])
  }

  static func head(_ link: BlockLink) -> Bytes32 {
    digest("ballast stored head", [link.height], [link.hash])
  }

  static func chunk(snapshot height: UInt64, number: UInt64, bytes: Bytes32) -> Bytes32 {
    digest("ballast stored chunk", [height, number], [bytes])
  }

  /// The digest of the chunks so far and one more.
  static func chunks(_ before: Bytes32, _ chunk: Bytes32) -> Bytes32 {
    digest("ballast stored chunks", [], [before, chunk])
  }

  static func snapshot(_ link: BlockLink, first: UInt64, count: UInt64, bytes: UInt64, chunks: Bytes32) -> Bytes32 {
    digest("ballast stored snapshot", [link.height, first, count, bytes], [link.hash, chunks])
  }

  private static func digest(_ tag: String, _ integers: [UInt64], _ words: [Bytes32]) -> Bytes32 {
    var message = Array(tag.utf8)
    for integer in integers {
      for shift in stride(from: 56, through: 0, by: -8) { message.append(UInt8(truncatingIfNeeded: integer >> shift)) }
    }
    for word in words { message += word.bytes }
    return Keccak256.hash(message)
  }
}
