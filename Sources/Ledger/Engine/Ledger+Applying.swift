import Clearing
import Commitment
import Ethereum
import Margin

/// Making and repeating blocks (LG-13 to LG-16).
extension Ledger {
  /// Makes the next block of transactions in the order given; those that admission refuses are left out.
  /// - Parameters:
  ///   - time: Unix seconds, not before the last block's.
  ///   - workers: threads to spread hashing over; no result depends on it.
  /// - Throws: `LedgerRefusal`; nothing has changed then.
  public mutating func apply(
    _ transactions: [CheckedTransaction], time: UInt64, workers: Int = 1
  ) throws(LedgerRefusal) -> AppliedBlock {
    try run(transactions, time: time, expected: nil, explains: false, workers: workers)
  }

  /// Applies a block that was made elsewhere, and compares all that it says.
  /// - Parameters:
  ///   - receipts: the bytes of its receipts as they are kept, compared one by one before the header is; nil where the
  ///     header alone is compared.
  ///   - explains: whether to keep what receipts have only the hashes of (`AppliedBlock.executions`).
  /// - Throws: `decisionDiffers` and `receiptDiffers` with the first receipt that is another, `headerDiffers` with the
  ///   first field that is not what it should be, `inadmissible`; nothing has changed then.
  public mutating func replay(
    _ block: Block, receipts: [UInt8]? = nil, explains: Bool = false, workers: Int = 1
  ) throws(LedgerRefusal) -> AppliedBlock {
    try replay(
      block, CheckedTransaction.check(
        block.transactions, domainSeparator: state.gateway.domainSeparator, workers: workers), receipts: receipts,
      explains: explains, workers: workers)
  }

  /// The same with transactions that were checked before.
  /// - Parameter transactions: those of the block.
  public mutating func replay(
    _ block: Block, _ transactions: [CheckedTransaction], receipts: [UInt8]? = nil, explains: Bool = false,
    workers: Int = 1
  ) throws(LedgerRefusal) -> AppliedBlock {
    let header = block.header
    func check(_ field: BlockField, _ expected: some Equatable, _ found: some Equatable) throws(LedgerRefusal) {
      let (expected, found) = ("\(expected)", "\(found)")
      if expected != found { throw .headerDiffers(field, expected: expected, found: found) }
    }
    try check(.height, try nextHeight(), header.height)
    try check(.previous, headHash, header.previous)
    try check(.rules, state.governance.versions.version(at: header.height).version, header.rules)
    try check(.transactions, UInt64(transactions.count), header.transactions)
    return try run(
      transactions, time: header.time, expected: Expected(header: header, receipts: receipts), explains: explains,
      workers: workers)
  }

  private func nextHeight() throws(LedgerRefusal) -> UInt64 {
    if height == .max { throw .heightExhausted }
    return height + 1
  }

  /// What a block that was made elsewhere says.
  private struct Expected {
    var header: BlockHeader
    var receipts: [UInt8]?
  }

  /// What a block that is being made has so far.
  private struct Draft {
    /// The places of the transactions that are part of it.
    var kept: [Int] = []
    var omitted: [(index: Int, refusal: AdmissionRefusal)] = []
    var byteCount = 0
    /// Nil where nobody asked for them.
    private(set) var executions: [Execution]?
    /// Units of LG-31.
    var work: UInt64 = 0
    /// Receipts that wait to be finished with others.
    private var pending: [PendingReceipt] = []
    private var finishing: BackgroundWork<[PendingReceipt], FinishedReceipts>

    init(explains: Bool, workers: Int) {
      executions = explains ? [] : nil
      finishing = BackgroundWork(workers: workers) { FinishedReceipts($0) }
    }

    /// Receipts that are finished together.
    private static let grain = 32

    /// - Parameter refusal: why the transaction was refused; nil where it was done.
    mutating func append(_ receipt: PendingReceipt, _ refusal: ClearingRefusal?) {
      executions?.append(
        Execution(
          refusal: refusal, decisions: receipt.decisions.map { DecisionReceipt($0.decision, parameters: $0.parameters) }))
      pending.append(receipt)
      if pending.count < Self.grain { return }
      finishing.add(pending)
      pending.removeAll(keepingCapacity: true)
    }

    /// All receipts in their order; other threads finish them while transactions are executed.
    mutating func receipts() -> FinishedReceipts {
      finishing.add(pending)
      pending = []
      return FinishedReceipts(joining: finishing.outputs())
    }

    /// Whether a transaction of so many bytes, whatever its work, stays within the limits of a block.
    func hasRoom(for bytes: Int, _ limits: WorkLimits) -> Bool {
      kept.count < LedgerLimits.blockTransactions && byteCount + bytes <= LedgerLimits.blockBytes
        && work + limits.transaction <= limits.block
    }
  }

  private mutating func run(
    _ transactions: [CheckedTransaction], time: UInt64, expected: Expected?, explains: Bool, workers: Int
  ) throws(LedgerRefusal) -> AppliedBlock {
    let height = try nextHeight()
    if time < state.time { throw .timeRunsBackward(previous: state.time, found: time) }
    let rules = state.governance.versions.version(at: height)
    if let name = rules.unknown { throw .unknownRules(version: rules.version, name: name) }
    if expected != nil { try checkSize(transactions) }
    _ = state.takeChangedKeys()
    _ = state.takeEvents()
    _ = state.takeDecisions()
    state.beginBlock(BlockContext(height: height, meter: WorkMeter()))
    var draft = Draft(explains: explains, workers: workers)
    var changed: Set<StateKey> = []
    do throws(LedgerRefusal) {
      state.change(rules: rules.corrections)
      // Time never falls here, so that this is not refused.
      _ = try? state.apply(.warp(to: time))
      for number in state.dueParameters { takeEffect(number, &draft) }
      for (index, transaction) in transactions.enumerated() {
        try take(transaction, at: index, isRepeated: expected != nil, &draft)
      }
      changed = state.takeChangedKeys()
      try checkLead(of: time)
      return try close(
        &draft, transactions, changed, rules: rules.version, height: height, time: time, expected: expected,
        workers: workers)
    } catch {
      takeBack(changed, workers: workers)
      throw error
    }
  }

  /// The block's time is not far ahead of the newest signed message, its own among them: otherwise no message could
  /// end a silence, because none may be of a time to come (LG-13).
  private func checkLead(of time: UInt64) throws(LedgerRefusal) {
    guard let lead = genesis.maximumLead else { return }
    let newest = max(state.signedFeeds.newestTimestamp, genesis.time)
    let (limit, isBeyond) = newest.addingReportingOverflow(lead)
    if !isBeyond && time > limit { throw .timeTooFarAhead(limit: limit, found: time) }
  }

  private func checkSize(_ transactions: [CheckedTransaction]) throws(LedgerRefusal) {
    if transactions.count > LedgerLimits.blockTransactions {
      throw .tooManyTransactions(limit: LedgerLimits.blockTransactions, found: transactions.count)
    }
    var count = 0
    for transaction in transactions {
      count += transaction.bytes.count
      if count > LedgerLimits.blockBytes { throw .blockTooLarge(limit: LedgerLimits.blockBytes) }
    }
  }

  private mutating func take(
    _ transaction: CheckedTransaction, at index: Int, isRepeated: Bool, _ draft: inout Draft
  ) throws(LedgerRefusal) {
    let refusal: AdmissionRefusal?
    if !draft.hasRoom(for: transaction.bytes.count, workLimits) {
      refusal = .blockFull
    } else {
      refusal = execute(transaction, &draft)
    }
    if let refusal {
      if isRepeated { throw .inadmissible(position: index, refusal) }
      draft.omitted.append((index, refusal))
    } else {
      draft.kept.append(index)
      draft.work += state.block.meter?.spent ?? 0
      draft.byteCount += transaction.bytes.count
    }
  }

  /// - Returns: why the transaction is none of the log; nil where it has its receipt.
  private mutating func execute(_ transaction: CheckedTransaction, _ draft: inout Draft) -> AdmissionRefusal? {
    if let refusal = transaction.sizeRefusal ?? spentOrder(transaction) { return refusal }
    state.block.meter?.begin(limit: workLimits.transaction)
    _ = state.block.meter?.spend(transaction.signatureWork)
    let outcome: TransactionReceipt.Outcome
    var refusal: ClearingRefusal?
    do throws(ClearingRefusal) {
      let answer = try state.apply(transaction.operation(executor: genesis.executor))
      if answer == .applied(false) { return .notNewer }
      outcome = .done(Answer(answer))
    } catch {
      if let inadmissible = AdmissionRefusal(error, of: transaction.transaction) {
        _ = state.takeDecisions()
        return inadmissible
      }
      refusal = error
      outcome = .refused(name: error.name, arguments: error.arguments)
    }
    let decisions = state.takeDecisions()
    if !decisions.isEmpty { learnParameters(of: decisions) }
    draft.append(
      PendingReceipt(
        transaction: transaction.hash, outcome: outcome, events: state.takeEvents(),
        decisions: decisions.map { ($0, parameterHashes[$0.manager] ?? .zero) }), refusal)
    return nil
  }

  /// Lets a scheduled parameter take effect, which has a receipt also where it is refused by now.
  private mutating func takeEffect(_ number: UInt64, _ draft: inout Draft) {
    let outcome: TransactionReceipt.Outcome
    var refusal: ClearingRefusal?
    do throws(ClearingRefusal) {
      outcome = .done(Answer(try state.apply(.takeEffect(number))))
    } catch {
      refusal = error
      outcome = .refused(name: error.name, arguments: error.arguments)
    }
    draft.append(
      PendingReceipt(
        transaction: Transaction.hash(ofScheduled: number), outcome: outcome, events: state.takeEvents(),
        decisions: state.takeDecisions().map { ($0, .zero) }), refusal)
    // It may have been a manager's.
    parameterHashes.removeAll()
  }

  private mutating func learnParameters(of decisions: [Decision]) {
    for place in decisions.indices where parameterHashes[decisions[place].manager] == nil {
      parameterHashes[decisions[place].manager] = state.managers[decisions[place].manager].parametersHash
    }
  }

  private mutating func close(
    _ draft: inout Draft, _ given: [CheckedTransaction], _ changed: Set<StateKey>, rules: UInt64, height: UInt64,
    time: UInt64, expected: Expected?, workers: Int
  ) throws(LedgerRefusal) -> AppliedBlock {
    let changes = StateCodec.entries(Array(changed), in: state, workers: workers)
    do throws(MapRefusal) { try stateMap.update(changes, workers: workers) } catch { throw .map(error) }
    let finished = draft.receipts()
    if let kept = expected?.receipts, kept != finished.bytes {
      try TransactionReceipt.refuseDifference(of: TransactionReceipt.list(bytes: kept), from: finished.receipts)
    }
    let transactionHashes = draft.kept.map { given[$0].hash }
    let roots = Workers.map(
      [(BlockTree.inputs, transactionHashes), (.receipts, finished.hashes)], workers: workers
    ) { $0.root($1) }
    let header = BlockHeader(
      rules: rules, height: height, time: time, previous: headHash,
      inputRoot: roots[0], receiptsRoot: roots[1], stateRoot: stateMap.root,
      transactions: UInt64(transactionHashes.count), receipts: UInt64(finished.hashes.count))
    if let expected { try header.check(expected.header) }
    state.endBlock()
    head = header
    headHash = header.hash
    return AppliedBlock(
      block: Block(header: header, transactions: draft.kept.map { given[$0].transaction }), hash: headHash,
      bytes: Block.bytes(header, draft.kept.map { given[$0].bytes }), receipts: finished.receipts,
      receiptBytes: finished.bytes, executions: draft.executions ?? [], omitted: draft.omitted,
      transactionHashes: transactionHashes, receiptHashes: finished.hashes)
  }

  /// Undoes a block that was refused.
  private mutating func takeBack(_ changed: Set<StateKey>, workers: Int) {
    let changed = changed.union(state.takeChangedKeys())
    state.takeBackBlock()
    // The entries of a state that the map was made of are not refused.
    try? stateMap.update(StateCodec.entries(Array(changed), in: state, workers: workers), workers: workers)
    parameterHashes.removeAll()
  }
}

extension BlockHeader {
  /// Refuses a header that says otherwise.
  fileprivate func check(_ found: BlockHeader) throws(LedgerRefusal) {
    for (field, own, other) in [
      (BlockField.inputRoot, inputRoot, found.inputRoot), (.receiptsRoot, receiptsRoot, found.receiptsRoot),
      (.stateRoot, stateRoot, found.stateRoot),
    ] where own != other {
      throw .headerDiffers(field, expected: own.description, found: other.description)
    }
    if receipts != found.receipts {
      throw .headerDiffers(.receipts, expected: "\(receipts)", found: "\(found.receipts)")
    }
  }
}
