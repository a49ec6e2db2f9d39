import Audit
import Commitment
import Console
import Ethereum
import Margin
import Verification

/// A committed state that was read again from a venue's folder, and shown to be the checkpoint's.
struct ProvenState {
  let folder: VenueFolder
  let checkpoint: SignedCheckpoint
  let attestation: [SignedStatement]
  /// The accounts' names in the book, in the order of their indices.
  let ids: [String]
  let committed: CommittedState

  /// - Throws: `badInput` where the state is not there, not of its form, or not what the checkpoint says.
  init(_ folder: VenueFolder, number: UInt64, workers: Int) throws {
    self.folder = folder
    checkpoint = try folder.checkpoint(number)
    let path = VenueFolder.state(number, in: folder.path)
    let state = try StateInput.read(path, workers: workers)
    attestation = state.header.attestation
    ids = state.accounts.map(\.id)
    let (records, markets) = try StateInput.contents(of: state, path, workers: workers)
    let message = checkpoint.checkpoint
    committed = try CommandFailure.refused { () throws(CommitRefusal) in
      if message.isOfBlock {
        return try CommittedState(
          state.accounts.map(\.opening), records, assets: message.assets, depth: message.accounts.depth, workers: workers)
      }
      let accounts = zip(state.accounts, records).map { BookState.Account(id: $0.id, owner: $0.owner, record: $1) }
      return try CommittedState(
        accounts, on: markets, salts: state.accounts.map(\.salt), assets: message.assets,
        depth: message.accounts.depth, workers: workers)
    }
    guard committed.trees.roots == message.accounts, committed.assets.roots == message.assetRoots,
      committed.riskRoot == message.riskRoot
    else {
      throw CommandFailure(
        .badInput, "\(path): expected the state of checkpoint \(number), found another; ballast audit says in what it differs")
    }
  }

  /// The index of an account by its name in the book.
  func index(of id: String) throws -> UInt64 {
    guard let index = ids.firstIndex(of: id) else {
      throw CommandFailure(
        .badInput, "--id \(id): expected an account of checkpoint \(checkpoint.checkpoint.number), found none of this name")
    }
    return UInt64(index)
  }

  /// A proof file under the checkpoint.
  func file(_ body: ProofFile.Body) -> ProofFile { folder.file(checkpoint, body) }

  func inclusion(of index: UInt64) throws -> ProofFile.Body {
    try CommandFailure.proving { () throws(CommitmentRefusal) in .inclusion(try committed.inclusion(of: index)) }
  }

  func assets(of index: UInt64) throws -> ProofFile.Body {
    try CommandFailure.proving { () throws(CommitmentRefusal) in
      let account = try committed.inclusion(of: index)
      return .assets(try committed.assets.inclusion(of: index, account.opening))
    }
  }

  func margin(of index: UInt64) throws -> ProofFile.Body {
    let account = try CommandFailure.proving { () throws(CommitmentRefusal) in try committed.inclusion(of: index) }
    guard let margined = committed.margined else {
      let refusal = MarginRefusal.ofLedger(index: index)
      throw CommandFailure(
        .badInput, "\(refusal.name): \(refusal.message); ballast audit --replay LOG --checkpoint FILE does")
    }
    do throws(RiskRefusal) {
      return .margin(
        try margined.risk.proof(
          of: account, committed.records[Int(index)], in: margined.riskTree,
          claimed: margined.margins[Int(index)].claimed))
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }
}

extension StateAccount {
  /// What the leaf of a block's account is made from.
  fileprivate var opening: AccountOpening {
    AccountOpening(owner: owner, record: record, sums: sums ?? .zero, salt: salt)
  }
}

extension CommandFailure {
  /// The same with a refusal to prove as the end of the command.
  static func proving<Value>(_ body: () throws(CommitmentRefusal) -> Value) throws(CommandFailure) -> Value {
    do throws(CommitmentRefusal) {
      return try body()
    } catch {
      throw CommandFailure(.badInput, "\(error.name): \(error.message)")
    }
  }
}
