import Ethereum

// The checks of an opening (ST-10), and those of everything (ST-11).
extension DataDirectory {
  /// Walks the chain from the genesis to the record of the last block.
  func checkChain() throws(StorageError) {
    var end = BlockLink(height: 0, hash: genesisHash)
    while end.height < last.height {
      let rows = try links(from: end.height + 1, atMost: StorageLimits.linksAtOnce)
      guard !rows.isEmpty else { break }
      // A writer beside a reader may have added more since.
      for row in rows where row.link.height <= last.height {
        try check(row, after: end)
        end = row.link
      }
      if rows.contains(where: { $0.link.height > last.height }) { break }
    }
    guard end == last else { throw .damaged(.end(expected: last, found: end)) }
  }

  /// Sees that the last block has its content, and that nothing stands above it.
  func checkEnd() throws(StorageError) {
    if last.height > 0 { _ = try block(last.height) }
    guard access == .writing else { return }
    if let above = try links(from: last.height + 1, atMost: 1).first {
      throw .damaged(.end(expected: last, found: above.link))
    }
    for content in [StorageError.Content.block, .receipts] {
      let end = try stored(logPath) { () throws(DatabaseFailure) in try statements.end(of: content) } ?? 0
      guard end <= last.height else {
        throw .damaged(.surplus(content, height: end, last: last.height))
      }
    }
  }

  /// Holds a row of the chain to itself and to the one before it.
  func check(_ row: LinkRow, after before: BlockLink) throws(StorageError) {
    let height = before.height + 1
    guard row.link.height == height else { throw .damaged(.gap(height: height, found: row.link.height)) }
    guard row.isSealed else { throw .damaged(.link(height: height)) }
    guard row.previous == before.hash else {
      throw .damaged(.chain(height: height, expected: before.hash, found: row.previous))
    }
  }

  func links(from height: UInt64, atMost count: Int) throws(StorageError) -> [LinkRow] {
    try stored(logPath) { () throws(DatabaseFailure) in try statements.links(from: height, atMost: count) }
  }

  /// Reads everything up to the last block and holds it to its digests; for writing also the structure of the files.
  /// - Parameter progress: is told each height that is found right.
  /// - Throws: `StorageError` of the first damage.
  public func verify(_ progress: (UInt64) -> Void = { _ in }) throws(StorageError) {
    try refresh()
    try checkChain()
    for height in 0..<last.height {
      _ = try block(height + 1)
      progress(height + 1)
    }
    try checkEnd()
    // It would keep a writer waiting for as long as the whole file takes.
    guard access == .writing else { return }
    let found = try stored(logPath) { () throws(DatabaseFailure) in try database.text("PRAGMA integrity_check(1)") }
    guard found == "ok" else { throw .damaged(.structure(logPath, found)) }
  }
}
