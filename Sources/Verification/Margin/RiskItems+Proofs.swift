import Commitment
import Ethereum

extension RiskItems {
  /// The proof of an account's margin: its items under the risk root, and the margin as it is claimed (SV-10).
  /// - Parameters:
  ///   - account: the account's inclusion proof, whose record is `record`.
  ///   - tree: over these items.
  /// - Throws: `indexOutOfRange` where the items are not those of the record.
  public func proof(
    of account: InclusionProof, _ record: AccountRecord, in tree: RiskTree, claimed: ClaimedMargin
  ) throws(RiskRefusal) -> MarginProof {
    let key = record.manager.bytes
    var arrays: [RiskProof] = []
    for option in record.options {
      arrays.append(try proof(.riskArray, RiskArrayValue.key(manager: record.manager, option), in: tree))
    }
    return MarginProof(
      account: account, market: try proof(.market, key, in: tree), parameters: try proof(.parameters, key, in: tree),
      arrays: arrays, claimed: claimed)
  }

  /// - Complexity: logarithmic in the items.
  private func proof(_ kind: RiskItem.Kind, _ key: [UInt8], in tree: RiskTree) throws(RiskRefusal) -> RiskProof {
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      let item = items[middle]
      let isBefore =
        item.kind != kind ? item.kind.rawValue < kind.rawValue : item.key.lexicographicallyPrecedes(key)
      if isBefore { low = middle + 1 } else { high = middle }
    }
    guard low < items.count, items[low].kind == kind, items[low].key == key else { throw .indexOutOfRange }
    return try tree.proof(of: low)
  }
}
