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

extension Ledger {
  /// What is to be signed for a transaction of a block.
  /// - Parameter index: among the block's transactions.
  public func acknowledgement(
    of index: Int, in block: AppliedBlock
  ) throws(LedgerRefusal) -> Acknowledgement {
    let transaction = try block.transactionHash(of: index)
    return Acknowledgement(
      engine: genesis.venue.engine, transaction: transaction, height: block.header.height,
      position: UInt32(truncatingIfNeeded: index), time: block.header.time,
      receipt: block.receipts[block.leadingReceipts + index].hash)
  }
}
