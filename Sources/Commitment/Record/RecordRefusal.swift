/// A refusal of an account record, in the order of the checks (CM-9). Codes are never reused.
public enum RecordRefusal: Int, Error, Hashable, Sendable {
  case unknownVersion = 101
  case truncated = 102
  case tooManyCollaterals = 103
  case collateralsUnsorted = 104
  case zeroCollateral = 105
  case tooManyOptions = 106
  case invalidSide = 107
  case optionsUnsorted = 108
  case zeroOption = 109
  case trailingBytes = 110
  case tooManyPerps = 111
  case perpsUnsorted = 112
  case zeroPerp = 113

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .unknownVersion: "Record_UnknownVersion"
    case .truncated: "Record_Truncated"
    case .tooManyCollaterals: "Record_TooManyCollaterals"
    case .collateralsUnsorted: "Record_CollateralsUnsorted"
    case .zeroCollateral: "Record_ZeroCollateral"
    case .tooManyOptions: "Record_TooManyOptions"
    case .invalidSide: "Record_InvalidSide"
    case .optionsUnsorted: "Record_OptionsUnsorted"
    case .zeroOption: "Record_ZeroOption"
    case .trailingBytes: "Record_TrailingBytes"
    case .tooManyPerps: "Record_TooManyPerps"
    case .perpsUnsorted: "Record_PerpsUnsorted"
    case .zeroPerp: "Record_ZeroPerp"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .unknownVersion: "a record of version 1 or 2 was expected, and another was found"
    case .truncated: "more bytes were expected, and the record ends"
    case .tooManyCollaterals:
      "\(CommitmentLimits.collaterals) collaterals at most were expected, and more were found"
    case .collateralsUnsorted:
      "collaterals in strictly rising order of their assets were expected, and another order was found"
    case .zeroCollateral: "an amount of a collateral other than zero was expected, and it is zero"
    case .tooManyOptions: "\(CommitmentLimits.options) options at most were expected, of a ledger's account "
        + "\(CommitmentLimits.ledgerOptions), and more were found"
    case .invalidSide: "a side of 0 or 1 was expected, and another byte was found"
    case .optionsUnsorted:
      "options in strictly rising order of asset, expiry, strike and side were expected, and another order was found"
    case .zeroOption: "an amount of an option other than zero was expected, and it is zero"
    case .tooManyPerps: "\(CommitmentLimits.perps) perps at most were expected, and more were found"
    case .perpsUnsorted: "perps in strictly rising order of their assets were expected, and another order was found"
    case .zeroPerp: "a position or unsettled cash of a perp other than zero was expected, and both are zero"
    case .trailingBytes: "the end of the record was expected, and more bytes were found"
    }
  }
}
