/// The checks of a whole state, in their order (SV-12).
public enum AuditCheck: String, Hashable, Sendable, CaseIterable {
  case form
  case checkpoint
  case markets
  case accounts
  case positions
  case stateRoot
  case totals
  case solvencyRoot
  case assets
  case riskRoot
  case custody
  case solvency

  /// What holds where the check passes, for people.
  /// - Parameter isOfBlock: whether the state is of a block, whose margins are not computed again.
  public func words(isOfBlock: Bool = false) -> String {
    switch self {
    case .markets where isOfBlock: "there are no markets: what margins rest on is under the sections root"
    case .accounts where isOfBlock: "all accounts are there, each once, with a record that can be read"
    case .positions where isOfBlock: "positions of every option that has not expired sum to zero"
    case .totals where isOfBlock: "equity, deficits and accounts below maintenance add up as stated"
    case .solvencyRoot where isOfBlock: "each account's stated equity and health is what the solvency root commits to"
    case .riskRoot where isOfBlock: "the risk root is the empty one"
    case .form: "every line is of its form"
    case .checkpoint: "the checkpoint is the venue's, and signed by its operator and enough witnesses"
    case .markets: "markets are of the checkpoint's moment, and parameters state their own hash"
    case .accounts: "all accounts are there, each once, with a record that can be read and a margin"
    case .positions: "positions of every perp and option sum to zero"
    case .stateRoot: "the records are what the state root commits to"
    case .totals: "equity, deficits and accounts below maintenance are those of the recomputed margins"
    case .solvencyRoot: "each account's equity and health is what the solvency root commits to"
    case .assets: "cash owed, cash lent and units of each asset are those of the records"
    case .riskRoot: "market, parameters and recomputed prices are what the risk root commits to"
    case .custody: "custody is attested by the venue's custodians, in time and not twice"
    case .solvency: "what is held covers what is owed, asset by asset, and the security module covers the deficits"
    }
  }
}
