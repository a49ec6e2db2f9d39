import Ethereum

extension DataDirectory {
  /// Looks which block is the last now; only for reading can another process have added some.
  public func refresh() throws(StorageError) {
    guard access == .reading else { return }
    let found = try statements.head(logPath)
    guard found.height >= last.height, found.height > last.height || found == last else {
      throw .damaged(.end(expected: last, found: found))
    }
    last = found
  }

  /// The block of a height, checked against its digests and its seal.
  /// - Throws: `noSuchBlock` for height 0 and above the last; `damaged`.
  public func block(_ height: UInt64) throws(StorageError) -> StoredBlock {
    let row = try link(at: height)
    return StoredBlock(
      row.link, previous: row.previous, bytes: try content(.block, of: row, digest: row.block),
      receipts: try content(.receipts, of: row, digest: row.receipts))
  }

  /// The place of a block in the chain, without its content; of height 0 the genesis.
  public func link(_ height: UInt64) throws(StorageError) -> BlockLink {
    height == 0 ? BlockLink(height: 0, hash: genesisHash) : try link(at: height).link
  }

  /// The receipts of a block, without its content.
  public func receipts(_ height: UInt64) throws(StorageError) -> [UInt8] {
    let row = try link(at: height)
    return try content(.receipts, of: row, digest: row.receipts)
  }

  /// The blocks from a height on, one at a time in memory, each on the one before it.
  public func blocks(from height: UInt64 = 1) throws(StorageError) -> StoredBlocks {
    try StoredBlocks(self, from: height)
  }

  private func link(at height: UInt64) throws(StorageError) -> LinkRow {
    if height > last.height { try refresh() }
    guard height > 0, height <= last.height else { throw .noSuchBlock(height, last: last.height) }
    guard let row = try links(from: height, atMost: 1).first else {
      throw .damaged(.gap(height: height, found: nil))
    }
    guard row.link.height == height else { throw .damaged(.gap(height: height, found: row.link.height)) }
    guard row.isSealed else { throw .damaged(.link(height: height)) }
    return row
  }

  private func content(
    _ content: StorageError.Content, of row: LinkRow, digest: Bytes32
  ) throws(StorageError) -> [UInt8] {
    let height = row.link.height
    let bytes = try stored(logPath) { () throws(DatabaseFailure) in try statements.content(content, at: height) }
    guard let bytes else { throw .damaged(.missing(content, height: height)) }
    let found = Keccak256.hash(bytes)
    guard found == digest else {
      throw .damaged(.altered(content, height: height, expected: digest, found: found))
    }
    return bytes
  }
}

/// Blocks one after another.
public final class StoredBlocks {
  private let directory: DataDirectory
  private var before: BlockLink

  init(_ directory: DataDirectory, from height: UInt64) throws(StorageError) {
    self.directory = directory
    before = try directory.link(height == 0 ? 0 : height - 1)
  }

  /// The next block; nil after the last, where a reader beside a writer may find more later.
  public func next() throws(StorageError) -> StoredBlock? {
    if before.height >= directory.last.height { try directory.refresh() }
    guard before.height < directory.last.height else { return nil }
    let block = try directory.block(before.height + 1)
    guard block.previous == before.hash else {
      throw .damaged(.chain(height: block.link.height, expected: before.hash, found: block.previous))
    }
    before = block.link
    return block
  }
}
