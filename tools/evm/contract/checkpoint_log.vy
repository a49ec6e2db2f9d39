# pragma version ==0.4.3
# @title The log of checkpoints (CP-12 to CP-14).

import types

EMPTY_LOG: constant(bytes32) = keccak256(b"\x62\x00")


@internal
@pure
def _leaf(digest: bytes32) -> bytes32:
    return keccak256(concat(b"\x60\x00", digest))


@internal
@pure
def _node(level: uint256, left: bytes32, right: bytes32) -> bytes32:
    # Two nodes that meet `level - 1` rows above the leaves have, together, more than 2^(level - 1) entries
    # and at most 2^level, whether the right one is whole or not: L(n) of CP-12 is the row.
    return keccak256(concat(b"\x61", convert(convert(level, uint8), bytes1), left, right))


@internal
@pure
def check_inclusion(
    digest: bytes32, index: uint256, size: uint256, root: bytes32, path: DynArray[bytes32, types.MAX_PATH]
):
    """CP-13."""
    assert index < size, "Log_IndexOutOfRange"
    place: uint256 = index
    last: uint256 = size - 1
    level: uint256 = 0
    node: bytes32 = self._leaf(digest)
    for other: bytes32 in path:
        assert last != 0, "Log_PathLength"
        if place & 1 == 0 and place == last:
            # A last node without a neighbour goes up as it is, until it has one to its left.
            for row: uint256 in range(64):
                if place & 1 == 1:
                    break
                place >>= 1
                last >>= 1
                level += 1
            node = self._node(level + 1, other, node)
        elif place & 1 == 1:
            node = self._node(level + 1, other, node)
        else:
            node = self._node(level + 1, node, other)
        place >>= 1
        last >>= 1
        level += 1
    assert last == 0, "Log_PathLength"
    assert node == root, "Log_RootMismatch"


@internal
@pure
def check_consistency(
    older: uint256, olderRoot: bytes32, newer: uint256, newerRoot: bytes32,
    proof: DynArray[bytes32, types.MAX_PATH]
):
    """CP-14."""
    assert older <= newer, "Log_SizeRollback"
    assert older != 0 or olderRoot == EMPTY_LOG, "Log_EmptyRoot"
    assert newer != 0 or newerRoot == EMPTY_LOG, "Log_EmptyRoot"
    assert older != newer or olderRoot == newerRoot, "Log_SameSize"
    if older == 0 or older == newer:
        assert len(proof) == 0, "Log_PathLength"
        return

    place: uint256 = older - 1
    last: uint256 = newer - 1
    level: uint256 = 0
    for row: uint256 in range(64):
        if place & 1 == 0:
            break
        place >>= 1
        last >>= 1
        level += 1
    # Where the older log is one whole tree, SUB ends with b true: its root is the first node, and not in the proof.
    whole: bool = place == 0
    assert whole or len(proof) != 0, "Log_PathLength"
    from_: bytes32 = olderRoot
    if not whole:
        from_ = proof[0]
    to: bytes32 = from_
    skip: bool = not whole
    for other: bytes32 in proof:
        if skip:
            skip = False
            continue
        assert last != 0, "Log_PathLength"
        if place & 1 == 1 or place == last:
            for row: uint256 in range(64):
                if place & 1 == 1:
                    break
                place >>= 1
                last >>= 1
                level += 1
            from_ = self._node(level + 1, other, from_)
            to = self._node(level + 1, other, to)
        else:
            to = self._node(level + 1, to, other)
        place >>= 1
        last >>= 1
        level += 1
    assert last == 0, "Log_PathLength"
    assert from_ == olderRoot, "Log_OlderMismatch"
    assert to == newerRoot, "Log_RootMismatch"
