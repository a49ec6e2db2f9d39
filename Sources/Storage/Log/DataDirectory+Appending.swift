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
      try block.check(after: end)
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

extension StoredBlock {
  /// Refuses a block that is too large, or does not follow (ST-4).
  func check(after last: BlockLink) throws(StorageError) {
    try StorageError.Content.block.check(bytes)
    try StorageError.Content.receipts.check(receipts)
    guard last.height < StorageLimits.height, link.height == last.height + 1 else {
      throw .heightMismatch(expected: last.height &+ 1, found: link.height)
    }
    guard previous == last.hash else {
      throw .previousMismatch(height: link.height, expected: last.hash, found: previous)
    }
  }
}
