"""Files of kinds inclusion, accounts, emptiness and assets: attacks 1 to 12 (CM-16) with the operator's signature."""

from types import SimpleNamespace

from ..commitment import EMPTIES, NODE, SOLVENCY, encode_record, keccak256, leaf, sums_bytes, tag
from ..commitment_assets import node, packed
from .commitment_cases import flip
from .dice import W
from .sample_state import BTC, ETH, State, account, columns, one_market, one_source, two_markets, two_sources
from .venues import altered, asset

LIMIT = 1 << 128


def retell(tell):
    """Solvency sums of every node as `tell(level, position, left, right)` says, hashed and signed as they are."""
    def change(tree):
        for level in range(1, tree.depth + 1):
            for position, (state, _) in enumerate(tree.levels[level]):
                left, right = (tree.node(level - 1, 2 * position + side)[1] for side in (0, 1))
                preimage = tag(SOLVENCY, NODE) + bytes([level])
                for digest, sums in (left, right):
                    preimage += digest + sums_bytes(sums)
                sums = tell(level, position, left[1], right[1])
                tree.levels[level][position] = state, (keccak256(preimage), sums)
    return change


def honest(level, position, left, right):
    return tuple(a + b for a, b in zip(left, right))


def greater(level, position, left, right):
    """The flaw of the sum tree of 2014: one branch is enough to convince a client."""
    return tuple(map(max, left, right))


def wrapped(level, position, left, right):
    """Sums modulo their width."""
    equity, deficit, count = honest(level, position, left, right)
    return equity % LIMIT, deficit % (1 << 96), count % (1 << 32)


def told(at, change):
    """Honest sums but at one node."""
    def tell(level, position, left, right):
        sums = honest(level, position, left, right)
        return change(sums) if (level, position) == at else sums

    return tell


def with_leaf_of(index, node):
    """The leaf at an index replaced in both trees, and what is above it."""
    def change(tree):
        tree.levels[0][index] = node
        for level in range(1, tree.depth + 1):
            index_above = index >> level
            children = [tree.node(level - 1, 2 * index_above + side) for side in (0, 1)]
            state = keccak256(b"\x11" + bytes([level]) + children[0][0] + children[1][0])
            preimage = b"\x21" + bytes([level]) + b"".join(node[1][0] + sums_bytes(node[1][1]) for node in children)
            sums = tuple(a + b for a, b in zip(children[0][1][1], children[1][1][1]))
            tree.levels[level][index_above] = state, (keccak256(preimage), sums)
    return change


def more_empty(tree, index):
    """Room for a node beyond the count."""
    for level in range(tree.depth + 1):
        while len(tree.levels[level]) <= index >> level:
            tree.levels[level].append(EMPTIES[level])


ROOT, TOTALS = "Commitment_SolvencyRootMismatch", "Commitment_TotalsMismatch"
STATE = "Commitment_StateRootMismatch"


def inclusion_files(files, plain):
    def add(note, body, expected=None, attack=None, state=plain, kind="inclusion", **reader):
        files.add(note, kind, state.venue.genesis.name, state.file(kind, body), expected, attack, **reader)

    for index in range(7):
        add(f"account {index}: {plain.accounts[index].id}", plain.inclusion(index))
    body = plain.inclusion(2)

    def bent(note, expected, attack, change, start=body):
        add(note, altered(start, change), expected, attack)

    def sums(note, index, expected, attack, change):
        """An account's columns lied about in the leaf and above it."""
        lied = change(plain.leaves[index]["sums"])
        lie = State("plain", two_markets(), two_sources(), trees=with_leaf_of(
            index, leaf(index, {**plain.leaves[index], "sums": lied})))
        body = altered(lie.inclusion(index), lambda b: b.__dict__.update(columns(lied)))
        add(note, body, expected, attack, lie)

    # 1 to 4: sums
    for index, node, note in ((2, (1, 1), "right above"), (2, (2, 0), "two above"), (6, (2, 1), "of the last")):
        lie = State("plain", two_markets(), two_sources(), trees=retell(
            told(node, lambda sums: (sums[0] - 1000 * W, *sums[1:]))))
        add(f"a parent's sum is less than its children's: {note}", lie.inclusion(index), ROOT, 1, lie)
    lie = State("plain", two_markets(), two_sources(), trees=retell(told((3, 0), lambda sums: (0, *sums[1:]))))
    add("the top's sum is less than its children's", lie.inclusion(2), TOTALS, 1, lie)
    lie = State("plain", two_markets(), two_sources(), trees=retell(told((1, 0), lambda sums: (sums[0] - 1, *sums[1:]))))
    add("a sum lied about elsewhere, which only those below it can see", lie.inclusion(6), None, 1, lie)
    add("and those below it see it", lie.inclusion(1), ROOT, 1, lie)
    lie = State("plain", two_markets(), two_sources(), trees=retell(greater))
    for index in (0, 3, 6):
        add(f"the greater child for the sum, account {index}", lie.inclusion(index), ROOT, 2, lie)
    only_top = State("plain", two_markets(), two_sources(), trees=retell(
        lambda level, *rest: greater(level, *rest) if level == 3 else honest(level, *rest)))
    add("the greater child for the sum, at the top alone", only_top.inclusion(0), TOTALS, 2, only_top)
    debt = State("plain", two_markets(), two_sources(), trees=retell(lambda level, position, left, right: (
        (LIMIT - 10**21, 0, 0) if (level, position) == (1, 1) else wrapped(level, position, left, right))))
    add("a sibling with less than nothing, in two's complement: it wraps", debt.inclusion(0),
        "Commitment_EquityOverflow", 3, debt)
    bent("a sibling's deficit of 2^96", "Commitment_SiblingDeficitOutOfRange", 3,
         lambda b: setattr(b.path[1], "deficit", 1 << 96))
    bent("a sibling's deficit of 2^128 − 1", "Commitment_SiblingDeficitOutOfRange", 3,
         lambda b: setattr(b.path[0], "deficit", LIMIT - 1))
    bent("a deficit of 2^96", "Commitment_LeafDeficitOutOfRange", 3, lambda b: (
        setattr(b, "deficit", 1 << 96), setattr(b, "positiveEquity", 0)))
    deficit = State("plain", two_markets(), two_sources(), trees=retell(lambda level, position, left, right: (
        (1, (1 << 96) - 1, 0) if (level, position) == (1, 2) else wrapped(level, position, left, right))))
    add("deficits that wrap", deficit.inclusion(6), "Commitment_DeficitOverflow", 4, deficit)
    counted = State("plain", two_markets(), two_sources(), trees=retell(lambda level, position, left, right: (
        (1, 0, (1 << 32) - 1) if (level, position) == (1, 3) else wrapped(level, position, left, right))))
    add("counts that wrap at the top and would carry into the deficit", counted.inclusion(4),
        "Commitment_CountOverflow", 4, counted)
    sums("two unhealthy accounts in one leaf", 4, "Commitment_LeafCountOutOfRange", 4, lambda s: (*s[:2], 2))
    sums("equity and deficit in one leaf", 6, "Commitment_LeafEquityAndDeficit", 2, lambda s: (5, *s[1:]))

    # 5, 6: shape
    length = "Commitment_StatePathLength"
    bent("a node shown as a leaf: a path too short", length, 5, lambda b: b.path.pop(0))
    bent("a leaf shown as a node: a path too long", length, 5, lambda b: b.path.insert(0, b.path[0]))
    bent("no path", length, 6, lambda b: b.path.clear())
    bent("32 siblings", length, 6, lambda b: b.path.extend([b.path[0]] * 29))
    inner = plain.trees.node(1, 1)
    hidden = State("plain", two_markets(), two_sources(), trees=with_leaf_of(2, inner))
    add("a node stands where the leaf should", hidden.inclusion(2), STATE, 5, hidden)
    bent("an index that the tree has no room for", "Commitment_IndexOutOfRange", 6, lambda b: setattr(b, "index", 8))
    bent("the greatest index", "Commitment_IndexOutOfRange", 6, lambda b: setattr(b, "index", (1 << 32) - 1))
    bent("the index beside", STATE, 6, lambda b: setattr(b, "index", 3))
    bent("the bits of the index in another order", STATE, 6, lambda b: b.path.reverse())
    bent("siblings exchanged", STATE, 6, lambda b: b.path.insert(0, b.path.pop(1)))

    # 7, 8: identity
    bent("another owner", STATE, 7, lambda b: setattr(b, "owner", plain.leaves[3]["owner"]))
    bent("an account shown at another's index", STATE, 7, lambda b: setattr(b, "index", 5))
    twice = State("plain", two_markets(), two_sources(), trees=with_leaf_of(5, plain.trees.node(0, 2)))
    add("one leaf at two indices: shown at its second", altered(twice.inclusion(5), lambda b: b.__dict__.update(
        {**vars(plain.shown(2)), "index": 5})), STATE, 7, twice)
    add("a user is shown another's leaf", plain.inclusion(2), "Expected_Owner", 7, owner=plain.leaves[3]["owner"])
    add("a user is shown another's index", plain.inclusion(2), "Expected_Index", 7, index=3)
    add("a user is shown an older record", plain.inclusion(2), "Expected_Record", 7, index=2,
        owner=plain.leaves[2]["owner"], record=encode_record({**plain.accounts[2].record, "cash": 1}))
    add("what is expected", plain.inclusion(2), None, None, index=2, owner=plain.leaves[2]["owner"],
        record=plain.leaves[2]["record"])
    add("all three are others, and the index is named", plain.inclusion(2), "Expected_Index", 7, index=1,
        owner=bytes(20), record=b"")
    poorer = State("plain", two_markets(), two_sources(), columns={2: lambda sums: (sums[0] - 5 * W, *sums[1:])})
    add("a true record beside less equity than it has: the tree alone cannot see it", poorer.inclusion(2), None, 8,
        poorer)
    add("a true record beside other columns than the leaf's", altered(
        poorer.inclusion(2), lambda b: setattr(b, "positiveEquity", plain.leaves[2]["sums"][0])), ROOT, 8, poorer)
    richer = altered(two_markets(), lambda accounts: accounts[2].record.update(cash=0))
    add("another record than the leaf's", altered(body, lambda b: setattr(
        b, "record", encode_record(richer[2].record))), STATE, 8)

    # 9, 10: totals, empty nodes
    lie = State("plain", two_markets(), two_sources(), equity=plain.message.equity - 1)
    add("totals that the tree does not have, signed", lie.inclusion(2), TOTALS, 9, lie)
    lie = State("plain", two_markets(), two_sources(), deficit=0)
    add("no deficit, signed", lie.inclusion(2), TOTALS, 9, lie)
    lie = State("plain", two_markets(), two_sources(), belowMaintenance=0)
    add("nobody below maintenance, signed", lie.inclusion(2), TOTALS, 9, lie)
    signed = altered(plain.signed, lambda v: setattr(v.message, "equity", 0))
    files.add("totals changed after the signature", "inclusion", "plain", plain.file("inclusion", body, signed),
              "Checkpoint_OperatorMismatch", 17)
    last = plain.inclusion(6)
    bent("sums in an empty sibling", "Commitment_SolvencySiblingNotEmpty", 10,
         lambda b: setattr(b.path[0], "positiveEquity", 1), last)
    bent("another hash in an empty sibling", "Commitment_SolvencySiblingNotEmpty", 10,
         lambda b: setattr(b.path[0], "solvency", flip(b.path[0].solvency)), last)
    bent("an account beyond the count", "Commitment_StateSiblingNotEmpty", 10,
         lambda b: setattr(b.path[0], "state", plain.trees.node(0, 5)[0]), last)
    doubled = State("plain", two_markets(), two_sources(), trees=lambda tree: (
        more_empty(tree, 7), with_leaf_of(7, tree.node(0, 6))(tree)))
    add("the last leaf doubled, as some trees do", doubled.inclusion(6), "Commitment_StateSiblingNotEmpty", 10,
        doubled)
    bent("an empty sibling where an account is", "Commitment_StateSiblingEmpty", 10,
         lambda b: setattr(b.path[0], "state", EMPTIES[0][0]))
    bent("an empty sibling where an account's worth is", "Commitment_SolvencySiblingEmpty", 10,
         lambda b: (setattr(b.path[1], "solvency", EMPTIES[1][1][0])))
    lie = State("plain", two_markets(), two_sources(), count=6)
    add("one account fewer than there are, signed", lie.inclusion(5), "Commitment_StateSiblingNotEmpty", 10, lie)
    add("an account beyond the count that was signed", lie.inclusion(6), "Commitment_IndexBeyondCount", 10, lie)
    add("one account more than there are, signed", (lie := State(
        "plain", two_markets(), two_sources(), count=8)).inclusion(6), "Commitment_StateSiblingEmpty", 10, lie)

    # 11: encodings
    record = body.record
    for note, data, name in (
            ("a byte after the record", record + b"\0", "Record_TrailingBytes"),
            ("a record cut short", record[:-1], "Record_Truncated"),
            ("no record", b"", "Record_Truncated"),
            ("a record of version 3", b"\3" + record[1:], "Record_UnknownVersion"),
            ("257 collaterals", record[:117] + b"\1\1" + record[119:], "Record_TooManyCollaterals"),
            ("a collateral of zero", encode_record({**plain.accounts[2].record, "collaterals": [(BTC, 0)]}),
             "Record_ZeroCollateral"),
            ("collaterals that fall", encode_record(
                {**plain.accounts[2].record, "collaterals": [(ETH, 1), (BTC, 1)]}), "Record_CollateralsUnsorted"),
            ("1,025 options", encode_record({**plain.accounts[2].record, "options": []})[:-2] + b"\4\1",
             "Record_TooManyOptions"),
            ("a side of 2", encode_record(
                {**plain.accounts[2].record, "options": [(*plain.accounts[2].record["options"][0][:2], 2, W)]}),
             "Record_InvalidSide"),
            ("an option twice", encode_record(
                {**plain.accounts[2].record, "options": plain.accounts[2].record["options"] * 2}),
             "Record_OptionsUnsorted"),
            ("an option of zero", encode_record(
                {**plain.accounts[2].record, "options": [(*plain.accounts[2].record["options"][0][:3], 0)]}),
             "Record_ZeroOption")):
        bent(note, name, 22 if "twice" in note else 11, lambda b: setattr(b, "record", data))
    bent("a salt where there is none", STATE, 11, lambda b: setattr(b, "salt", b"\1" * 32))
    bent("a bit of a state sibling", STATE, 11, lambda b: setattr(b.path[2], "state", flip(b.path[2].state)))
    bent("a bit of a solvency sibling", ROOT, 11, lambda b: setattr(b.path[2], "solvency", flip(b.path[2].solvency)))
    bent("a unit of a sibling's equity", ROOT, 1, lambda b: setattr(
        b.path[2], "positiveEquity", b.path[2].positiveEquity + 1))
    bent("a sibling of zeros", STATE, 12, lambda b: setattr(b.path[2], "state", bytes(32)))


def accounts_files(files, plain):
    def add(note, body, expected=None, attack=None, **reader):
        files.add(note, "accounts", "plain", plain.file("accounts", body), expected, attack, **reader)

    for indices in ([0], [0, 1], [1, 4], [0, 2, 3, 6], list(range(7))):
        add(f"accounts {indices}", plain.accounts_proof(indices))
    body = plain.accounts_proof([1, 2, 5])

    def bent(note, expected, attack, change):
        add(note, altered(body, change), expected, attack)

    bent("no accounts", "Commitment_NoIndices", 12, lambda b: b.accounts.clear())
    bent("no accounts, and the top itself", "Commitment_NoIndices", 12, lambda b: (
        b.accounts.clear(), setattr(b, "stateNodes", [plain.message.stateRoot])))
    bent("an account twice", "Commitment_IndicesUnsorted", 12, lambda b: b.accounts.insert(1, b.accounts[0]))
    bent("indices that fall", "Commitment_IndicesUnsorted", 12, lambda b: b.accounts.reverse())
    bent("two accounts exchange their owners", STATE, 7, lambda b: (
        setattr(b.accounts[0], "owner", plain.leaves[2]["owner"]),
        setattr(b.accounts[1], "owner", plain.leaves[1]["owner"])))
    bent("one account at two indices", STATE, 7, lambda b: b.accounts[1].__dict__.update(
        {**vars(plain.shown(1)), "index": 2}))
    bent("an index without an account", "Commitment_IndexBeyondCount", 10,
         lambda b: setattr(b.accounts[2], "index", 7))
    bent("an index that the tree has no room for", "Commitment_IndexOutOfRange", 6,
         lambda b: setattr(b.accounts[2], "index", 8))
    bent("a state node more", "Commitment_StatePathLength", 12, lambda b: b.stateNodes.append(bytes(32)))
    bent("a solvency node less", "Commitment_SolvencyPathLength", 6, lambda b: b.solvencyNodes.pop())
    bent("nodes exchanged", STATE, 6, lambda b: b.stateNodes.reverse())
    bent("a node's sums", ROOT, 1, lambda b: setattr(b.solvencyNodes[0], "positiveEquity", 1))
    bent("a node's deficit of 2^96", "Commitment_SiblingDeficitOutOfRange", 3,
         lambda b: setattr(b.solvencyNodes[0], "deficit", 1 << 96))
    empty = SimpleNamespace(index=0, owner=bytes(20), record=b"", positiveEquity=0, deficit=0, belowMaintenance=0,
                            salt=bytes(32))
    many = [SimpleNamespace(**{**vars(empty), "index": index}) for index in range(1025)]
    bent("1,025 accounts", "Commitment_TooManyIndices", 12, lambda b: setattr(b, "accounts", many))
    add("two of them are not what is expected: the index is named first", body, "Expected_Index", 7, index=1,
        owner=bytes(20))
    lone = plain.accounts_proof([4])
    add("the only account is what is expected", lone, None, None, index=4, owner=plain.leaves[4]["owner"])
    add("another owner is expected", lone, "Expected_Owner", 7, owner=bytes(20))


def emptiness_files(files, plain):
    def add(note, body, expected=None, attack=None, state=plain):
        files.add(note, "emptiness", state.venue.genesis.name, state.file("emptiness", body), expected, attack)

    add("the first index without an account", plain.emptiness(7))
    body = plain.emptiness(7)

    def bent(note, expected, attack, change):
        add(note, altered(body, change), expected, attack)

    add("an index with an account", plain.emptiness(6), "Commitment_IndexBelowCount", 10)
    bent("an index that the tree has no room for", "Commitment_IndexOutOfRange", 6, lambda b: setattr(b, "index", 8))
    bent("a path too short", "Commitment_StatePathLength", 6, lambda b: b.path.pop())
    bent("another sibling", STATE, 11, lambda b: setattr(b.path[0], "state", flip(b.path[0].state)))
    bent("a sibling's sums", ROOT, 1, lambda b: setattr(b.path[0], "deficit", 0))
    hidden = State("plain", two_markets(), two_sources(), trees=lambda tree: (
        more_empty(tree, 7), with_leaf_of(7, (b"\1" * 32, (b"\2" * 32, (0, 0, 0))))(tree)))
    add("an account hidden beyond the count", hidden.emptiness(7), STATE, 10, hidden)


def assets_files(files, plain):
    def add(note, body, expected=None, attack=None, state=plain, **reader):
        files.add(note, "assets", state.venue.genesis.name, state.file("assets", body), expected, attack, **reader)

    for index in (0, 2, 5, 6):
        add(f"account {index}", plain.assets_proof(index))
    lone = State("plain", [account("a", BTC, cash=5 * W), account("b", BTC, cash=-3 * W)], two_sources())
    add("a list without assets, and cash lent", lone.assets_proof(1), None, None, lone)
    body = plain.assets_proof(5)
    root = "Commitment_AssetRootMismatch"

    def bent(note, expected, attack, change):
        add(note, altered(body, change), expected, attack)

    def held(**members):
        return encode_record({**plain.accounts[5].record, **members})

    bent("an index that the tree has no room for", "Commitment_IndexOutOfRange", 6,
         lambda b: setattr(b.account, "index", 8))
    bent("an index without an account", "Commitment_IndexBeyondCount", 10, lambda b: setattr(b.account, "index", 7))
    bent("a sibling short", "Commitment_AssetPathLength", 6, lambda b: b.path.pop())
    bent("a column short", "Commitment_AssetColumns", 11, lambda b: b.path[0].sums.pop())
    bent("a column more", "Commitment_AssetColumns", 11, lambda b: b.path[2].sums.append(0))
    bent("a byte after the record", "Record_TrailingBytes", 11,
         lambda b: setattr(b.account, "record", b.account.record + b"\0"))
    for note, record, name, attack in (
            ("cash of 2^128", held(cash=LIMIT), "Commitment_ColumnOutOfRange", 3),
            ("an asset that is not on the list", held(collaterals=[(asset("DOGE"), W)]), "Commitment_AssetUnknown", 24),
            ("units below zero", held(collaterals=[(ETH, -W)]), "Commitment_UnitsNegative", 3),
            ("units of 2^128", held(collaterals=[(ETH, LIMIT)]), "Commitment_ColumnOutOfRange", 3)):
        bent(note, name, attack, lambda b: setattr(b.account, "record", record))
    bent("more units than were counted", root, 17, lambda b: setattr(
        b.account, "record", held(collaterals=[(BTC, W // 4), (ETH, 13 * W)])))
    bent("less cash than was counted", root, 17, lambda b: setattr(b.account, "record", held(cash=1)))
    bent("another owner", root, 7, lambda b: setattr(b.account, "owner", bytes(20)))
    bent("a unit of a sibling", root, 1, lambda b: b.path[1].sums.__setitem__(2, b.path[1].sums[2] + 1))
    bent("a bit of a sibling", root, 11, lambda b: setattr(b.path[1], "hash", flip(b.path[1].hash)))
    last = plain.assets_proof(6)
    add("units in an empty sibling", altered(last, lambda b: b.path[0].sums.__setitem__(3, 1)),
        "Commitment_AssetSiblingNotEmpty", 10)
    add("an empty sibling where an account is", altered(body, lambda b: setattr(
        b.path[0], "hash", plain.asset_tree.empties[0][0])), "Commitment_AssetSiblingEmpty", 10)
    bent("units that wrap", "Commitment_AssetOverflow", 4, lambda b: b.path[0].sums.__setitem__(3, LIMIT - 1))
    less = list(plain.message.assetTotals)
    less[3] -= 12 * W
    lie = State("plain", two_markets(), two_sources(), assetTotals=less)
    add("a total less than the top's, signed", lie.assets_proof(5), "Commitment_AssetTotalsMismatch", 17, lie)
    lie = State("plain", two_markets(), two_sources(), asset_trees=leave_out(5, 3))
    add("an account's coins left out of the tree, signed", lie.assets_proof(5), root, 17, lie)
    add("which the others cannot see", lie.assets_proof(2), None, 17, lie)
    add("what is expected", body, None, None, index=5, owner=plain.leaves[5]["owner"],
        record=plain.leaves[5]["record"])
    add("another index is expected", body, "Expected_Index", 7, index=4)


def leave_out(index, column):
    """A column of a leaf of the asset tree is 0, whatever the record says."""
    def change(tree):
        sums = list(tree.levels[0][index][1])
        sums[column] = 0
        tree.levels[0][index] = keccak256(tree.levels[0][index][0] + packed(sums)), sums
        for level in range(1, tree.depth + 1):
            tree.levels[level][index >> level] = node(
                level, *(tree.node(level - 1, (index >> level) * 2 + side) for side in (0, 1)))
    return change


def shape_files(files):
    """Depths 1 and 24, one account, a salted venue."""
    alone = State("single", [account("v-security-module", bytes(20), cash=10 * W)], one_source(), assets=[])
    for kind, body in (("inclusion", alone.inclusion(0)), ("accounts", alone.accounts_proof([0])),
                       ("emptiness", alone.emptiness(1)), ("assets", alone.assets_proof(0)),
                       ("solvency", alone.solvency()), ("margin", alone.margin(0)),
                       ("checkpoint", SimpleNamespace()), ("consistency", alone.consistency(3))):
        files.add("one account at depth 1", kind, "single", alone.file(kind, body))
    both = State("single", [account("v-security-module", bytes(20)), account("b", bytes(20))], one_source(), before=0)
    files.add("two accounts at depth 1, the first checkpoint of all", "inclusion", "single",
              both.file("inclusion", both.inclusion(1)))
    deep = State("deep", one_market(), one_source(), before=2)
    for index in (2, 4):
        files.add("depth 24, salted leaves", "inclusion", "deep", deep.file("inclusion", deep.inclusion(index)))
    files.add("depth 24: nobody from index 5 on", "emptiness", "deep", deep.file("emptiness", deep.emptiness(5)))
    files.add("depth 24: the greatest index", "emptiness", "deep", deep.file("emptiness", deep.emptiness((1 << 24) - 1)))
    files.add("depth 24: assets", "assets", "deep", deep.file("assets", deep.assets_proof(2)))
    files.add("depth 24: solvency", "solvency", "deep", deep.file("solvency", deep.solvency()))
    files.add("depth 24: a margin", "margin", "deep", deep.file("margin", deep.margin(2)))
    files.add("depth 24: all accounts", "accounts", "deep", deep.file("accounts", deep.accounts_proof(range(5))))
    body = altered(deep.inclusion(2), lambda b: setattr(b, "salt", bytes(32)))
    files.add("a salted leaf without its salt", "inclusion", "deep", deep.file("inclusion", body), STATE, 11)
    body = altered(deep.inclusion(2), lambda b: setattr(b, "index", 1 << 24))
    files.add("index 2^24 at depth 24", "inclusion", "deep", deep.file("inclusion", body),
              "Commitment_IndexOutOfRange", 6)
    return deep

