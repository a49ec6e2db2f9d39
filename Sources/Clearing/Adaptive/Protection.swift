import FixedPoint
import Margin

/// Accounts that are below maintenance margin only because a parameter moved (AM-12).
extension ClearingState {
  /// Whether an account is not liquidated now, for it would be above maintenance margin with the parameters of before.
  /// - Throws: `noSuchAccount`, `tooMuchWork`.
  public func isProtected(_ number: AccountNumber) throws(ClearingRefusal) -> Bool {
    guard let before = try maintenanceBeforeMoves(number), !before.isNegative else { return false }
    return try marginLevels(index(number)).maintenanceMargin.isNegative
  }

  /// - Throws: `parameterGrace`.
  func requireNoProtection(_ number: AccountNumber) throws(ClearingRefusal) {
    if try isProtected(number) { throw .waterfall(.parameterGrace) }
  }

  /// Maintenance margin over all scenarios with the levels of as long ago as the grace is.
  /// - Returns: nil where levels are what they were, and where it is refused.
  private func maintenanceBeforeMoves(_ number: AccountNumber) throws(ClearingRefusal) -> Int256? {
    let index = try index(number)
    let manager = accounts[index].manager
    guard let settings = managers[manager].adaptive, settings.grace > 0 else { return nil }
    let then = time > settings.grace ? time &- settings.grace : 0
    if levels(manager, settings).allSatisfy({ $0.level(at: then) == $0.level(at: time) }) { return nil }
    try spend(settings.rules.count)
    do throws(ClearingRefusal) {
      switch model(manager, with: additions(manager, settings, account: index, at: then)) {
      case .standard(let model): return try standardMargin(index, model, .maintenance).margin
      case .portfolio(let model): return try portfolioMargin(index, model, model.scenarios).maintenanceMargin
      }
    } catch {
      if case .rule(.tooMuchWork) = error { throw error }
      return nil
    }
  }
}
