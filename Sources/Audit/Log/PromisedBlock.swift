import Commitment
import Ethereum
import Ledger

/// A block of a log that promises are held against (LA-12).
public struct PromisedBlock: Sendable {
  public let header: BlockHeader
  /// The hashes of its transactions, and of their receipts.
  private let transactions: [Bytes32]
  private let receipts: [Bytes32]

  /// Reads a block with its receipts, whose roots must be those that its header says.
  public init(bytes: [UInt8], receipts: [UInt8]) throws(LedgerRefusal) {
    let block = try Block(bytes: bytes)
    let all = try TransactionReceipt.list(bytes: receipts).map(\.hash)
    header = block.header
    transactions = block.transactions.map(\.hash)
    func compare<Value: Equatable>(_ field: BlockField, _ expected: Value, _ found: Value) throws(LedgerRefusal) {
      if expected != found { throw .headerDiffers(field, expected: "\(expected)", found: "\(found)") }
    }
    try compare(.transactions, UInt64(transactions.count), header.transactions)
    try compare(.receipts, UInt64(all.count), header.receipts)
    try compare(.inputRoot, BlockTree.inputs.root(transactions), header.inputRoot)
    try compare(.receiptsRoot, BlockTree.receipts.root(all), header.receiptsRoot)
    // Those of what had become due come first.
    self.receipts = Array(all.suffix(transactions.count))
  }

  /// Checks that the block is as was promised.
  /// - Parameter promise: of this height.
  public func check(_ promise: Acknowledgement) throws(PromiseRefusal) {
    let place = Int(promise.position)
    func broken(_ field: PromiseRefusal.Field, _ expected: String, _ found: String) -> PromiseRefusal {
      .broken(field, height: promise.height, position: promise.position, expected: expected, found: found)
    }
    guard transactions.indices.contains(place), receipts.indices.contains(place) else {
      throw broken(.position, "\(place)", "\(transactions.count)")
    }
    guard transactions[place] == promise.transaction else {
      throw broken(.transaction, "\(promise.transaction)", "\(transactions[place])")
    }
    guard header.time == promise.time else { throw broken(.time, "\(promise.time)", "\(header.time)") }
    guard receipts[place] == promise.receipt else {
      throw broken(.receipt, "\(promise.receipt)", "\(receipts[place])")
    }
  }
}

extension SignedAcknowledgement {
  /// Checks that it is the operator's promise, as the genesis names the operator.
  /// - Parameter engine: the venue's, computed once.
  public func verify(in venue: Venue, engine: Bytes32) throws(PromiseRefusal) {
    guard promise.engine == engine else { throw .otherVenue(expected: engine, found: promise.engine) }
    let expected = venue.policy.operatorKey
    guard let signer = try? Signature(signature).signer(of: promise.digest(in: venue)) else {
      throw .notSigned(expected: expected, found: nil)
    }
    guard signer == expected else { throw .notSigned(expected: expected, found: signer) }
  }
}
