import Commitment
import Ethereum
import Ledger

/// A witness of a block that does not follow, and where there are any, the operator's signatures under the block and
/// the one before (LA-7). Of a witness alone, the word is nil as well.
public struct BlockEvidence: Sendable {
  public var witness: BlockWitness
  public var word: OperatorWord?

  public init(witness: BlockWitness, word: OperatorWord?) {
    (self.witness, self.word) = (witness, word)
  }

  /// What evidence shows.
  public struct Finding: Hashable, Sendable {
    /// What is wrong first.
    public let difference: LedgerRefusal
    /// Whether the operator's signature is under what is wrong, and under what it should follow from.
    public let isSigned: Bool
  }

  /// Checks that the block does not follow, and that the operator has signed so.
  /// - Parameter genesis: the venue's, where the reader has one of their own.
  /// - Throws: why the evidence shows nothing, the first check that fails, in the order of LA-8.
  public func verify(expecting genesis: Bytes32? = nil, workers: Int = 1) throws(WitnessRefusal) -> Finding {
    guard case .differs(let difference) = try witness.check(expecting: genesis, workers: workers) else {
      throw .noDifference
    }
    guard let word else { return Finding(difference: difference, isSigned: false) }
    if case .headerDiffers(let field, _, _) = difference, field != .receiptsRoot, field != .stateRoot {
      throw .notAttributable(field)
    }
    try word.verify(of: witness.block.header, after: witness.before, in: witness.genesis.venue)
    return Finding(difference: difference, isSigned: true)
  }
}
