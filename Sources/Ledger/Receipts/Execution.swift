import Clearing
import Ethereum

/// What is known of a transaction when it has just been executed, beyond what its receipt keeps: it is gone afterwards,
/// and comes again with executing again.
public struct Execution: Sendable {
  /// Why the transaction was refused; nil where it was done.
  public let refusal: ClearingRefusal?
  /// In the order of the receipt's hashes.
  public let decisions: [DecisionReceipt]
}

/// A decision with all that its hash is of (LG-18).
public struct DecisionReceipt: Hashable, Sendable {
  public let decision: Decision
  /// The hash of the manager's settings with its model's parameters.
  public let parameters: Bytes32

  public init(_ decision: Decision, parameters: Bytes32) {
    (self.decision, self.parameters) = (decision, parameters)
  }

  /// The contents.
  public var bytes: [UInt8] { decision.bytes(parameters: parameters) }

  /// What a receipt keeps of it.
  public var hash: Bytes32 { Decision.hash(of: bytes) }
}
