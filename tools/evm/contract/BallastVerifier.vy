# pragma version ==0.4.3
# pragma evm-version cancun
# @title BallastVerifier
# @notice Checks on chain who signed a Ballast venue's checkpoints, and remembers the last one (specifications 11).
#         A refusal reverts with its name in the specifications. No owner, no funds.

import types
import signatures
import policies
import checkpoints
import checkpoint_log
import trees
import assets

# A change of the policy in the history (CP-6), by its hash.
struct Change:
    effective: uint64
    version: uint64
    policy: bytes32

# The last checkpoint accepted (CP-16).
struct Head:
    digest: bytes32
    logRoot: bytes32
    number: uint64
    height: uint64
    time: uint64

event PolicyChanged:
    version: uint64
    effective: uint64
    policy: bytes32

event Accepted:
    number: indexed(uint64)
    digest: indexed(bytes32)
    time: uint64

DOMAIN: constant(bytes32) = keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
NAME: constant(bytes32) = keccak256("Ballast")
VERSION: constant(bytes32) = keccak256("1")
MAX_CHANGES: constant(uint256) = 1001  # the policy of the genesis, and those of CP-6
LEAD: constant(uint256) = 300  # CP-11, seconds

# The genesis (CP-1), as far as it is checked here.
ENGINE: public(immutable(bytes32))
DEPTH: public(immutable(uint8))
SECURITY_MODULE: public(immutable(uint32))
FEE_RECIPIENT: public(immutable(uint32))
CASH_TOLERANCE: public(immutable(uint128))
ATTESTATION_WINDOW: public(immutable(uint64))
SEPARATOR: public(immutable(bytes32))

history: public(DynArray[Change, MAX_CHANGES])

# The head in three words: number, height and time share one.
_digest: bytes32
_logRoot: bytes32
_place: uint256


@deploy
def __init__(
    engine: bytes32, chainId: uint256, verifyingContract: address, depth: uint8, securityModule: uint32,
    feeRecipient: uint32, cashTolerance: uint128, attestationWindow: uint64, policy: types.SignerPolicy
):
    """
    @notice The values of a genesis. That `engine` is the hash of the one they are from is for its reader to see.
    @param engine CP-2
    @param chainId of the genesis, which need not be this chain
    @param verifyingContract `contract` of the genesis, which need not be this contract
    """
    ENGINE = engine
    DEPTH = depth
    SECURITY_MODULE = securityModule
    FEE_RECIPIENT = feeRecipient
    CASH_TOLERANCE = cashTolerance
    ATTESTATION_WINDOW = attestationWindow
    SEPARATOR = keccak256(abi_encode(DOMAIN, NAME, VERSION, chainId, verifyingContract))
    policies.check(policy)
    assert policy.version == 1, "Policy_Version"
    hash: bytes32 = policies.hash(policy)
    self.history.append(Change(effective=0, version=1, policy=hash))
    log PolicyChanged(version=1, effective=0, policy=hash)


# The policies in force (CP-5, CP-6)


@internal
@view
def _policy_in_force(number: uint64) -> bytes32:
    # The first entry is in force from number 0 on, so that one is always found.
    found: bytes32 = empty(bytes32)
    entries: uint256 = len(self.history)
    for step: uint256 in range(entries, bound=MAX_CHANGES):
        change: Change = self.history[entries - 1 - step]
        if change.effective <= number:
            found = change.policy
            break
    return found


@external
@view
def policyInForce(number: uint64) -> bytes32:
    """@notice The hash of the policy in force at a checkpoint's number."""
    return self._policy_in_force(number)


@external
@pure
def checkPolicy(policy: types.SignerPolicy) -> bytes32:
    """
    @notice CP-4.
    @return The policy hash.
    """
    policies.check(policy)
    return policies.hash(policy)


@external
def rotate(
    policy: types.SignerPolicy, following: types.SignerPolicy, effective: uint64,
    given: DynArray[types.PolicySignature, types.MAX_SIGNERS]
):
    """
    @notice Enters a change of the policy, which its signatures alone allow (CP-6).
    @param policy the last one of the history
    @param following the one that is in force from the checkpoint number `effective` on
    """
    entries: uint256 = len(self.history)
    last: Change = self.history[entries - 1]
    hash: bytes32 = policies.hash(policy)
    assert hash == last.policy, "Verifier_OtherPolicy"
    assert entries < MAX_CHANGES, "Policy_TooManyChanges"
    policies.check(following)
    assert convert(following.version, uint256) == convert(last.version, uint256) + 1, "Policy_Version"
    assert effective > last.effective, "Policy_EffectiveOrder"
    to: bytes32 = policies.hash(following)
    policies.check_signatures(SEPARATOR, ENGINE, policy, hash, to, effective, given)
    self.history.append(Change(effective=effective, version=following.version, policy=to))
    log PolicyChanged(version=following.version, effective=effective, policy=to)


# Checkpoints (CP-7 to CP-16)


@internal
@view
def _check_checkpoint(signed: types.SignedCheckpoint, policy: types.SignerPolicy) -> bytes32:
    """CP-10 from 322 on, in its order. Policies were checked when they were entered."""
    message: types.Checkpoint = signed.message
    assert message.engine == ENGINE, "Checkpoint_WrongEngine"
    assert message.policy == self._policy_in_force(message.number), "Checkpoint_WrongPolicy"
    assert policies.hash(policy) == message.policy, "Verifier_OtherPolicy"
    assert message.depth == DEPTH, "Checkpoint_WrongDepth"
    assert message.logSize == message.number, "Checkpoint_LogSize"
    assert (message.previous == empty(bytes32)) == (message.number == 0), "Checkpoint_Previous"
    assert (message.logRoot == checkpoint_log.EMPTY_LOG) == (message.logSize == 0), "Checkpoint_LogRoot"
    trees.check_size(message.depth, message.count)
    assets.check_list(message.assets)
    assert len(message.assets) == 0 or message.assets[0] != empty(address), "Checkpoint_ZeroAsset"
    assert len(message.assetTotals) == len(message.assets) + 2, "Checkpoint_AssetTotals"
    assert (
        message.securityModule == SECURITY_MODULE and convert(message.securityModule, uint64) < message.count
        and message.feeRecipient == FEE_RECIPIENT and convert(message.feeRecipient, uint64) < message.count
    ), "Checkpoint_VenueAccount"
    digest: bytes32 = checkpoints.digest(SEPARATOR, message)
    assert signatures.signer(digest, signed.signature) == policy.operator, "Checkpoint_OperatorMismatch"
    checkpoints.check_cosignatures(SEPARATOR, digest, message.time, policy, signed.cosignatures)
    return digest


@external
@view
def checkpointDigest(checkpoint: types.Checkpoint) -> bytes32:
    """@notice CP-8."""
    return checkpoints.digest(SEPARATOR, checkpoint)


@external
@view
def checkCheckpoint(signed: types.SignedCheckpoint, policy: types.SignerPolicy) -> bytes32:
    """
    @notice CP-10: the operator and enough witnesses have signed.
    @param policy the one in force at the checkpoint's number
    @return The checkpoint's digest.
    """
    return self._check_checkpoint(signed, policy)


@internal
@view
def _head() -> Head:
    place: uint256 = self._place
    return Head(
        digest=self._digest,
        logRoot=self._logRoot,
        number=convert(place >> 128, uint64),
        height=convert((place >> 64) % 2**64, uint64),
        time=convert(place % 2**64, uint64),
    )


@external
@view
def head() -> Head:
    """@notice The last checkpoint accepted; all zero before the first."""
    return self._head()


@external
def accept(
    signed: types.SignedCheckpoint, policy: types.SignerPolicy,
    consistency: DynArray[bytes32, types.MAX_PATH], inclusion: DynArray[bytes32, types.MAX_PATH]
) -> bytes32:
    """
    @notice Remembers a checkpoint that passes CP-10, is not from the future (CP-11) and extends the last one (CP-15).
    @param consistency CP-14, from the last one's log to this one's
    @param inclusion CP-13, of the last one in this one's log
    @return The checkpoint's digest.
    """
    message: types.Checkpoint = signed.message
    digest: bytes32 = self._check_checkpoint(signed, policy)
    assert convert(message.time, uint256) <= block.timestamp + LEAD, "Checkpoint_Future"
    last: Head = self._head()
    if digest == last.digest:
        return digest
    if last.digest != empty(bytes32):
        assert message.number >= last.number, "Checkpoint_Older"
        assert message.number != last.number, "Checkpoint_Contradiction"
        assert (
            message.number - 1 != last.number or message.previous == last.digest
        ), "Checkpoint_Contradiction"
        assert message.time >= last.time and message.height >= last.height, "Checkpoint_TimeReversed"
        # Both proofs are without hashes from number 0 to 1 only: otherwise nothing means that none was given.
        assert len(consistency) + len(inclusion) != 0 or message.number == 1, "Checkpoint_NoExtension"
        older: uint256 = convert(last.number, uint256)
        newer: uint256 = convert(message.number, uint256)
        checkpoint_log.check_consistency(older, last.logRoot, newer, message.logRoot, consistency)
        checkpoint_log.check_inclusion(last.digest, older, newer, message.logRoot, inclusion)
    self._digest = digest
    self._logRoot = message.logRoot
    self._place = (
        (convert(message.number, uint256) << 128) | (convert(message.height, uint256) << 64)
        | convert(message.time, uint256)
    )
    log Accepted(number=message.number, digest=digest, time=message.time)
    return digest


# The log (CP-12 to CP-14), for a reader who brings the roots


@external
@pure
def checkLogInclusion(
    entry: bytes32, index: uint64, size: uint64, root: bytes32, path: DynArray[bytes32, types.MAX_PATH]
):
    """@notice CP-13: the entry is at the index of the log."""
    checkpoint_log.check_inclusion(entry, convert(index, uint256), convert(size, uint256), root, path)


@external
@pure
def checkLogConsistency(
    olderSize: uint64, olderRoot: bytes32, newerSize: uint64, newerRoot: bytes32,
    proof: DynArray[bytes32, types.MAX_PATH]
):
    """@notice CP-14: the older log is the beginning of the newer one."""
    checkpoint_log.check_consistency(
        convert(olderSize, uint256), olderRoot, convert(newerSize, uint256), newerRoot, proof)
