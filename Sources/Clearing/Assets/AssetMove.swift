import FixedPoint

/// A change of one balance, as its asset is asked about it.
struct AssetMove {
  /// The number of the account less one.
  var index: Int
  var manager: Int
  var instrument: SubAsset
  /// The stored balance before.
  var before: Int256
  var amount: Int256
  var trade: UInt64
}

/// What the asset makes of it.
struct AssetAnswer {
  /// The balance to store.
  var after: Int256
  var needsAllowance: Bool
}

extension ClearingState {
  /// Asks the asset (CL-13), which keeps its own books on the way.
  mutating func assetHook(_ move: AssetMove) throws(ClearingRefusal) -> AssetAnswer {
    switch move.instrument.asset {
    case .cash: try cashHook(move)
    case .option(let option): try optionHook(move, option)
    case .perp(let perp): try perpHook(move, perp)
    case .base: try baseHook(move)
    }
  }

  /// - Throws: `unknownManager` where the asset does not let the manager hold it.
  func requireManager(_ asset: Asset, _ manager: Int) throws(ClearingRefusal) {
    guard positions[AssetManager(asset, manager)]?.isWhitelisted == true else { throw .rule(.unknownManager) }
  }

  /// The one way in which operations read the open interest of an instrument.
  func openInterest(of instrument: SubAsset) -> OpenInterest? {
    touches?.note(.openInterest(instrument))
    return openInterests[instrument]
  }

  /// Moves the manager's total, noting it first where the trade is a new one (CL-15).
  mutating func trackPosition(_ move: AssetMove) throws(ClearingRefusal) {
    let key = AssetManager(move.instrument.asset, move.manager)
    var position = positions[key] ?? TrackedPosition()
    if position.notedTrade != move.trade {
      (position.notedTrade, position.notedTotal) = (move.trade, position.total)
    }
    position.total = try checked { () throws(ArithmeticError) in
      let after = try move.before + move.amount
      return try position.total + after.absolute() - move.before.absolute()
    }
    set(position: position, key)
  }

  /// Moves the open interest of the instrument, noting it first where the trade is a new one (CL-15).
  mutating func trackOpenInterest(_ move: AssetMove) throws(ClearingRefusal) {
    var interest = openInterest(of: move.instrument) ?? OpenInterest()
    if interest.notedTrade != move.trade {
      (interest.notedTrade, interest.notedTotal) = (move.trade, interest.total)
    }
    interest.total = try checked { () throws(ArithmeticError) in
      let after = try move.before + move.amount
      return try interest.total + after.positivePart.bitPattern - move.before.positivePart.bitPattern
    }
    set(openInterest: interest, move.instrument)
  }

  /// Notes a balance that settlement takes out of an account (CL-36, CL-50).
  mutating func noteSettled(_ instrument: SubAsset, _ balance: Int256) throws(ClearingRefusal) {
    var interest = openInterest(of: instrument) ?? OpenInterest()
    interest.settled = try checked { () throws(ArithmeticError) in try interest.settled + balance }
    set(openInterest: interest, instrument)
  }

  /// Takes a balance out of the total and the open interest, past their notes: it is no trade (CL-59).
  mutating func untrack(_ instrument: SubAsset, _ balance: Int256, _ manager: Int) throws(ClearingRefusal) {
    let key = AssetManager(instrument.asset, manager)
    var position = positions[key] ?? TrackedPosition()
    var interest = openInterest(of: instrument) ?? OpenInterest()
    try checked { () throws(ArithmeticError) in
      position.total = try position.total - balance.absolute()
      interest.total = try interest.total - balance.positivePart.bitPattern
    }
    set(position: position, key)
    set(openInterest: interest, instrument)
  }

  /// The open interest before this trade: zero where the trade has not touched the instrument.
  func notedOpenInterest(_ instrument: SubAsset, _ trade: UInt64) -> UInt256 {
    guard let interest = openInterest(of: instrument), interest.notedTrade == trade else { return .zero }
    return interest.notedTotal
  }
}
