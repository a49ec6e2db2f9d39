import Clearing
import Ethereum
import Margin

/// A transaction with what can be known of it without the state: its bytes, its hash and who signed it.
public struct CheckedTransaction: Sendable {
  public let transaction: Transaction
  public let bytes: [UInt8]
  public let hash: Bytes32
  /// As many as there are actions.
  public let signatures: [CheckedSignature]

  /// - Parameter domainSeparator: of the venue (`Gateway.domainSeparator`).
  public init(_ transaction: Transaction, domainSeparator: Bytes32) {
    self.transaction = transaction
    bytes = transaction.bytes
    hash = Transaction.hash(of: bytes)
    guard case .actions(let call) = transaction else {
      signatures = []
      return
    }
    signatures = call.actions.map {
      CheckedSignature($0.signature, of: $0.action, domainSeparator: domainSeparator)
    }
  }

  /// Checks transactions in parallel; no result depends on the number of workers.
  public static func check(
    _ transactions: [Transaction], domainSeparator: Bytes32, workers: Int
  ) -> [CheckedTransaction] {
    Workers.map(transactions, workers: workers, grain: 8) {
      CheckedTransaction($0, domainSeparator: domainSeparator)
    }
  }

  /// What the state machine is asked to do.
  func operation(executor: Address) -> Operation {
    switch transaction {
    case .message(let feed, let bytes): .message(feed: feed, bytes: bytes)
    case .actions(let call):
      .actions(
        MatchedCall(actions: call.actions.map(\.action), signatures: signatures, data: call.data, caller: executor))
    }
  }
}
