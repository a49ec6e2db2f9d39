import Encoding
import Ethereum
import FixedPoint

/// A refusal of a matched call or of a call by an owner, in the order of the checks (FD-26 to FD-37).
public enum ActionRefusal: Error, Hashable, Sendable {
  /// A setting by another than the venue's owner.
  case unauthorized(caller: Address)

  // A matched call.
  case notExecutor(Address)
  case noActions
  case tooManyActions(limit: Int, found: Int)
  case dataTooLarge(limit: Int, found: Int)
  case moduleNotAllowed(Address)
  case signatureCount(actions: Int, signatures: Int)
  case mismatchedModule(expected: Address, found: Address)
  case expired(expiry: UInt256, now: UInt64)
  case wrongOwner(expected: Address, found: Address)
  case notPermitted(signer: Address, owner: Address)
  case invalidSignature(of: Address)
  case nonceUsed(owner: Address, nonce: UInt256)
  case accountNotReturned(UInt256)
  case accountExists(UInt256)

  // Session keys.
  case sessionKeyNotLater(current: UInt256)
  case sessionKeyInvalid(Address)

  // Custody.
  case notAccountOwner(UInt256)
  case withdrawalRequested(UInt256)
  case withdrawalNotRequested(UInt256)
  case withdrawalTooEarly(UInt256, from: UInt128)

  // Accounts as tokens.
  case noSuchAccount(UInt256)
  case notApproved(spender: Address, account: UInt256)
  case incorrectOwner(from: Address, account: UInt256, owner: Address)
  case invalidApprover(Address)
  case invalidReceiver(Address)
  /// A sum left its range.
  case arithmetic(ArithmeticError)

  /// The protocol's own name of this failure; of a limit of this project, its own.
  public var name: String {
    switch self {
    case .unauthorized: "OwnableUnauthorizedAccount"
    case .notExecutor: "M_OnlyTradeExecutor"
    case .noActions: "Panic(0x32)"
    case .tooManyActions: "ActionsTooMany"
    case .dataTooLarge: "ActionDataTooLarge"
    case .moduleNotAllowed: "M_OnlyAllowedModule"
    case .signatureCount: "M_ArrayLengthMismatch"
    case .mismatchedModule: "M_MismatchedModule"
    case .expired: "OV_ActionExpired"
    case .wrongOwner: "OV_InvalidActionOwner"
    case .notPermitted: "OV_SignerNotOwnerOrSessionKeyExpired"
    case .invalidSignature: "OV_InvalidSignature"
    case .nonceUsed: "BM_NonceAlreadyUsed"
    case .accountNotReturned: "M_AccountNotReturned"
    case .accountExists: "M_AccountAlreadyExists"
    case .sessionKeyNotLater: "OV_NeedDeregister"
    case .sessionKeyInvalid: "OV_SessionKeyInvalid"
    case .notAccountOwner: "SAM_NotOwnerAddress"
    case .withdrawalRequested: "SAM_AlreadyRequestedWithdraw"
    case .withdrawalNotRequested: "SAM_CooldownNotStarted"
    case .withdrawalTooEarly: "SAM_CooldownNotElapsed"
    case .noSuchAccount: "ERC721NonexistentToken"
    case .notApproved: "ERC721InsufficientApproval"
    case .incorrectOwner: "ERC721IncorrectOwner"
    case .invalidApprover: "ERC721InvalidApprover"
    case .invalidReceiver: "ERC721InvalidReceiver"
    case .arithmetic(let error): error.name
    }
  }

  /// The values that the protocol's error carries, in its spelling: addresses in lower case.
  public var arguments: [String] {
    switch self {
    case .unauthorized(let address), .invalidApprover(let address), .invalidReceiver(let address):
      [Hex.encode(address.bytes)]
    case .noSuchAccount(let account): [account.description]
    case .notApproved(let spender, let account): [Hex.encode(spender.bytes), account.description]
    case .incorrectOwner(let from, let account, let owner):
      [Hex.encode(from.bytes), account.description, Hex.encode(owner.bytes)]
    default: []
    }
  }
}
