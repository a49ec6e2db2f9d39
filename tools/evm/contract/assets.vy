# pragma version ==0.4.3
# @title The asset tree: its root opening (CM-17 to CM-21).

import types
import trees

COLUMN_LIMIT: constant(uint256) = 2**128
PACKED: constant(uint256) = 544  # 16 bytes for each of MAX_COLUMNS
LISTED: constant(uint256) = 640  # 20 bytes for each of MAX_ASSETS


@internal
@pure
def check_list(assets: DynArray[address, types.MAX_ASSETS]):
    """Check 27; 26 is the decoder's, and earlier."""
    before: uint256 = 0
    first: bool = True
    for asset: address in assets:
        this: uint256 = convert(asset, uint256)
        assert first or before < this, "Commitment_AssetsUnsorted"
        before = this
        first = False


@internal
@pure
def _list_hash(assets: DynArray[address, types.MAX_ASSETS]) -> bytes32:
    """CM-17."""
    listed: Bytes[LISTED] = b""
    for asset: address in assets:
        listed = convert(concat(listed, convert(asset, bytes20)), Bytes[LISTED])
    return keccak256(concat(b"\x33\x00", convert(convert(len(assets), uint16), bytes2), listed))


@internal
@pure
def _packed(sums: DynArray[uint128, types.MAX_COLUMNS]) -> Bytes[PACKED]:
    """The columns of a sum, 16 bytes each: two in each word, the first in its upper half."""
    words: uint256[17] = empty(uint256[17])
    at: uint256 = 0
    for column: uint128 in sums:
        words[at // 2] |= convert(column, uint256) << (128 * (1 - at % 2))
        at += 1
    return slice(abi_encode(words), 0, 16 * at)


@internal
@pure
def _node(
    level: uint256, left: bytes32, leftSums: Bytes[PACKED], right: bytes32, rightSums: Bytes[PACKED]
) -> bytes32:
    """CM-19."""
    return keccak256(concat(b"\x31", trees._level(level), left, leftSums, right, rightSums))


@internal
@pure
def _empty_node(level: uint256, listHash: bytes32, columns: uint256) -> bytes32:
    """EMPTY(k) of CM-19. It depends on the list, so no table of it can be made beforehand."""
    zero: Bytes[PACKED] = slice(abi_encode(empty(uint256[17])), 0, 16 * columns)
    node: bytes32 = keccak256(concat(b"\x32\x00", listHash))
    for below: uint256 in range(level, bound=types.MAX_DEPTH):
        node = self._node(below + 1, node, zero, node, zero)
    return node


@internal
@pure
def _check_half(half: types.AssetNode, beyond: bool, nothing: bytes32):
    """Checks 33 and 34."""
    if beyond:
        assert half.hash == nothing, "Commitment_AssetSiblingNotEmpty"
        for column: uint128 in half.sums:
            assert column == 0, "Commitment_AssetSiblingNotEmpty"
    else:
        assert half.hash != nothing, "Commitment_AssetSiblingEmpty"


@internal
@pure
def check_opening(checkpoint: types.Checkpoint, opening: types.AssetOpening):
    """CM-21 of an asset root opening."""
    trees.check_size(checkpoint.depth, checkpoint.count)
    self.check_list(checkpoint.assets)
    columns: uint256 = len(checkpoint.assets) + 2
    assert len(opening.left.sums) == columns and len(opening.right.sums) == columns, "Commitment_AssetColumns"

    level: uint256 = convert(checkpoint.depth, uint256) - 1
    listHash: bytes32 = self._list_hash(checkpoint.assets)
    nothing: bytes32 = self._empty_node(level, listHash, columns)
    self._check_half(opening.left, checkpoint.count == 0, nothing)
    self._check_half(opening.right, 1 << level >= convert(checkpoint.count, uint256), nothing)

    sums: DynArray[uint128, types.MAX_COLUMNS] = []
    for at: uint256 in range(columns, bound=types.MAX_COLUMNS):
        sum: uint256 = convert(opening.left.sums[at], uint256) + convert(opening.right.sums[at], uint256)
        assert sum < COLUMN_LIMIT, "Commitment_AssetOverflow"
        sums.append(convert(sum, uint128))
    top: bytes32 = self._node(
        level + 1, opening.left.hash, self._packed(opening.left.sums), opening.right.hash,
        self._packed(opening.right.sums))

    root: bytes32 = keccak256(concat(b"\x34", trees._level(level + 1), listHash, top, self._packed(sums)))
    assert root == checkpoint.assetRoot, "Commitment_AssetRootMismatch"
    assert len(checkpoint.assetTotals) == columns, "Commitment_AssetTotalsMismatch"
    for at: uint256 in range(columns, bound=types.MAX_COLUMNS):
        assert sums[at] == checkpoint.assetTotals[at], "Commitment_AssetTotalsMismatch"
