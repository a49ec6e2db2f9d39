import Clearing
import Commitment
import Ethereum

/// A state as parts of bytes: the last block's header, then all entries in rising order of their keys (LG-20).
public struct Snapshot: Sequence, Sendable {
  private let header: [UInt8]
  private let entries: [MapEntry]

  init(_ ledger: Ledger) {
    var writer = ByteWriter()
    writer.byte(Self.form)
    writer.fixed(ledger.genesis.hash)
    writer.optional(ledger.head) { $1.write(to: &$0) }
    entries = ledger.entries()
    writer.integer(entries.count)
    header = writer.bytes
  }

  static let form: UInt8 = 1

  public func makeIterator() -> Iterator { Iterator(header: header, entries: entries) }

  public struct Iterator: IteratorProtocol {
    private var header: [UInt8]?
    private let entries: [MapEntry]
    private var place = 0

    fileprivate init(header: [UInt8], entries: [MapEntry]) {
      (self.header, self.entries) = (header, entries)
    }

    /// The next part, of a limited size unless one entry is larger.
    public mutating func next() -> [UInt8]? {
      if let header {
        self.header = nil
        return header
      }
      if place == entries.count { return nil }
      var writer = ByteWriter()
      while place < entries.count, writer.bytes.count < LedgerLimits.snapshotPartBytes {
        writer.string(entries[place].key)
        writer.string(entries[place].value ?? [])
        place += 1
      }
      return writer.bytes
    }
  }
}

extension Ledger {
  /// The present state, to go on from later.
  public func snapshot() -> Snapshot { Snapshot(self) }

  /// A venue as it was when a snapshot was taken.
  /// - Parameter parts: those of the snapshot, in their order.
  /// - Throws: whatever is not a snapshot of this venue; `snapshotRoot` where the entries are not those of the block.
  public init(
    _ genesis: Genesis, snapshot parts: some Sequence<[UInt8]>, workers: Int = 1
  ) throws(LedgerRefusal) {
    var head: BlockHeader?
    var count: UInt64?
    var entries: [MapEntry] = []
    for part in parts {
      if part.count > LedgerLimits.snapshotPartBytesRead {
        throw .tooLarge("a part of a snapshot", limit: LedgerLimits.snapshotPartBytesRead, found: part.count)
      }
      var reader = ByteReader(part)
      if count == nil {
        let form = try reader.byte()
        if form != Snapshot.form { throw .unknownKind(form, of: "snapshot") }
        let venue = try reader.bytes32()
        if venue != genesis.hash { throw .otherVenue(expected: genesis.hash, found: venue) }
        head = try reader.optional { (reader) throws(LedgerRefusal) in try BlockHeader(&reader) }
        count = try reader.uint64()
      }
      while reader.left > 0 {
        let key = try reader.string(atMost: LedgerLimits.keyBytes)
        entries.append(MapEntry(key: key, value: try reader.string(atMost: LedgerLimits.valueBytes)))
      }
    }
    guard let count, count == UInt64(entries.count) else { throw .truncated }
    let state = try StateCodec.state(from: entries)
    let map = try Self.map(of: entries, workers: workers)
    let expected: Bytes32
    if let head { expected = head.stateRoot } else { expected = try Ledger(genesis).stateRoot }
    if map.root != expected { throw .snapshotRoot(expected: expected, found: map.root) }
    self.init(genesis: genesis, state: state, stateMap: map, head: head)
  }
}
