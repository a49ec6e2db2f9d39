import Clearing
import Commitment
import Ethereum
import Ledger

/// What a witness shows of its block (LA-5, LA-6).
public enum BlockFinding: Sendable {
  /// The block follows from the one before, to its state root.
  case follows(AppliedBlock)
  /// It does not: what is wrong first.
  case differs(LedgerRefusal)
}

extension BlockWitness {
  /// Executes the block on what the witness has of the state before it.
  /// - Parameter genesis: the venue's, where the reader has one of their own.
  /// - Throws: why the witness shows nothing, the first check that fails, in the order of LA-5.
  public func check(expecting genesis: Bytes32? = nil, workers: Int = 1) throws(WitnessRefusal) -> BlockFinding {
    if let genesis, genesis != self.genesis.hash { throw .otherVenue }
    let transactions = CheckedTransaction.check(
      block.transactions, domainSeparator: self.genesis.state().gateway.domainSeparator, workers: workers)
    try checkHeader(transactions)
    var ledger: Ledger
    do throws(LedgerRefusal) {
      ledger = try Ledger(self.genesis, head: before, entries: proof)
    } catch {
      throw .ledger(error)
    }
    let proven = Set(proof.entries.map(\.key))
    guard let standing = ledger.standingKeys(of: block) else { throw .keyMissing(StateCodec.key(.governance)) }
    try check(standing, areIn: proven) { .keyMissing($0) }
    var finding: BlockFinding
    do throws(LedgerRefusal) {
      finding = .follows(try ledger.replay(block, transactions, workers: workers))
    } catch {
      finding = .differs(error)
    }
    // What was read as nothing and is perhaps something decides nothing.
    try check(ledger.touchedKeys, areIn: proven) { .keyNotProven($0) }
    if case .differs(let refusal) = finding {
      switch refusal {
      // No checkpoint signs it.
      case .headerDiffers(.rules, _, _): throw .header(.rules)
      case .headerDiffers, .inadmissible, .timeRunsBackward, .tooManyTransactions, .blockTooLarge: break
      case .timeTooFarAhead: throw .timeNotShown
      default: throw .ledger(refusal)
      }
    }
    return finding
  }

  /// The header names the block before, and the transactions are its own: whoever made the witness chose both.
  private func checkHeader(_ transactions: [CheckedTransaction]) throws(WitnessRefusal) {
    let header = block.header
    let height = before?.height ?? 0
    guard height < .max, header.height == height + 1 else { throw .header(.height) }
    guard header.previous == before?.hash ?? genesis.hash else { throw .header(.previous) }
    guard header.transactions == UInt64(transactions.count) else { throw .header(.transactions) }
    guard header.inputRoot == BlockTree.inputs.root(transactions.map(\.hash)) else { throw .header(.inputRoot) }
  }

  /// Refuses the first, in the order of their bytes, of the keys that are not in a set.
  private func check(
    _ keys: Set<StateKey>, areIn proven: Set<[UInt8]>, _ refusal: ([UInt8]) -> WitnessRefusal
  ) throws(WitnessRefusal) {
    let missing = keys.map { StateCodec.key($0) }.filter { !proven.contains($0) }
    if let first = missing.min(by: { $0.lexicographicallyPrecedes($1) }) { throw refusal(first) }
  }
}
