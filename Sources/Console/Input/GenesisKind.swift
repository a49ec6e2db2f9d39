import Encoding

/// Which of the two documents that go by the name of a genesis a file is: each names the other where it was expected.
public enum GenesisKind: Sendable {
  /// What a ledger's first block stands on.
  case ledger
  /// What checkpoints are signed for.
  case commitment

  private var member: String {
    switch self {
    case .ledger: "ballastGenesis"
    case .commitment: "ballastVenue"
    }
  }

  private var other: GenesisKind { self == .ledger ? .commitment : .ledger }

  private var words: String {
    switch self {
    case .ledger: "a ledger's genesis (that of ballast run)"
    case .commitment: "a commitment venue's genesis (that of ballast venue new)"
    }
  }

  /// Where the bytes are of the other kind, a sentence that says so; nil where they are not.
  public func confusion(_ bytes: [UInt8]) -> String? {
    guard let root = try? JSONDocument(bytes).root, (try? root.optionalMember(member)) == nil,
      (try? root.optionalMember(other.member)) != nil
    else { return nil }
    return "\(words) was expected, and this is \(other.words)"
  }
}
