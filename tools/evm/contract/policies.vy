# pragma version ==0.4.3
# @title Signer policies (CP-4) and the signatures of their change (CP-5, CP-6).

import types
import signatures

WITNESS: constant(bytes32) = keccak256("Witness(address key,uint8 role)")
CUSTODIAN: constant(bytes32) = keccak256("Custodian(address asset,address key)")
SIGNER_POLICY: constant(bytes32) = keccak256("SignerPolicy(uint64 version,address operator,Witness[] witnesses,uint16 threshold,uint16 rotationThreshold,Custodian[] custodians)Custodian(address asset,address key)Witness(address key,uint8 role)")
POLICY_CHANGE: constant(bytes32) = keccak256("PolicyChange(bytes32 engine,bytes32 from,bytes32 to,uint64 effective)")


@internal
@pure
def hash(policy: types.SignerPolicy) -> bytes32:
    """CP-4: the policy hash. `abi_encode` of a list has an offset and a count before the elements."""
    witnesses: DynArray[bytes32, types.MAX_WITNESSES] = []
    for witness: types.Witness in policy.witnesses:
        witnesses.append(keccak256(abi_encode(WITNESS, witness)))
    custodians: DynArray[bytes32, types.MAX_CUSTODIANS] = []
    for custodian: types.Custodian in policy.custodians:
        custodians.append(keccak256(abi_encode(CUSTODIAN, custodian)))
    return keccak256(abi_encode(
        SIGNER_POLICY,
        policy.version,
        policy.operator,
        keccak256(slice(abi_encode(witnesses), 64, 32 * len(witnesses))),
        policy.threshold,
        policy.rotationThreshold,
        keccak256(slice(abi_encode(custodians), 64, 32 * len(custodians))),
    ))


@internal
@pure
def check(policy: types.SignerPolicy):
    """CP-4, but for 301 and 308, which are the decoder's, and earlier."""
    assert policy.operator != empty(address), "Policy_ZeroKey"
    for witness: types.Witness in policy.witnesses:
        assert witness.key != empty(address), "Policy_ZeroKey"
    for custodian: types.Custodian in policy.custodians:
        assert custodian.key != empty(address), "Policy_ZeroKey"

    before: uint256 = 0
    for witness: types.Witness in policy.witnesses:
        this: uint256 = convert(witness.key, uint256)
        assert before < this, "Policy_WitnessesUnsorted"
        before = this
    for witness: types.Witness in policy.witnesses:
        assert witness.key != policy.operator, "Policy_OperatorIsWitness"
    for witness: types.Witness in policy.witnesses:
        assert witness.role == 1 or witness.role == 2, "Policy_UnknownRole"
    members: uint256 = len(policy.witnesses)
    assert convert(policy.threshold, uint256) <= members, "Policy_Threshold"
    assert (
        policy.rotationThreshold != 0 and convert(policy.rotationThreshold, uint256) <= members + 1
    ), "Policy_RotationThreshold"

    last: types.Custodian = empty(types.Custodian)
    for custodian: types.Custodian in policy.custodians:
        assert self.below(last.asset, last.key, custodian.asset, custodian.key), "Policy_CustodiansUnsorted"
        last = custodian


@internal
@pure
def below(asset: address, key: address, otherAsset: address, otherKey: address) -> bool:
    """The order of (asset, key). No key is zero, so a pair of zeros stands for none before the first."""
    if asset == otherAsset:
        return convert(key, uint256) < convert(otherKey, uint256)
    return convert(asset, uint256) < convert(otherAsset, uint256)


@internal
@pure
def check_signatures(
    separator: bytes32, engine: bytes32, policy: types.SignerPolicy, hash: bytes32, to: bytes32, effective: uint64,
    given: DynArray[types.PolicySignature, types.MAX_SIGNERS]
):
    """313 to 316: enough keys of `policy`, which has `hash`, have signed the change to the policy hash `to`."""
    digest: bytes32 = signatures.typed(separator, keccak256(abi_encode(POLICY_CHANGE, engine, hash, to, effective)))
    before: uint256 = 0
    at: uint256 = 0
    for one: types.PolicySignature in given:
        this: uint256 = convert(one.signer, uint256)
        assert before < this, "Policy_SignersUnsorted"
        before = this
        if one.signer != policy.operator:
            # Both lists rise, so one pass over the witnesses finds every signer.
            for step: uint256 in range(types.MAX_WITNESSES):
                if at >= len(policy.witnesses) or convert(policy.witnesses[at].key, uint256) >= this:
                    break
                at += 1
            assert at < len(policy.witnesses), "Policy_SignerUnknown"
            assert policy.witnesses[at].key == one.signer, "Policy_SignerUnknown"
        assert signatures.signer(digest, one.signature) == one.signer, "Policy_SignatureMismatch"
    assert len(given) >= convert(policy.rotationThreshold, uint256), "Policy_QuorumShort"
