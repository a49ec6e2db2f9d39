import Clearing

/// What never enters the log (LG-13).
extension Ledger {
  /// Whether the present state would take a transaction into a block.
  ///
  /// It is a first look, for whoever answers a user at once: what comes before the transaction in its block can still
  /// change the answer.
  /// - Throws: `AdmissionRefusal`.
  public func admit(_ transaction: CheckedTransaction) throws(AdmissionRefusal) {
    if let refusal = transaction.sizeRefusal ?? spentOrder(transaction) { throw refusal }
    switch transaction.transaction {
    case .message(let feed, let bytes):
      let isNewer: Bool
      do throws(FeedRefusal) {
        var book = state.signedFeeds
        isNewer = try book.accept(bytes, feed: feed, now: state.time)
      } catch {
        throw .feed(error)
      }
      if !isNewer { throw .notNewer }
    case .actions:
      guard case .actions(let call) = transaction.operation(executor: genesis.executor) else { return }
      do throws(ActionRefusal) {
        _ = try state.verify(call)
        for action in call.actions {
          let name = NonceName(module: action.module, owner: action.owner, nonce: action.nonce)
          if state.isUsed(name) { throw .nonceUsed(owner: action.owner, nonce: action.nonce) }
        }
      } catch {
        throw .action(error)
      }
    }
  }
}

extension Ledger {
  /// Why a call of orders can only be refused: one of them is filled, or its nonce is another's (LG-13).
  func spentOrder(_ transaction: CheckedTransaction) -> AdmissionRefusal? {
    guard case .actions(let given) = transaction.transaction, state.gateway.modules[given.module] == .trade,
      let refusal = state.spentOrder(given.actions.map(\.action))
    else { return nil }
    // What comes before it has its own name.
    guard case .actions(let call) = transaction.operation(executor: genesis.executor) else { return nil }
    do throws(ActionRefusal) { _ = try state.verify(call) } catch { return .action(error) }
    return .order(refusal)
  }
}

extension CheckedTransaction {
  /// What its signatures cost (LG-31).
  var signatureWork: UInt64 {
    switch transaction {
    case .message(_, let bytes):
      WorkLimits.signature * UInt64(1 + bytes.count / WorkLimits.signatureBytes)
    case .actions(let call): WorkLimits.signature * UInt64(call.actions.count)
    }
  }

  var sizeRefusal: AdmissionRefusal? {
    bytes.count > LedgerLimits.transactionBytes
      ? .tooLarge(limit: LedgerLimits.transactionBytes, found: bytes.count) : nil
  }
}

extension AdmissionRefusal {
  /// The refusals of a transaction's operation that keep it out of the log; nil for those that it has a receipt of.
  init?(_ refusal: ClearingRefusal, of transaction: Transaction) {
    switch (transaction, refusal) {
    case (.message, .feed(let error)): self = .feed(error)
    case (.actions, .action(let error)) where error.isOfAdmission: self = .action(error)
    default: return nil
    }
  }
}

extension ActionRefusal {
  /// Whether it is of the checks before a call acts (FD-27), or of its nonces (FD-36).
  fileprivate var isOfAdmission: Bool {
    switch self {
    case .notExecutor, .noActions, .tooManyActions, .dataTooLarge, .moduleNotAllowed, .signatureCount,
      .mismatchedModule, .expired, .wrongOwner, .notPermitted, .invalidSignature, .nonceUsed:
      true
    default: false
    }
  }
}
