import Commitment
import Encoding
import Ethereum
import FixedPoint
import Margin

/// A refusal of a margin proof, in the order of the checks (SV-10). Codes are never reused.
public enum MarginRefusal: Error, Hashable, Sendable {
  /// The account is not at its index (CM-12).
  case account(CommitmentRefusal)
  /// The account is one of a ledger, and what its margin rests on is no risk item.
  case ofLedger(index: UInt64)
  /// An item is not under the risk root (CM-24).
  case risk(RiskRefusal, RiskItemName)
  case wrongItem(expected: RiskItemName, found: RiskItemName)
  case arrayCount(expected: Int, found: Int)
  case marketForm(FormFault)
  case marketTime(expected: UInt64, found: UInt64)
  case parametersForm(FormFault)
  /// The reader trusts certain parameter sets, and this is none of them.
  case unknownParameters(Bytes32)
  case array(AccountRecord.Option)
  case failed(MarginFailure)
  case claimMismatch(ClaimedValue, expected: Int256, found: Int256)
  case equityMismatch(expected: Int256, found: SolvencySums)
  case healthMismatch(maintenanceMargin: Int256, found: UInt32)

  /// A value of a claimed margin, in the order in which they are compared.
  public enum ClaimedValue: String, Hashable, Sendable {
    case initialMargin = "initial margin"
    case maintenanceMargin = "maintenance margin"
    case markToMarket = "mark to market"
    case worstScenario = "worst scenario"
  }

  /// What is wrong with the bytes of a market or parameter set.
  public enum FormFault: Hashable, Sendable {
    /// A reader's refusal: its name and message.
    case refused(name: String, message: String)
    /// A market without a moment.
    case noTimestamp
    /// A parameter set of another model.
    case otherModel(String)
    /// The set states a hash that is not its own (PS-4).
    case hash(stated: Bytes32, own: Bytes32)
    case notCanonical
  }

  /// The refusal's stable number.
  public var code: Int {
    switch self {
    case .account(let refusal): refusal.code
    case .risk(let refusal, _): refusal.rawValue
    case .wrongItem: 430
    case .arrayCount: 431
    case .marketForm: 432
    case .marketTime: 433
    case .parametersForm: 434
    case .unknownParameters: 435
    case .array: 436
    case .failed: 437
    case .claimMismatch: 438
    case .equityMismatch: 439
    case .healthMismatch: 440
    case .ofLedger: 441
    }
  }

  /// The refusal's stable name.
  public var name: String {
    switch self {
    case .account(let refusal): refusal.name
    case .risk(let refusal, _): refusal.name
    case .wrongItem: "Margin_WrongItem"
    case .arrayCount: "Margin_ArrayCount"
    case .marketForm: "Margin_MarketForm"
    case .marketTime: "Margin_MarketTime"
    case .parametersForm: "Margin_ParametersForm"
    case .unknownParameters: "Margin_UnknownParameters"
    case .array: "Margin_Array"
    case .failed: "Margin_Failed"
    case .claimMismatch: "Margin_ClaimMismatch"
    case .equityMismatch: "Margin_EquityMismatch"
    case .healthMismatch: "Margin_HealthMismatch"
    case .ofLedger: "Margin_OfLedger"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .account(let refusal): refusal.message
    case .ofLedger(let index):
      "an account of a book was expected, and account \(index) is one of a ledger: what its margin rests on is part of "
        + "the state under the sections root, and whoever executes the log computes it"
    case .risk(let refusal, let item): "\(item): \(refusal.message)"
    case .wrongItem(let expected, let found): "\(expected) was expected, and \(found) was found"
    case .arrayCount(let expected, let found):
      "prices for each of the account's \(expected) options were expected, and there are \(found)"
    case .marketForm(let fault): "the market: \(fault.message)"
    case .marketTime(let expected, let found):
      "prices of the checkpoint's own moment, \(expected), were expected, and the market is of \(found)"
    case .parametersForm(let fault): "the parameter set: \(fault.message)"
    case .unknownParameters(let hash):
      "one of the parameter sets that the reader trusts was expected, and the set has the hash \(hash)"
    case .array(let option):
      "the prices that market and parameters give \(option.words) were expected, and the committed ones are others"
    case .failed(let failure): failure.message
    case .claimMismatch(.worstScenario, let expected, let found):
      "the recomputed worst scenario \(expected) was expected, and \(found) is claimed"
    case .claimMismatch(let value, let expected, let found):
      "the recomputed \(value.rawValue) \(expected.unitsText) was expected, and \(found.unitsText) is claimed"
    case .equityMismatch(let expected, let found):
      "equity of \(expected.unitsText) was expected in the account's leaf, and it has \(found.equityText)"
    case .healthMismatch(let margin, let found):
      "an account \(margin.isNegative ? "" : "not ")below maintenance was expected, as its maintenance margin is "
        + "\(margin.unitsText), and its leaf counts \(found)"
    }
  }
}

extension MarginRefusal.FormFault {
  /// A clause that says what was expected and what was found.
  public var message: String {
    switch self {
    case .refused(let name, let message): "\(message) (\(name))"
    case .noTimestamp: "a market with its moment was expected, and it has no timestamp"
    case .otherModel(let model): "parameters of the portfolio model were expected, and they are of the model \(model)"
    case .hash(let stated, let own): "its own hash \(own) was expected in it, and it states \(stated)"
    case .notCanonical: "the canonical spelling was expected, and another was found"
    }
  }
}

/// Why an account has no margin (SV-9, SV-10).
public enum MarginFailure: Error, Hashable, Sendable {
  /// An option is held that expires at the market's moment or before it.
  case expired(AccountRecord.Option, at: UInt64)
  /// The market has no such expiry, or a price fails.
  case noPrices(AccountRecord.Option, MarginError)
  /// A price is 2^128 or more.
  case priceOutOfRange(AccountRecord.Option)
  /// The model refuses the account.
  case margin(MarginError)

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .expired(let option, let time):
      "options that expire after the market's moment \(time) were expected, and the account holds \(option.words)"
    case .noPrices(let option, let error): "prices for \(option.words) were expected: \(error.message) (\(error.name))"
    case .priceOutOfRange(let option):
      "prices below 2^128 were expected, and one of \(option.words) is larger"
    case .margin(let error): "a margin was expected: \(error.message) (\(error.name))"
    }
  }
}

/// What an item under the risk root is called, for people.
public struct RiskItemName: Hashable, Sendable, CustomStringConvertible {
  public var kind: RiskItem.Kind
  public var key: [UInt8]

  public init(kind: RiskItem.Kind, key: [UInt8]) {
    self.kind = kind
    self.key = key
  }

  init(_ item: RiskItem) {
    self.init(kind: item.kind, key: item.key)
  }

  /// Such as `the market of manager 0x…`.
  public var description: String {
    let key = Hex.encode(self.key)
    return switch kind {
    case .market: "the market of manager \(key)"
    case .parameters: "the parameters of manager \(key)"
    case .riskArray: "the prices of the option \(key)"
    }
  }
}

extension AccountRecord.Option {
  /// Such as `the call of 80000 that expires at 1774598400`.
  var words: String {
    "the \(isCall ? "call" : "put") of \(Int256(bitPattern: strike).unitsText) that expires at \(expiry)"
  }
}

extension SolvencySums {
  /// Both columns as one amount: the deficit with a minus.
  fileprivate var equityText: String {
    let amount = deficit == 0 ? Int256(bitPattern: UInt256(positiveEquity)) : .zero &- Int256(bitPattern: UInt256(deficit))
    return amount.unitsText
  }
}
