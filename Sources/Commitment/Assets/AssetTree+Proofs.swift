import Ethereum

extension AssetTree {
  /// The two nodes under the top.
  public var rootOpening: AssetRootOpening {
    AssetRootOpening(left: self[depth - 1, 0], right: self[depth - 1, 1])
  }

  /// The proof that what an account holds is counted.
  /// - Throws: an index without an account, or an opening that its leaf was not made from.
  public func inclusion(of index: UInt64, _ opening: AccountOpening) throws(CommitmentRefusal) -> AssetProof {
    guard index < count else { throw .indexBeyondCount(index: index, count: count) }
    let leaf = try AssetNode(list, index: index, opening: opening)
    guard leaf == self[0, Int(index)] else { throw .openingMismatch(index: index) }
    return AssetProof(
      index: index, opening: opening, path: (0..<depth).map { self[$0, Int(index) >> $0 ^ 1] })
  }
}
