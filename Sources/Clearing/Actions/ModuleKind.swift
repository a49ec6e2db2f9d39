/// What a module does with the actions that are for it (MO-1).
public enum ModuleKind: String, Hashable, Sendable, CaseIterable {
  /// Uses the nonces of the actions and gives their accounts back (FD-37).
  case least
  case trade
  case quote
  case deposit
  case withdrawal
  case transfer
  case managerChange
  case sessionKey
  case custody
  case settlement
  case holder
  case takeOut
  case bridge
  case governance
  case guardian
  /// Bids from a fresh account (DA-22).
  case liquidation
  case auction
  case bid
  case securityModule
}
