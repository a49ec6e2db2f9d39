/// The refusals of the steps between maintenance margin and a socialised loss (24), in the order in which an operation
/// meets them.
public enum WaterfallRefusal: String, Error, Hashable, Sendable, CaseIterable {
  // Circuit breakers.
  case paused = "Waterfall_Paused"
  case withdrawalLimit = "Waterfall_WithdrawalLimit"
  case interestLimit = "Waterfall_InterestLimit"
  // Adaptive margin.
  case parameterGrace = "Waterfall_ParameterGrace"
  // Graduated liquidation.
  case notGraduated = "Waterfall_NotGraduated"
  case alreadyAnnounced = "Waterfall_AlreadyAnnounced"
  case notAnnounced = "Waterfall_NotAnnounced"
  case belowMaintenanceMargin = "Waterfall_BelowMaintenanceMargin"
  case keeperIsAccount = "Waterfall_KeeperIsAccount"
  case unreachable = "Waterfall_Unreachable"
  case invalidPart = "Waterfall_InvalidPart"
  case discountTooSmall = "Waterfall_DiscountTooSmall"
  case lowersMargin = "Waterfall_LowersMargin"
  case reductionComesFirst = "Waterfall_ReductionComesFirst"
  // Settings.
  case invalidSetting = "Waterfall_InvalidSetting"

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .paused: "prices that are certain were expected, and liquidations and withdrawals wait for them"
    case .withdrawalLimit: "a withdrawal within what the window has left was expected, and it is more"
    case .interestLimit: "open interest within what the window has left was expected, and it rises by more"
    case .parameterGrace: "an account below margin by its prices was expected, and it is by a parameter that moved"
    case .notGraduated: "graduated liquidation was expected to be switched on, and it is off"
    case .alreadyAnnounced: "an account that is not announced was expected, and this one is"
    case .notAnnounced: "an account that is announced was expected, and this one is not"
    case .belowMaintenanceMargin: "a maintenance margin of zero or more was expected, and it is below"
    case .keeperIsAccount: "an account of a keeper was expected, and it is the account that is reduced"
    case .unreachable: "an account that a reduction brings to its target was expected, and none does"
    case .invalidPart: "a part above zero and up to one that moves something was expected, and this one is none"
    case .discountTooSmall: "the discount that the keeper asks for was expected, and it is less"
    case .lowersMargin: "margins that do not fall were expected, and one would"
    case .reductionComesFirst: "a reduction was expected before an auction of the whole account, and one is possible"
    case .invalidSetting: "a setting within its bounds was expected, and one is beyond"
    }
  }
}
