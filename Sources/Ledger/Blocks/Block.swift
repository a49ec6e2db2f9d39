import Ethereum

/// A header and the transactions that it is of (LG-15).
public struct Block: Hashable, Sendable {
  public var header: BlockHeader
  public var transactions: [Transaction]

  public init(header: BlockHeader, transactions: [Transaction]) {
    (self.header, self.transactions) = (header, transactions)
  }

  public var bytes: [UInt8] { Self.bytes(header, transactions.map(\.bytes)) }

  static func bytes(_ header: BlockHeader, _ transactions: [[UInt8]]) -> [UInt8] {
    var writer = ByteWriter(reserving: transactions.reduce(256) { $0 + $1.count + 4 })
    header.write(to: &writer)
    writer.list(transactions) { $0.string($1) }
    return writer.bytes
  }

  /// Reads a block; whether it follows is for `Ledger.replay` to say.
  /// - Throws: what is too large before it is looked at, whatever is not the one encoding.
  public init(bytes: [UInt8]) throws(LedgerRefusal) {
    // Counts and lengths take nine bytes at most.
    let limit = LedgerLimits.blockBytes + 9 * LedgerLimits.blockTransactions + 1_024
    if bytes.count > limit { throw .tooLarge("a block", limit: limit, found: bytes.count) }
    var reader = ByteReader(bytes)
    header = try BlockHeader(&reader)
    transactions = try reader.list(atMost: LedgerLimits.blockTransactions) { (reader) throws(LedgerRefusal) in
      try Transaction(bytes: reader.string(atMost: LedgerLimits.transactionBytes))
    }
    try reader.end()
  }
}

/// A block that a ledger has applied, with what came of it.
public struct AppliedBlock: Sendable {
  public let block: Block
  public let hash: Bytes32
  /// The bytes of the block.
  public let bytes: [UInt8]
  /// Those of what had become due, then one of each transaction.
  public let receipts: [TransactionReceipt]
  /// The bytes of all receipts.
  public let receiptBytes: [UInt8]
  /// What came of executing, beyond what the receipts have: as many as they, or none where it was not asked for.
  public let executions: [Execution]
  /// The transactions that admission refused, by their places in what was given.
  public let omitted: [(index: Int, refusal: AdmissionRefusal)]
  let transactionHashes: [Bytes32]
  let receiptHashes: [Bytes32]

  public var header: BlockHeader { block.header }

  /// How many receipts come before those of transactions.
  public var leadingReceipts: Int { receipts.count - block.transactions.count }

  /// The hash of a transaction.
  public func transactionHash(of index: Int) throws(LedgerRefusal) -> Bytes32 {
    guard transactionHashes.indices.contains(index) else {
      throw .positionOutOfRange(position: UInt64(clamping: index), count: UInt64(transactionHashes.count))
    }
    return transactionHashes[index]
  }

  /// The path of a transaction to the input root.
  public func inputProof(of index: Int) throws(LedgerRefusal) -> [Bytes32] {
    try BlockTree.inputs.path(of: index, in: transactionHashes)
  }

  /// The path of a receipt to the receipts root.
  /// - Parameter position: among all receipts.
  public func receiptProof(of position: Int) throws(LedgerRefusal) -> [Bytes32] {
    try BlockTree.receipts.path(of: position, in: receiptHashes)
  }
}
