"""vectors/commitment/log.jsonl: roots, inclusion and consistency of logs (CP-12 to CP-14, CP-20)."""

from ..keccak import keccak256
from ..log import (
    EMPTY_LOG, log_consistency, log_leaf, log_path, log_root, verify_consistency, verify_inclusion,
)
from .commitment_cases import flip, numbered
from .policy_cases import case, outcome

ENTRIES = [keccak256(f"ballast test entry {number}".encode()) for number in range(70)]
ROOTS = [log_root(ENTRIES[:size]) for size in range(71)]


def accepted(verify, *arguments):
    return outcome(lambda: verify(*arguments) or {"accepted": True})


def root_cases():
    return [case("root", f"{size} entries", {"root": ROOTS[size]}, entries=ENTRIES[:size])
            for size in [*range(18), 31, 32, 33, 64, 65]]


class Inclusions:
    def __init__(self):
        self.lines = []

    def add(self, note, expected=None, attack=None, *, index, size, entry=None, root=None, path=None):
        entry = ENTRIES[index % 70] if entry is None else entry
        path = log_path(ENTRIES[:size], index) if path is None else path
        root = ROOTS[size] if root is None else root
        got = accepted(verify_inclusion, entry, index, size, root, path)
        assert got.get("refused") == expected, (note, got)
        self.lines.append(case("inclusion", note, got, attack, entry=entry, index=str(index), size=str(size),
                               root=root, path=path))


def inclusion_cases():
    made = Inclusions()
    add = made.add
    for size in (1, 2, 3, 4, 5, 7, 8, 11):
        for index in range(size):
            add("an entry", index=index, size=size)
    add("the last of 70", index=69, size=70)
    length, wrong = "Log_PathLength", "Log_RootMismatch"
    path = log_path(ENTRIES[:11], 6)
    add("index 11 of 11", "Log_IndexOutOfRange", index=11, size=11, path=path)
    add("an entry of the empty log", "Log_IndexOutOfRange", index=0, size=0, path=[])
    add("the greatest index of the greatest size", "Log_IndexOutOfRange", index=(1 << 64) - 1, size=(1 << 64) - 1,
        path=[], root=EMPTY_LOG)
    add("a hash short", length, index=6, size=11, path=path[:-1])
    add("a hash more", length, index=6, size=11, path=path + [bytes(32)])
    add("no path", length, index=6, size=11, path=[])
    add("the last entry with a path of the others' length", length, index=10, size=11, path=path)
    add("a path where there is one entry", length, index=0, size=1, path=[ENTRIES[1]])
    add("an entry of the greatest log, without its path", length, index=0, size=(1 << 64) - 1, path=[],
        root=EMPTY_LOG)
    add("another entry", wrong, index=6, size=11, entry=ENTRIES[7])
    add("another index of the same length", wrong, index=7, size=11, entry=ENTRIES[6], path=path)
    add("a size of the same shape: the path of an early entry cannot tell, so sizes come from what is signed",
        index=6, size=12, root=ROOTS[11], path=path)
    add("another size, and a path of the same length", wrong, 15, index=6, size=7, root=ROOTS[8],
        path=log_path(ENTRIES[:8], 6)[:1] + log_path(ENTRIES[:8], 6)[2:])
    add("another root", wrong, index=6, size=11, root=ROOTS[10])
    add("hashes in reverse", wrong, index=6, size=11, path=path[::-1])
    for place in range(len(path)):
        add("a hash changed", wrong, index=6, size=11,
            path=[flip(each) if at == place else each for at, each in enumerate(path)])
    add("a leaf's hash for the entry", wrong, 5, index=6, size=11, entry=log_leaf(ENTRIES[6]))
    add("a node for an entry of a smaller log", wrong, 5, index=0, size=6, entry=ROOTS[2], root=ROOTS[11],
        path=log_path(ENTRIES[:11], 0)[1:])
    return made.lines


class Extensions:
    def __init__(self):
        self.lines = []

    def add(self, note, expected=None, attack=None, *, older, newer, proof=None, older_root=None, newer_root=None):
        proof = log_consistency(ENTRIES[:newer], older) if proof is None else proof
        older_root = ROOTS[older] if older_root is None else older_root
        newer_root = ROOTS[newer] if newer_root is None else newer_root
        got = accepted(verify_consistency, older, older_root, newer, newer_root, proof)
        assert got.get("refused") == expected, (note, got)
        self.lines.append(case(
            "consistency", note, got, attack, olderSize=str(older), olderRoot=older_root, newerSize=str(newer),
            newerRoot=newer_root, proof=proof))


def consistency_cases():
    made = Extensions()
    add = made.add
    for newer in (*range(9), 11):
        for older in range(newer + 1):
            add("a beginning", older=older, newer=newer)
    add("from the power of two below", older=64, newer=70)
    add("from just above it", older=65, newer=70)
    length, wrong, stale = "Log_PathLength", "Log_RootMismatch", "Log_OlderMismatch"
    proof = log_consistency(ENTRIES[:11], 6)
    add("a log that has become shorter", "Log_SizeRollback", 15, older=8, newer=7, proof=[])
    add("a log that has become empty", "Log_SizeRollback", 15, older=1, newer=0, proof=[])
    add("an empty log with a root", "Log_EmptyRoot", 15, older=0, newer=3, older_root=ROOTS[1])
    add("both empty, the older with a root", "Log_EmptyRoot", 15, older=0, newer=0, older_root=ROOTS[1])
    add("both empty, the newer with a root", "Log_EmptyRoot", 15, older=0, newer=0, newer_root=ROOTS[1])
    add("one size, two roots", "Log_SameSize", 15, older=5, newer=5, newer_root=flip(ROOTS[5]))
    add("one size, two roots, and a proof", "Log_SameSize", 15, older=5, newer=5, newer_root=flip(ROOTS[5]),
        proof=proof)
    add("a proof where the sizes are equal", length, older=5, newer=5, proof=[ROOTS[5]])
    add("a proof from the empty log", length, older=0, newer=5, proof=[ROOTS[5]])
    add("no proof", length, older=6, newer=11, proof=[])
    add("a hash short", length, older=6, newer=11, proof=proof[:-1])
    add("a hash more", length, older=6, newer=11, proof=proof + [bytes(32)])
    add("a power of two, with its root put in front", length, older=8, newer=11,
        proof=[ROOTS[8], *log_consistency(ENTRIES[:11], 8)])
    add("sizes of 64 bits, no proof", length, older=(1 << 64) - 2, newer=(1 << 64) - 1, proof=[],
        older_root=ROOTS[1], newer_root=ROOTS[2])
    add("another older root", stale, 15, older=6, newer=11, older_root=ROOTS[5])
    add("another newer root", wrong, 15, older=6, newer=11, newer_root=ROOTS[10])
    add("another older root, of a power of two", wrong, 15, older=8, newer=11, older_root=ROOTS[7])
    add("the older root of another size", stale, 15, older=5, newer=11, older_root=ROOTS[6],
        proof=log_consistency(ENTRIES[:11], 5))
    for place in range(len(proof)):
        bent = [flip(each) if at == place else each for at, each in enumerate(proof)]
        got = accepted(verify_consistency, 6, ROOTS[6], 11, ROOTS[11], bent)["refused"]
        add("a hash changed", got, older=6, newer=11, proof=bent)
    rewritten = ENTRIES[:2] + [flip(ENTRIES[2])] + ENTRIES[3:11]
    add("the third entry rewritten", stale, 15, older=6, newer=11, newer_root=log_root(rewritten),
        proof=log_consistency(rewritten, 6))
    add("the third entry rewritten, the older size a power of two", wrong, 15, older=8, newer=11,
        newer_root=log_root(rewritten), proof=log_consistency(rewritten, 8)[:-1] + [log_root(rewritten[8:])])
    add("an entry put in front", stale, 15, older=6, newer=11, newer_root=log_root([bytes(32), *ENTRIES[:10]]),
        proof=log_consistency([bytes(32), *ENTRIES[:10]], 6))
    return made.lines


def log_lines():
    return numbered(root_cases() + inclusion_cases() + consistency_cases())
