import Commitment
import Console
import Ethereum
import FixedPoint
import Margin
import Verification

/// A whole state, and the trees that commit to it (10, SV-8).
struct CommittedState: Sendable {
  /// In the order of the accounts, as are `openings`.
  let records: [AccountRecord]
  let openings: [AccountOpening]
  let trees: AccountTrees
  let assets: AssetTree
  /// Nil in the state of a block.
  let margined: Margined?

  /// The margins of a book, and what they rest on.
  struct Margined: Sendable {
    let risk: RiskItems
    let riskTree: RiskTree
    /// In the order of the accounts.
    let margins: [MarginSummary]
  }

  var riskRoot: RiskRoot { margined?.riskTree.root ?? RiskRoot(hash: EmptyRoot.hash) }

  init(
    records: [AccountRecord], openings: [AccountOpening], trees: AccountTrees, assets: AssetTree, margined: Margined?
  ) {
    (self.records, self.openings, self.trees, self.assets) = (records, openings, trees, assets)
    self.margined = margined
  }

  /// Accounts that are margined between two looks at the progress.
  private static let batch = 16_384

  /// - Parameters:
  ///   - salts: one for each account, or none where all are zero.
  ///   - list: the assets that the asset tree has columns for.
  ///   - workers: threads to spread the work over; no result depends on it.
  /// - Throws: the first refusal of options without prices, of the accounts in order, and of totals.
  init(
    _ accounts: [BookState.Account], on markets: [ManagedMarket], salts: [Bytes32], assets list: [Address], depth: Int,
    workers: Int
  ) throws(CommitRefusal) {
    let risk: RiskItems
    do throws(RiskItemsRefusal) {
      risk = try RiskItems(markets, records: accounts.lazy.map(\.record), workers: workers)
    } catch { throw .risk(error) }
    var margins: [MarginSummary] = []
    var openings: [AccountOpening] = []
    margins.reserveCapacity(accounts.count)
    openings.reserveCapacity(accounts.count)
    var progress = Progress("margins")
    for start in stride(from: 0, to: accounts.count, by: Self.batch) {
      let places = Array(start..<min(start + Self.batch, accounts.count))
      let made = Workers.map(places, workers: workers, grain: 64, state: { RiskArrays.Workspace() }) { place, workspace in
        Result { () throws(CommitRefusal) in
          try Self.margined(
            accounts[place], at: place, salt: salts.isEmpty ? .zero : salts[place], risk, &workspace)
        }
      }
      for account in made {
        let (margin, opening) = try account.get()
        margins.append(margin)
        openings.append(opening)
      }
      progress.update(margins.count)
    }
    progress.finish()
    let (trees, assets): (AccountTrees, AssetTree)
    do throws(CommitmentRefusal) {
      trees = try AccountTrees(depth: depth, leaves: openings.map(\.leaf), workers: workers)
      assets = try AssetTree(depth: depth, list: AssetList(list), openings: openings, workers: workers)
    } catch { throw .trees(error) }
    let riskTree: RiskTree
    do throws(RiskRefusal) { riskTree = try RiskTree(risk.items) } catch { throw .riskTree(error) }
    self.init(
      records: accounts.map(\.record), openings: openings, trees: trees, assets: assets,
      margined: Margined(risk: risk, riskTree: riskTree, margins: margins))
  }

  private static func margined(
    _ account: BookState.Account, at place: Int, salt: Bytes32, _ risk: RiskItems,
    _ workspace: inout RiskArrays.Workspace
  ) throws(CommitRefusal) -> (MarginSummary, AccountOpening) {
    // Every record's manager was seen when the items were listed.
    guard let market = risk.market(of: account.record.manager) else {
      throw .risk(.unknownManager(account.record.manager, index: UInt64(place)))
    }
    let margin: MarginSummary
    do throws(MarginFailure) {
      margin = try market.margin(of: account.record, &workspace)
    } catch { throw .margin(error, id: account.id) }
    let sums: SolvencySums
    do throws(CommitmentRefusal) {
      sums = try SolvencySums(margin, index: UInt64(place))
    } catch { throw .leaf(error, id: account.id) }
    let record: [UInt8]
    do throws(RecordRefusal) { record = try account.record.encoded() } catch { throw .record(error, id: account.id) }
    return (margin, AccountOpening(owner: account.owner, record: record, sums: sums, salt: salt))
  }
}
