"""vectors/commitment: asset proofs, asset root openings, risk proofs, and the empty root (CM-25, CM-26)."""

import copy

from ..commitment import Refused, encode_record
from ..commitment_assets import (
    EMPTY_ROOT_PREIMAGE, AssetTree, empty_root, prove_item, risk_root, verify_asset, verify_asset_root, verify_item)
from .commitment_cases import ZERO_SALT, account, address, flip, ledger_record, line, numbered, put, record, shown_account
from .dice import Dice
from .lines import Count

ASSETS = [address(number) for number in (3, 5, 9)]
MOST = (1 << 128) - 1


def outcome_of(verify, roots, proof):
    try:
        verify(roots, proof)
    except Refused as refusal:
        return {"refused": refusal.name}
    return {"accepted": True}


def holding(dice, cash=None, **units):
    held = [(asset, dice.between(1, 10**24)) for asset in ASSETS if dice.chance(60)]
    value = record(cash=dice.between(-10**24, 10**24) if cash is None else cash, collaterals=held)
    return account(dice, record=encode_record({**value, **units}), salt=ZERO_SALT)


def asset_lines():
    dice = Dice("commitment assets")
    lines = []

    def add(note, roots, proof, expected=None, change=None):
        roots, proof = copy.deepcopy(roots), copy.deepcopy(proof)
        if change:
            change(roots, proof)
        outcome = outcome_of(verify_asset, roots, proof)
        assert outcome.get("refused") == expected, (note, outcome)
        path = [{"hash": digest, "sums": sums} for digest, sums in proof["path"]]
        lines.append(line(
            note=note, roots={**roots, "depth": Count(roots["depth"])},
            proof={"index": proof["index"], **shown_account(proof["account"]), "path": path}, expected=outcome))

    book = [holding(dice) for _ in range(6)]
    for depth, count in ((1, 1), (3, 6), (24, 2)):
        tree = AssetTree(depth, ASSETS, book[:count])
        for index in range(count):
            add("an account", tree.roots(), tree.prove(index))
    empty_list = AssetTree(2, [], [holding(dice, collaterals=[]) for _ in range(3)])
    add("a list without assets", empty_list.roots(), empty_list.prove(2))
    full = AssetTree(2, ASSETS, [holding(dice, cash=MOST), holding(dice, cash=-MOST)])
    add("cash at its limits", full.roots(), full.prove(0))

    tree = AssetTree(3, ASSETS, book)
    roots, proof = tree.roots(), tree.prove(4)
    root = "Commitment_AssetRootMismatch"

    def bent(**members):
        return lambda r, p: put(p["account"], "record", encode_record(record(**members)))
    for note, name, change in (
            ("depth 0", "Commitment_DepthOutOfRange", lambda r, p: put(r, "depth", 0)),
            ("nine accounts in depth 3", "Commitment_CountOutOfRange", lambda r, p: put(r, "count", 9)),
            ("257 assets", "Commitment_TooManyAssets", lambda r, p: put(r, "assets", list(map(address, range(257))))),
            ("assets that fall", "Commitment_AssetsUnsorted", lambda r, p: r["assets"].reverse()),
            ("an asset twice", "Commitment_AssetsUnsorted", lambda r, p: put(r["assets"], 1, ASSETS[0])),
            ("index 8", "Commitment_IndexOutOfRange", lambda r, p: put(p, "index", 8)),
            ("index 6", "Commitment_IndexBeyondCount", lambda r, p: put(p, "index", 6)),
            ("a sibling short", "Commitment_AssetPathLength", lambda r, p: p["path"].pop()),
            ("a column short", "Commitment_AssetColumns", lambda r, p: p["path"][1][1].pop()),
            ("a column more", "Commitment_AssetColumns", lambda r, p: p["path"][2][1].append(0)),
            ("a byte after the record", "Record_TrailingBytes",
             lambda r, p: put(p["account"], "record", p["account"]["record"] + b"\0")),
            ("cash of 2^128", "Commitment_ColumnOutOfRange", bent(cash=1 << 128)),
            ("cash of minus 2^255", "Commitment_ColumnOutOfRange", bent(cash=-(1 << 255))),
            ("an asset that is not listed", "Commitment_AssetUnknown", bent(collaterals=[(address(4), 1)])),
            ("an asset after all", "Commitment_AssetUnknown", bent(collaterals=[(ASSETS[0], 1), (address(10), 1)])),
            ("units below zero", "Commitment_UnitsNegative", bent(collaterals=[(ASSETS[1], -1)])),
            ("units of 2^128", "Commitment_ColumnOutOfRange", bent(collaterals=[(ASSETS[1], 1 << 128)])),
            ("sums beyond the count", "Commitment_AssetSiblingNotEmpty", lambda r, p: put(p["path"][1][1], 2, 1)),
            ("a hash beyond the count", "Commitment_AssetSiblingNotEmpty",
             lambda r, p: put(p["path"], 1, (flip(p["path"][1][0]), p["path"][1][1]))),
            ("the empty node below the count", "Commitment_AssetSiblingEmpty",
             lambda r, p: put(p["path"], 2, tree.empties[2])),
            ("another owner", root, lambda r, p: put(p["account"], "owner", address(77))),
            ("another record", root, bent(cash=5)),
            ("another salt", root, lambda r, p: put(p["account"], "salt", b"\1" * 32)),
            ("at another index", root, lambda r, p: put(p, "index", 5)),
            ("a sibling's hash", root, lambda r, p: put(p["path"], 2, (flip(p["path"][2][0]), p["path"][2][1]))),
            ("a list with one asset exchanged", root, lambda r, p: (
                put(r["assets"], 0, address(2)), put(p["account"], "record", encode_record(record())),
                put(p["path"], 1, AssetTree(3, [address(2)] + ASSETS[1:], []).empties[1]))),
            ("another root", root, lambda r, p: put(r, "root", flip(r["root"]))),
            ("totals with a column less", "Commitment_AssetTotalsMismatch", lambda r, p: r["totals"].pop())):
        add(note, roots, proof, name, change)
    for column in range(5):
        add(f"column {column} of the totals", roots, proof, "Commitment_AssetTotalsMismatch",
            lambda r, p: put(r["totals"], column, r["totals"][column] + 1))
        add(f"column {column} of a sibling", roots, proof, root,
            lambda r, p: put(p["path"][0][1], column, p["path"][0][1][column] ^ 1))
        own = [1, 0, 1, 1, 1] if column != 1 else [0, 1, 0, 0, 0]
        cash = own[0] - own[1]
        held = [(asset, 1) for asset, units in zip(ASSETS, own[2:]) if units]

        def wrap(r, p):
            p["account"]["record"] = encode_record(record(cash=cash, collaterals=held))
            p["path"][2][1][column] = MOST
        add(f"column {column} wraps at the top", roots, proof, "Commitment_AssetOverflow", wrap)
    ledger = [account(dice, record=encode_record(ledger_record(cash=cash, collaterals=[(ASSETS[0], 5)], perps=[
        (address(7), 1, cash)])), salt=ZERO_SALT) for cash in (-3, 4)]
    of_ledger = AssetTree(2, ASSETS, ledger)
    for index in (0, 1):
        add("an account of a ledger", of_ledger.roots(), of_ledger.prove(index))
    return numbered(lines + asset_root_lines(book))


def asset_root_lines(book):
    """Openings of the root, which follow the proofs and say so by `kind`."""
    lines = []

    def add(note, tree, expected=None, change=None):
        roots, proof = copy.deepcopy(tree.roots()), copy.deepcopy(tree.open_root())
        if change:
            change(roots, proof["nodes"])
        outcome = outcome_of(verify_asset_root, roots, proof)
        assert outcome.get("refused") == expected, (note, outcome)
        left, right = ({"hash": digest, "sums": sums} for digest, sums in proof["nodes"])
        lines.append(line(kind="totals", note=note, roots={**roots, "depth": Count(roots["depth"])},
                          proof={"left": left, "right": right}, expected=outcome))

    for depth, count in ((1, 0), (1, 1), (1, 2), (3, 4), (3, 5), (24, 2), (32, 1)):
        add(f"the two nodes under the root, {count} accounts", AssetTree(depth, ASSETS, book[:count]))
    dice = Dice("commitment asset roots")
    add("a list without assets", AssetTree(2, [], [holding(dice, collaterals=[]) for _ in range(3)]))
    add("totals at their limits", AssetTree(2, ASSETS, [
        holding(dice, cash=cash, collaterals=[(asset, MOST - units) for asset in ASSETS] if units else [])
        for cash, units in ((MOST, 0), (-MOST, MOST - 1), (0, 1))]))

    tree, half = AssetTree(3, ASSETS, book), AssetTree(3, ASSETS, book[:4])
    root = "Commitment_AssetRootMismatch"

    def bend(side, digest=None, column=None, value=None):
        """Hash or one sum of the node of a side replaced."""
        def change(roots, nodes):
            old, sums = nodes[side]
            nodes[side] = digest or old, [value if at == column else part for at, part in enumerate(sums)]
        return change

    def short(side, count):
        return lambda r, n: put(n, side, (n[side][0], (n[side][1] + [0])[:count]))

    def both(*changes):
        return lambda r, n: [change(r, n) for change in changes]
    left, right = tree.open_root()["nodes"]
    below = AssetTree(2, ASSETS, book[:4])
    for note, some, name, change in (
            ("depth 0", tree, "Commitment_DepthOutOfRange", lambda r, n: put(r, "depth", 0)),
            ("depth 33", tree, "Commitment_DepthOutOfRange", lambda r, n: put(r, "depth", 33)),
            ("nine accounts in depth 3", tree, "Commitment_CountOutOfRange", lambda r, n: put(r, "count", 9)),
            ("257 assets", tree, "Commitment_TooManyAssets",
             lambda r, n: put(r, "assets", list(map(address, range(257))))),
            ("257 assets that do not rise", tree, "Commitment_TooManyAssets",
             lambda r, n: put(r, "assets", [ASSETS[0]] * 257)),
            ("assets that fall", tree, "Commitment_AssetsUnsorted", lambda r, n: r["assets"].reverse()),
            ("assets that fall, and a column short", tree, "Commitment_AssetsUnsorted",
             both(lambda r, n: r["assets"].reverse(), short(0, 4))),
            ("an asset twice", tree, "Commitment_AssetsUnsorted", lambda r, n: put(r["assets"], 1, ASSETS[0])),
            ("a column short on the left", tree, "Commitment_AssetColumns", short(0, 4)),
            ("a column more on the left", tree, "Commitment_AssetColumns", short(0, 6)),
            ("a column short on the right", tree, "Commitment_AssetColumns", short(1, 4)),
            ("no sums on the right", tree, "Commitment_AssetColumns", short(1, 0)),
            ("the empty node on the left, and a column more on the right", tree, "Commitment_AssetColumns",
             both(lambda r, n: put(n, 0, tree.empties[2]), short(1, 6))),
            ("an asset less on the list", tree, "Commitment_AssetColumns", lambda r, n: r["assets"].pop()),
            ("sums beyond the count", half, "Commitment_AssetSiblingNotEmpty", bend(1, column=2, value=1)),
            ("a hash beyond the count", half, "Commitment_AssetSiblingNotEmpty",
             bend(1, digest=flip(half.empties[2][0]))),
            ("the empty node of another level beyond the count", half, "Commitment_AssetSiblingNotEmpty",
             lambda r, n: put(n, 1, half.empties[1])),
            ("accounts beyond a count made too small", tree, "Commitment_AssetSiblingNotEmpty",
             lambda r, n: put(r, "count", 4)),
            ("accounts in a tree of none", half, "Commitment_AssetSiblingNotEmpty", lambda r, n: put(r, "count", 0)),
            ("the empty node on the left", tree, "Commitment_AssetSiblingEmpty",
             lambda r, n: put(n, 0, tree.empties[2])),
            ("the empty node on the right", tree, "Commitment_AssetSiblingEmpty",
             lambda r, n: put(n, 1, tree.empties[2])),
            ("the empty node's hash with sums", tree, "Commitment_AssetSiblingEmpty",
             bend(1, digest=tree.empties[2][0])),
            ("a count made too large", half, "Commitment_AssetSiblingEmpty", lambda r, n: put(r, "count", 5)),
            ("the left hash changed", tree, root, bend(0, digest=flip(left[0]))),
            ("the right hash changed", tree, root, bend(1, digest=flip(right[0]))),
            ("halves exchanged", tree, root, lambda r, n: n.reverse()),
            ("nodes of another level", tree, root, lambda r, n: n.__setitem__(slice(2), below.open_root()["nodes"])),
            ("the tree called one deeper", tree, root, lambda r, n: (put(r, "depth", 4), put(r, "count", 9))),
            ("a list with one asset exchanged", tree, root, lambda r, n: put(r["assets"], 0, address(2))),
            ("another root", tree, root, lambda r, n: put(r, "root", flip(r["root"]))),
            ("another root and other totals", tree, root,
             lambda r, n: (put(r, "root", flip(r["root"])), put(r["totals"], 0, 0))),
            ("totals with a column less", tree, "Commitment_AssetTotalsMismatch", lambda r, n: r["totals"].pop()),
            ("totals with a column more", tree, "Commitment_AssetTotalsMismatch", lambda r, n: r["totals"].append(0))):
        add(note, some, name, change)
    for column in range(5):
        add(f"column {column} of the totals", tree, "Commitment_AssetTotalsMismatch",
            lambda r, n: put(r["totals"], column, r["totals"][column] + 1))
        # As much more on the right as there is less on the left: the totals are those of the roots.
        add(f"column {column} moved from left to right", tree, root, both(
            bend(0, column=column, value=left[1][column] - 1), bend(1, column=column, value=right[1][column] + 1)))
        add(f"column {column} wraps at the top", tree, "Commitment_AssetOverflow",
            both(bend(0, column=column, value=MOST), bend(1, column=column, value=1)))
    return lines


def empty_lines():
    return numbered([line(
        note="the root of a list without elements", preimage=EMPTY_ROOT_PREIMAGE, expected={"root": empty_root()})])


def risk_lines():
    dice = Dice("commitment risk")
    lines = []
    items = [(1, b"BTC", b"{}"), (1, b"BTC2", b""), (1, b"ETH", b"{}"), (2, b"", b"x"), (2, b"BTC", b"{}")]
    items += [(3, bytes([number]) + bytes(40), dice.bits().to_bytes(32, "big") * 3) for number in range(12)]

    def show(item):
        return [Count(item[0]), item[1], item[2]]

    def tree(note, some):
        try:
            outcome = {"root": risk_root(some)}
        except Refused as refusal:
            outcome = {"refused": refusal.name}
        lines.append(line(note=note, items=[show(item) for item in some], expected=outcome))

    for count in range(1, 18):
        tree(f"{count} items", items[:count])
    tree("a key of 255 bytes", [(1, b"k" * 255, b"")])
    tree("no items", [])
    tree("a key of 256 bytes", [(1, b"k" * 256, b"")])
    tree("kinds that fall", [items[4], items[0]])
    tree("keys that fall", [items[2], items[0]])
    tree("a key after what it begins", [items[1], items[0]])
    tree("an item twice", [items[0], items[0]])
    tree("a key twice", [items[0], (1, b"BTC", b"other")])

    def add(note, root, proof, expected=None, **members):
        proof = {**proof, **members}
        outcome = outcome_of(verify_item, root, proof)
        assert outcome.get("refused") == expected, (note, outcome)
        kind, key, value = proof["item"]
        shown = {"index": Count(proof["index"]), "count": Count(proof["count"]), "kind": Count(kind), "key": key,
                 "value": value, "path": proof["path"]}
        lines.append(line(note=note, root=root, proof=shown, expected=outcome))

    for count in (1, 2, 3, 5, 11, 17):
        root = risk_root(items[:count])
        for index in range(count):
            add("an item", root, prove_item(items[:count], index))
    some = items[:11]
    root, proof, last = risk_root(some), prove_item(some, 6), prove_item(some, 10)
    wrong = "Risk_RootMismatch"
    add("no items", root, proof, "Risk_NoItems", count=0)
    add("more than 2^20 items", root, proof, "Risk_TooManyItems", count=(1 << 20) + 1)
    add("index 11 of 11", root, proof, "Risk_IndexOutOfRange", index=11)
    add("a long key", root, proof, "Risk_KeyTooLong", item=(3, b"k" * 256, b""))
    add("a node short", root, proof, "Risk_PathLength", path=proof["path"][:-1])
    add("a node more", root, proof, "Risk_PathLength", path=proof["path"] + [bytes(32)])
    add("the last item doubled", root, last, "Risk_PathLength", index=11, count=12)
    add("the last item shown as of 12", root, last, "Risk_PathLength", count=12)
    add("another count of the same shape", risk_root(items[:7]), prove_item(items[:7], 0), wrong, count=8)
    add("another index", root, proof, wrong, index=7)
    add("another kind", root, proof, wrong, item=(2, *proof["item"][1:]))
    add("another key", root, proof, wrong, item=(3, b"\x09", proof["item"][2]))
    add("another value", root, proof, wrong, item=(*proof["item"][:2], b"0"))
    key, value = proof["item"][1:]
    add("a byte moved from the key to the value", root, proof, wrong, item=(3, key[:-1], key[-1:] + value))
    add("another root", flip(root), proof, wrong)
    for place in range(len(proof["path"])):
        add("a node changed", root, proof, wrong,
            path=[flip(node) if at == place else node for at, node in enumerate(proof["path"])])
    return numbered(lines)
