import FixedPoint

/// A refusal of a search for a reduction (GL-1).
public enum ReductionError: Error, Hashable, Sendable {
  /// Amounts and prices are given of another number of collaterals than the portfolio has.
  case coinsDiffer(found: Int, expected: Int)
  case tooManyLegs(found: Int)
  /// The margin of the account itself is refused.
  case margin(MarginError)
  /// Maintenance margin is not below zero: nothing may be taken.
  case notBelowMaintenance(Int256)
  /// More work was asked for than was left.
  case tooMuchWork

  /// A stable name.
  public var name: String {
    switch self {
    case .coinsDiffer: "Reduction_CoinsDiffer"
    case .tooManyLegs: "Reduction_TooManyLegs"
    case .margin(let error): error.name
    case .notBelowMaintenance: "Reduction_NotBelowMaintenance"
    case .tooMuchWork: "Clearing_TooMuchWork"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .coinsDiffer(let found, let expected):
      "amounts and prices of \(expected) collaterals were expected, and there are \(found)"
    case .tooManyLegs(let found):
      "at most \(ReductionLimits.legs) holdings were expected, and there are \(found)"
    case .margin(let error): error.message
    case .notBelowMaintenance(let margin):
      "a maintenance margin below zero was expected, and it is \(margin)"
    case .tooMuchWork: "a plan within the work of a transaction was expected, and it takes more"
    }
  }
}
