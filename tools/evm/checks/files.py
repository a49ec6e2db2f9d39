"""Proof files whose checks are made on chain: vectors/commitment/files.jsonl."""

import json
from types import SimpleNamespace

from reference.checkpoint_vectors import read
from reference.document import Refused
from reference.proof_forms import file_shape

from .chain import Chain
from .checkpoints import lines, title
from .venue import deploy, enter, policy_in_force

# What a contract is not asked: the form of a file, what its reader expects, what stands beside a checkpoint, age,
# the holdings of a record.
ELSEWHERE = ("Proof_", "Expected_", "Checkpoint_WrongChain", "Checkpoint_WrongContract", "Checkpoint_Future",
             "Checkpoint_Stale", "Policy_HistoryRewritten", "Record_")
KINDS = ("checkpoint", "inclusion", "solvency", "consistency")


def texts(path):
    """Each case with the bytes of its file."""
    whole = {}
    for case in lines(path):
        if "file" in case:
            data = whole[case["id"]] = case["file"].encode()
        else:
            data = whole[case["fileOf"]]
            for at, length, text in reversed(case["replace"]):
                data = data[:at] + text.encode() + data[at + length :]
        yield case, data


def run(tally, folder, venues):
    for case, data in texts(folder / "files.jsonl"):
        expected = case["expected"].get("refused") or ""
        if expected.startswith(ELSEWHERE):
            tally.leave("files", "what no contract is asked")
        elif "memory" in case:
            tally.leave("files", "a memory of files")
        else:
            value = json.loads(data)
            if value["kind"] not in KINDS:
                tally.leave("files", "of other kinds")
                continue
            check(tally, {**case, "kind": value["kind"]}, venues[case["genesis"]], proof_of(value))


def proof_of(value):
    try:
        return read(file_shape(value["kind"]), value)
    except Refused as refused:
        raise AssertionError(f"a file that should be well formed: {refused}") from None


def check(tally, case, venue, proof):
    """The calls that the file's checks are, in their order; the first refusal is the file's."""
    name, expected = f"file of kind {proof.kind}", case["expected"].get("refused")
    chain = Chain(proof.checkpoint.message.time)
    verifier, outcome = deploy(venue, chain)
    outcomes = [outcome]
    if verifier:
        outcomes += enter(verifier, venue, proof.policyChanges)
    if outcomes[-1].refused is None:
        calls = SimpleNamespace(chain=chain, verifier=verifier, venue=venue, proof=proof)
        for step in (signed, STEPS[proof.kind]):
            if outcomes[-1].refused is None:
                outcomes += step(calls)
    tally.compare(name, title(case), expected, outcomes[-1])


def policy_of(calls, checkpoint):
    return policy_in_force(calls.venue, calls.proof.policyChanges, checkpoint.message.number)


def signed(calls):
    checkpoint = calls.proof.checkpoint
    yield calls.verifier.call("checkCheckpoint", checkpoint, policy_of(calls, checkpoint))


def contract_of(calls):
    contract, outcome = calls.chain.deploy("BallastProofs", calls.verifier.word)
    assert contract, outcome.refused
    return contract


def inclusion(calls):
    yield contract_of(calls).call("checkInclusion", calls.proof.checkpoint.message, calls.proof.body)


def solvency(calls):
    body, checkpoint = calls.proof.body, calls.proof.checkpoint
    yield contract_of(calls).call(
        "checkSolvency", checkpoint.message, policy_of(calls, checkpoint), body.solvencyOpening, body.assetOpening,
        body.attestation, body.securityModule, body.feeRecipient)


def consistency(calls):
    body, newer = calls.proof.body, calls.proof.checkpoint
    older = getattr(body, "from")
    calls.chain.set_time(max(older.message.time, newer.message.time))
    first = calls.verifier.call("accept", older, policy_of(calls, older), [], [])
    yield first
    if first.refused is None:
        yield calls.verifier.call("accept", newer, policy_of(calls, newer), body.consistency, body.inclusion)


STEPS = {"checkpoint": lambda calls: (), "inclusion": inclusion, "solvency": solvency, "consistency": consistency}
