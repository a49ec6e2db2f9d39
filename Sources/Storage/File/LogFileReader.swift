import Ethereum

/// Reads a portable log that arrives in pieces, and holds it to itself: a file that was cut short or altered anywhere
/// is refused by the name of the part (ST-14).
///
/// Use: `append` a piece, take items with `next` until it returns nil, and so on; after the last piece `finish`, and
/// take the rest. One record and one piece are in memory at most.
public struct LogFileReader: Sendable {
  /// A part of a log.
  public enum Item: Hashable, Sendable {
    /// What block 1 stands on, first.
    case genesis(hash: Bytes32, bytes: [UInt8])
    case block(StoredBlock)
    /// The last block, or the genesis at height 0; nothing follows.
    case end(BlockLink)
  }

  private enum State {
    case opening
    case genesis
    case record
    case ended
  }

  private var buffer: [UInt8] = []
  private var head = 0
  private var isFinished = false
  private var state = State.opening
  private var seal = Bytes32.zero
  private var last = BlockLink(height: 0, hash: .zero)

  public init() {}

  /// Adds a piece of the file; take the items before the next.
  public mutating func append(_ piece: some Collection<UInt8>) {
    buffer.removeFirst(head)
    head = 0
    buffer += piece
  }

  /// Says that the file has ended.
  public mutating func finish() { isFinished = true }

  /// The next part; nil where more of the file is needed, and after the end.
  /// - Throws: the first thing that is wrong; nothing more can be read then.
  public mutating func next() throws(LogFileError) -> Item? {
    switch state {
    case .opening:
      guard try readOpening() else { return nil }
      state = .genesis
      return try readGenesis()
    case .genesis: return try readGenesis()
    case .record: return try readRecord()
    case .ended:
      guard head == buffer.count else { throw .trailing }
      return nil
    }
  }

  private mutating func readOpening() throws(LogFileError) -> Bool {
    let found = buffer[head...].prefix(LogFileRecord.magic.count)
    // Before it is whole: another file is no portable log that was cut short.
    guard found.elementsEqual(LogFileRecord.magic.prefix(found.count)) else { throw .notALogFile }
    guard try has(LogFileRecord.openingBytes, of: .opening) else { return false }
    let version = buffer[(head + 8)..<(head + 12)].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    guard version <= LogFileRecord.version else {
      throw .newerVersion(expected: LogFileRecord.version, found: version)
    }
    guard version == LogFileRecord.version else { throw .altered(.opening) }
    head += LogFileRecord.openingBytes
    return true
  }

  private mutating func readGenesis() throws(LogFileError) -> Item? {
    let headingBytes = LogFileRecord.genesisHeadingBytes
    guard try has(headingBytes, of: .genesis) else { return nil }
    guard buffer[head] == LogFileRecord.genesis else { throw .altered(.genesis) }
    var heading = try sealedHeading(headingBytes, .genesis)
    let (hash, count, digest) = (heading.fields.word(), heading.fields.integer(), heading.fields.word())
    let bytes = try length(count, of: .genesis)
    guard try has(headingBytes + bytes, of: .genesis) else { return nil }
    let genesis = try content(at: headingBytes, bytes, digest, .genesis)
    take(headingBytes + bytes, heading.seal)
    last = BlockLink(height: 0, hash: hash)
    state = .record
    return .genesis(hash: hash, bytes: genesis)
  }

  private mutating func readRecord() throws(LogFileError) -> Item? {
    guard try has(1, of: .end(after: last.height)) else { return nil }
    switch buffer[head] {
    case LogFileRecord.block: return try readBlock()
    case LogFileRecord.end: return try readEnd()
    case let kind: throw .unexpectedKind(after: last.height, found: kind)
    }
  }

  private mutating func readBlock() throws(LogFileError) -> Item? {
    let headingBytes = LogFileRecord.blockHeadingBytes
    guard last.height < StorageLimits.height else { throw .unexpectedKind(after: last.height, found: buffer[head]) }
    let expected = last.height + 1
    guard try has(headingBytes, of: .heading(expected)) else { return nil }
    var heading = try sealedHeading(headingBytes, .heading(expected))
    let height = heading.fields.integer()
    let (previous, hash) = (heading.fields.word(), heading.fields.word())
    let (blockCount, receiptsCount) = (heading.fields.integer(), heading.fields.integer())
    let (blockDigest, receiptsDigest) = (heading.fields.word(), heading.fields.word())
    guard height == expected else { throw .heightMismatch(expected: expected, found: height) }
    guard previous == last.hash else {
      throw .previousMismatch(height: height, expected: last.hash, found: previous)
    }
    let blockBytes = try length(blockCount, of: .block(height))
    let receiptsBytes = try length(receiptsCount, of: .receipts(height))
    guard try has(headingBytes + blockBytes, of: .block(height)) else { return nil }
    guard try has(headingBytes + blockBytes + receiptsBytes, of: .receipts(height)) else { return nil }
    let block = StoredBlock(
      BlockLink(height: height, hash: hash), previous: previous,
      bytes: try content(at: headingBytes, blockBytes, blockDigest, .block(height)),
      receipts: try content(at: headingBytes + blockBytes, receiptsBytes, receiptsDigest, .receipts(height)))
    take(headingBytes + blockBytes + receiptsBytes, heading.seal)
    last = block.link
    return .block(block)
  }

  private mutating func readEnd() throws(LogFileError) -> Item? {
    let part = LogFileError.Part.end(after: last.height)
    guard try has(LogFileRecord.endBytes, of: part) else { return nil }
    var heading = try sealedHeading(LogFileRecord.endBytes, part)
    let found = BlockLink(height: heading.fields.integer(), hash: heading.fields.word())
    guard found == last else { throw .endMismatch(expected: last, found: found) }
    take(LogFileRecord.endBytes, heading.seal)
    state = .ended
    return .end(last)
  }

  /// Whether so many bytes are there.
  /// - Throws: `truncated` where the file has ended before.
  private func has(_ count: Int, of part: LogFileError.Part) throws(LogFileError) -> Bool {
    let found = buffer.count - head
    if found >= count { return true }
    if isFinished { throw .truncated(part, missing: count - found) }
    return false
  }

  /// A heading's fields and its seal, which binds it to all that was before.
  private func sealedHeading(
    _ count: Int, _ part: LogFileError.Part
  ) throws(LogFileError) -> (fields: HeadingReader, seal: Bytes32) {
    let heading = buffer[head..<(head + count - 32)]
    let found = LogFileRecord.seal(seal, heading)
    guard buffer[(head + count - 32)..<(head + count)].elementsEqual(found.bytes) else { throw .altered(part) }
    return (HeadingReader(heading.dropFirst()), found)
  }

  /// A length that is within its limit.
  private func length(_ count: UInt64, of part: LogFileError.Part) throws(LogFileError) -> Int {
    guard count <= UInt64(StorageLimits.contentBytes) else {
      throw .tooLarge(part, limit: StorageLimits.contentBytes, found: count)
    }
    return Int(count)
  }

  private func content(
    at offset: Int, _ count: Int, _ digest: Bytes32, _ part: LogFileError.Part
  ) throws(LogFileError) -> [UInt8] {
    let bytes = Array(buffer[(head + offset)..<(head + offset + count)])
    guard Keccak256.hash(bytes) == digest else { throw .altered(part) }
    return bytes
  }

  private mutating func take(_ count: Int, _ seal: Bytes32) {
    head += count
    self.seal = seal
  }
}
