/// Which of the parts that nearly every operation changes were changed: noted without a table.
struct ChangedShared {
  private var hasClock = false
  private var hasCash = false
  private var positions: [AssetManager] = []

  /// - Returns: the part that is none of these; nil where it is one, or the change is of none.
  mutating func note(_ change: StateChange) -> StateKey? {
    switch change {
    case .newAccount, .trade, .time: hasClock = true
    case .cash: hasCash = true
    case .entered: break
    case .position(let key, _): if !positions.contains(key) { positions.append(key) }
    default: return change.key
    }
    return nil
  }

  var keys: [StateKey] {
    (hasClock ? [.clock] : []) + (hasCash ? [.cash] : []) + positions.map { .position($0) }
  }
}
