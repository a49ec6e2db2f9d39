"""The trees of accounts, their proofs and the checks (CM-1 to CM-15), from the specification alone."""

from .keccak import keccak256

LEAF, NODE, EMPTY = 0, 1, 2
STATE, SOLVENCY = 1, 2
INDICES, COLLATERALS = 1024, 256
OPTIONS, PERPS = {1: 1024, 2: 640}, 128
DEFICIT_LIMIT = 1 << 96


class Refused(Exception):
    """A refusal of CM-9 or CM-12, by its name."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


def refuse_if(condition, name):
    if condition:
        raise Refused(name)


def tag(tree, kind):
    return bytes([tree << 4 | kind])


# Account records (CM-8, CM-9, CM-27). A decoded record has `perps` where it is of version 2, and the asset is the first
# part of its options.


def signed(value):
    return value.to_bytes(32, "big", signed=True)


def encode_record(record):
    """The bytes of a record whose lists are in order."""
    ledger = "perps" in record
    parts = [b"\2" if ledger else b"\1", record["manager"]]
    parts += [signed(record[name]) for name in (("cash",) if ledger else ("cash", "perpPosition", "unsettledPerpCash"))]
    parts.append(len(record["collaterals"]).to_bytes(2, "big"))
    for asset, amount in record["collaterals"]:
        parts += [asset, signed(amount)]
    if ledger:
        parts.append(len(record["perps"]).to_bytes(2, "big"))
        for asset, position, cash in record["perps"]:
            parts += [asset, signed(position), signed(cash)]
    parts.append(len(record["options"]).to_bytes(2, "big"))
    for *asset, expiry, strike, side, amount in record["options"]:
        parts += [*asset, expiry.to_bytes(8, "big"), strike.to_bytes(32, "big"), bytes([side]), signed(amount)]
    return b"".join(parts)


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        refuse_if(len(self.data) - self.at < count, "Record_Truncated")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, count, signed=False):
        return int.from_bytes(self.take(count), "big", signed=signed)


def decode_record(data):
    reader = Reader(data)
    version = reader.number(1)
    refuse_if(version not in (1, 2), "Record_UnknownVersion")
    record = {"manager": reader.take(20)}
    for name in ("cash",) if version == 2 else ("cash", "perpPosition", "unsettledPerpCash"):
        record[name] = reader.number(32, signed=True)
    count = reader.number(2)
    refuse_if(count > COLLATERALS, "Record_TooManyCollaterals")
    collaterals = record["collaterals"] = []
    for _ in range(count):
        asset, amount = reader.take(20), reader.number(32, signed=True)
        refuse_if(collaterals and collaterals[-1][0] >= asset, "Record_CollateralsUnsorted")
        refuse_if(amount == 0, "Record_ZeroCollateral")
        collaterals.append((asset, amount))
    if version == 2:
        record["perps"] = decode_perps(reader)
    count = reader.number(2)
    refuse_if(count > OPTIONS[version], "Record_TooManyOptions")
    options = record["options"] = []
    for _ in range(count):
        asset = (reader.take(20),) if version == 2 else ()
        key = (*asset, reader.number(8), reader.number(32), reader.number(1))
        amount = reader.number(32, signed=True)
        refuse_if(key[-1] > 1, "Record_InvalidSide")
        refuse_if(options and options[-1][:-1] >= key, "Record_OptionsUnsorted")
        refuse_if(amount == 0, "Record_ZeroOption")
        options.append((*key, amount))
    refuse_if(reader.at != len(data), "Record_TrailingBytes")
    return record


def decode_perps(reader):
    """CM-27."""
    count = reader.number(2)
    refuse_if(count > PERPS, "Record_TooManyPerps")
    perps = []
    for _ in range(count):
        asset, position, cash = reader.take(20), reader.number(32, signed=True), reader.number(32, signed=True)
        refuse_if(perps and perps[-1][0] >= asset, "Record_PerpsUnsorted")
        refuse_if(position == 0 and cash == 0, "Record_ZeroPerp")
        perps.append((asset, position, cash))
    return perps


# Nodes (CM-2 to CM-7). Sums are (equity, deficit, count); a solvency node is (hash, sums).


def sums_bytes(sums):
    equity, deficit, count = sums
    return equity.to_bytes(16, "big") + (deficit << 32 | count).to_bytes(16, "big")


def add(a, b):
    """CM-7, column by column."""
    total = tuple(x + y for x, y in zip(a, b))
    refuse_if(total[0] >= 1 << 128, "Commitment_EquityOverflow")
    refuse_if(total[1] >= DEFICIT_LIMIT, "Commitment_DeficitOverflow")
    refuse_if(total[2] >= 1 << 32, "Commitment_CountOverflow")
    return total


def state_node(level, left, right):
    return keccak256(tag(STATE, NODE) + bytes([level]) + left + right)


def solvency_node(level, left, right):
    sums = add(left[1], right[1])
    preimage = tag(SOLVENCY, NODE) + bytes([level])
    for digest, part in (left, right):
        preimage += digest + sums_bytes(part)
    assert len(preimage) == 130
    return keccak256(preimage), sums


def _empties():
    nodes = [(keccak256(tag(STATE, EMPTY) + b"\0"), (keccak256(tag(SOLVENCY, EMPTY) + b"\0"), (0, 0, 0)))]
    for level in range(1, 33):
        state, solvency = nodes[-1]
        nodes.append((state_node(level, state, state), solvency_node(level, solvency, solvency)))
    return nodes


EMPTIES = _empties()


def check_leaf(sums):
    """CM-6."""
    equity, deficit, count = sums
    refuse_if(deficit >= DEFICIT_LIMIT, "Commitment_LeafDeficitOutOfRange")
    refuse_if(count > 1, "Commitment_LeafCountOutOfRange")
    refuse_if(equity and deficit, "Commitment_LeafEquityAndDeficit")


def leaf(index, account):
    """The two leaves of an account: `owner`, `record`, `sums` and `salt` (CM-4, CM-6)."""
    head = b"\0" + index.to_bytes(4, "big") + account["owner"]
    state = keccak256(tag(STATE, LEAF) + head + keccak256(account["record"]) + account["salt"])
    preimage = tag(SOLVENCY, LEAF) + head + state + sums_bytes(account["sums"]) + account["salt"]
    return state, (keccak256(preimage), account["sums"])


# Trees (CM-3, CM-10)


def check_size(depth, count):
    refuse_if(not 1 <= depth <= 32, "Commitment_DepthOutOfRange")
    refuse_if(count > 1 << depth, "Commitment_CountOutOfRange")


class Trees:
    def __init__(self, depth, accounts):
        check_size(depth, len(accounts))
        self.depth, self.accounts = depth, accounts
        for account in accounts:
            check_leaf(account["sums"])
        add([sum(account["sums"][column] for account in accounts) for column in range(3)], (0, 0, 0))
        self.levels = [[leaf(index, account) for index, account in enumerate(accounts)]]
        for level in range(1, depth + 1):
            below = self.levels[-1]
            if len(below) % 2:
                below = below + [EMPTIES[level - 1]]
            self.levels.append([
                (state_node(level, a[0], b[0]), solvency_node(level, a[1], b[1]))
                for a, b in zip(below[::2], below[1::2])])

    def node(self, level, position):
        nodes = self.levels[level]
        return nodes[position] if position < len(nodes) else EMPTIES[level]

    def roots(self):
        state, solvency = self.node(self.depth, 0)
        return {"depth": self.depth, "count": len(self.accounts), "stateRoot": state, "solvencyRoot": solvency[0],
                "totals": solvency[1]}

    def siblings(self, indices):
        nodes = [self.node(level, position) for level, position in siblings(indices, self.depth)]
        return {"state": [node[0] for node in nodes], "solvency": [node[1] for node in nodes]}

    def prove(self, indices):
        """A multi-proof, or with one index an inclusion proof."""
        accounts = [(index, self.accounts[index]) for index in indices]
        return {"accounts": accounts, **self.siblings(indices)}

    def prove_empty(self, index):
        return {"index": index, **self.siblings([index])}

    def open_root(self):
        return {"nodes": [self.node(self.depth - 1, 0)[1], self.node(self.depth - 1, 1)[1]]}


def siblings(indices, depth):
    """Levels and positions that a proof brings, in order (CM-11)."""
    known, found = set(indices), []
    for level in range(depth):
        found += [(level, position ^ 1) for position in sorted(known) if position ^ 1 not in known]
        known = {position >> 1 for position in known}
    return found


# Checks (CM-12)


def check_indices(roots, indices):
    check_size(roots["depth"], roots["count"])
    refuse_if(not indices, "Commitment_NoIndices")
    refuse_if(len(indices) > INDICES, "Commitment_TooManyIndices")
    refuse_if(any(index >= 1 << roots["depth"] for index in indices), "Commitment_IndexOutOfRange")
    refuse_if(any(b <= a for a, b in zip(indices, indices[1:])), "Commitment_IndicesUnsorted")


def check_lengths(roots, indices, proof):
    places = siblings(indices, roots["depth"])
    refuse_if(len(proof["state"]) != len(places), "Commitment_StatePathLength")
    refuse_if(len(proof["solvency"]) != len(places), "Commitment_SolvencyPathLength")
    return places


def check_solvency_sibling(node, level, beyond):
    refuse_if(node[1][1] >= DEFICIT_LIMIT, "Commitment_SiblingDeficitOutOfRange")
    empty = EMPTIES[level][1]
    refuse_if(beyond and node != empty, "Commitment_SolvencySiblingNotEmpty")
    refuse_if(not beyond and node[0] == empty[0], "Commitment_SolvencySiblingEmpty")


def climb(roots, nodes, places, proof):
    """`nodes` has both leaves by index."""
    brought = {}
    for place, state, solvency in zip(places, proof["state"], proof["solvency"]):
        level, position = place
        beyond = position << level >= roots["count"]
        refuse_if(beyond and state != EMPTIES[level][0], "Commitment_StateSiblingNotEmpty")
        refuse_if(not beyond and state == EMPTIES[level][0], "Commitment_StateSiblingEmpty")
        check_solvency_sibling(solvency, level, beyond)
        brought[place] = state, solvency
    for level in range(roots["depth"]):
        parents = {}
        for parent in sorted({position >> 1 for position in nodes}):
            left, right = (
                nodes[child] if child in nodes else brought[level, child] for child in (2 * parent, 2 * parent + 1))
            parents[parent] = (
                state_node(level + 1, left[0], right[0]), solvency_node(level + 1, left[1], right[1]))
        nodes = parents
    refuse_if(nodes[0][0] != roots["stateRoot"], "Commitment_StateRootMismatch")
    check_top(roots, nodes[0][1])


def check_top(roots, top):
    refuse_if(top[0] != roots["solvencyRoot"], "Commitment_SolvencyRootMismatch")
    refuse_if(top[1] != roots["totals"], "Commitment_TotalsMismatch")


def verify_accounts(roots, proof):
    indices = [index for index, _ in proof["accounts"]]
    check_indices(roots, indices)
    refuse_if(any(index >= roots["count"] for index in indices), "Commitment_IndexBeyondCount")
    places = check_lengths(roots, indices, proof)
    nodes = {}
    for index, account in proof["accounts"]:
        decode_record(account["record"])
        check_leaf(account["sums"])
        nodes[index] = leaf(index, account)
    climb(roots, nodes, places, proof)


def verify_empty(roots, proof):
    index = proof["index"]
    check_indices(roots, [index])
    refuse_if(index < roots["count"], "Commitment_IndexBelowCount")
    climb(roots, {index: EMPTIES[0]}, check_lengths(roots, [index], proof), proof)


def verify_root(roots, proof):
    depth, count = roots["depth"], roots["count"]
    check_size(depth, count)
    for position, node in enumerate(proof["nodes"]):
        check_solvency_sibling(node, depth - 1, position << (depth - 1) >= count)
    check_top(roots, solvency_node(depth, *proof["nodes"]))


VERIFY = {"inclusion": verify_accounts, "multi": verify_accounts, "empty": verify_empty, "totals": verify_root}
