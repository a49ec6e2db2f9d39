import Commitment
import Ethereum

/// What the reader knows of an account that is theirs (PF-9): what is nil may be anything.
public struct ExpectedAccount: Hashable, Sendable {
  public var index: UInt64?
  public var owner: Address?
  /// The account record as it is encoded (CM-8).
  public var record: [UInt8]?

  public init(index: UInt64? = nil, owner: Address? = nil, record: [UInt8]? = nil) {
    self.index = index
    self.owner = owner
    self.record = record
  }

  var isAnything: Bool { index == nil && owner == nil && record == nil }

  /// Holds the accounts of a file to it: the indices of all, then the owners, then the records.
  func check(_ accounts: [MultiProof.Account]) throws(ExpectedRefusal) {
    if let index, !accounts.allSatisfy({ $0.index == index }) { throw .index }
    if let owner, !accounts.allSatisfy({ $0.opening.owner == owner }) { throw .owner }
    if let record, !accounts.allSatisfy({ $0.opening.record == record }) { throw .record }
  }
}

/// A refusal of an account that is not the expected one, in the order of the checks (PF-9). Codes are never reused.
public enum ExpectedRefusal: Int, Error, Hashable, Sendable {
  case index = 510
  case owner = 511
  case record = 512

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .index: "Expected_Index"
    case .owner: "Expected_Owner"
    case .record: "Expected_Record"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .index: "the index that you named was expected, and the file has another"
    case .owner: "the owner that you named was expected, and the file has another"
    case .record: "the holdings that you named were expected, and the file has others"
    }
  }
}

extension ProofFile {
  /// The accounts that the reader's expectations are of: those of the venue itself are not.
  var shownAccounts: [MultiProof.Account]? {
    switch body {
    case .inclusion(let proof): [MultiProof.Account(index: proof.index, opening: proof.opening)]
    case .accounts(let proof): proof.accounts
    case .assets(let proof): [MultiProof.Account(index: proof.index, opening: proof.opening)]
    case .margin(let proof): [MultiProof.Account(index: proof.account.index, opening: proof.account.opening)]
    case .checkpoint, .emptiness, .solvency, .consistency, .equivocation: nil
    }
  }
}
