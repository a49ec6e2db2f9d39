import Ethereum

/// What the two leaves of one account bind, besides its index (CM-4, CM-6).
public struct AccountLeaf: Hashable, Sendable {
  public var owner: Address
  /// The Keccak-256 of the account record (CM-8).
  public var recordHash: Bytes32
  public var sums: SolvencySums
  /// Zero on a public venue.
  public var salt: Bytes32

  public init(owner: Address, recordHash: Bytes32, sums: SolvencySums, salt: Bytes32 = .zero) {
    self.owner = owner
    self.recordHash = recordHash
    self.sums = sums
    self.salt = salt
  }
}

/// All that is behind the two leaves of one account: what a proof shows of it.
public struct AccountOpening: Hashable, Sendable {
  public var owner: Address
  /// The canonical account record (CM-8).
  public var record: [UInt8]
  public var sums: SolvencySums
  public var salt: Bytes32

  public init(owner: Address, record: [UInt8], sums: SolvencySums, salt: Bytes32 = .zero) {
    self.owner = owner
    self.record = record
    self.sums = sums
    self.salt = salt
  }

  public var leaf: AccountLeaf {
    AccountLeaf(owner: owner, recordHash: Keccak256.hash(record), sums: sums, salt: salt)
  }

  /// What the record says.
  /// - Parameter index: the account's, for the refusal.
  func decoded(at index: UInt64) throws(CommitmentRefusal) -> AccountRecord {
    do throws(RecordRefusal) {
      return try AccountRecord(record)
    } catch {
      throw .record(error, index: index)
    }
  }
}

/// What is to be at an index of an asset tree from now on.
public struct AccountChange: Hashable, Sendable {
  public var index: UInt64
  public var opening: AccountOpening

  public init(index: UInt64, opening: AccountOpening) {
    self.index = index
    self.opening = opening
  }

  /// The same for the state tree and the solvency tree.
  public var leafChange: LeafChange { LeafChange(index: index, leaf: opening.leaf) }
}

/// A leaf that a tree is to have at an index from now on.
public struct LeafChange: Hashable, Sendable {
  public var index: UInt64
  public var leaf: AccountLeaf

  public init(index: UInt64, leaf: AccountLeaf) {
    self.index = index
    self.leaf = leaf
  }
}
