extension CheckpointRefusal {
  /// One sentence that says what was expected, what was found, and what that means for who reads it.
  public var message: String {
    switch self {
    case .policyTooManyWitnesses, .policyZeroKey, .policyWitnessesUnsorted, .policyOperatorIsWitness,
      .policyUnknownRole, .policyThreshold, .policyRotationThreshold, .policyTooManyCustodians,
      .policyCustodiansUnsorted:
      policyMessage
    case .policyTooManyChanges, .policyVersion, .policyEffectiveOrder, .policySignersUnsorted, .policySignerUnknown,
      .policySignatureMismatch, .policyQuorumShort, .historyRewritten:
      historyMessage
    case .wrongChain, .wrongContract, .wrongEngine, .wrongPolicy, .wrongDepth, .logSize, .previous, .logRoot,
      .commitment, .zeroAsset, .assetTotals, .venueAccount:
      contentMessage
    case .operatorMismatch, .witnessesUnsorted, .witnessUnknown, .witnessRole, .witnessTime, .witnessMismatch,
      .quorumShort, .signature:
      signatureMessage
    case .logIndexOutOfRange, .logPathLength, .logRootMismatch, .logSizeRollback, .logEmptyRoot, .logSameSize,
      .logOlderMismatch:
      logMessage
    case .future, .stale, .older, .contradiction, .timeReversed, .noExtension, .evidenceOrder,
      .evidenceNoContradiction:
      orderMessage
    }
  }

  private var policyMessage: String {
    switch self {
    case .policyTooManyWitnesses(let count):
      "\(VenueLimits.witnesses) witnesses at most were expected, and the policy has \(count)"
    case .policyZeroKey(.operator):
      "the operator's key was expected, and the policy has the zero address: nobody could sign a checkpoint"
    case .policyZeroKey(.witness(let place)):
      "the key of witness \(place) was expected, and the policy has the zero address, which nobody has a key for"
    case .policyZeroKey(.custodian(let place)):
      "the key of custodian \(place) was expected, and the policy has the zero address, which nobody has a key for"
    case .policyWitnessesUnsorted(let key):
      "witnesses in strictly rising order of their keys were expected, and \(key) is not above the one before: "
        + "a key that stood twice would count twice"
    case .policyOperatorIsWitness(let key):
      "witnesses other than the operator were expected, and \(key) is both: an operator cannot vouch for itself"
    case .policyUnknownRole(let role, let witness):
      "a role of 1 (extends) or 2 (executes) was expected, and witness \(witness) has \(role)"
    case .policyThreshold(let threshold, let witnesses):
      "a threshold of 0 to \(witnesses), the number of witnesses, was expected, and \(threshold) was found"
    case .policyRotationThreshold(let threshold, let signers):
      "a rotation threshold of 1 to \(signers), the number of signers, was expected, and \(threshold) was found"
    case .policyTooManyCustodians(let count):
      "\(VenueLimits.custodians) custodians at most were expected, and the policy has \(count)"
    case .policyCustodiansUnsorted(let asset, let key):
      "custodians in strictly rising order of asset and key were expected, and \(key) of asset \(asset) is not above "
        + "the one before"
    default: name
    }
  }

  private var historyMessage: String {
    switch self {
    case .policyTooManyChanges(let count):
      "\(VenueLimits.policyChanges) changes of the policy at most were expected, and \(count) were found"
    case .policyVersion(let expected, let found):
      "a policy of version \(expected) was expected, and \(found) was found: a change is missing, doubled or out of "
        + "order"
    case .policyEffectiveOrder(let effective, let after):
      "a change that takes effect after checkpoint \(after) was expected, and this one does from \(effective) on: "
        + "changes may not reach back"
    case .policySignersUnsorted(let signer):
      "signers of a change in strictly rising order were expected, and \(signer) is not above the one before: a "
        + "signer counts once"
    case .policySignerUnknown(let signer):
      "signatures by the operator and the witnesses of the policy before were expected, and \(signer) is none of them"
    case .policySignatureMismatch(let expected, let found):
      "a change signed by \(expected) was expected, and the signature is by \(found), or of something else: who may "
        + "sign for the venue was not changed so"
    case .policyQuorumShort(let expected, let found):
      "\(expected) signatures under the change of the policy were expected, and \(found) were found: it was not agreed "
        + "to by as many as the policy before asks for"
    case .historyRewritten:
      "the policies that were accepted before, and perhaps more after them, were expected, and others were found: who "
        + "may sign for the venue has been changed afterwards"
    default: name
    }
  }

  private var contentMessage: String {
    switch self {
    case .wrongChain(let expected, let found):
      "chain \(expected) was expected, and \(found) was found: this is of a venue on another chain"
    case .wrongContract(let expected, let found):
      "contract \(expected) was expected, and \(found) was found: this is of a venue with another contract"
    case .wrongEngine(let expected, let found):
      "engine \(expected) was expected, and \(found) was found: the checkpoint is of another venue, or of one with "
        + "another genesis"
    case .wrongPolicy(let expected, let found, let number):
      "policy \(expected), in force at checkpoint \(number), was expected, and \(found) was found: a change of the "
        + "policy is missing here, or the checkpoint follows a policy that was not agreed to"
    case .wrongDepth(let expected, let found):
      "trees of depth \(expected), the venue's, were expected, and \(found) was found"
    case .logSize(let expected, let found):
      "a log of all \(expected) earlier checkpoints was expected, and one of \(found) was found: checkpoints are left "
        + "out or invented"
    case .previous(let number):
      number == 0
        ? "no checkpoint before number 0 was expected, and one is named"
        : "the checkpoint before number \(number) was expected, and none is named"
    case .logRoot(let size):
      size == 0
        ? "the root of the empty log was expected, and another was found"
        : "the root of a log of \(size) checkpoints was expected, and that of the empty log was found"
    case .commitment(let refusal): refusal.message
    case .zeroAsset:
      "addresses of assets were expected, and the first is zero, which stands for the token behind cash"
    case .assetTotals(let expected, let found):
      "\(expected) asset totals, cash owed, cash lent and one for each asset, were expected, and \(found) were found"
    case .venueAccount(let account, let expected, let found, let count):
      "account \(expected), the venue's \(account.words), was expected among \(count) accounts, and \(found) was found"
    default: name
    }
  }

  private var signatureMessage: String {
    switch self {
    case .operatorMismatch(let expected, let found):
      "the signature of the operator \(expected) was expected, and it is by \(found), or of another checkpoint than "
        + "this: the venue has not signed what stands here"
    case .witnessesUnsorted(let witness):
      "cosignatures in strictly rising order of their witnesses were expected, and \(witness) is not above the one "
        + "before: a witness counts once"
    case .witnessUnknown(let witness):
      "cosignatures by witnesses of the policy in force were expected, and \(witness) is none"
    case .witnessRole(let witness, let expected, let found):
      "role \(expected) of witness \(witness) was expected by the policy, and \(found) was found"
    case .witnessTime(let witness, let time, let checkpoint):
      "a cosignature made at \(checkpoint), the checkpoint's time, or later was expected, and that of \(witness) is of "
        + "\(time): its clock or the operator's is wrong"
    case .witnessMismatch(let expected, let found):
      "a cosignature by \(expected) was expected, and it is by \(found), or of another checkpoint: the witness has not "
        + "signed what stands here"
    case .quorumShort(let expected, let found):
      "\(expected) cosignatures were expected by the policy, and \(found) were found: too few have seen this checkpoint"
    case .signature(let error, let signer): "signature of \(signer): \(error.message)"
    default: name
    }
  }

  private var logMessage: String {
    switch self {
    case .logIndexOutOfRange(let index, let size):
      "an index below \(size), the size of the log, was expected, and \(index) was found"
    case .logPathLength(let expected, let found):
      "\(expected) hashes were expected by the sizes of the logs, and \(found) were found"
    case .logRootMismatch:
      "the root of the newer log was expected, and the proof leads to another: it does not show what it says"
    case .logSizeRollback(let older, let newer):
      "a log of \(older) entries or more was expected, and one of \(newer) was found: a log never gets shorter"
    case .logEmptyRoot: "the root of the empty log was expected, because its size is 0, and another was found"
    case .logSameSize(let size):
      "one root of the log of \(size) entries was expected, and two were found: what was published has been changed"
    case .logOlderMismatch:
      "the root of the older log was expected, and the proof leads to another: the newer log is not shown to begin "
        + "with the older"
    default: name
    }
  }

  private var orderMessage: String {
    switch self {
    case .future(let time, let now):
      "a checkpoint of \(now), this clock's time, was expected, or at most \(VenueLimits.clockSkew) seconds ahead of "
        + "it, and \(time) was found: this clock or the operator's is wrong"
    case .stale(let time, let now, let greatestAge):
      "a checkpoint of the last \(greatestAge) seconds before \(now) was expected, and \(time) was found: it may be "
        + "genuine, and it is not the newest"
    case .older(let number, let than):
      "checkpoint \(than) or a later one was expected, because that one is known, and \(number) was found"
    case .contradiction(let number):
      "one history was expected, and checkpoint \(number) contradicts the one that is known: the operator has signed "
        + "two. Keep both, they are evidence"
    case .timeReversed(let newer, let older):
      "time and height that never go back were expected, and checkpoint \(newer) has an earlier one than "
        + "checkpoint \(older)"
    case .noExtension(let from, let to):
      "a proof that checkpoint \(to) extends checkpoint \(from) was expected, and none was given: nothing is shown to "
        + "be wrong, and it could not be checked"
    case .evidenceOrder(let first, let second):
      "the checkpoint of the lower number first was expected, and \(first) stands before \(second)"
    case .evidenceNoContradiction:
      "two checkpoints that contradict each other were expected, and these do not: they accuse nobody"
    default: name
    }
  }
}
