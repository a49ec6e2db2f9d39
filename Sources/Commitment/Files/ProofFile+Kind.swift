extension ProofFile {
  /// What a file shows, by the name that stands in it (PF-4).
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case checkpoint, inclusion, accounts, emptiness, assets, solvency, margin, consistency, equivocation

    public var level: ProofLevel {
      switch self {
      case .checkpoint: .commitment
      case .inclusion, .accounts: .inclusion
      case .assets: .assets
      case .emptiness: .emptiness
      case .solvency: .solvency
      case .margin: .margin
      case .consistency: .consistency
      case .equivocation: .equivocation
      }
    }
  }

  public var kind: Kind {
    switch body {
    case .checkpoint: .checkpoint
    case .inclusion: .inclusion
    case .accounts: .accounts
    case .emptiness: .emptiness
    case .assets: .assets
    case .solvency: .solvency
    case .margin: .margin
    case .consistency: .consistency
    case .equivocation: .equivocation
    }
  }
}

/// What kind of statement is proven: several kinds of files may prove one (PF-4).
public enum ProofLevel: String, Hashable, Sendable, CaseIterable {
  case commitment, inclusion, emptiness, assets, solvency, margin, consistency, equivocation
}
