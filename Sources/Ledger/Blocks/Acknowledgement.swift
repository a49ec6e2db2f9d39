import Commitment
import Ethereum
import FixedPoint

/// What the operator promises to whom a transaction came from: that it is in the log, where, and with what outcome
/// (LG-21).
public struct Acknowledgement: Hashable, Sendable {
  /// The venue's identity (CP-2).
  public var engine: Bytes32
  public var transaction: Bytes32
  public var height: UInt64
  public var position: UInt32
  /// Of the block, Unix seconds.
  public var time: UInt64
  /// The hash of the receipt.
  public var receipt: Bytes32

  public init(
    engine: Bytes32, transaction: Bytes32, height: UInt64, position: UInt32, time: UInt64, receipt: Bytes32
  ) {
    (self.engine, self.transaction, self.height) = (engine, transaction, height)
    (self.position, self.time, self.receipt) = (position, time, receipt)
  }

  /// What the operator signs.
  public func digest(in venue: Venue) -> Bytes32 {
    EIP712.digest(
      domainSeparator: venue.domainSeparator,
      structHash: EIP712.structHash(
        Self.type,
        [
          engine, transaction, Bytes32(UInt256(height)), Bytes32(UInt256(UInt64(position))), Bytes32(UInt256(time)),
          receipt,
        ]))
  }

  private static let type = Keccak256.hash(
    "Acknowledgement(bytes32 engine,bytes32 transaction,uint64 height,uint32 position,uint64 time,bytes32 receipt)")
}

extension Acknowledgement {
  /// What is to be signed for the transactions of a block, in their order.
  /// - Parameter receipts: all of the block's; those of what came due stand before those of transactions.
  public static func all(
    of header: BlockHeader, _ receipts: [TransactionReceipt], engine: Bytes32
  ) -> [Acknowledgement] {
    let leading = max(0, receipts.count - Int(clamping: header.transactions))
    return receipts.dropFirst(leading).enumerated().map { position, receipt in
      Acknowledgement(
        engine: engine, transaction: receipt.transaction, height: header.height,
        position: UInt32(truncatingIfNeeded: position), time: header.time, receipt: receipt.hash)
    }
  }
}
