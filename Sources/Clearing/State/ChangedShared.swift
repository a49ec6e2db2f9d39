/// Which of the parts that nearly every operation changes were changed: noted without a table.
struct ChangedShared {
  private var hasClock = false
  private var hasCash = false
  private var positions: [AssetManager] = []

  /// - Returns: whether the change is of such a part, or of none.
  mutating func note(_ change: StateChange) -> Bool {
    switch change {
    case .newAccount, .trade, .time: hasClock = true
    case .cash: hasCash = true
    case .entered: break
    case .position(let key, _): if !positions.contains(key) { positions.append(key) }
    default: return false
    }
    return true
  }

  var keys: [StateKey] {
    (hasClock ? [.clock] : []) + (hasCash ? [.cash] : []) + positions.map { .position($0) }
  }
}
