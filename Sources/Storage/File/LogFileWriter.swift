import Ethereum

/// Makes a portable log, record by record; whoever has the bytes puts them one after another into a file (ST-13).
public struct LogFileWriter: Sendable {
  private var seal = Bytes32.zero
  private var last: BlockLink

  /// - Parameter bytes: receives what the file begins with.
  public init(genesis: [UInt8], hash: Bytes32, bytes: inout [UInt8]) throws(StorageError) {
    try StorageError.Content.genesis.check(genesis)
    last = BlockLink(height: 0, hash: hash)
    var heading = HeadingWriter(kind: LogFileRecord.genesis)
    heading.add(hash)
    heading.add(UInt64(clamping: genesis.count))
    heading.add(Keccak256.hash(genesis))
    bytes += LogFileRecord.opening
    bytes += sealed(heading) + genesis
  }

  /// The record of the next block.
  /// - Throws: as `DataDirectory.append`.
  public mutating func block(_ block: StoredBlock) throws(StorageError) -> [UInt8] {
    try block.check(after: last)
    last = block.link
    var heading = HeadingWriter(kind: LogFileRecord.block)
    heading.add(block.link.height)
    heading.add(block.previous)
    heading.add(block.link.hash)
    heading.add(UInt64(clamping: block.bytes.count))
    heading.add(UInt64(clamping: block.receipts.count))
    heading.add(Keccak256.hash(block.bytes))
    heading.add(Keccak256.hash(block.receipts))
    return sealed(heading) + block.bytes + block.receipts
  }

  /// What the file ends with.
  public mutating func end() -> [UInt8] {
    var heading = HeadingWriter(kind: LogFileRecord.end)
    heading.add(last.height)
    heading.add(last.hash)
    return sealed(heading)
  }

  private mutating func sealed(_ heading: HeadingWriter) -> [UInt8] {
    seal = LogFileRecord.seal(seal, heading.bytes)
    return heading.bytes + seal.bytes
  }
}

extension DataDirectory {
  /// The log as a portable file, in pieces of one record.
  /// - Parameter height: of the last block that is wanted; the last one there is where it is nil.
  /// - Throws: `noSuchBlock`, `damaged`.
  public func exported(through height: UInt64? = nil) throws(StorageError) -> LogExport {
    try LogExport(self, through: height)
  }
}

/// The pieces of a portable log of a data directory, one record in memory at a time.
public final class LogExport {
  private let blocks: StoredBlocks
  private var writer: LogFileWriter
  private var opening: [UInt8]?
  private var left: UInt64
  private var isEnded = false

  init(_ directory: DataDirectory, through height: UInt64?) throws(StorageError) {
    try directory.refresh()
    left = height ?? directory.last.height
    _ = try directory.link(left)
    blocks = try directory.blocks()
    var bytes: [UInt8] = []
    writer = try LogFileWriter(genesis: directory.genesis, hash: directory.genesisHash, bytes: &bytes)
    opening = bytes
  }

  /// The next piece of the file; nil after its end.
  public func next() throws(StorageError) -> [UInt8]? {
    if let piece = opening {
      opening = nil
      return piece
    }
    if left > 0, let block = try blocks.next() {
      left -= 1
      return try writer.block(block)
    }
    guard !isEnded else { return nil }
    isEnded = true
    return writer.end()
  }
}
