"""Lines of vectors/commitment/files.jsonl (PF-14): whole files, and files that differ little from an earlier one."""

import re
from difflib import SequenceMatcher

from ..proof_files import Reader, outcome_of
from ..proof_forms import LEVELS
from ..proof_vectors import applied
from .lines import compact
from .venues import VENUES

TOKEN = re.compile(rb"[^,]*,?")


def replacements(old, new):
    """[at, length, text] in the bytes of `old`, in rising order, that make `new` of it; few, not the fewest."""
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    starts, at = [], 0
    for token in a:
        starts.append(at)
        at += len(token)
    starts.append(at)
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind != "equal":
            found.append(trimmed(starts[i], b"".join(a[i:j]), b"".join(b[k:m])))
    return found


def trimmed(at, old, new):
    front = 0
    while front < min(len(old), len(new)) and old[front] == new[front]:
        front += 1
    back = 0
    while back < min(len(old), len(new)) - front and old[-1 - back] == new[-1 - back]:
        back += 1
    return [at + front, len(old) - front - back, new[front : len(new) - back].decode()]


class Files:
    def __init__(self):
        self.lines = []
        self.whole = {}  # by kind and venue the id and bytes of lines with a whole file

    def add(self, note, kind, venue, data, expected=None, attack=None, memory=None, extending=None, now=None,
            age=None, index=None, owner=None, record=None, sets=None, level=None, fill=None, status=None):
        brought = {
            "memory": memory and memory.decode(), "extending": extending and extending.decode(),
            "now": text(now), "maximumAge": text(age), "expectedIndex": text(index), "expectedOwner": hexadecimal(owner),
            "expectedRecord": hexadecimal(record),
            "parameterSets": None if sets is None else list(map(hexadecimal, sets))}
        level = level or LEVELS[kind]
        reader = Reader(VENUES[venue], memory, extending, now, age, index, owner, record, sets)
        whole = data + fill[1].encode() * fill[0] if fill else data
        got = outcome_of(reader, whole, level)
        assert got.get("refused") == expected, (note, got)
        assert status is None or got["status"] == status, (note, got)
        number = len(self.lines)
        about = {"id": number, "level": level, "note": note, **({"attack": attack} if attack else {})}
        shown = self.shown(kind, venue, number, data)
        if fill:
            shown["fill"] = list(fill)
        self.lines.append(compact({
            **about, "genesis": venue, **shown,
            **{name: value for name, value in brought.items() if value is not None}, "expected": got}))

    def shown(self, kind, venue, number, data):
        """The file, or how it differs from an earlier one where that is shorter."""
        best = None
        for base, old in self.whole.get((kind, venue), ()):
            changes = replacements(old, data)
            length = len(compact(changes).encode())
            if best is None or length < best[0]:
                best = length, base, changes, old
        if best and best[0] < len(data) // 2:
            assert applied(best[3], best[2]) == data
            return {"fileOf": best[1], "replace": best[2]}
        self.whole.setdefault((kind, venue), []).append((number, data))
        return {"file": data.decode()}

    def text(self):
        return "".join(line + "\n" for line in self.lines)


def text(value):
    return None if value is None else str(value)


def hexadecimal(value):
    return None if value is None else "0x" + value.hex()
