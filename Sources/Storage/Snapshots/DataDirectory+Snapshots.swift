extension DataDirectory {
  /// The snapshots that are whole, the newest first, each of a block of this log.
  /// - Throws: `damaged` where the file of the snapshots is; the log is not touched by that, and the file may be
  ///   removed, since snapshots can be made again.
  public func snapshots() throws(StorageError) -> [SnapshotHeading] {
    guard let database = try snapshotDatabase(isMaking: false) else { return [] }
    let headings = try database.headings()
    for heading in headings { try check(heading) }
    return headings
  }

  /// Starts a snapshot of the state after a block; one that was started before and not finished is given up.
  /// - Parameter height: of a block that is in the log, or 0 for the genesis.
  public func startSnapshot(at height: UInt64) throws(StorageError) -> SnapshotWriter {
    guard access == .writing else { throw .openForReading }
    let link = try link(height)
    guard let database = try snapshotDatabase(isMaking: true) else { throw .input("make \(snapshotsPath)", reason: "") }
    let headings = try database.headings()
    guard headings.count < StorageLimits.snapshots else {
      throw .tooLarge(.snapshots, limit: StorageLimits.snapshots, found: headings.count + 1)
    }
    guard !headings.contains(where: { $0.link.height == height }) else { throw .snapshotExists(height) }
    snapshotWriter?.end()
    let writer = SnapshotWriter(database, of: link, first: try database.removeUnfinished())
    snapshotWriter = writer
    return writer
  }

  /// The chunks of the snapshot at a height.
  public func snapshot(at height: UInt64) throws(StorageError) -> SnapshotReader {
    guard let database = try snapshotDatabase(isMaking: false),
      let heading = try database.headings(from: height, atMost: 1).first, heading.link.height == height
    else { throw .noSuchSnapshot(height) }
    try check(heading)
    return SnapshotReader(database, heading)
  }

  /// Removes all snapshots but the newest ones.
  /// - Parameter count: how many stay.
  public func keepSnapshots(newest count: Int) throws(StorageError) {
    guard access == .writing else { throw .openForReading }
    guard let database = try snapshotDatabase(isMaking: false) else { return }
    // The oldest first, so that whatever stops this leaves the newest.
    for heading in try database.headings().dropFirst(max(0, count)).reversed() { try database.remove(heading) }
  }

  /// The database of the snapshots; nil where there is none and none is to be made.
  private func snapshotDatabase(isMaking: Bool) throws(StorageError) -> SnapshotDatabase? {
    if let snapshotFile { return snapshotFile }
    do throws(StorageError) {
      snapshotFile = try SnapshotDatabase(snapshotsPath, access: access, isMaking: isMaking, fileLayer: fileLayer)
    } catch {
      guard !isMaking else { throw error }
      switch error {
      case .unfinishedCreation: return nil
      case .input where fileLayer != nil || !FileSystem.holds(snapshotsPath): return nil
      default: throw error
      }
    }
    if isMaking { try FileSystem.synchronise(path) }
    return snapshotFile
  }

  /// Holds a snapshot to the log.
  private func check(_ heading: SnapshotHeading) throws(StorageError) {
    let expected = try link(heading.link.height).hash
    guard heading.link.hash == expected else {
      throw .damaged(
        .snapshotOfAnother(height: heading.link.height, expected: expected, found: heading.link.hash))
    }
  }
}
