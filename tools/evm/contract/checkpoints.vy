# pragma version ==0.4.3
# @title Checkpoints: their digest (CP-7, CP-8) and what a witness signs (CP-9).

import types
import signatures

CHECKPOINT: constant(bytes32) = keccak256("Checkpoint(uint64 number,bytes32 previous,uint64 logSize,bytes32 logRoot,bytes32 engine,uint64 height,uint64 time,uint8 depth,uint64 count,bytes32 stateRoot,bytes32 sectionsRoot,bytes32 receiptsRoot,bytes32 inputRoot,bytes32 riskRoot,bytes32 solvencyRoot,uint128 equity,uint96 deficit,uint32 belowMaintenance,bytes32 assetRoot,address[] assets,uint128[] assetTotals,uint128 feesAccrued,int128 netSettledCash,uint128 pendingWithdrawals,uint32 securityModule,uint32 feeRecipient,bytes32 attestation,bytes32 policy)")
COSIGNATURE: constant(bytes32) = keccak256("Cosignature(bytes32 checkpoint,uint64 time,uint8 role)")


@internal
@pure
def digest(separator: bytes32, checkpoint: types.Checkpoint) -> bytes32:
    """CP-8. `abi_encode` of a list has an offset and a count before the elements."""
    return signatures.typed(separator, keccak256(abi_encode(
        CHECKPOINT,
        checkpoint.number,
        checkpoint.previous,
        checkpoint.logSize,
        checkpoint.logRoot,
        checkpoint.engine,
        checkpoint.height,
        checkpoint.time,
        checkpoint.depth,
        checkpoint.count,
        checkpoint.stateRoot,
        checkpoint.sectionsRoot,
        checkpoint.receiptsRoot,
        checkpoint.inputRoot,
        checkpoint.riskRoot,
        checkpoint.solvencyRoot,
        checkpoint.equity,
        checkpoint.deficit,
        checkpoint.belowMaintenance,
        checkpoint.assetRoot,
        keccak256(slice(abi_encode(checkpoint.assets), 64, 32 * len(checkpoint.assets))),
        keccak256(slice(abi_encode(checkpoint.assetTotals), 64, 32 * len(checkpoint.assetTotals))),
        checkpoint.feesAccrued,
        checkpoint.netSettledCash,
        checkpoint.pendingWithdrawals,
        checkpoint.securityModule,
        checkpoint.feeRecipient,
        checkpoint.attestation,
        checkpoint.policy,
    )))


@internal
@pure
def check_cosignatures(
    separator: bytes32, digest: bytes32, time: uint64, policy: types.SignerPolicy,
    cosignatures: DynArray[types.Cosignature, types.MAX_WITNESSES]
):
    """332 to 337."""
    before: uint256 = 0
    at: uint256 = 0
    for one: types.Cosignature in cosignatures:
        this: uint256 = convert(one.witness, uint256)
        assert before < this, "Checkpoint_WitnessesUnsorted"
        before = this
        # Both lists rise, so one pass over the policy finds every witness.
        for step: uint256 in range(types.MAX_WITNESSES):
            if at >= len(policy.witnesses) or convert(policy.witnesses[at].key, uint256) >= this:
                break
            at += 1
        assert at < len(policy.witnesses), "Checkpoint_WitnessUnknown"
        assert policy.witnesses[at].key == one.witness, "Checkpoint_WitnessUnknown"
        assert policy.witnesses[at].role == one.role, "Checkpoint_WitnessRole"
        assert one.time >= time, "Checkpoint_WitnessTime"
        signed: bytes32 = signatures.typed(separator, keccak256(abi_encode(COSIGNATURE, digest, one.time, one.role)))
        assert signatures.signer(signed, one.signature) == one.witness, "Checkpoint_WitnessMismatch"
    assert len(cosignatures) >= convert(policy.threshold, uint256), "Checkpoint_QuorumShort"
