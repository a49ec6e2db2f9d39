import FixedPoint

/// What happens to a wrapped token when a balance of it moves (CL-37).
extension ClearingState {
  mutating func baseHook(_ move: AssetMove) throws(ClearingRefusal) -> AssetAnswer {
    try requireManager(move.instrument.asset, move.manager)
    if move.instrument.subId != 0 { throw .rule(.baseHasNoSubId) }
    if move.amount.isZero { return AssetAnswer(after: move.before, needsAllowance: false) }
    let after = try checked { () throws(ArithmeticError) in try move.before + move.amount }
    if after.isNegative { throw .rule(.baseBelowZero) }
    try trackPosition(move)
    return AssetAnswer(after: after, needsAllowance: true)
  }
}
