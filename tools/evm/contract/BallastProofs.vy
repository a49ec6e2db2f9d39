# pragma version ==0.4.3
# pragma evm-version cancun
# @title BallastProofs
# @notice Checks on chain what stands under the roots of a Ballast venue's checkpoint: accounts, totals, solvency
#         (specifications 10 and 12). A refusal reverts with its name there. No owner, no funds, no storage.
#
# These functions say nothing about who signed the checkpoint. They return its digest: the caller compares it with
# one that it trusts, such as the `head` of the verifier.

import types
import policies
import checkpoints
import trees
import assets
import custody

initializes: trees

interface Verifier:
    def SEPARATOR() -> bytes32: view
    def CASH_TOLERANCE() -> uint128: view
    def ATTESTATION_WINDOW() -> uint64: view

VERIFIER: public(immutable(address))
SEPARATOR: immutable(bytes32)
CASH_TOLERANCE: immutable(uint128)
ATTESTATION_WINDOW: immutable(uint64)


@deploy
def __init__(verifier: address):
    """
    @notice Takes the venue's values from its verifier, once: they never change there.
    """
    trees.__init__()
    VERIFIER = verifier
    SEPARATOR = staticcall Verifier(verifier).SEPARATOR()
    CASH_TOLERANCE = staticcall Verifier(verifier).CASH_TOLERANCE()
    ATTESTATION_WINDOW = staticcall Verifier(verifier).ATTESTATION_WINDOW()


@external
@view
def checkInclusion(checkpoint: types.Checkpoint, account: types.Account) -> bytes32:
    """
    @notice CM-12 of an inclusion proof, with its sums, in both trees. The record is hashed, and not decoded.
    @return The checkpoint's digest.
    """
    trees.check_inclusion(checkpoint, account)
    return checkpoints.digest(SEPARATOR, checkpoint)


@external
@view
def checkTotals(checkpoint: types.Checkpoint, opening: types.SolvencyOpening) -> bytes32:
    """
    @notice CM-12 of a root opening: the totals are those of the solvency tree.
    @return The checkpoint's digest.
    """
    trees.check_totals(checkpoint, opening)
    return checkpoints.digest(SEPARATOR, checkpoint)


@external
@view
def checkAssetTotals(checkpoint: types.Checkpoint, opening: types.AssetOpening) -> bytes32:
    """
    @notice CM-21 of an asset root opening: the totals are those of the asset tree.
    @return The checkpoint's digest.
    """
    assets.check_opening(checkpoint, opening)
    return checkpoints.digest(SEPARATOR, checkpoint)


@external
@view
def checkSolvency(
    checkpoint: types.Checkpoint, policy: types.SignerPolicy, opening: types.SolvencyOpening,
    assetOpening: types.AssetOpening, attestation: DynArray[types.Statement, types.MAX_STATEMENTS],
    securityModule: types.Account, feeRecipient: types.Account
) -> bytes32:
    """
    @notice That the venue was solvent: the checks of a solvency file after those of its checkpoint (PF-10).
    @param policy the checkpoint's, for its custodians
    @return The checkpoint's digest.
    """
    trees.check_totals(checkpoint, opening)
    assets.check_opening(checkpoint, assetOpening)
    assert (
        securityModule.index == convert(checkpoint.securityModule, uint64)
    ), "Solvency_VenueAccount"
    trees.check_inclusion(checkpoint, securityModule)
    assert feeRecipient.index == convert(checkpoint.feeRecipient, uint64), "Solvency_VenueAccount"
    trees.check_inclusion(checkpoint, feeRecipient)
    assert policies.hash(policy) == checkpoint.policy, "Verifier_OtherPolicy"
    held: DynArray[uint256, types.MAX_COLUMNS] = custody.check_attestation(
        SEPARATOR, checkpoint, policy, ATTESTATION_WINDOW, attestation)
    custody.check_solvent(
        checkpoint, held, CASH_TOLERANCE, custody.cash(securityModule.record), securityModule.positiveEquity)
    return checkpoints.digest(SEPARATOR, checkpoint)
