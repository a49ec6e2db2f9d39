/// What a module does with the actions that are for it.
public enum ModuleKind: String, Hashable, Sendable, CaseIterable {
  /// Uses the nonces of the actions and gives their accounts back (FD-37).
  case least
}
