"""vectors/commitment: records, trees and proofs, valid ones and ones with one fault each (CM-15)."""

import copy

from ..commitment import EMPTIES, VERIFY, Refused, Trees, decode_record, encode_record, keccak256
from .dice import W, Dice
from .lines import Count, compact, texts

ZERO_SALT = bytes(32)


def plain(value):
    """Bytes as hexadecimal text; tuples as lists."""
    if isinstance(value, (bytes, bytearray)):
        return "0x" + bytes(value).hex()
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    return value


def line(**members):
    return compact(texts(plain(members)))


def address(number):
    return number.to_bytes(20, "big")


def record(**members):
    return {"manager": bytes(20), "cash": 0, "perpPosition": 0, "unsettledPerpCash": 0, "collaterals": [],
            "options": [], **members}


def ledger_record(**members):
    return {"manager": bytes(20), "cash": 0, "collaterals": [], "perps": [], "options": [], **members}


def ledger_record_cases():
    """Records of CM-27: valid ones, and bytes with a name for what is wrong with them."""
    call = (address(7), 1774598400, 80000 * W, 1, -W)
    put = (address(7), 1774598400, 80000 * W, 0, W)
    other = (address(8), 1, 1, 0, 3 * W)
    perp, second = (address(5), -2 * W, 7), (address(6), 0, -W)
    low, high = -(1 << 255), (1 << 255) - 1
    whole = encode_record(ledger_record(
        manager=address(9), cash=-5, collaterals=[(address(3), W)], perps=[perp, second], options=[put, call, other]))
    valid = [
        ("of a ledger: nothing held", ledger_record()),
        ("of a ledger: two markets", decode_record(whole)),
        ("of a ledger: a position without cash, and cash without a position", ledger_record(
            perps=[(address(1), W, 0), (address(2), 0, 1)])),
        ("of a ledger: amounts at their limits", ledger_record(
            cash=low, collaterals=[(b"\xff" * 20, low)], perps=[(b"\xff" * 20, high, low)],
            options=[(b"\xff" * 20, (1 << 64) - 1, (1 << 256) - 1, 1, high)])),
        ("of a ledger: the most that there can be", ledger_record(
            collaterals=[(address(n), 1) for n in range(256)], perps=[(address(n), 1, 0) for n in range(128)],
            options=[(address(n), 0, 0, 0, -1) for n in range(640)])),
    ]
    made = [(note, encode_record(ledger_record(**members))) for note, members in (
        ("a perp twice", {"perps": [perp, perp]}),
        ("perps that fall", {"perps": [second, perp]}),
        ("a perp of nothing", {"perps": [(address(5), 0, 0)]}),
        ("129 perps", {"perps": [(address(n), 1, 0) for n in range(129)]}),
        ("641 options", {"options": [(address(n), 0, 0, 0, -1) for n in range(641)]}),
        ("an option twice", {"options": [call, call]}),
        ("call before put", {"options": [call, put]}),
        ("a later asset first", {"options": [other, call]}),
        ("an option of zero", {"options": [(*call[:4], 0)]}),
        ("a side of 2", {"options": [(*call[:3], 2, W)]}),
        ("a collateral of zero", {"collaterals": [(address(3), 0)]}),
        ("257 collaterals", {"collaterals": [(address(n), 1) for n in range(257)]}))]
    made += [("a byte more", whole + b"\0"), ("spelt as that of a book", b"\1" + whole[1:])]
    made += [(f"only {length} bytes", whole[:length]) for length in
             [1, 20, 52, 53, 54, 74, 106, 107, 108, 127, 128, 160, 192, 275, 276, 296, 304, 336, 337, len(whole) - 1]]
    return valid, [(f"of a ledger: {note}", data) for note, data in made]


def record_lines():
    call = (1774598400, 80000 * W, 1, -W)
    put = (1774598400, 80000 * W, 0, W)
    later = (1782460800, 1000 * W, 0, 3 * W)
    btc = (address(int.from_bytes(b"BTC", "big")), W)
    eth = (address(int.from_bytes(b"ETH", "big")), -5)
    low, high = -(1 << 255), (1 << 255) - 1
    valid = [
        ("nothing held", record()),
        ("a covered call", record(manager=address(9), cash=-20000 * W, collaterals=[btc], options=[call])),
        ("put before call, early before late", record(collaterals=[btc, eth], options=[put, call, later])),
        ("amounts at their limits", record(
            cash=low, perpPosition=high, unsettledPerpCash=-1, collaterals=[(b"\xff" * 20, low)],
            options=[((1 << 64) - 1, (1 << 256) - 1, 1, high)])),
        ("strikes rise", record(options=[(7, strike, 0, 1) for strike in range(40)])),
        ("the most collaterals and options", record(
            collaterals=[(address(n), 1) for n in range(256)], options=[(n, 0, 0, -1) for n in range(1024)])),
    ]
    ledger, ledger_bad = ledger_record_cases()
    lines = []
    for note, value in valid + ledger:
        data = encode_record(value)
        assert decode_record(data) == value
        shown = {**value, "options": [[*option[:-2], Count(option[-2]), option[-1]] for option in value["options"]]}
        members = {"account": shown} if len(value["options"]) < 640 else {}
        lines.append(line(note=note, record=data, **members, expected={"hash": keccak256(data)}))

    whole = encode_record(valid[2][1])
    bad = [("version 0", b"\0" + whole[1:]), ("version 3", b"\3" + whole[1:]), ("no bytes", b""),
           ("an option twice", encode_record(record(options=[call, call]))),
           ("an option held long and short", encode_record(record(options=[call, (*call[:3], W)]))),
           ("call before put", encode_record(record(options=[call, put]))),
           ("late before early", encode_record(record(options=[later, call]))),
           ("a higher strike first", encode_record(record(options=[(7, 2, 0, 1), (7, 1, 1, 1)]))),
           ("a collateral twice", encode_record(record(collaterals=[btc, btc]))),
           ("collaterals that fall", encode_record(record(collaterals=[eth, btc]))),
           ("a collateral of zero", encode_record(record(collaterals=[(btc[0], 0)]))),
           ("an option of zero", encode_record(record(options=[(*call[:3], 0)]))),
           ("a side of 2", encode_record(record(options=[(*call[:2], 2, W)]))),
           ("a side of 255 and an amount of zero", encode_record(record(options=[(*call[:2], 255, 0)]))),
           ("257 collaterals", encode_record(record(collaterals=[(address(n), 1) for n in range(257)]))),
           ("a count of 65,535 collaterals and nothing else", whole[:117] + b"\xff\xff"),
           ("1,025 options", encode_record(record(options=[(n, 0, 0, -1) for n in range(1025)]))),
           ("a byte more", whole + b"\0"), ("the record twice", whole + whole)]
    bad += [(f"only {length} bytes", whole[:length]) for length in
            [1, 20, 21, 52, 53, 116, 117, 118, 119, 138, 139, 170, 171, 222, 223, 224, 225, 232, 265, 297,
             len(whole) - 1]]
    for note, data in bad + ledger_bad:
        try:
            decode_record(data)
        except Refused as refusal:
            lines.append(line(note=note, record=data, refused=refusal.name))
        else:
            raise AssertionError(note)
    return numbered(lines)


def numbered(lines):
    return "".join(f'{{"id":{number},{text[1:]}\n' for number, text in enumerate(lines))


def account(dice, salted=False, **members):
    below = dice.chance(30)
    insolvent = below and dice.chance(50)
    data = encode_record(record(cash=dice.below(10**30) - 10**29))
    return {"owner": address(dice.below(1 << 160)), "record": data,
            "sums": (0 if insolvent else dice.below(10**25), dice.below(10**22) if insolvent else 0, int(below)),
            "salt": dice.bits().to_bytes(32, "big") if salted else ZERO_SALT, **members}


def shown_sums(sums):
    equity, deficit, count = sums
    return {"positiveEquity": equity, "deficit": deficit, "belowMaintenance": count}


def shown_node(node):
    return {"hash": node[0], **shown_sums(node[1])}


def shown_account(value):
    return {"owner": value["owner"], "record": value["record"], **shown_sums(value["sums"]), "salt": value["salt"]}


def shown_roots(roots):
    return {**roots, "depth": Count(roots["depth"]), "totals": shown_sums(roots["totals"])}


def shown_proof(proof):
    if "nodes" in proof:
        return {"left": shown_node(proof["nodes"][0]), "right": shown_node(proof["nodes"][1])}
    shown = {"state": proof["state"], "solvency": [shown_node(node) for node in proof["solvency"]]}
    if "index" in proof:
        return {"index": proof["index"], **shown}
    return {"accounts": [{"index": index, **shown_account(value)} for index, value in proof["accounts"]], **shown}


TOP_EQUITY, TOP_DEFICIT = (1 << 128) - 1, (1 << 96) - 1


def tree_lines():
    dice = Dice("commitment trees")
    book = [account(dice, salted=number % 2 == 1) for number in range(33)]
    cases = [(f"{count} accounts", depth, book[:count]) for depth, count in [
        (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2), (2, 3), (2, 4), (3, 5), (3, 7), (3, 8), (4, 9), (5, 31),
        (5, 32), (6, 33), (24, 0), (24, 1), (24, 6), (24, 33), (31, 3), (32, 2)]]

    def rich(*all_sums):
        return [account(dice, sums=sums) for sums in all_sums]

    held = record(cash=-20000 * W, collaterals=[(address(int.from_bytes(b"BTC", "big")), W)],
                  options=[(1774598400, 80000 * W, 1, -W)])
    cases.append(("the worked example of the specification", 2, [
        {"owner": address(1), "record": encode_record(held), "sums": (46117 * W, 0, 0), "salt": ZERO_SALT},
        {"owner": address(2), "record": encode_record(record()), "sums": (0, 5 * W, 1), "salt": ZERO_SALT},
        {"owner": address(3), "record": encode_record(record()), "sums": (0, 0, 0), "salt": b"\x11" * 32}]))
    cases += [
        ("totals at their limits", 3, rich((TOP_EQUITY - 1, 0, 1), (0, TOP_DEFICIT - 1, 1), (1, 0, 0), (0, 1, 0))),
        ("depth 0", 0, book[:1]), ("depth 33", 33, book[:1]), ("three accounts in depth 1", 1, book[:3]),
        ("a deficit of 97 bits", 2, rich((0, TOP_DEFICIT + 1, 0))),
        ("a count of 2", 2, rich((0, 0, 2))), ("equity and deficit", 2, rich((1, 1, 1))),
        ("equity overflows under the top", 2, rich((0, 0, 0), (TOP_EQUITY, 0, 0), (1, 0, 0))),
        ("equity overflows at level 1", 2, rich((TOP_EQUITY, 0, 0), (1, 0, 0))),
        ("deficit overflows, and must not reach the equity", 2, rich((0, TOP_DEFICIT, 0), (0, 1, 0))),
        ("deficit overflows before equity does, which is refused first", 3, rich(
            (0, TOP_DEFICIT, 0), (0, 1, 0), (TOP_EQUITY, 0, 0), (1, 0, 0))),
        ("totals overflow before an account that cannot be", 2, rich((TOP_EQUITY, 0, 0), (1, 0, 0), (1, 1, 0))),
        ("deficit overflows at the top", 3, rich((0, TOP_DEFICIT, 0), (0, 0, 0), (5, 0, 0), (6, 0, 1), (0, 1, 0))),
    ]
    lines = []
    for note, depth, accounts in cases:
        shown = {"note": note, "depth": Count(depth), "accounts": [shown_account(each) for each in accounts]}
        try:
            roots = shown_roots(Trees(depth, accounts).roots())
            lines.append(line(**shown, expected={name: roots[name] for name in
                                                 ("stateRoot", "solvencyRoot", "totals")}))
        except Refused as refusal:
            lines.append(line(**shown, expected={"refused": refusal.name}))
    return numbered(lines)


class Proofs:
    """Lines of proofs: each says how its proof is made from a valid one."""

    def __init__(self):
        self.lines = []

    def add(self, kind, note, roots, proof, expected=None, attack=None):
        try:
            VERIFY[kind](roots, proof)
            outcome = None
        except Refused as refusal:
            outcome = refusal.name
        assert outcome == expected, (note, outcome, expected)
        members = {"kind": kind, "note": note}
        if attack:
            members["attack"] = Count(attack)
        members |= {"roots": shown_roots(roots), "proof": shown_proof(proof)}
        members["expected"] = {"refused": outcome} if outcome else {"accepted": True}
        self.lines.append(line(**members))

    def alter(self, kind, note, roots, proof, expected, change, attack=None):
        """One thing of a copy changed by `change(roots, proof)`."""
        roots, proof = copy.deepcopy(roots), copy.deepcopy(proof)
        change(roots, proof)
        self.add(kind, note, roots, proof, expected, attack)


def put(target, place, value):
    target[place] = value


def flip(data, bit=0):
    return bytes([data[0] ^ 1 << bit]) + data[1:]


def with_sums(node, **parts):
    names = ("equity", "deficit", "count")
    return node[0], tuple(parts.get(name, value) for name, value in zip(names, node[1]))


def proof_lines():
    dice = Dice("commitment proofs")
    book = [account(dice, salted=number % 3 == 2) for number in range(13)]
    proofs = Proofs()
    trees = {depth: Trees(depth, book[:count]) for depth, count in ((1, 2), (4, 13), (24, 6))}
    for tree in trees.values():
        roots, count = tree.roots(), len(tree.accounts)
        for index in range(count):
            proofs.add("inclusion", "an account", roots, tree.prove([index]))
        proofs.add("totals", "the two nodes under the root", roots, tree.open_root())
        if count < 1 << tree.depth:
            last = (1 << tree.depth) - 1
            for index in sorted({count, count + 1, last}):
                proofs.add("empty", "no account" + (" from here on" if index == count else ""), roots,
                           tree.prove_empty(index))
        proofs.add("multi", "all accounts", roots, tree.prove(list(range(count))))
    tree = trees[4]
    for indices in ([0], [0, 1], [0, 12], [3, 4], [1, 2, 5, 6, 11], [0, 1, 2, 3, 8, 9], [12]):
        proofs.add("multi", "some accounts", tree.roots(), tree.prove(indices))
    no_account = Trees(3, [])
    proofs.add("empty", "a tree without accounts", no_account.roots(), no_account.prove_empty(0))
    proofs.add("totals", "a tree without accounts", no_account.roots(), no_account.open_root())
    attacks(proofs, trees)
    flips(proofs, tree)
    return numbered(proofs.lines)


def flips(proofs, tree):
    """Every field of one inclusion proof and of its roots, changed by one bit."""
    roots, proof = tree.roots(), tree.prove([5])
    state, solvency = "Commitment_StateRootMismatch", "Commitment_SolvencyRootMismatch"
    for name in ("owner", "salt"):
        proofs.alter("inclusion", f"{name} changed", roots, proof, state,
                     lambda r, p: put(p["accounts"][0][1], name, flip(p["accounts"][0][1][name])))
    proofs.alter("inclusion", "another cash in the record", roots, proof, state, lambda r, p: put(
        p["accounts"][0][1], "record", p["accounts"][0][1]["record"][:52] + b"\x55" + p["accounts"][0][1]["record"][53:]))
    proofs.alter("inclusion", "equity changed", roots, proof, solvency,
                 lambda r, p: put(p["accounts"][0][1], "sums", with_sums((0, p["accounts"][0][1]["sums"]), equity=7)[1]))
    for level in range(4):
        proofs.alter("inclusion", f"state sibling {level} changed", roots, proof, state,
                     lambda r, p: put(p["state"], level, flip(p["state"][level])))
        proofs.alter("inclusion", f"solvency sibling {level} changed", roots, proof, solvency,
                     lambda r, p: put(p["solvency"], level, (flip(p["solvency"][level][0]), p["solvency"][level][1])))
        for column in range(3):
            def change(r, p):
                sums = list(p["solvency"][level][1])
                sums[column] ^= 1
                p["solvency"][level] = p["solvency"][level][0], tuple(sums)
            proofs.alter("inclusion", f"column {column} of solvency sibling {level} changed", roots, proof, solvency,
                         change)
    for name, expected in (("stateRoot", state), ("solvencyRoot", solvency)):
        proofs.alter("inclusion", f"another {name}", roots, proof, expected,
                     lambda r, p: put(r, name, flip(r[name])))
    for column in range(3):
        def change(r, p):
            r["totals"] = tuple(value + (at == column) for at, value in enumerate(r["totals"]))
        for kind, valid in (("inclusion", proof), ("totals", tree.open_root())):
            proofs.alter(kind, f"column {column} of the totals changed", roots, valid, "Commitment_TotalsMismatch",
                         change, attack=9)


def attacks(proofs, trees):
    """The attacks 1 to 12 of the list, as far as one proof can make them."""
    tree, wide = trees[4], trees[24]
    roots, proof = tree.roots(), tree.prove([5])
    state, solvency = "Commitment_StateRootMismatch", "Commitment_SolvencyRootMismatch"
    alter = proofs.alter

    alter("inclusion", "a parent that claims less than its children: the totals a verifier knows are smaller", roots,
          proof, "Commitment_TotalsMismatch", lambda r, p: put(r, "totals", (r["totals"][0] - 1, *r["totals"][1:])), 1)

    # A maker who sums the larger child only, and shows each user a sibling of nothing (Maxwell).
    def maxwell(r, p):
        p["solvency"] = [with_sums(node, equity=0, deficit=0, count=0) for node in p["solvency"]]
        node = EMPTIES[0][1][0], p["accounts"][0][1]["sums"]
        r["totals"] = node[1]
    alter("inclusion", "siblings without sums, totals of one account only", roots, proof, solvency, maxwell, 2)
    alter("inclusion", "minus one in two's complement as a sibling's equity", roots, proof,
          "Commitment_EquityOverflow",
          lambda r, p: put(p["solvency"], 0, with_sums(p["solvency"][0], equity=TOP_EQUITY)), 3)
    alter("inclusion", "a sibling's deficit of 97 bits, which would wrap out of the packed column", roots, proof,
          "Commitment_SiblingDeficitOutOfRange", lambda r, p: put(
              p["solvency"], 2, with_sums(p["solvency"][2], deficit=p["solvency"][2][1][1] + (1 << 96))), 3)
    alter("inclusion", "a leaf's deficit of 97 bits", roots, proof, "Commitment_LeafDeficitOutOfRange",
          lambda r, p: put(p["accounts"][0][1], "sums", (0, 1 << 96, 0)), 3)

    # Overflow at each level: an account of almost all, and siblings that wrap the sum.
    for column, name, most in ((0, "Equity", TOP_EQUITY), (1, "Deficit", TOP_DEFICIT), (2, "Count", (1 << 32) - 1)):
        for level in range(4):
            def wrap(r, p):
                own = [0, 0, 0]
                own[column] = 1
                p["accounts"][0][1]["sums"] = tuple(own)
                for below in range(4):
                    sums = [0, 0, 0]
                    sums[column] = most if below == level else 0
                    p["solvency"][below] = p["solvency"][below][0], tuple(sums)
            alter("inclusion", f"the sum wraps at level {level + 1}", roots, proof, f"Commitment_{name}Overflow",
                  wrap, 4)
    alter("inclusion", "a leaf that counts as two", roots, proof, "Commitment_LeafCountOutOfRange",
          lambda r, p: put(p["accounts"][0][1], "sums", (1, 0, 2)), 4)
    alter("inclusion", "a leaf with equity and a deficit", roots, proof, "Commitment_LeafEquityAndDeficit",
          lambda r, p: put(p["accounts"][0][1], "sums", (1, 1, 1)), 2)

    # A node where a leaf or a node of another level should be.
    def shorten(r, p):
        p["state"], p["solvency"] = p["state"][1:], p["solvency"][1:]
    alter("inclusion", "an inner node as leaf: one sibling short", roots, proof, "Commitment_StatePathLength",
          shorten, 5)
    def short_tree(r, p):
        shorten(r, p)
        p["accounts"][0] = (2, p["accounts"][0][1])
        r["depth"], r["count"] = 3, 7
    alter("inclusion", "an inner node as leaf of a tree of depth 3", roots, proof, state, short_tree, 5)
    def swapped_trees(r, p):
        p["state"] = [node[0] for node in p["solvency"]]
    alter("inclusion", "nodes of the solvency tree as nodes of the state tree", roots, proof, state, swapped_trees, 5)
    def other_level(r, p):
        p["state"][1], p["state"][2] = p["state"][2], p["state"][1]
    alter("inclusion", "siblings of two levels exchanged", roots, proof, state, other_level, 5)

    alter("inclusion", "a state sibling too many", roots, proof, "Commitment_StatePathLength",
          lambda r, p: p["state"].append(EMPTIES[4][0]), 6)
    alter("inclusion", "a solvency sibling too many", roots, proof, "Commitment_SolvencyPathLength",
          lambda r, p: p["solvency"].append(EMPTIES[4][1]), 6)
    alter("inclusion", "a solvency sibling short", roots, proof, "Commitment_SolvencyPathLength",
          lambda r, p: p["solvency"].pop(), 6)
    alter("inclusion", "no siblings", roots, proof, "Commitment_StatePathLength",
          lambda r, p: (p["state"].clear(), p["solvency"].clear()), 6)
    def move(index):
        return lambda r, p: put(p["accounts"], 0, (index, p["accounts"][0][1]))
    for index in (16, 21, 1 << 24, 1 << 32, (1 << 32) + 5, (1 << 64) - 1):
        alter("inclusion", "an index that the tree has no room for", roots, proof, "Commitment_IndexOutOfRange",
              move(index), 6)
    deep_roots, deep_proof = wide.roots(), wide.prove([3])
    alter("inclusion", "index 2^24 + 3 at depth 24", deep_roots, deep_proof, "Commitment_IndexOutOfRange",
          move((1 << 24) + 3), 6)
    for index, expected in ((4, state), (7, state), (1, state), (12, "Commitment_StateSiblingNotEmpty")):
        alter("inclusion", "the proof of account 5 shown at another index", roots, proof, expected, move(index), 7)
    def other_opening(r, p):
        p["accounts"] = [(6, p["accounts"][0][1])]
        p["state"], p["solvency"] = tree.prove([6])["state"], tree.prove([6])["solvency"]
    alter("inclusion", "account 5 on the path of account 6", roots, proof, state, other_opening, 7)
    for index in (13, 15):
        alter("inclusion", "an index beyond the count", roots, proof, "Commitment_IndexBeyondCount", move(index), 10)
    def other_record(r, p):
        p["accounts"][0][1]["record"] = encode_record(record(cash=1))
    alter("inclusion", "another record, for which no hash is taken from the proof", roots, proof, state, other_record,
          8)
    def false_solvency(r, p):
        sums = p["accounts"][0][1]["sums"]
        p["accounts"][0][1]["sums"] = (sums[0] + 1, 0, sums[2])
    alter("inclusion", "a true record beside false columns", roots, proof, solvency, false_solvency, 8)

    empties(proofs, trees)
    sizes(proofs, tree, proof)
    multi(proofs, tree)


def empties(proofs, trees):
    tree = trees[4]
    roots, empty = tree.roots(), tree.prove_empty(13)
    state, solvency = "Commitment_StateRootMismatch", "Commitment_SolvencyRootMismatch"
    alter = proofs.alter
    alter("empty", "an empty sibling with equity", roots, empty, "Commitment_SolvencySiblingNotEmpty",
          lambda r, p: put(p["solvency"], 1, with_sums(p["solvency"][1], equity=1)), 10)
    alter("empty", "an empty sibling with a deficit", roots, empty, "Commitment_SolvencySiblingNotEmpty",
          lambda r, p: put(p["solvency"], 1, with_sums(p["solvency"][1], deficit=1)), 10)
    alter("empty", "something beyond the count in the state tree", roots, empty, "Commitment_StateSiblingNotEmpty",
          lambda r, p: put(p["state"], 1, flip(p["state"][1])), 10)
    alter("empty", "a zero hash for the empty node", roots, empty, "Commitment_StateSiblingNotEmpty",
          lambda r, p: put(p["state"], 1, bytes(32)), 12)
    alter("empty", "the empty leaf for the empty node of level 1", roots, empty, "Commitment_StateSiblingNotEmpty",
          lambda r, p: put(p["state"], 1, EMPTIES[0][0]), 10)
    alter("empty", "an account's index called empty", roots, empty, "Commitment_IndexBelowCount",
          lambda r, p: put(p, "index", 12), 10)
    alter("empty", "an index that the tree has no room for", roots, empty, "Commitment_IndexOutOfRange",
          lambda r, p: put(p, "index", 16), 6)
    alter("empty", "a path one short", roots, empty, "Commitment_StatePathLength",
          lambda r, p: (p["state"].pop(), p["solvency"].pop()), 6)
    hidden = Trees(4, tree.accounts)
    alter("empty", "a count of one less than there are accounts: the last account's index", hidden.roots(),
          hidden.prove_empty(12), state, lambda r, p: put(r, "count", 12), 10)
    alter("empty", "a count of two less: the account after", hidden.roots(), hidden.prove_empty(13),
          "Commitment_StateSiblingNotEmpty", lambda r, p: put(r, "count", 12), 10)
    alter("inclusion", "an account's neighbour beyond a count made too small", hidden.roots(), hidden.prove([10]),
          "Commitment_StateSiblingNotEmpty", lambda r, p: put(r, "count", 11), 10)
    alter("inclusion", "an empty neighbour below a count made too large", hidden.roots(), hidden.prove([12]),
          "Commitment_StateSiblingEmpty", lambda r, p: put(r, "count", 14), 10)
    alter("inclusion", "the empty node of the solvency tree below the count", roots, tree.prove([5]),
          "Commitment_SolvencySiblingEmpty", lambda r, p: put(p["solvency"], 2, EMPTIES[2][1]), 10)
    alter("totals", "the empty node as left half", roots, tree.open_root(), "Commitment_SolvencySiblingEmpty",
          lambda r, p: put(p["nodes"], 0, EMPTIES[3][1]), 10)
    few = trees[24]
    alter("totals", "accounts in the right half beyond the count", few.roots(), few.open_root(),
          "Commitment_SolvencySiblingNotEmpty", lambda r, p: put(p["nodes"], 1, p["nodes"][0]), 10)
    alter("totals", "halves exchanged", roots, tree.open_root(), solvency, lambda r, p: p["nodes"].reverse(), 1)
    alter("totals", "a deficit of 97 bits", roots, tree.open_root(), "Commitment_SiblingDeficitOutOfRange",
          lambda r, p: put(p["nodes"], 0, with_sums(p["nodes"][0], deficit=1 << 96)), 3)
    alter("totals", "sums moved from one half to the other", roots, tree.open_root(), solvency, lambda r, p: (
        put(p["nodes"], 0, with_sums(p["nodes"][0], equity=p["nodes"][0][1][0] - 1)),
        put(p["nodes"], 1, with_sums(p["nodes"][1], equity=p["nodes"][1][1][0] + 1))), 1)
    for column, name, most in ((0, "Equity", TOP_EQUITY), (1, "Deficit", TOP_DEFICIT), (2, "Count", (1 << 32) - 1)):
        def wrap(r, p):
            for place in (0, 1):
                sums = [0, 0, 0]
                sums[column] = most if place else 1
                p["nodes"][place] = p["nodes"][place][0], tuple(sums)
        alter("totals", "the sum wraps at the top", roots, tree.open_root(), f"Commitment_{name}Overflow", wrap, 4)

    # The last node doubled where there is none (CVE-2012-2459).
    doubled = Trees(4, tree.accounts + [tree.accounts[12]])
    alter("inclusion", "the last account doubled under the root of thirteen", doubled.roots(), doubled.prove([13]), state,
          lambda r, p: put(r, "stateRoot", roots["stateRoot"]), 10)


def sizes(proofs, tree, proof):
    roots = tree.roots()
    alter = proofs.alter
    for depth in (0, 33, 255):
        alter("inclusion", f"a depth of {depth}", roots, proof, "Commitment_DepthOutOfRange",
              lambda r, p: put(r, "depth", depth), 6)
    for count in (17, 1 << 32, (1 << 64) - 1):
        alter("inclusion", "a count that the depth has no room for", roots, proof, "Commitment_CountOutOfRange",
              lambda r, p: put(r, "count", count), 6)
    alter("inclusion", "the tree called one deeper", roots, proof, "Commitment_StatePathLength",
          lambda r, p: put(r, "depth", 5), 6)

    def bend(data):
        return lambda r, p: put(p["accounts"][0][1], "record", data)
    whole = proof["accounts"][0][1]["record"]
    for note, data, name in (
            ("no record", b"", "Record_Truncated"), ("a record cut short", whole[:-1], "Record_Truncated"),
            ("a byte after the record", whole + b"\0", "Record_TrailingBytes"),
            ("a record of version 3", b"\3" + whole[1:], "Record_UnknownVersion")):
        alter("inclusion", note, roots, proof, name, bend(data), 11)
    alter("inclusion", "a state sibling whose last bit is wrong", roots, proof, "Commitment_StateRootMismatch",
          lambda r, p: put(p["state"], 3, p["state"][3][:-1] + bytes([p["state"][3][-1] ^ 1])), 11)


def multi(proofs, tree):
    roots, proof = tree.roots(), tree.prove([1, 2, 5, 6, 11])
    state, solvency = "Commitment_StateRootMismatch", "Commitment_SolvencyRootMismatch"
    alter = proofs.alter
    alter("multi", "no accounts", roots, proof, "Commitment_NoIndices", lambda r, p: p["accounts"].clear(), 12)
    alter("multi", "no accounts, and the root's own hash", roots, proof, "Commitment_NoIndices", lambda r, p: (
        p["accounts"].clear(), put(p, "state", [roots["stateRoot"]]),
        put(p, "solvency", [(roots["solvencyRoot"], roots["totals"])])), 12)
    alter("multi", "an index twice", roots, proof, "Commitment_IndicesUnsorted",
          lambda r, p: p["accounts"].insert(1, p["accounts"][0]), 12)
    alter("multi", "indices that fall", roots, proof, "Commitment_IndicesUnsorted",
          lambda r, p: p["accounts"].reverse(), 12)
    alter("multi", "two accounts exchanged", roots, proof, state, lambda r, p: put(
        p, "accounts", [(p["accounts"][0][0], p["accounts"][1][1]), (p["accounts"][1][0], p["accounts"][0][1])]
        + p["accounts"][2:]), 7)
    alter("multi", "one account at two indices", roots, proof, state, lambda r, p: put(
        p["accounts"], 1, (2, p["accounts"][0][1])), 7)
    alter("multi", "an account less", roots, proof, "Commitment_StatePathLength", lambda r, p: p["accounts"].pop(), 6)
    alter("multi", "a node too many", roots, proof, "Commitment_StatePathLength",
          lambda r, p: p["state"].append(bytes(32)), 12)
    alter("multi", "a solvency node too few", roots, proof, "Commitment_SolvencyPathLength",
          lambda r, p: p["solvency"].pop(), 6)
    alter("multi", "an index beyond the count", roots, proof, "Commitment_IndexBeyondCount",
          lambda r, p: put(p["accounts"], 4, (13, p["accounts"][4][1])), 10)
    alter("multi", "an index that the tree has no room for", roots, proof, "Commitment_IndexOutOfRange",
          lambda r, p: put(p["accounts"], 4, (16, p["accounts"][4][1])), 6)
    alter("multi", "two nodes exchanged", roots, proof, state,
          lambda r, p: put(p, "state", [p["state"][1], p["state"][0]] + p["state"][2:]), 6)
    alter("multi", "a node of zeros", roots, proof, state, lambda r, p: put(p["state"], 0, bytes(32)), 12)
    alter("multi", "the third account's record is not canonical", roots, proof, "Record_TrailingBytes",
          lambda r, p: put(p["accounts"][2][1], "record", p["accounts"][2][1]["record"] + b"\0"), 11)
    alter("multi", "a node's sums changed", roots, proof, solvency,
          lambda r, p: put(p["solvency"], 4, with_sums(p["solvency"][4], equity=3)), 1)
    one = tree.prove([0])
    alter("multi", "1,025 accounts", roots, one, "Commitment_TooManyIndices", lambda r, p: put(
        p, "accounts", [(0, {**p["accounts"][0][1], "record": b""})] * 1025), 12)
