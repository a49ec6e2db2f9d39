/// What is wrong with a plan that was checked (GL-19), in the order of the checks.
public enum ReductionFault: Error, Hashable, Sendable {
  /// The account may not be reduced at all.
  case refused(ReductionError)
  /// The discount is not that of the rule.
  case wrongRate
  /// The margins before are not the account's.
  case wrongStart
  /// A step takes nothing, a part of a package that is not the account's, or more than the package has.
  case unknownPackage(step: Int)
  /// A package is taken twice, everything beside something else, or the perp closed and opened at once.
  case packageTwice(step: Int)
  /// Trades, cash, discount or notional of a step are not those of its packages.
  case wrongTrades(step: Int)
  /// The margins after a step, or what it adds to the target, are not those of the account then.
  case wrongMargins(step: Int)
  case lowersMargin(step: Int)
  /// The totals are not those of the steps.
  case wrongTotals
  /// The discount costs more than the account's equity.
  case costsMoreThanEquity
  case targetMissed
  /// A package could be smaller by a unit and the target be reached.
  case takesTooMuch(step: Int)
  /// Everything was to be taken and is not, or the target is reached, or the reason is another.
  case notEverything

  /// A stable name.
  public var name: String {
    switch self {
    case .refused(let error): error.name
    case .wrongRate: "Reduction_WrongRate"
    case .wrongStart: "Reduction_WrongStart"
    case .unknownPackage: "Reduction_UnknownPackage"
    case .packageTwice: "Reduction_PackageTwice"
    case .wrongTrades: "Reduction_WrongTrades"
    case .wrongMargins: "Reduction_WrongMargins"
    case .lowersMargin: "Reduction_LowersMargin"
    case .wrongTotals: "Reduction_WrongTotals"
    case .costsMoreThanEquity: "Reduction_CostsMoreThanEquity"
    case .targetMissed: "Reduction_TargetMissed"
    case .takesTooMuch: "Reduction_TakesTooMuch"
    case .notEverything: "Reduction_NotEverything"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .refused(let error): error.message
    case .wrongRate: "the discount of the penalty rule was expected, and the plan has another"
    case .wrongStart: "the account's margins were expected before the first step, and the plan has others"
    case .unknownPackage(let step):
      "packages of the account were expected, and step \(step) has another size or package"
    case .packageTwice(let step): "each package once was expected, and step \(step) repeats or contradicts one"
    case .wrongTrades(let step): "the trades of its packages were expected, and step \(step) has others"
    case .wrongMargins(let step): "the margins of the account then were expected, and step \(step) has others"
    case .lowersMargin(let step): "margins that do not fall were expected, and step \(step) lowers one"
    case .wrongTotals: "the sums of the steps were expected, and the plan has others"
    case .costsMoreThanEquity: "a discount of at most the account's equity was expected, and it costs more"
    case .targetMissed: "the target was expected to be reached, and it is missed"
    case .takesTooMuch(let step):
      "the target was expected to be missed with a unit less, and step \(step) could be smaller"
    case .notEverything: "everything was expected to be taken for the reason given, and it is not so"
    }
  }
}
