import Ethereum
import FixedPoint

/// A refusal by a module, in the order of the checks (19). Names that start with `Module_` are of this project: what
/// the protocol calls them is not known here.
public enum ModuleRefusal: Error, Hashable, Sendable {
  // What any module asks.
  case decoding(ABIDecodingError)
  /// More or fewer actions than the module's data is about.
  case wrongActions(found: Int)
  /// An action is of another account than the module's data says.
  case wrongAccount(UInt256)
  case notOwnersSignature(signer: Address, owner: Address)
  /// No manager has anybody who may be called with data of a trade.
  case managerData

  // Orders and quotes.
  case invalidNonce(owner: Address, nonce: UInt256)
  case otherInstrument
  case sameSide
  case recipientOfAnother(UInt256)
  case priceBeyondLimit(limit: Int256, price: Int256)
  case feeTooHigh(limit: UInt256, fee: UInt256)
  case fillLimitCrossed(limit: UInt256, filled: UInt256)
  case otherTrades(expected: Bytes32, found: Bytes32)

  // Accounts and wallets.
  case otherOwner(Address, Address)
  case openingTooSmall(limit: UInt256)
  case amountIsZero
  case notBridge(Address)
  case creditUsed(UInt256)
  case noSuchWithdrawal(UInt256)

  // Governance.
  case invalidParameter(String)
  case invalidDelay(limit: UInt64)
  case tooManyScheduled(limit: Int)
  case noSuchScheduled(UInt256)
  case invalidVersion(UInt64)

  /// The protocol's own name of this failure where it is known, or this project's.
  public var name: String {
    switch self {
    case .decoding(let error): error.name
    case .wrongActions: "Module_WrongActions"
    case .wrongAccount: "Module_WrongAccount"
    case .notOwnersSignature: "Module_NotOwnersSignature"
    case .managerData: "BM_UnauthorizedCall"
    case .invalidNonce: "TM_InvalidNonce"
    case .otherInstrument: "Module_OtherInstrument"
    case .sameSide: "Module_SameSide"
    case .recipientOfAnother: "Module_RecipientOfAnother"
    case .priceBeyondLimit: "Module_PriceBeyondLimit"
    case .feeTooHigh: "Module_FeeTooHigh"
    case .fillLimitCrossed: "TM_FillLimitCrossed"
    case .otherTrades: "Module_OtherTrades"
    case .otherOwner: "Module_OtherOwner"
    case .openingTooSmall: "Module_OpeningTooSmall"
    case .amountIsZero: "Module_AmountIsZero"
    case .notBridge: "Module_NotBridge"
    case .creditUsed: "Module_CreditUsed"
    case .noSuchWithdrawal: "Module_NoSuchWithdrawal"
    case .invalidParameter: "Module_InvalidParameter"
    case .invalidDelay: "Module_InvalidDelay"
    case .tooManyScheduled: "Module_TooManyScheduled"
    case .noSuchScheduled: "Module_NoSuchScheduled"
    case .invalidVersion: "Module_InvalidVersion"
    }
  }

  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .decoding(let error): error.message
    case .wrongActions(let found): "as many actions as the module takes were expected, and \(found) were found"
    case .wrongAccount(let account):
      "an action of the account of the module's data was expected, and it is of \(account)"
    case .notOwnersSignature(let signer, let owner): "a signature by \(owner) was expected, and \(signer) signed"
    case .managerData: "no data for managers was expected, and there is some"
    case .invalidNonce(let owner, let nonce):
      "the order that \(owner) gave the nonce \(nonce) first was expected, and this is another"
    case .otherInstrument: "orders of one instrument were expected, and one is of another"
    case .sameSide: "a maker's order on the other side of the taker's was expected, and it is on the same"
    case .recipientOfAnother(let account):
      "a recipient in custody for the order's owner was expected, and account \(account) is none"
    case .priceBeyondLimit(let limit, let price): "a price within the limit \(limit) was expected, and it is \(price)"
    case .feeTooHigh(let limit, let fee): "a fee of at most \(limit) was expected, and it is \(fee)"
    case .fillLimitCrossed(let limit, let filled):
      filled <= limit
        ? "an order with something left of its \(limit) was expected, and \(filled) of it is filled"
        : "at most \(limit) filled was expected, and it would be \(filled)"
    case .otherTrades(let expected, let found):
      "trades of the hash \(expected), which the taker signed, were expected, and theirs is \(found)"
    case .otherOwner(let first, let second):
      "actions of one owner were expected, and they are of \(first) and \(second)"
    case .openingTooSmall(let limit): "cash of at least \(limit) in a new account was expected, and there is less"
    case .amountIsZero: "an amount above zero was expected, and it is zero"
    case .notBridge(let caller): "an action by the bridge was expected, and it is by \(caller)"
    case .creditUsed(let number): "a new deposit was expected, and number \(number) has been credited"
    case .noSuchWithdrawal(let number):
      "a pending withdrawal as the bridge describes it was expected, and number \(number) is none"
    case .invalidParameter(let reason): "one parameter as JSON was expected: \(reason)"
    case .invalidDelay(let limit): "a delay of at most \(limit) seconds was expected, and it is more"
    case .tooManyScheduled(let limit): "at most \(limit) scheduled parameters were expected, and there would be more"
    case .noSuchScheduled(let number): "a scheduled parameter was expected, and number \(number) is none"
    case .invalidVersion(let version):
      "a version and a height above those that are in force or listed was expected, and version \(version) is none"
    }
  }
}
