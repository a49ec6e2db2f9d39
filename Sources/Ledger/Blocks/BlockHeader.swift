import Ethereum

/// What a block says of itself (LG-15); its roots are those of the block's checkpoint (LG-22).
public struct BlockHeader: Hashable, Sendable {
  /// The version of the rules that it was made under.
  public var rules: UInt64
  /// From 1, without a gap.
  public var height: UInt64
  /// Unix seconds; it never falls.
  public var time: UInt64
  /// The hash of the block before; of the genesis at height 1.
  public var previous: Bytes32
  public var inputRoot: Bytes32
  public var receiptsRoot: Bytes32
  /// The root of the state map after the block.
  public var stateRoot: Bytes32
  public var transactions: UInt64
  /// Those of what had become due come before those of transactions.
  public var receipts: UInt64

  public init(
    rules: UInt64, height: UInt64, time: UInt64, previous: Bytes32, inputRoot: Bytes32, receiptsRoot: Bytes32,
    stateRoot: Bytes32, transactions: UInt64, receipts: UInt64
  ) {
    (self.rules, self.height, self.time, self.previous) = (rules, height, time, previous)
    (self.inputRoot, self.receiptsRoot, self.stateRoot) = (inputRoot, receiptsRoot, stateRoot)
    (self.transactions, self.receipts) = (transactions, receipts)
  }

  public var bytes: [UInt8] {
    var writer = ByteWriter(reserving: 192)
    write(to: &writer)
    return writer.bytes
  }

  public init(bytes: [UInt8]) throws(LedgerRefusal) {
    var reader = ByteReader(bytes)
    try self.init(&reader)
    try reader.end()
  }

  func write(to writer: inout ByteWriter) {
    for value in [rules, height, time] { writer.integer(value) }
    for hash in [previous, inputRoot, receiptsRoot, stateRoot] { writer.fixed(hash) }
    for count in [transactions, receipts] { writer.integer(count) }
  }

  init(_ reader: inout ByteReader) throws(LedgerRefusal) {
    self.init(
      rules: try reader.uint64(), height: try reader.uint64(), time: try reader.uint64(),
      previous: try reader.bytes32(), inputRoot: try reader.bytes32(), receiptsRoot: try reader.bytes32(),
      stateRoot: try reader.bytes32(), transactions: try reader.uint64(), receipts: try reader.uint64())
  }

  /// The name of the block everywhere else.
  public var hash: Bytes32 { Keccak256.hash([LedgerTag.block] + bytes) }
}
