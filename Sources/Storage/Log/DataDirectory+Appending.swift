extension DataDirectory {
  /// Adds a block; when this returns, it is on the disk (ST-4).
  public func append(_ block: StoredBlock) throws(StorageError) { try append([block]) }

  /// Adds blocks, all or none; when this returns, they are on the disk.
  ///
  /// After `diskFull` and `busy` nothing was written, and the call may be repeated. After any other failure of the
  /// machine only opening anew shows whether the blocks are there, and until then nothing more is written (`halted`).
  /// - Throws: `openForReading`, `halted`, `tooLarge`, `heightMismatch`, `previousMismatch`, before anything is
  ///   written; failures of the machine.
  public func append(_ blocks: [StoredBlock]) throws(StorageError) {
    guard access == .writing else { throw .openForReading }
    guard !isHalted else { throw .halted }
    var end = last
    for block in blocks {
      try StorageError.Content.block.check(block.bytes)
      try StorageError.Content.receipts.check(block.receipts)
      guard end.height < StorageLimits.height, block.link.height == end.height + 1 else {
        throw .heightMismatch(expected: end.height &+ 1, found: block.link.height)
      }
      guard block.previous == end.hash else {
        throw .previousMismatch(height: block.link.height, expected: end.hash, found: block.previous)
      }
      end = block.link
    }
    guard !blocks.isEmpty else { return }
    do throws(DatabaseFailure) {
      try database.transaction { () throws(DatabaseFailure) in
        for block in blocks { try statements.insert(block) }
        try statements.setHead(end)
      }
    } catch {
      // A failed synchronisation is not reported twice, and what the disk then has is unknown.
      isHalted = !error.leavesNothing || database.isInTransaction
      throw StorageError(error, logPath)
    }
    // Not before: what is acknowledged is what is committed.
    last = end
  }
}
