extension ActionRefusal {
  /// One sentence that says what was expected and what was found.
  public var message: String {
    switch self {
    case .unauthorized(let caller): "a call by the owner of the venue was expected, and \(caller) made it"
    case .notExecutor(let caller): "a call by a trade executor was expected, and \(caller) is none"
    case .noActions: "at least one action was expected, and there is none"
    case .tooManyActions(let limit, let found): "at most \(limit) actions were expected, and \(found) were found"
    case .dataTooLarge(let limit, let found):
      "at most \(limit) bytes of data of an action were expected, and \(found) were found"
    case .moduleNotAllowed(let module): "an allowed module was expected, and \(module) is none"
    case .signatureCount(let actions, let signatures):
      "a signature of each of \(actions) actions was expected, and \(signatures) were found"
    case .mismatchedModule(let expected, let found):
      "actions of one module, \(expected), were expected, and \(found) was found"
    case .expired(let expiry, let now): "an expiry of \(now) or later was expected, and it is \(expiry)"
    case .wrongOwner(let expected, let found): "an action of the owner \(expected) was expected, and it names \(found)"
    case .notPermitted(let signer, let owner):
      "\(owner) or a session key of theirs that has not expired was expected to sign, and \(signer) is neither"
    case .invalidSignature(let signer): "a signature by \(signer) was expected, and this is none of the action"
    case .nonceUsed(let owner, let nonce): "a new nonce of \(owner) was expected, and \(nonce) has been used"
    case .accountNotReturned(let account): "account \(account) was expected back from the module, and it is not there"
    case .accountExists(let account): "a new account was expected, and account \(account) has an owner already"
    case .sessionKeyNotLater(let current):
      "an expiry after the present one, \(current), was expected, and it is not later"
    case .sessionKeyInvalid(let key): "a session key that has not expired was expected, and \(key) is none"
    case .notAccountOwner(let account): "a call by the owner of account \(account) was expected, and another made it"
    case .withdrawalRequested(let account): "one request to withdraw account \(account) was expected, and it is there"
    case .withdrawalNotRequested(let account):
      "a request to withdraw account \(account) was expected before, and there is none"
    case .withdrawalTooEarly(let account, let from):
      "a withdrawal of account \(account) at \(from) or later was expected, and it is earlier"
    case .noSuchAccount(let account): "an account was expected, and there is no account \(account)"
    case .notApproved(let spender, let account):
      "an approval to move account \(account) was expected, and \(spender) has none"
    case .incorrectOwner(let from, let account, let owner):
      "account \(account) was expected to be held by \(from), and \(owner) holds it"
    case .invalidApprover(let approver): "an approval by the account's holder was expected, and \(approver) made it"
    case .invalidReceiver(let receiver): "a receiver of an account was expected, and \(receiver) can be none"
    case .arithmetic(let error): error.message
    }
  }
}
