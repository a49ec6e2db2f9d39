"""Policies, the log and checkpoints: policies.jsonl, log.jsonl and checkpoints.jsonl of vectors/commitment."""

import json
from types import SimpleNamespace

from reference.checkpoint_vectors import changes_of, octets, read
from reference.proof_forms import CHECKPOINT, POLICY, SIGNED

from .chain import Chain
from .venue import deploy, enter, policy_in_force


def lines(path):
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def title(case):
    return f"case {case['id']} ({case['kind']}: {case['note']})"


def run(tally, folder, venues):
    plain, _ = deploy(venues["plain"])
    for case in lines(folder / "policies.jsonl"):
        if case["kind"] == "policy":
            outcome = plain.call("checkPolicy", read(POLICY, case["policy"]))
            compare(tally, "checkPolicy", case, outcome, "hash")
        elif case["kind"] == "history":
            history(tally, case, venues[case["genesis"]])
    for case in lines(folder / "log.jsonl"):
        log_line(tally, case, plain)
    for case in lines(folder / "checkpoints.jsonl"):
        if case["kind"] == "digest":
            verifier, _ = deploy(venues[case["genesis"]])
            if verifier is None:
                tally.leave("checkpointDigest", "a venue that cannot be deployed")
                continue
            outcome = verifier.call("checkpointDigest", read(CHECKPOINT, case["message"]))
            compare(tally, "checkpointDigest", case, outcome, "digest")
        elif case["kind"] == "checkpoint":
            checkpoint(tally, case, venues[case["genesis"]])
        elif case["kind"] == "extension":
            extension(tally, case, venues[case["genesis"]])


def compare(tally, function, case, outcome, member=None):
    expected = case["expected"]
    output = octets(expected[member]) if member in expected else None
    tally.compare(function, title(case), expected.get("refused"), outcome, output)


def log_line(tally, case, plain):
    path = [octets(each) for each in case.get("path", case.get("proof", []))]
    if case["kind"] == "inclusion":
        compare(tally, "checkLogInclusion", case, plain.call(
            "checkLogInclusion", octets(case["entry"]), int(case["index"]), int(case["size"]), octets(case["root"]),
            path))
    elif case["kind"] == "consistency":
        compare(tally, "checkLogConsistency", case, plain.call(
            "checkLogConsistency", int(case["olderSize"]), octets(case["olderRoot"]), int(case["newerSize"]),
            octets(case["newerRoot"]), path))


def history(tally, case, venue):
    """The genesis policy at deployment, then each change; the first refusal is the history's."""
    verifier, outcome = deploy(venue)
    expected, changes = case["expected"], changes_of(case["changes"])
    if verifier is None or not changes:
        tally.compare("deploy", title(case), expected.get("refused"), outcome)
        return
    if expected.get("refused") == "Policy_TooManyChanges":
        tally.leave("rotate", "a thousand changes and one: see own.py")
        return
    tally.compare("deploy", title(case), None, outcome)
    outcomes = list(enter(verifier, venue, changes))
    for at, outcome in enumerate(outcomes):
        is_last = at == len(changes) - 1 or outcome.refused is not None
        tally.compare("rotate", title(case), expected.get("refused") if is_last else None, outcome)
    if "policies" in expected:
        for each in expected["policies"]:
            found = verifier.call("policyInForce", int(each["effective"]))
            tally.compare("policyInForce", title(case), None, found, octets(each["hash"]))


def entered(tally, case, venue, changes, time=0):
    """A verifier with a whole history, or None with what refused it compared."""
    chain = Chain(time)
    verifier, outcome = deploy(venue, chain)
    expected = case["expected"].get("refused")
    if verifier is None:
        tally.compare("deploy", title(case), expected, outcome)
        return None
    for outcome in enter(verifier, venue, changes):
        if outcome.refused:
            tally.compare("rotate", title(case), expected, outcome)
            return None
    return SimpleNamespace(chain=chain, verifier=verifier)


def checkpoint(tally, case, venue):
    changes, signed = changes_of(case["policyChanges"]), read(SIGNED, case["checkpoint"])
    if case["expected"].get("refused") in ("Checkpoint_WrongChain", "Checkpoint_WrongContract"):
        tally.leave("checkCheckpoint", "what stands beside a file")
        return
    now = int(case.get("now", signed.message.time))
    made = entered(tally, case, venue, changes, now)
    if made is None:
        return
    policy = policy_in_force(venue, changes, signed.message.number)
    if "now" not in case:
        compare(tally, "checkCheckpoint", case, made.verifier.call("checkCheckpoint", signed, policy), "digest")
    elif case["expected"].get("refused") == "Checkpoint_Stale":
        tally.leave("accept", "a greatest age")
    else:
        compare(tally, "accept", case, made.verifier.call("accept", signed, policy, [], []), "digest")


def extension(tally, case, venue):
    older, newer = (read(SIGNED, case[name]) for name in ("older", "newer"))
    made = entered(tally, case, venue, [], max(older.message.time, newer.message.time))
    policy = venue.genesis.policy
    first = made.verifier.call("accept", older, policy, [], [])
    tally.compare("accept", title(case), None, first)
    proof = ([octets(each) for each in case.get(name, [])] for name in ("consistency", "inclusion"))
    compare(tally, "accept", case, made.verifier.call("accept", newer, policy, *proof))
