"""vectors/commitment/maps.jsonl: roots, updates and proofs of state maps, and attacks on them (MP-12)."""

from .. import state_map as maps
from ..commitment import Refused
from ..state_map import decode, encode, partial_updates, path_of, prove, root, updated, value_hash, verify
from .commitment_cases import line, numbered
from .dice import Dice

PART = {name: code for code, name in enumerate(maps.PARTS)}


def refused(body):
    try:
        body()
    except Refused as refusal:
        return refusal.name
    return None


def random_entries(dice, count):
    return {dice.bits().to_bytes(32, "big")[: dice.pick((1, 2, 9, 32))] * dice.pick((1, 1, 4)):
            dice.bits().to_bytes(32, "big") * dice.pick((0, 1, 4, 5)) + bytes(dice.below(9)) for _ in range(count)}


def changes_of(dice, entries, keys):
    """Some of the keys, once each; removals and values."""
    return [(key, None if dice.chance(40) else dice.bits().to_bytes(32, "big")[: dice.below(33)])
            for key in dice.shuffled(keys) if dice.chance(60)]


def listed(entries):
    return [[key, value] for key, value in entries]


def map_lines():
    lines = [*root_lines(), *update_lines(), *proof_lines(), *attack_lines(), *encoding_lines()]
    return numbered(lines)


def root_lines():
    dice = Dice("state maps")
    cases = [("no entries", {}), ("an entry of nothing", {b"": b""}), ("an entry", {b"key": b"value"}),
             ("the longest key, a long value", {b"\xff" * 128: b"\1" * 5000, b"\xff" * 127: b""})]
    cases += [(f"{count} entries", random_entries(dice, count)) for count in (2, 3, 4, 5, 8, 13, 40, 150)]
    cases.append(("ten keys and values of one length", {bytes([n]): bytes([n]) * 33 for n in range(10)}))
    for note, entries in cases:
        yield line(kind="root", note=note, entries=listed(entries.items()), expected={"root": root(entries)})


def update_lines():
    dice = Dice("updates of state maps")
    for count, steps in ((0, 3), (1, 3), (2, 4), (6, 5), (30, 4), (100, 2)):
        entries = random_entries(dice, count)
        keys = list({**entries, **random_entries(dice, count // 2 + 1)})
        state, updates, roots = entries, [], []
        for _ in range(steps):
            updates.append(changes_of(dice, state, keys))
            state = updated(state, updates[-1])
            roots.append(root(state))
        yield line(kind="update", note=f"{steps} updates of {count} entries", entries=listed(entries.items()),
                   updates=[listed(changes) for changes in updates], expected={"roots": roots})
    few = {b"a": b"1", b"b": b"2", b"c": b"3"}
    emptied = [[(key, None) for key in few], [(key, few[key]) for key in few]]
    yield line(kind="update", note="all removed, and set again", entries=listed(few.items()),
               updates=[listed(changes) for changes in emptied],
               expected={"roots": [root({}), root(few)]})
    for note, changes in (("a key twice", [(b"a", b"4"), (b"d", None), (b"a", None)]),
                          ("a key of 129 bytes", [(b"a" * 129, None)]),
                          ("a key twice, and then one that is too long", [(b"a", None), (b"a", None), (b"b" * 129, None)])):
        name = refused(lambda: updated(few, changes))
        yield line(kind="update", note=note, entries=listed(few.items()), updates=[listed(changes)],
                   expected={"refused": name})


def proof_line(note, expected_root, data, updates=None):
    """What the reference says of the proof decides the line; updates are of the partial map."""
    roots = []
    name = refused(lambda: roots.extend(partial_updates(decode(data), expected_root, updates or [])))
    members = {} if updates is None else {"updates": [listed(changes) for changes in updates]}
    outcome = {"refused": name} if name else {"accepted": True, **({} if updates is None else {"roots": roots})}
    return line(kind="proof", note=note, root=expected_root, proof=data, **members, expected=outcome), name


def proof_lines():
    dice = Dice("proofs of state maps")
    for count in (0, 1, 2, 3, 5, 12, 60):
        entries = random_entries(dice, count)
        absent = list(random_entries(dice, 4))
        for asked in (1, 2, count // 2 + 1):
            keys = dice.shuffled(list(entries) + absent)[:asked]
            updates, state, roots = [], entries, []
            for _ in range(3):
                updates.append(changes_of(dice, state, keys))
                state = updated(state, updates[-1])
                roots.append(root(state))
            proof = prove(entries, keys)
            # The partial map follows the whole one.
            assert partial_updates(proof, root(entries), updates) == roots
            yield proof_line(f"{asked} keys of {count} entries", root(entries), encode(proof), updates)[0]
    entries = random_entries(dice, 20)
    keys = list(entries)[:4]
    data = encode(prove(entries, keys))
    for note, changes in (("a key that the proof does not have", [(keys[0], b""), (b"other", None)]),
                          ("a neighbour that is removed", [(list(entries)[9], None)]),
                          ("a key twice", [(keys[0], b""), (keys[0], b"")])):
        text, name = proof_line(note, root(entries), data, [[], changes])
        assert name is not None
        yield text


def mined(prefixes):
    """A key for each prefix of bits, so that trees have the shapes wanted."""
    found, number = {}, 0
    while len(found) < len(prefixes):
        key = number.to_bytes(2, "big")
        way = format(int.from_bytes(path_of(key), "big"), "0256b")
        for prefix in prefixes:
            if prefix not in found and way.startswith(prefix):
                found[prefix] = key
                break
        number += 1
    return [found[prefix] for prefix in prefixes]


def attack_lines():
    """One map: leaves at 000, 0010, 0011, 11000 and 11001, the last two beside nothing, and below 01 a node beside
    nothing. `absent` ends at nothing, `stray` at the leaf 000."""
    a, b, c, d, e, f, g, absent, stray, near = mined(
        ["0000", "0010", "0011", "01100", "01101", "11000", "11001", "0100", "0001", "00000"])
    entries = {key: b"value of " + key for key in (a, b, c, d, e, f, g)}
    expected = root(entries)
    mismatch = "Map_RootMismatch"

    def bent(note, asked, name, *changes):
        proof = prove(entries, asked)
        for change in changes:
            change(proof)
        text, found = proof_line(note, expected, encode(proof))
        assert found == name, (note, found)
        return text

    def become(**members):
        return lambda proof: proof.update(members)

    def put(member, place, value):
        return lambda proof: proof[member].__setitem__(place, value)

    def part(old, new):
        return lambda proof: proof["parts"].__setitem__(proof["parts"].index(PART[old]), PART[new])

    def last(member):
        return lambda proof: proof[member].pop()

    def more(member, value):
        return lambda proof: proof[member].append(value)

    def is_other(path, value):
        """At a leaf of its own, as that of another."""
        return lambda proof: (
            part("own", "other")(proof), proof["hashes"].__setitem__(slice(0, 0), [path, value]))

    yield bent("as it is", [a, absent, stray, d], None)
    yield bent("another value", [a], mismatch, put("entries", 0, (a, b"another")))
    yield bent("the value of another entry", [a], mismatch, put("entries", 0, (a, entries[b])))
    yield bent("a value of no bytes where there is none", [stray], "Map_ValuesMisplaced", put("entries", 0, (stray, b"")))
    yield bent("another key of the same place", [a], mismatch, put("entries", 0, (near, entries[a])))
    yield bent("a key of another place", [a], "Map_PartUnexpected", put("entries", 0, (f, entries[a])))
    yield bent("an entry called absent, and nothing in its place", [a], mismatch, put("entries", 0, (a, None)),
               part("own", "empty"))
    yield bent("an entry called absent, and its own leaf in its place", [a], "Map_KeyPresent",
               put("entries", 0, (a, None)), is_other(path_of(a), value_hash(entries[a])))
    yield bent("an entry called absent, and the leaf of another of its place", [a], mismatch,
               put("entries", 0, (a, None)), is_other(path_of(near), value_hash(entries[a])))
    yield bent("an entry called absent, and a leaf of another place", [a], "Map_LeafMisplaced",
               put("entries", 0, (a, None)), is_other(path_of(g), value_hash(entries[g])))
    yield bent("a leaf of another place where none is of the key", [stray], "Map_LeafMisplaced",
               put("hashes", 0, path_of(b)))
    yield bent("another value of another's leaf", [stray], mismatch, put("hashes", 1, bytes(32)))
    yield bent("a value where there is none", [absent], "Map_ValuesMisplaced", put("entries", 0, (absent, b"1")))
    yield bent("a leaf where there is none", [absent], mismatch, put("entries", 0, (absent, b"1")),
               lambda proof: proof["parts"].__setitem__(proof["parts"].index(PART["empty"]), PART["own"]))
    yield bent("two values at one leaf", [a, stray], "Map_ValuesMisplaced", become(
        entries=sorted([(a, entries[a]), (stray, b"")], key=lambda entry: path_of(entry[0]))))
    yield bent("no entries", [a], "Map_NoKeys", become(entries=[]))
    yield bent("an entry twice", [f], "Map_KeysUnsorted", more("entries", (f, entries[f])))
    yield bent("entries in another order", [a, d], "Map_KeysUnsorted", lambda proof: proof["entries"].reverse())
    yield bent("an entry less", [a, f], "Map_PartUnexpected", last("entries"))
    yield bent("an entry more", [a], "Map_PartUnexpected", more("entries", (f, entries[f])))
    yield bent("no parts", [a], "Map_PartMissing", become(parts=[]))
    yield bent("a part less", [a], "Map_PartMissing", last("parts"))
    yield bent("a part more", [a], "Map_PartsLeft", more("parts", PART["empty"]))
    yield bent("no hashes", [a], "Map_HashMissing", become(hashes=[]))
    yield bent("a hash less", [a], "Map_HashMissing", last("hashes"))
    yield bent("a hash more", [a], "Map_HashesLeft", more("hashes", bytes(32)))
    yield bent("a hash of zeros", [a], mismatch, put("hashes", -1, bytes(32)))
    yield bent("hashes in another order", [a], mismatch, lambda proof: proof["hashes"].reverse())
    yield bent("the sides of a node exchanged", [f], "Map_PartUnexpected", become(parts=[PART[name] for name in (
        "branch", "node", "branch", "empty", "branch", "branch", "branch", "leaf", "own", "empty", "empty")]))
    yield bent("the root as a node", [a], "Map_PartUnexpected", become(parts=[PART["node"]], hashes=[expected]))
    yield bent("the root as a leaf", [a], "Map_PartUnexpected", become(parts=[PART["leaf"]], hashes=[expected]))
    yield bent("nothing at all", [absent], mismatch, become(parts=[PART["empty"]], hashes=[]))
    yield bent("the entry alone", [a], mismatch, become(parts=[PART["own"]], hashes=[]))
    for note, asked, old, new, name in (
            ("a leaf passed off as a node", b, "leaf", "node", mismatch),
            ("a node passed off as a leaf", b, "node", "leaf", mismatch),
            ("a node passed off as nothing", b, "node", "empty", "Map_HashesLeft"),
            ("nothing passed off as a leaf", f, "empty", "leaf", "Map_HashMissing"),
            ("a leaf beside the paths as the entry's", b, "leaf", "own", "Map_PartUnexpected"),
            ("a leaf beside the paths as another's", b, "leaf", "other", "Map_PartUnexpected"),
            ("a node beside the paths opened", b, "node", "branch", "Map_PartUnexpected"),
            ("a branch as a node", b, "branch", "node", "Map_PartUnexpected"),
            ("the entry's leaf as nothing", b, "own", "empty", "Map_ValuesMisplaced"),
            ("the entry's leaf as another's", b, "own", "other", "Map_ValuesMisplaced"),
            ("the entry's leaf as one beside the paths", b, "own", "leaf", "Map_PartUnexpected")):
        yield bent(note, [asked], name, part(old, new))
    yield from lone_lines(f)


def lone_lines(key):
    """Trees that no map has, under their own roots: a leaf below its place, a node above nothing."""
    entry = key, b"value of " + key
    leaf = maps.LEAF, maps.leaf_hash(path_of(key), value_hash(entry[1]))
    nothing = maps.EMPTY, maps.NOTHING
    one = maps.node_hash(0, nothing, leaf)
    two = maps.node_hash(0, nothing, (maps.NODE, maps.node_hash(1, nothing, leaf)))
    none = maps.node_hash(0, nothing, nothing)
    deep = []
    for depth in range(256):
        deep += [PART["branch"]] + [PART["empty"]] * maps.bit(path_of(key), depth)
    for note, expected, value, parts, name in (
            ("a leaf one level too deep", one, entry[1], ["branch", "empty", "own"], "Map_NotCompact"),
            ("a leaf two levels too deep", two, entry[1], ["branch", "empty", "branch", "empty", "own"],
             "Map_NotCompact"),
            ("a node above nothing", none, None, ["branch", "empty", "empty"], "Map_NotCompact"),
            ("a branch at depth 256", one, entry[1], None, "Map_PartUnexpected")):
        codes = deep + [PART["branch"]] if parts is None else [PART[part] for part in parts]
        text, found = proof_line(note, expected, encode({"entries": [(key, value)], "parts": codes, "hashes": []}))
        assert found == name, (note, found)
        yield text


def encoding_lines():
    dice = Dice("encodings of state maps")
    entries = random_entries(dice, 6)
    expected = root(entries)
    data = encode(prove(entries, [*list(entries)[:2], b"absent"]))
    head = (1).to_bytes(4, "big")
    cases = [("a byte more", data + b"\0", "Map_TrailingBytes"), ("no bytes", b"", "Map_Truncated"),
             ("no entries", bytes(4), "Map_NoKeys"),
             ("2^18 + 1 entries", ((1 << 18) + 1).to_bytes(4, "big"), "Map_TooManyKeys"),
             ("a key of 129 bytes", head + b"\x81", "Map_KeyTooLong"),
             ("a form of 2", head + b"\0\2", "Map_UnknownForm"),
             ("a value of 2^20 + 1 bytes", head + b"\0\1" + ((1 << 20) + 1).to_bytes(4, "big"), "Map_ValueTooLong"),
             ("2^23 + 1 parts", head + b"\0\0" + ((1 << 23) + 1).to_bytes(4, "big"), "Map_TooManyParts"),
             ("a part of code 6", head + b"\0\0" + head + b"\6", "Map_UnknownForm"),
             ("2^32 - 1 hashes", head + b"\0\0" + bytes(4) + b"\xff" * 4, "Map_Truncated")]
    cases += [(f"{length} of {len(data)} bytes", data[:length], "Map_Truncated")
              for length in (3, 4, 5, 6, 7, len(data) // 2, len(data) - 1)]
    for note, bent, expected_name in cases:
        text, name = proof_line(note, expected, bent)
        assert name == expected_name, (note, name)
        yield text
