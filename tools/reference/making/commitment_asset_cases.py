"""vectors/commitment: asset proofs and risk proofs, valid ones and ones with one fault each (CM-25)."""

import copy

from ..commitment import Refused, encode_record
from ..commitment_assets import AssetTree, prove_item, risk_root, verify_asset, verify_item
from .commitment_cases import ZERO_SALT, account, address, flip, line, numbered, put, record, shown_account
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
    return numbered(lines)


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
