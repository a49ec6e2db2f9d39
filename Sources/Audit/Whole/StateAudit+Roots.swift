import Commitment
import Ethereum
import FixedPoint
import Margin
import Verification

extension StateAudit {
  /// Compares the state root, whose leaves have no columns (SV-12, 455).
  ///
  /// Where the columns of the solvency tree do not fit, the state tree is built beside zero columns, and they are
  /// refused after it.
  mutating func compareStateRoot() throws(AuditRefusal) {
    var sums: [SolvencySums] = []
    sums.reserveCapacity(records.count)
    var misfit: CommitmentRefusal?
    if isOfBlock { sums = file.accounts.map { $0.sums ?? .zero } }
    for (index, margin) in margins.enumerated() {
      do throws(CommitmentRefusal) {
        sums.append(try SolvencySums(margin, index: UInt64(index)))
      } catch {
        misfit = misfit ?? error
        sums.append(.zero)
      }
    }
    openings = zip(file.accounts, sums).map { account, sums in
      AccountOpening(owner: account.owner, record: account.record, sums: sums, salt: account.salt)
    }
    var trees: AccountTrees?
    do throws(CommitmentRefusal) {
      trees = try AccountTrees(depth: checkpoint.accounts.depth, leaves: leaves(), workers: workers)
    } catch {
      misfit = misfit ?? error
      trees = try? AccountTrees(
        depth: checkpoint.accounts.depth, leaves: leaves(counting: false), workers: workers)
    }
    guard let roots = trees?.roots else { throw .totalsOutOfRange(misfit ?? .totalsMismatch) }
    solvency = (roots, misfit)
    guard roots.stateRoot == checkpoint.accounts.stateRoot else {
      throw .stateRoot(expected: checkpoint.accounts.stateRoot, found: roots.stateRoot)
    }
  }

  private func leaves(counting: Bool = true) -> [AccountLeaf] {
    Workers.map(openings, workers: workers, grain: Self.grain) { opening in
      var leaf = opening.leaf
      if !counting { leaf.sums = .zero }
      return leaf
    }
  }

  /// SV-12, 456.
  func compareTotals() throws(AuditRefusal) {
    guard let solvency else { return }
    if let misfit = solvency.misfit { throw .totalsOutOfRange(misfit) }
    guard solvency.roots.totals == checkpoint.accounts.totals else {
      throw .totals(expected: checkpoint.accounts.totals, found: solvency.roots.totals)
    }
  }

  /// SV-12, 457.
  func compareSolvencyRoot() throws(AuditRefusal) {
    guard let solvency else { return }
    guard solvency.roots.solvencyRoot == checkpoint.accounts.solvencyRoot else {
      throw .solvencyRoot(expected: checkpoint.accounts.solvencyRoot, found: solvency.roots.solvencyRoot)
    }
  }

  /// SV-12, 458 and 459.
  mutating func compareAssets() throws(AuditRefusal) {
    let roots: AssetRoots
    do throws(CommitmentRefusal) {
      let list = try AssetList(checkpoint.assets)
      roots = try AssetTree(
        depth: checkpoint.accounts.depth, list: list, openings: openings, workers: workers
      ).roots
    } catch { throw .assets(error) }
    for (column, (expected, found)) in zip(checkpoint.assetTotals, roots.totals).enumerated() where expected != found {
      throw .assetTotals(column: column, expected: expected, found: found)
    }
    guard roots.root == checkpoint.assetRoot else {
      throw .assetRoot(expected: checkpoint.assetRoot, found: roots.root)
    }
    totals = summed()
  }

  /// SV-12, 460.
  func compareRiskRoot() throws(AuditRefusal) {
    if isOfBlock {
      guard checkpoint.riskRoot.hash == EmptyRoot.hash else {
        throw .riskRoot(expected: checkpoint.riskRoot.hash, found: EmptyRoot.hash)
      }
      return
    }
    guard let prices else { return }
    let items: [RiskItem]
    do throws(RiskItemsRefusal) {
      items = try RiskItems(prices, workers: workers).items
    } catch { throw .riskItems(.items(error)) }
    let root: RiskRoot
    do throws(RiskRefusal) {
      root = try RiskTree(items).root
    } catch { throw .riskItems(.tree(error)) }
    guard root == checkpoint.riskRoot else {
      throw .riskRoot(expected: checkpoint.riskRoot.hash, found: root.hash)
    }
  }

  /// SV-12, 454.
  mutating func checkPositions() throws(AuditRefusal) {
    let positions = Positions(of: records, at: checkpoint.time, workers: workers)
    if let unbalanced = positions.firstUnbalanced {
      throw .positionsNotConserved(unbalanced.instrument, sum: unbalanced.tally.net.clamped)
    }
    instruments = positions.tallies.count
    largest = positions.largest.map { AuditTotals.OpenInterest(instrument: $0.instrument, contracts: $0.openInterest) }
  }
}
