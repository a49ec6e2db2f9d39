"""Vectors of venues, policies, logs and checkpoints, read from their lines and computed again (CP-20)."""

import json
from types import SimpleNamespace

from .checkpoint import (
    check_checkpoint, check_clock, check_evidence, check_extension, check_memory, checkpoint_digest, cosigned_digest,
)
from .commitment import Refused
from .document import Members, decode
from .log import log_root, verify_consistency, verify_inclusion
from .proof_forms import CHANGES, CHECKPOINT, POLICY, SIGNED
from .typed_data import hash_struct
from .venue import History, check_policy, policy_hash, read_venue


def members_of(value):
    """A plain value with its objects as Members, as the forms want them."""
    if isinstance(value, dict):
        return Members((name, members_of(member)) for name, member in value.items())
    return list(map(members_of, value)) if isinstance(value, list) else value


def read(shape, value):
    return decode(shape, members_of(value))


def octets(text):
    return bytes.fromhex(text.removeprefix("0x"))


def written(value):
    """A result as lines have it."""
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, dict):
        return {name: written(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return list(map(written, value))
    return value


def changes_of(value):
    return read([CHANGES[0]], value)  # how many there may be is 310's to say


def venue_line(case, venues):
    venue = read_venue(case["genesis"].encode())
    return {"engine": venue.engine, "domain": venue.separator, "policy": policy_hash(venue.genesis.policy)}


def policy_line(case, venues):
    value = read(POLICY, case["policy"])
    check_policy(value, value.version)
    return {"hash": policy_hash(value)}


def history_line(case, venues):
    policies = History(venues[case["genesis"]], changes_of(case["changes"])).policies
    return {"policies": [{"effective": str(each.effective), "hash": policy_hash(each.policy)} for each in policies]}


def root_line(case, venues):
    return {"root": log_root(list(map(octets, case["entries"])))}


def inclusion_line(case, venues):
    verify_inclusion(octets(case["entry"]), int(case["index"]), int(case["size"]), octets(case["root"]),
                     list(map(octets, case["path"])))


def consistency_line(case, venues):
    verify_consistency(int(case["olderSize"]), octets(case["olderRoot"]), int(case["newerSize"]),
                       octets(case["newerRoot"]), list(map(octets, case["proof"])))


def digest_line(case, venues):
    venue, message = venues[case["genesis"]], read(CHECKPOINT, case["message"])
    digest = checkpoint_digest(venue, message)
    return {"struct": hash_struct("Checkpoint", message), "digest": digest,
            "cosigned": cosigned_digest(venue, digest, 7, 1)}


def checkpoint_line(case, venues):
    checked = check_checkpoint(
        venues[case["genesis"]], int(case["chainId"]), octets(case["contract"]), changes_of(case["policyChanges"]),
        read(SIGNED, case["checkpoint"]))
    age = case.get("maximumAge")
    check_clock(checked.message, int(case["now"]) if "now" in case else None, None if age is None else int(age))
    return {"digest": checked.digest}


def extension_line(case, venues):
    venue = venues[case["genesis"]]
    place = venue.genesis.chainId, venue.genesis.contract
    a, b = (check_checkpoint(venue, *place, changes_of(case.get(f"{which}Changes", [])), read(SIGNED, case[which]))
            for which in ("older", "newer"))
    proof = None
    if "consistency" in case:
        proof = list(map(octets, case["consistency"])), list(map(octets, case["inclusion"]))
    (check_memory if case["kind"] == "memory" else check_extension)(a, b, proof)


def evidence_line(case, venues):
    venue, entry = venues[case["genesis"]], case["entry"]
    if entry is not None:
        entry = SimpleNamespace(digest=octets(entry["digest"]), path=list(map(octets, entry["path"])))
    witnesses = check_evidence(
        venue, venue.genesis.chainId, venue.genesis.contract, [], read(SIGNED, case["first"]),
        read(SIGNED, case["second"]), entry)
    return {"accepted": True, "witnesses": witnesses}


LINES = {
    "policies.jsonl": {"venue": venue_line, "policy": policy_line, "history": history_line},
    "log.jsonl": {"root": root_line, "inclusion": inclusion_line, "consistency": consistency_line},
    "checkpoints.jsonl": {
        "digest": digest_line, "checkpoint": checkpoint_line, "extension": extension_line, "memory": extension_line,
        "evidence": evidence_line},
}


def computed(name, case, venues):
    """What a line of a file must expect."""
    try:
        return written(LINES[name][case["kind"]](case, venues) or {"accepted": True})
    except Refused as refusal:
        return {"refused": refusal.name}


def check_lines(folder):
    """The number of lines of each file that agree; an AssertionError names the first that does not."""
    objects = json.loads((folder / "venues.json").read_text(encoding="utf-8"))
    venues = {name: read_venue(json.dumps(each).encode()) for name, each in objects.items()}
    for name in LINES:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        for line in lines:
            case = json.loads(line)
            got = computed(name, case, venues)
            assert got == case["expected"], (name, case["id"], case["note"], got, case["expected"])
        yield name, len(lines)
