import Ethereum

/// A row of the chain.
struct LinkRow {
  var link: BlockLink
  var previous: Bytes32
  /// The digest of the block's bytes.
  var block: Bytes32
  /// The digest of its receipts.
  var receipts: Bytes32
  var seal: Bytes32

  /// Whether the row is what was written.
  var isSealed: Bool { seal == Seal.link(link, previous: previous, block: block, receipts: receipts) }
}

/// The statements of the log, prepared once.
final class LogStatements {
  private let genesisRow: Statement
  private let headRow: Statement
  private let linkRows: Statement
  private let contents: [StorageError.Content: Statement]
  private let ends: [StorageError.Content: Statement]
  private let insertLink: Statement
  private let insertBlock: Statement
  private let insertReceipts: Statement
  private let updateHead: Statement

  init(_ database: Database) throws(DatabaseFailure) {
    genesisRow = try database.prepare("SELECT hash, bytes, seal FROM genesis WHERE place = 0")
    headRow = try database.prepare("SELECT height, hash, seal FROM head WHERE place = 0")
    linkRows = try database.prepare(
      "SELECT height, previous, hash, block, receipts, seal FROM links WHERE height >= ? ORDER BY height LIMIT ?")
    contents = [
      .block: try database.prepare("SELECT bytes FROM blocks WHERE height = ?"),
      .receipts: try database.prepare("SELECT bytes FROM receipts WHERE height = ?"),
    ]
    ends = [
      .block: try database.prepare("SELECT height FROM blocks ORDER BY height DESC LIMIT 1"),
      .receipts: try database.prepare("SELECT height FROM receipts ORDER BY height DESC LIMIT 1"),
    ]
    insertLink = try database.prepare("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)")
    insertBlock = try database.prepare("INSERT INTO blocks VALUES (?, ?)")
    insertReceipts = try database.prepare("INSERT INTO receipts VALUES (?, ?)")
    updateHead = try database.prepare("UPDATE head SET height = ?, hash = ?, seal = ? WHERE place = 0")
  }

  func genesis(_ path: String) throws(StorageError) -> (Bytes32, [UInt8]) {
    let row = try stored(path) { () throws(DatabaseFailure) -> (Bytes32, [UInt8], Bytes32)? in
      defer { genesisRow.reset() }
      guard try genesisRow.step() else { return nil }
      return (try genesisRow.word(0), try genesisRow.bytes(1), try genesisRow.word(2))
    }
    guard let (hash, bytes, seal) = row, seal == Seal.genesis(hash: hash, bytes: Keccak256.hash(bytes)) else {
      throw .damaged(.genesis)
    }
    return (hash, bytes)
  }

  func head(_ path: String) throws(StorageError) -> BlockLink {
    let row = try stored(path) { () throws(DatabaseFailure) -> (BlockLink, Bytes32)? in
      defer { headRow.reset() }
      guard try headRow.step() else { return nil }
      return (BlockLink(height: try headRow.height(0), hash: try headRow.word(1)), try headRow.word(2))
    }
    guard let (link, seal) = row, seal == Seal.head(link) else { throw .damaged(.head) }
    return link
  }

  /// The rows of the chain from a height on, as many as are asked for at most, read under one lock.
  func links(from height: UInt64, atMost count: Int) throws(DatabaseFailure) -> [LinkRow] {
    defer { linkRows.reset() }
    try linkRows.start(Int64(clamping: height), Int64(count))
    var rows: [LinkRow] = []
    while try linkRows.step() {
      rows.append(
        LinkRow(
          link: BlockLink(height: try linkRows.height(0), hash: try linkRows.word(2)), previous: try linkRows.word(1),
          block: try linkRows.word(3), receipts: try linkRows.word(4), seal: try linkRows.word(5)))
    }
    return rows
  }

  /// The bytes of a block or of its receipts; nil where there are none.
  func content(_ content: StorageError.Content, at height: UInt64) throws(DatabaseFailure) -> [UInt8]? {
    guard let statement = contents[content] else { return nil }
    defer { statement.reset() }
    try statement.start(Int64(clamping: height))
    return try statement.step() ? try statement.bytes(0) : nil
  }

  /// The greatest height that has such a content; nil where none has.
  func end(of content: StorageError.Content) throws(DatabaseFailure) -> UInt64? {
    guard let statement = ends[content] else { return nil }
    defer { statement.reset() }
    return try statement.step() ? try statement.height(0) : nil
  }

  /// Adds a block to the open transaction.
  func insert(_ block: StoredBlock) throws(DatabaseFailure) {
    let height = Statement.Value.integer(Int64(clamping: block.link.height))
    let (bytes, receipts) = (Keccak256.hash(block.bytes), Keccak256.hash(block.receipts))
    let seal = Seal.link(block.link, previous: block.previous, block: bytes, receipts: receipts)
    try insertLink.run([
      height, .bytes(block.previous.bytes), .bytes(block.link.hash.bytes), .bytes(bytes.bytes),
      .bytes(receipts.bytes), .bytes(seal.bytes),
    ])
    try insertBlock.run([height, .bytes(block.bytes)])
    try insertReceipts.run([height, .bytes(block.receipts)])
  }

  /// Records the last block in the open transaction.
  func setHead(_ link: BlockLink) throws(DatabaseFailure) {
    try updateHead.run([
      .integer(Int64(clamping: link.height)), .bytes(link.hash.bytes), .bytes(Seal.head(link).bytes),
    ])
  }
}

extension Statement {
  /// The hash in a column of the row.
  func word(_ column: Int32) throws(DatabaseFailure) -> Bytes32 {
    let bytes = try bytes(column)
    guard let word = Bytes32(bytes) else {
      throw DatabaseFailure(corrupt: "32 bytes were expected in column \(column), and \(bytes.count) were found")
    }
    return word
  }

  /// The height, count or place in a column of the row.
  func height(_ column: Int32) throws(DatabaseFailure) -> UInt64 {
    let number = try integer(column)
    guard let height = UInt64(exactly: number) else {
      throw DatabaseFailure(corrupt: "a height was expected in column \(column), and \(number) was found")
    }
    return height
  }
}
