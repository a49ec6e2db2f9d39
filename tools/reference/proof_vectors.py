"""Vectors of proof files, states and several proofs, read from their lines and checked again (PF-14)."""

import json
import re

from .checkpoint_vectors import octets
from .commitment import Refused
from .proof_files import Reader, outcome_of
from .several_proofs import audit_proofs
from .state_audit import audit
from .venue import read_venue

NAME = re.compile(r"`((?!JSON_)[A-Z][A-Za-z]+_[A-Za-z]+)`")


def applied(old, changes):
    """PF-14: `[at, length, text]` from the last to the first."""
    for at, length, text in reversed(changes):
        old = old[:at] + text.encode() + old[at + length :]
    return old


def number(text):
    return None if text is None else int(text)


def data(text):
    return None if text is None else octets(text)


def whole(text):
    return None if text is None else text.encode()


def file_line(case, venues, earlier):
    own = whole(case["file"]) if "file" in case else applied(earlier[case["fileOf"]], case["replace"])
    earlier[case["id"]] = own
    if "fill" in case:
        count, text = case["fill"]
        own += text.encode() * count
    sets = case.get("parameterSets")
    reader = Reader(
        venues[case["genesis"]], whole(case.get("memory")), whole(case.get("extending")), number(case.get("now")),
        number(case.get("maximumAge")), number(case.get("expectedIndex")), data(case.get("expectedOwner")),
        data(case.get("expectedRecord")), None if sets is None else list(map(octets, sets)))
    return outcome_of(reader, own, case["level"])


def state_line(case, venues, earlier):
    audit([line.encode() for line in case["lines"]])
    return {"accepted": True}


def several_line(case, venues, earlier):
    audit_proofs([text.encode() for text in case["files"]], [venues[name] for name in case["genesis"]])
    return {"accepted": True}


LINES = {"files.jsonl": file_line, "states.jsonl": state_line, "several.jsonl": several_line}


def check_lines(folder):
    """The number of lines of each file that agree; an AssertionError names the first that does not."""
    objects = json.loads((folder / "venues.json").read_text(encoding="utf-8"))
    venues = {name: read_venue(json.dumps(each).encode()) for name, each in objects.items()}
    for name, compute in LINES.items():
        earlier, lines = {}, (folder / name).read_text(encoding="utf-8").splitlines()
        for line in lines:
            case = json.loads(line)
            try:
                got = compute(case, venues, earlier)
            except Refused as refusal:
                got = {"refused": refusal.name}
            assert got == case["expected"], (name, case["id"], case["note"], got, case["expected"])
        yield name, len(lines)


def check_names(specifications, folder):
    """Every refusal that documents 11 to 13 define (those of JSON are of 06) is expected by some line, and every
    attack of CM-16, CP-19 and SV-14 made by one; the number of names."""
    named = set()
    for document in ("11-checkpoints.md", "12-solvency.md", "13-proof-files.md"):
        named |= set(NAME.findall((specifications / document).read_text(encoding="utf-8")))
    met, attacks = set(), set()
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            attacks.add(case.get("attack"))
            expected = case.get("expected")
            met.add(expected.get("refused") if isinstance(expected, dict) else None)
    missing = sorted(named - met)
    assert not missing, missing
    assert attacks >= set(range(1, 27)), attacks
    return len(named)
