# pragma version ==0.4.3
# @title Custody and solvency (SV-1 to SV-6).

import types
import signatures
import policies

CUSTODY: constant(bytes32) = keccak256("Custody(bytes32 engine,address asset,address custodian,uint128 units,uint64 time,string source)")
SOURCE_LENGTH: constant(uint256) = 256

# Where the cash of a record stands (CM-8): after version and manager.
CASH_OFFSET: constant(uint256) = 21


@internal
@pure
def check_attestation(
    separator: bytes32, checkpoint: types.Checkpoint, policy: types.SignerPolicy, window: uint64,
    attestation: DynArray[types.Statement, types.MAX_STATEMENTS]
) -> DynArray[uint256, types.MAX_COLUMNS]:
    """SV-4. The units held (SV-5): of cash, then of each asset of the checkpoint."""
    for statement: types.Statement in attestation:
        length: uint256 = len(statement.source)
        assert length >= 1 and length <= SOURCE_LENGTH, "Custody_Source"

    sources: DynArray[bytes32, types.MAX_STATEMENTS] = []
    digests: DynArray[bytes32, types.MAX_STATEMENTS] = []
    for statement: types.Statement in attestation:
        source: bytes32 = keccak256(statement.source)
        sources.append(source)
        digests.append(signatures.typed(separator, keccak256(abi_encode(
            CUSTODY, statement.engine, statement.asset, statement.custodian, statement.units, statement.time,
            source))))
    count: uint256 = len(attestation)
    # `abi_encode` of a list has an offset and a count before the elements.
    hash: bytes32 = keccak256(concat(
        b"\x70\x00", convert(convert(count, uint32), bytes4), slice(abi_encode(digests), 64, 32 * count)))
    assert hash == checkpoint.attestation, "Custody_AttestationMismatch"

    held: DynArray[uint256, types.MAX_COLUMNS] = [0]
    for asset: address in checkpoint.assets:
        held.append(0)
    asset: address = empty(address)
    custodian: address = empty(address)
    column: uint256 = 0
    start: uint256 = 0
    at: uint256 = 0
    for index: uint256 in range(count, bound=types.MAX_STATEMENTS):
        statement: types.Statement = attestation[index]
        assert index == 0 or policies.below(
            asset, custodian, statement.asset, statement.custodian), "Custody_Unsorted"
        assert statement.engine == checkpoint.engine, "Custody_WrongEngine"
        if statement.asset != asset:
            start = index
        asset = statement.asset
        custodian = statement.custodian

        # Statements, assets and custodians all rise, so one pass over each finds every one.
        if asset != empty(address):
            for step: uint256 in range(types.MAX_ASSETS):
                if column > len(checkpoint.assets) or (
                    column > 0 and convert(checkpoint.assets[column - 1], uint256) >= convert(asset, uint256)
                ):
                    break
                column += 1
            assert column <= len(checkpoint.assets), "Custody_UnknownAsset"
            assert checkpoint.assets[column - 1] == asset, "Custody_UnknownAsset"
        for step: uint256 in range(types.MAX_CUSTODIANS):
            if at >= len(policy.custodians) or not policies.below(
                policy.custodians[at].asset, policy.custodians[at].key, asset, custodian
            ):
                break
            at += 1
        assert at < len(policy.custodians), "Custody_UnknownCustodian"
        assert (
            policy.custodians[at].asset == asset and policy.custodians[at].key == custodian
        ), "Custody_UnknownCustodian"

        assert (
            statement.time <= checkpoint.time
            and convert(statement.time, uint256) + convert(window, uint256) >= convert(checkpoint.time, uint256)
        ), "Custody_TimeOutOfWindow"
        assert signatures.signer(digests[index], statement.signature) == custodian, "Custody_SignatureMismatch"
        for earlier: uint256 in range(start, index, bound=types.MAX_STATEMENTS):
            assert sources[earlier] != sources[index], "Custody_SourceTwice"
        held[column] += convert(statement.units, uint256)
    return held


@internal
@pure
def cash(record: Bytes[types.MAX_RECORD]) -> int256:
    """The cash of a record, which stands at one place in both versions: the one field that is read on chain."""
    assert len(record) >= 1, "Record_Truncated"
    version: Bytes[1] = slice(record, 0, 1)
    assert version == b"\x01" or version == b"\x02", "Record_UnknownVersion"
    assert len(record) >= CASH_OFFSET + 32, "Record_Truncated"
    return extract32(record, CASH_OFFSET, output_type=int256)


@internal
@pure
def check_solvent(
    checkpoint: types.Checkpoint, held: DynArray[uint256, types.MAX_COLUMNS], tolerance: uint128,
    securityModuleCash: int256, securityModuleEquity: uint128
):
    """SV-6."""
    for at: uint256 in range(len(checkpoint.assets), bound=types.MAX_ASSETS):
        assert held[at + 1] >= convert(checkpoint.assetTotals[at + 2], uint256), "Solvency_CollateralShort"

    due: int256 = (
        convert(checkpoint.assetTotals[0], int256) + convert(checkpoint.feesAccrued, int256)
        - convert(checkpoint.assetTotals[1], int256) - convert(checkpoint.netSettledCash, int256)
        + convert(checkpoint.pendingWithdrawals, int256)
    )
    tokens: int256 = convert(held[0], int256)
    assert tokens >= due - convert(tolerance, int256), "Solvency_CashShort"
    assert tokens <= due + convert(tolerance, int256), "Solvency_CashSurplus"
    assert (
        convert(checkpoint.deficit, int256)
        <= min(max(securityModuleCash, 0), convert(securityModuleEquity, int256))
    ), "Solvency_DeficitAboveSecurityModule"
