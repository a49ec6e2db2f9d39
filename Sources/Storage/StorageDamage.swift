import Ethereum

/// What is wrong with the files of a data directory (ST-10, ST-11).
public enum StorageDamage: Hashable, Sendable {
  /// The file has another size than its pages.
  case size(String, expected: Int64, found: Int64)
  /// A setting in the file's header that no file of ours has.
  case header(String, field: String, expected: String, found: String)
  /// Tables other than ours.
  case tables(String, expected: String, found: String)
  /// SQLite finds the file malformed.
  case structure(String, String)
  /// The genesis is missing, or is not what was written.
  case genesis
  /// The record of the last block is missing, or is not what was written.
  case head
  /// A height has no block; the next one found, nil for none.
  case gap(height: UInt64, found: UInt64?)
  /// A link of the chain is not what was written.
  case link(height: UInt64)
  /// A block does not stand on the one before.
  case chain(height: UInt64, expected: Bytes32, found: Bytes32)
  /// The chain ends elsewhere than the record of the last block says.
  case end(expected: BlockLink, found: BlockLink)
  /// The content of a block is missing.
  case missing(StorageError.Content, height: UInt64)
  /// The content of a block is not what was written; by its digests.
  case altered(StorageError.Content, height: UInt64, expected: Bytes32, found: Bytes32)
  /// Content of a block above the last one.
  case surplus(StorageError.Content, height: UInt64, last: UInt64)
  /// The record of a snapshot is not what was written.
  case snapshot(height: UInt64)
  /// A snapshot is of another log than this.
  case snapshotOfAnother(height: UInt64, expected: Bytes32, found: Bytes32)
  /// A chunk, counted from 0, is missing or is not what was written.
  case alteredChunk(height: UInt64, chunk: Int)

  /// The damage's stable name.
  public var name: String {
    switch self {
    case .size: "Damage_Size"
    case .header: "Damage_Header"
    case .tables: "Damage_Tables"
    case .structure: "Damage_Structure"
    case .genesis: "Damage_Genesis"
    case .head: "Damage_Head"
    case .gap: "Damage_Gap"
    case .link: "Damage_Link"
    case .chain: "Damage_Chain"
    case .end: "Damage_End"
    case .missing: "Damage_Missing"
    case .altered: "Damage_Altered"
    case .surplus: "Damage_Surplus"
    case .snapshot: "Damage_Snapshot"
    case .snapshotOfAnother: "Damage_SnapshotOfAnother"
    case .alteredChunk: "Damage_AlteredChunk"
    }
  }

  /// What can be done, as the end of a sentence.
  public var remedy: String {
    isOfSnapshots
      ? "remove snapshots.sqlite while nobody writes: snapshots are made again, and nothing is lost"
      : "leave the files as they are, and go on with a copy of the directory or a portable log of it"
  }

  /// Whether only snapshots are damaged, which can be made again.
  private var isOfSnapshots: Bool {
    switch self {
    case .snapshot, .snapshotOfAnother, .alteredChunk: true
    case .size(let path, _, _), .header(let path, _, _, _), .tables(let path, _, _), .structure(let path, _):
      path.hasSuffix("/snapshots.sqlite")
    default: false
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .size(let path, let expected, let found):
      "\(path) is damaged: \(expected) bytes were expected by its pages, and it has \(found)"
    case .header(let path, let field, let expected, let found):
      "\(path) is damaged: \(field) \(expected) was expected in its header, and \(found) was found"
    case .tables(let path, let expected, let found):
      "\(path) is damaged: the table \(expected.isEmpty ? "that is none" : expected) was expected, and "
        + "\(found.isEmpty ? "none" : found) was found"
    case .structure(let path, let reason): "\(path) is damaged: SQLite says that \(reason)"
    case .genesis: "the genesis was expected as it was written, and it is missing or altered"
    case .head: "the record of the last block was expected as it was written, and it is missing or altered"
    case .gap(let height, let found):
      "block \(height) was expected next in the chain, and \(found.map { "block \($0)" } ?? "none") was found"
    case .link(let height): "the link of block \(height) was expected as it was written, and it is altered"
    case .chain(let height, let expected, let found):
      "block \(height) was expected to stand on \(expected), and it stands on \(found)"
    case .end(let expected, let found):
      "block \(expected.height) of hash \(expected.hash) was expected to be the last, and the chain ends with block "
        + "\(found.height) of hash \(found.hash)"
    case .missing(let content, let height): "the \(content.words) of block \(height) was expected, and there is none"
    case .altered(let content, let height, let expected, let found):
      "the \(content.words) of block \(height) was expected with digest \(expected), and has \(found): it is altered"
    case .surplus(let content, let height, let last):
      "no \(content.words) above block \(last), the last one, was expected, and there is one of block \(height)"
    case .snapshot(let height):
      "the record of the snapshot at \(height) was expected as it was written, and it is altered"
    case .snapshotOfAnother(let height, let expected, let found):
      "a snapshot at \(height) of the block with hash \(expected) was expected, and it is of \(found): it belongs to "
        + "another log"
    case .alteredChunk(let height, let chunk):
      "chunk \(chunk) of the snapshot at \(height) was expected as it was written, and it is missing or altered"
    }
  }
}

extension StorageError.Content {
  /// For a message about a block.
  fileprivate var words: String { self == .block ? "content" : "list of receipts" }
}
