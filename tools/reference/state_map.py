"""The state map, its proofs and the partial map of one (MP-1 to MP-11), from the specification alone.

A whole tree is made from all entries each time; of a proof, a tree of tuples is made, and changed entry by entry.
"""

from .commitment import refuse_if
from .keccak import keccak256

KEY_BYTES, VALUE_BYTES, PROOF_KEYS, PROOF_PARTS, BITS = 128, 1 << 20, 1 << 18, 1 << 23, 256
EMPTY, LEAF, NODE = 0, 1, 2
PARTS = ["empty", "own", "other", "leaf", "node", "branch"]
HASHES = {"leaf": 1, "node": 1, "other": 2}
NOTHING = keccak256(b"\x82\0")


def path_of(key):
    return keccak256(b"\x83\0" + key)


def value_hash(value):
    return keccak256(b"\x84\0" + value)


def leaf_hash(path, value):
    return keccak256(b"\x80\0" + path + value)


def node_hash(depth, left, right):
    """`left` and `right` are (kind, hash)."""
    return keccak256(bytes([0x81, depth, left[0], right[0]]) + left[1] + right[1])


def bit(path, depth):
    return path[depth // 8] >> (7 - depth % 8) & 1


def check_entries(entries):
    for key, value in entries:
        refuse_if(len(key) > KEY_BYTES, "Map_KeyTooLong")
        refuse_if(value is not None and len(value) > VALUE_BYTES, "Map_ValueTooLong")


def check_changes(changes):
    check_entries(changes)
    refuse_if(len({key for key, _ in changes}) < len(changes), "Map_KeyTwice")


# The whole map: a dictionary, and the tree over it (MP-4, MP-5)


def stands(entries, depth=0):
    """Kind and hash at a place, of the (path, value hash) that lead through it."""
    if not entries:
        return EMPTY, NOTHING
    if len(entries) == 1:
        return LEAF, leaf_hash(*entries[0])
    sides = [stands([entry for entry in entries if bit(entry[0], depth) == side], depth + 1) for side in (0, 1)]
    return NODE, node_hash(depth, *sides)


def hashed(entries):
    return [(path_of(key), value_hash(value)) for key, value in entries.items()]


def root(entries):
    return stands(hashed(entries))[1]


def updated(entries, changes):
    """MP-6."""
    check_changes(changes)
    entries = dict(entries)
    for key, value in changes:
        if value is None:
            entries.pop(key, None)
        else:
            entries[key] = value
    return entries


# Proofs (MP-7)


def prove(entries, keys):
    proof = {"entries": sorted(((key, entries.get(key)) for key in keys), key=lambda entry: path_of(entry[0])),
             "parts": [], "hashes": []}
    add_parts(proof, hashed(entries), [path_of(key) for key in keys], 0)
    return proof


def add_parts(proof, below, asked, depth):
    def add(part, *hashes):
        proof["parts"].append(PARTS.index(part))
        proof["hashes"] += hashes

    if not below:
        add("empty")
    elif not asked:
        kind, digest = stands(below, depth)
        add("leaf" if kind == LEAF else "node", digest)
    elif len(below) > 1:
        add("branch")
        for side in (0, 1):
            add_parts(proof, [entry for entry in below if bit(entry[0], depth) == side],
                      [path for path in asked if bit(path, depth) == side], depth + 1)
    elif below[0][0] in asked:
        add("own")
    else:
        add("other", *below[0])


# Checks (MP-8). A tree of a proof is ("empty",), ("leaf", path, hash), ("node", hash) or ("branch", left, right).
# Of a leaf beside the paths, the path is the bits of its place, which is as much of it as is needed (MP-10).


class Reading:
    def __init__(self, proof):
        self.entries = [(path_of(key), value) for key, value in proof["entries"]]
        self.parts, self.hashes = list(proof["parts"]), list(proof["hashes"])

    def hash(self):
        refuse_if(not self.hashes, "Map_HashMissing")
        return self.hashes.pop(0)

    def place(self, way):
        """The tree at a place, which is named by its bits as a list."""
        refuse_if(not self.parts, "Map_PartMissing")
        part = PARTS[self.parts.pop(0)]
        here = [entry for entry in self.entries if leads(entry[0], way)]
        if not here:
            refuse_if(part in ("own", "other", "branch"), "Map_PartUnexpected")
            if part == "empty":
                return ("empty",)
            return ("leaf", padded(way), self.hash()) if part == "leaf" else ("node", self.hash())
        refuse_if(part in ("leaf", "node") or (part == "branch" and len(way) == BITS), "Map_PartUnexpected")
        if part == "branch":
            left = self.place(way + [0])
            return "branch", left, self.place(way + [1])
        present = [(path, value) for path, value in here if value is not None]
        refuse_if(len(present) != (part == "own"), "Map_ValuesMisplaced")
        if part == "empty":
            return ("empty",)
        if part == "own":
            path, value = present[0]
            return "leaf", path, leaf_hash(path, value_hash(value))
        path = self.hash()
        digest = self.hash()
        refuse_if(not leads(path, way), "Map_LeafMisplaced")
        refuse_if(path in [other for other, _ in here], "Map_KeyPresent")
        return "leaf", path, leaf_hash(path, digest)


def leads(path, way):
    return all(bit(path, depth) == side for depth, side in enumerate(way))


def padded(way):
    return int("".join(map(str, way)).ljust(BITS, "0"), 2).to_bytes(32, "big")


def check_compact(tree):
    if tree[0] == "branch":
        kinds = sorted(side[0] for side in tree[1:])
        refuse_if(kinds in (["empty", "empty"], ["empty", "leaf"]), "Map_NotCompact")
        check_compact(tree[1])
        check_compact(tree[2])


def known(tree, depth=0):
    """Kind and hash of a tree of a proof."""
    if tree[0] == "branch":
        return NODE, node_hash(depth, known(tree[1], depth + 1), known(tree[2], depth + 1))
    return {"empty": (EMPTY, NOTHING), "leaf": (LEAF, tree[-1]), "node": (NODE, tree[-1])}[tree[0]]


def verify(proof, expected):
    """The tree that a proof shows of the map with the root `expected`."""
    entries = proof["entries"]
    refuse_if(not entries, "Map_NoKeys")
    refuse_if(len(entries) > PROOF_KEYS, "Map_TooManyKeys")
    check_entries(entries)
    refuse_if(len(proof["parts"]) > PROOF_PARTS, "Map_TooManyParts")
    paths = [path_of(key) for key, _ in entries]
    refuse_if(any(b <= a for a, b in zip(paths, paths[1:])), "Map_KeysUnsorted")
    reading = Reading(proof)
    tree = reading.place([])
    refuse_if(reading.parts, "Map_PartsLeft")
    refuse_if(reading.hashes, "Map_HashesLeft")
    check_compact(tree)
    refuse_if(known(tree)[1] != expected, "Map_RootMismatch")
    return tree


# The partial map (MP-10)


def partial_updates(proof, expected, updates):
    """The roots after each."""
    tree, roots = verify(proof, expected), []
    proven = {key for key, _ in proof["entries"]}
    for changes in updates:
        check_changes(changes)
        refuse_if(any(key not in proven for key, _ in changes), "Map_KeyNotProven")
        for key, value in changes:
            path = path_of(key)
            tree = changed(tree, path, None if value is None else leaf_hash(path, value_hash(value)), 0)
        roots.append(known(tree)[1])
    return roots


def changed(tree, path, leaf, depth):
    if tree[0] == "empty":
        return ("empty",) if leaf is None else ("leaf", path, leaf)
    if tree[0] == "leaf":
        if tree[1] == path:
            return ("empty",) if leaf is None else ("leaf", path, leaf)
        if leaf is None:
            return tree
        sides = [("empty",), ("empty",)]
        sides[bit(tree[1], depth)] = tree
        return changed(("branch", *sides), path, leaf, depth)
    assert tree[0] == "branch"
    sides = list(tree[1:])
    side = bit(path, depth)
    sides[side] = changed(sides[side], path, leaf, depth + 1)
    for one, other in (sides, reversed(sides)):
        if other[0] == "empty" and one[0] in ("empty", "leaf"):
            return one
    return "branch", *sides


# Encoding (MP-9)


def encode(proof):
    parts = [len(proof["entries"]).to_bytes(4, "big")]
    for key, value in proof["entries"]:
        parts += [bytes([len(key)]), key]
        parts += [b"\0"] if value is None else [b"\1", len(value).to_bytes(4, "big"), value]
    parts += [len(proof["parts"]).to_bytes(4, "big"), bytes(proof["parts"])]
    parts += [len(proof["hashes"]).to_bytes(4, "big"), *proof["hashes"]]
    return b"".join(parts)


def decode(data):
    at = 0

    def take(count):
        nonlocal at
        refuse_if(len(data) - at < count, "Map_Truncated")
        at += count
        return data[at - count : at]

    def number(count):
        return int.from_bytes(take(count), "big")

    count = number(4)
    refuse_if(count == 0, "Map_NoKeys")
    refuse_if(count > PROOF_KEYS, "Map_TooManyKeys")
    proof = {"entries": [], "parts": [], "hashes": []}
    for _ in range(count):
        length = number(1)
        refuse_if(length > KEY_BYTES, "Map_KeyTooLong")
        key, value = take(length), None
        form = number(1)
        refuse_if(form > 1, "Map_UnknownForm")
        if form:
            length = number(4)
            refuse_if(length > VALUE_BYTES, "Map_ValueTooLong")
            value = take(length)
        proof["entries"].append((key, value))
    count = number(4)
    refuse_if(count > PROOF_PARTS, "Map_TooManyParts")
    proof["parts"] = list(take(count))
    refuse_if(any(code >= len(PARTS) for code in proof["parts"]), "Map_UnknownForm")
    proof["hashes"] = [take(32) for _ in range(number(4))]
    refuse_if(at != len(data), "Map_TrailingBytes")
    return proof
