# pragma version ==0.4.3
# @title The state and the solvency tree: an account's inclusion, the totals (CM-1 to CM-12).

import types

DEFICIT_LIMIT: constant(uint256) = 2**96
COLUMN_LIMIT: constant(uint256) = 2**128
COUNT_LIMIT: constant(uint256) = 2**32

# EMPTY(k) of CM-3, by level.
EMPTY_STATE: immutable(bytes32[33])
EMPTY_SOLVENCY: immutable(bytes32[33])


@deploy
def __init__():
    state: bytes32[33] = empty(bytes32[33])
    solvency: bytes32[33] = empty(bytes32[33])
    state[0] = keccak256(b"\x12\x00")
    solvency[0] = keccak256(b"\x22\x00")
    for level: uint256 in range(1, 33):
        state[level] = self._state_node(level, state[level - 1], state[level - 1])
        solvency[level] = self._solvency_node(
            level, solvency[level - 1], empty(bytes32), solvency[level - 1], empty(bytes32))
    EMPTY_STATE = state
    EMPTY_SOLVENCY = solvency


@internal
@pure
def _level(level: uint256) -> bytes1:
    return convert(convert(level, uint8), bytes1)


@internal
@pure
def _state_node(level: uint256, left: bytes32, right: bytes32) -> bytes32:
    """CM-5."""
    return keccak256(concat(b"\x11", self._level(level), left, right))


@internal
@pure
def _solvency_node(level: uint256, left: bytes32, leftSums: bytes32, right: bytes32, rightSums: bytes32) -> bytes32:
    """CM-7."""
    return keccak256(concat(b"\x21", self._level(level), left, leftSums, right, rightSums))


@internal
@pure
def _sums(positiveEquity: uint256, deficit: uint256, belowMaintenance: uint256) -> bytes32:
    """The three columns of CM-6, each of which the caller has bounded."""
    return convert((positiveEquity << 128) | (deficit << 32) | belowMaintenance, bytes32)


@internal
@pure
def _check_added(positiveEquity: uint256, deficit: uint256, belowMaintenance: uint256):
    """Checks 19 to 21: each column by itself, before it is packed."""
    assert positiveEquity < COLUMN_LIMIT, "Commitment_EquityOverflow"
    assert deficit < DEFICIT_LIMIT, "Commitment_DeficitOverflow"
    assert belowMaintenance < COUNT_LIMIT, "Commitment_CountOverflow"


@internal
@pure
def check_size(depth: uint8, count: uint64):
    """Checks 1 and 2."""
    assert depth >= 1 and depth <= 32, "Commitment_DepthOutOfRange"
    assert convert(count, uint256) <= 1 << convert(depth, uint256), "Commitment_CountOutOfRange"


@internal
@view
def _check_solvency_sibling(level: uint256, beyond: bool, node: types.SolvencyNode):
    """Checks 16 to 18."""
    assert convert(node.deficit, uint256) < DEFICIT_LIMIT, "Commitment_SiblingDeficitOutOfRange"
    if beyond:
        assert (
            node.hash == EMPTY_SOLVENCY[level] and node.positiveEquity == 0 and node.deficit == 0
            and node.belowMaintenance == 0
        ), "Commitment_SolvencySiblingNotEmpty"
    else:
        assert node.hash != EMPTY_SOLVENCY[level], "Commitment_SolvencySiblingEmpty"


@internal
@pure
def _check_top(checkpoint: types.Checkpoint, top: bytes32, equity: uint256, deficit: uint256, count: uint256):
    """Checks 23 and 24."""
    assert top == checkpoint.solvencyRoot, "Commitment_SolvencyRootMismatch"
    assert (
        equity == convert(checkpoint.equity, uint256) and deficit == convert(checkpoint.deficit, uint256)
        and count == convert(checkpoint.belowMaintenance, uint256)
    ), "Commitment_TotalsMismatch"


@internal
@view
def check_inclusion(checkpoint: types.Checkpoint, account: types.Account):
    """CM-12 of an inclusion proof, but for check 10: the record is hashed, and not decoded."""
    self.check_size(checkpoint.depth, checkpoint.count)
    depth: uint256 = convert(checkpoint.depth, uint256)
    count: uint256 = convert(checkpoint.count, uint256)
    index: uint256 = convert(account.index, uint256)
    assert index < 1 << depth, "Commitment_IndexOutOfRange"
    assert index < count, "Commitment_IndexBeyondCount"
    assert len(account.path) == depth, "Commitment_StatePathLength"

    equity: uint256 = convert(account.positiveEquity, uint256)
    deficit: uint256 = convert(account.deficit, uint256)
    below: uint256 = convert(account.belowMaintenance, uint256)
    assert deficit < DEFICIT_LIMIT, "Commitment_LeafDeficitOutOfRange"
    assert below <= 1, "Commitment_LeafCountOutOfRange"
    assert equity == 0 or deficit == 0, "Commitment_LeafEquityAndDeficit"

    for level: uint256 in range(depth, bound=types.MAX_DEPTH):
        sibling: types.Sibling = account.path[level]
        beyond: bool = ((index >> level) ^ 1) << level >= count
        if beyond:
            assert sibling.state == EMPTY_STATE[level], "Commitment_StateSiblingNotEmpty"
        else:
            assert sibling.state != EMPTY_STATE[level], "Commitment_StateSiblingEmpty"
        self._check_solvency_sibling(level, beyond, types.SolvencyNode(
            hash=sibling.solvency,
            positiveEquity=sibling.positiveEquity,
            deficit=sibling.deficit,
            belowMaintenance=sibling.belowMaintenance,
        ))

    head: Bytes[24] = concat(convert(convert(index, uint32), bytes4), convert(account.owner, bytes20))
    state: bytes32 = keccak256(concat(b"\x10\x00", head, keccak256(account.record), account.salt))
    solvency: bytes32 = keccak256(
        concat(b"\x20\x00", head, state, self._sums(equity, deficit, below), account.salt))
    for level: uint256 in range(depth, bound=types.MAX_DEPTH):
        sibling: types.Sibling = account.path[level]
        own: bytes32 = self._sums(equity, deficit, below)
        others: bytes32 = self._sums(
            convert(sibling.positiveEquity, uint256), convert(sibling.deficit, uint256),
            convert(sibling.belowMaintenance, uint256))
        equity += convert(sibling.positiveEquity, uint256)
        deficit += convert(sibling.deficit, uint256)
        below += convert(sibling.belowMaintenance, uint256)
        self._check_added(equity, deficit, below)
        if (index >> level) & 1 == 0:
            state = self._state_node(level + 1, state, sibling.state)
            solvency = self._solvency_node(level + 1, solvency, own, sibling.solvency, others)
        else:
            state = self._state_node(level + 1, sibling.state, state)
            solvency = self._solvency_node(level + 1, sibling.solvency, others, solvency, own)

    assert state == checkpoint.stateRoot, "Commitment_StateRootMismatch"
    self._check_top(checkpoint, solvency, equity, deficit, below)


@internal
@view
def check_totals(checkpoint: types.Checkpoint, opening: types.SolvencyOpening):
    """CM-12 of a root opening."""
    self.check_size(checkpoint.depth, checkpoint.count)
    level: uint256 = convert(checkpoint.depth, uint256) - 1
    left: types.SolvencyNode = opening.left
    right: types.SolvencyNode = opening.right
    self._check_solvency_sibling(level, checkpoint.count == 0, left)
    self._check_solvency_sibling(level, 1 << level >= convert(checkpoint.count, uint256), right)

    equity: uint256 = convert(left.positiveEquity, uint256) + convert(right.positiveEquity, uint256)
    deficit: uint256 = convert(left.deficit, uint256) + convert(right.deficit, uint256)
    below: uint256 = convert(left.belowMaintenance, uint256) + convert(right.belowMaintenance, uint256)
    self._check_added(equity, deficit, below)
    top: bytes32 = self._solvency_node(
        level + 1,
        left.hash,
        self._sums(
            convert(left.positiveEquity, uint256), convert(left.deficit, uint256),
            convert(left.belowMaintenance, uint256)),
        right.hash,
        self._sums(
            convert(right.positiveEquity, uint256), convert(right.deficit, uint256),
            convert(right.belowMaintenance, uint256)))
    self._check_top(checkpoint, top, equity, deficit, below)
