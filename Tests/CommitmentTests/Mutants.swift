import Ethereum
import FixedPoint

@testable import Commitment

// All values that differ from one in one bit of one field, or in the length of one list.

extension FixedWidthInteger {
  var mutants: [Self] { (0..<Self.bitWidth).map { self ^ (1 << $0) } }
}

extension Bytes32 {
  var mutants: [Bytes32] { bytes.mutants.compactMap { Bytes32($0) } }
}

extension Address {
  var mutants: [Address] { bytes.mutants.compactMap { Address($0) } }
}

extension Array {
  /// Each element changed in each way, one element less at either end, and the last doubled.
  func altered(_ mutants: (Element) -> [Element]) -> [[Element]] {
    var all: [[Element]] = []
    for place in indices {
      for mutant in mutants(self[place]) {
        var copy = self
        copy[place] = mutant
        all.append(copy)
      }
    }
    if let last { all += [Array(dropLast()), Array(dropFirst()), self + [last]] }
    return all
  }
}

extension [UInt8] {
  var mutants: [[UInt8]] { indices.flatMap { place in self[place].mutants.map { replacing(place, $0) } } }

  private func replacing(_ place: Int, _ byte: UInt8) -> [UInt8] {
    var copy = self
    copy[place] = byte
    return copy
  }
}

/// Copies of a value with one member replaced.
private func replacing<Whole, Part>(
  _ whole: Whole, _ member: WritableKeyPath<Whole, Part>, _ parts: [Part]
) -> [Whole] {
  parts.map { part in
    var copy = whole
    copy[keyPath: member] = part
    return copy
  }
}

extension SolvencySums {
  var mutants: [SolvencySums] {
    replacing(self, \.positiveEquity, positiveEquity.mutants) + replacing(self, \.deficit, deficit.mutants)
      + replacing(self, \.belowMaintenance, belowMaintenance.mutants)
  }
}

extension SolvencyNode {
  var mutants: [SolvencyNode] {
    replacing(self, \.hash, hash.mutants) + replacing(self, \.sums, sums.mutants)
  }
}

extension AccountOpening {
  var mutants: [AccountOpening] {
    replacing(self, \.owner, owner.mutants) + replacing(self, \.salt, salt.mutants)
      + replacing(self, \.sums, sums.mutants) + replacing(self, \.record, record.altered(\.mutants))
  }
}

extension AccountRoots {
  /// Besides the count: a larger one that changes no sibling's side says the same of one account.
  var mutants: [AccountRoots] {
    replacing(self, \.stateRoot, stateRoot.mutants) + replacing(self, \.solvencyRoot, solvencyRoot.mutants)
      + replacing(self, \.totals, totals.mutants) + replacing(self, \.depth, depth.mutants)
  }
}

extension AssetNode {
  var mutants: [AssetNode] {
    replacing(self, \.hash, hash.mutants) + replacing(self, \.sums, sums.altered(\.mutants))
  }
}

extension AssetRoots {
  /// Besides the count, as of `AccountRoots`.
  var mutants: [AssetRoots] {
    replacing(self, \.depth, depth.mutants) + replacing(self, \.assets, assets.altered(\.mutants))
      + replacing(self, \.root, root.mutants) + replacing(self, \.totals, totals.altered(\.mutants))
  }
}

extension InclusionProof {
  var mutants: [InclusionProof] {
    replacing(self, \.index, index.mutants) + replacing(self, \.opening, opening.mutants)
      + replacing(self, \.statePath, statePath.altered(\.mutants))
      + replacing(self, \.solvencyPath, solvencyPath.altered(\.mutants))
  }
}

extension EmptinessProof {
  var mutants: [EmptinessProof] {
    replacing(self, \.index, index.mutants) + replacing(self, \.statePath, statePath.altered(\.mutants))
      + replacing(self, \.solvencyPath, solvencyPath.altered(\.mutants))
  }
}

extension MultiProof {
  var mutants: [MultiProof] {
    replacing(
      self, \.accounts,
      accounts.altered { account in
        replacing(account, \.index, account.index.mutants) + replacing(account, \.opening, account.opening.mutants)
      })
      + replacing(self, \.stateNodes, stateNodes.altered(\.mutants))
      + replacing(self, \.solvencyNodes, solvencyNodes.altered(\.mutants))
  }
}
