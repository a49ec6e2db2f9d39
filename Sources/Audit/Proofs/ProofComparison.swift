import Commitment
import Ethereum

/// A proof file whose own checks have passed, to be looked at beside others (SV-13).
public struct ComparedProof: Sendable {
  /// What the file is called, for people.
  public var name: String
  public var file: ProofFile
  /// The venue under which it was checked.
  public var venue: Venue

  public init(name: String, file: ProofFile, venue: Venue) {
    self.name = name
    self.file = file
    self.venue = venue
  }
}

/// The checks of several proof files, in their order (SV-13).
public enum ProofSetCheck: String, Hashable, Sendable, CaseIterable {
  case indices
  case accounts
  case checkpoints
  case custody

  /// What holds where the check passes, for people.
  public var words: String {
    switch self {
    case .indices: "no index of a checkpoint is shown with two accounts"
    case .accounts: "no account of a checkpoint is shown at two indices"
    case .checkpoints: "no two checkpoints contradict each other"
    case .custody: "no custody is counted for two engines"
    }
  }
}

/// What several proof files show together that none shows alone.
public enum ProofComparison {
  /// Looks for one index with two accounts, one account at two indices, checkpoints that contradict each other, and
  /// custody that two engines count.
  /// - Throws: the first that is found, in the order of SV-13 and of the files.
  /// - Complexity: linear in what the files show.
  public static func check(_ proofs: [ComparedProof]) throws(ProofSetRefusal) {
    for check in ProofSetCheck.allCases { try self.check(check, of: proofs) }
  }

  /// Makes one of the checks.
  /// - Throws: its refusal, of the first file that shows it.
  public static func check(_ check: ProofSetCheck, of proofs: [ComparedProof]) throws(ProofSetRefusal) {
    switch check {
    case .indices: try checkIndices(proofs)
    case .accounts: try checkAccounts(proofs)
    case .checkpoints: try checkCheckpoints(proofs)
    case .custody: try checkCustody(proofs)
    }
  }

  /// A place under a checkpoint of a venue.
  private struct Place<Key: Hashable>: Hashable {
    var engine: Bytes32
    var number: UInt64
    var key: Key
  }

  private static func checkIndices(_ proofs: [ComparedProof]) throws(ProofSetRefusal) {
    var seen: [Place<UInt64>: (account: AccountOpening, name: String)] = [:]
    for proof in proofs {
      let checkpoint = proof.file.checkpoint.checkpoint
      for shown in proof.file.accounts {
        let place = Place(engine: checkpoint.engine, number: checkpoint.number, key: shown.index)
        guard let first = seen[place] else {
          seen[place] = (shown.opening, proof.name)
          continue
        }
        guard first.account == shown.opening else {
          throw .indexTwice(index: shown.index, number: checkpoint.number, files: [first.name, proof.name])
        }
      }
    }
  }

  /// What makes two leaves those of one account, whatever their indices.
  private struct Holder: Hashable {
    var owner: Address
    var recordHash: Bytes32
    var salt: Bytes32
  }

  private static func checkAccounts(_ proofs: [ComparedProof]) throws(ProofSetRefusal) {
    var seen: [Place<Holder>: (index: UInt64, name: String)] = [:]
    for proof in proofs {
      let checkpoint = proof.file.checkpoint.checkpoint
      // Without a salt two accounts of one owner may well hold the same.
      for shown in proof.file.accounts where shown.opening.salt != .zero {
        let leaf = shown.opening.leaf
        let place = Place(
          engine: checkpoint.engine, number: checkpoint.number,
          key: Holder(owner: leaf.owner, recordHash: leaf.recordHash, salt: leaf.salt))
        guard let first = seen[place] else {
          seen[place] = (shown.index, proof.name)
          continue
        }
        guard first.index == shown.index else {
          throw .accountTwice(
            owner: leaf.owner, indices: [first.index, shown.index], number: checkpoint.number,
            files: [first.name, proof.name])
        }
      }
    }
  }

  /// A checkpoint that a file brings.
  private struct SeenCheckpoint {
    var number: UInt64
    var digest: Bytes32
    var previous: Bytes32
    var name: String
  }

  private static func checkCheckpoints(_ proofs: [ComparedProof]) throws(ProofSetRefusal) {
    var seen: [Place<Bool>: SeenCheckpoint] = [:]
    for proof in proofs {
      if case .equivocation(let second, _) = proof.file.body {
        throw .checkpointsContradict(
          numbers: [proof.file.checkpoint.checkpoint.number, second.checkpoint.number], files: [proof.name])
      }
      for checkpoint in proof.file.checkpoints {
        let new = SeenCheckpoint(
          number: checkpoint.number, digest: checkpoint.digest(in: proof.venue), previous: checkpoint.previous,
          name: proof.name)
        func place(_ number: UInt64) -> Place<Bool> { Place(engine: checkpoint.engine, number: number, key: true) }
        let same = seen[place(new.number)]
        let before = new.number > 0 ? seen[place(new.number - 1)] : nil
        let after = new.number < .max ? seen[place(new.number + 1)] : nil
        for (other, contradicts) in [
          (same, same?.digest != new.digest), (before, before?.digest != new.previous),
          (after, after?.previous != new.digest),
        ] {
          guard let other, contradicts else { continue }
          throw .checkpointsContradict(numbers: [other.number, new.number], files: [other.name, new.name])
        }
        if same == nil { seen[place(new.number)] = new }
      }
    }
  }

  private static func checkCustody(_ proofs: [ComparedProof]) throws(ProofSetRefusal) {
    var seen: [Holding: (engine: Bytes32, name: String)] = [:]
    for proof in proofs {
      guard case .solvency(let solvency) = proof.file.body else { continue }
      let engine = proof.file.checkpoint.checkpoint.engine
      for signed in solvency.attestation {
        let statement = signed.statement
        let holding = Holding(asset: statement.asset, source: Array(statement.source.utf8), time: statement.time)
        guard let first = seen[holding] else {
          seen[holding] = (engine, proof.name)
          continue
        }
        guard first.engine == engine else {
          throw .custodyReused(source: statement.source, time: statement.time, files: [first.name, proof.name])
        }
      }
    }
  }

  /// What one custodian holds at one moment in one place.
  private struct Holding: Hashable {
    var asset: Address
    /// As bytes: texts that Unicode calls equal are two sources.
    var source: [UInt8]
    var time: UInt64
  }
}

extension ProofFile {
  /// The accounts that the file shows to be in both trees.
  fileprivate var accounts: [MultiProof.Account] {
    func account(_ proof: InclusionProof) -> MultiProof.Account {
      MultiProof.Account(index: proof.index, opening: proof.opening)
    }
    switch body {
    case .inclusion(let proof): return [account(proof)]
    case .accounts(let proof): return proof.accounts
    case .solvency(let proof): return [account(proof.securityModule), account(proof.feeRecipient)]
    case .margin(let proof): return [account(proof.account)]
    case .checkpoint, .emptiness, .assets, .consistency, .equivocation: return []
    }
  }

  /// The checkpoints that the file brings.
  fileprivate var checkpoints: [Checkpoint] {
    switch body {
    case .consistency(let from, _): [from.checkpoint, checkpoint.checkpoint]
    default: [checkpoint.checkpoint]
    }
  }
}
