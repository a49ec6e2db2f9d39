import Clearing
import Ethereum
import FixedPoint

/// What came of a transaction, or of something scheduled that became due (LG-16).
public struct TransactionReceipt: Hashable, Sendable {
  /// The hash of the transaction.
  public var transaction: Bytes32
  public var outcome: Outcome
  public var events: [Event]
  /// The hashes of the decisions that managers made by a margin, in order; also those of a refused transaction.
  public var decisions: [Bytes32]

  public enum Outcome: Hashable, Sendable {
    case done(Answer)
    /// The protocol's name of the refusal and the values that it carries.
    case refused(name: String, arguments: [String])
  }

  public init(transaction: Bytes32, outcome: Outcome, events: [Event], decisions: [Bytes32]) {
    (self.transaction, self.outcome, self.events, self.decisions) = (transaction, outcome, events, decisions)
  }

  public var bytes: [UInt8] {
    var writer = ByteWriter(reserving: 1_024)
    write(to: &writer)
    return writer.bytes
  }

  func write(to writer: inout ByteWriter) {
    writer.fixed(transaction)
    switch outcome {
    case .done(let answer):
      writer.byte(0)
      writer.answer(answer)
    case .refused(let name, let arguments):
      writer.byte(1)
      writer.string(name.utf8)
      writer.list(arguments) { $0.string($1.utf8) }
    }
    writer.list(events) { $0.event($1) }
    writer.list(decisions) { $0.fixed($1) }
  }

  public init(bytes: [UInt8]) throws(LedgerRefusal) {
    var reader = ByteReader(bytes)
    transaction = try reader.bytes32()
    if try reader.flag() {
      let name = try reader.text()
      outcome = .refused(
        name: name,
        arguments: try reader.list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
          try reader.text()
        })
    } else {
      outcome = .done(try reader.answer())
    }
    events = try reader.list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
      try reader.event()
    }
    decisions = try reader.list(atMost: LedgerLimits.receiptParts) { (reader) throws(LedgerRefusal) in
      try reader.bytes32()
    }
    try reader.end()
  }

  /// The name of the receipt everywhere else.
  public var hash: Bytes32 { Self.hash(of: bytes) }

  static func hash(of bytes: [UInt8]) -> Bytes32 { Keccak256.hash([LedgerTag.receipt] + bytes) }

  /// Reads all receipts of a block.
  public static func list(bytes: [UInt8]) throws(LedgerRefusal) -> [TransactionReceipt] {
    var reader = ByteReader(bytes)
    let receipts = try reader.list(atMost: 2 * LedgerLimits.blockTransactions) { (reader) throws(LedgerRefusal) in
      try TransactionReceipt(bytes: reader.string(atMost: bytes.count))
    }
    try reader.end()
    return receipts
  }

  /// Refuses receipts that are not those that execution gives.
  /// - Throws: the first decision that is another, or the first receipt where that is not all.
  static func refuseDifference(
    of found: [TransactionReceipt], from expected: [TransactionReceipt]
  ) throws(LedgerRefusal) {
    for position in 0..<max(found.count, expected.count) {
      guard position < found.count, position < expected.count else {
        throw .receiptDiffers(
          position: position, expected: position < expected.count ? expected[position].hash : nil,
          found: position < found.count ? found[position].hash : nil)
      }
      let (own, other) = (expected[position], found[position])
      if own == other { continue }
      var withOwn = other
      withOwn.decisions = own.decisions
      if own == withOwn, own.decisions.count == other.decisions.count {
        for (place, (expected, found)) in zip(own.decisions, other.decisions).enumerated() where expected != found {
          throw .decisionDiffers(receipt: position, decision: place, expected: expected, found: found)
        }
      }
      throw .receiptDiffers(position: position, expected: own.hash, found: other.hash)
    }
  }
}
