"""Inclusion and the totals of both sum trees: vectors/commitment/proofs.jsonl and assets.jsonl."""

import json
from types import SimpleNamespace

from .abi import Unspeakable
from .venue import proofs

NO_HASH = bytes(32)
SIDE_BY_SIDE = "paths of other lengths"
NOT_DECODED = "a record's own refusals"


def octets(text):
    return bytes.fromhex(text[2:])


def checkpoint(**members):
    """A checkpoint of nothing but what is given."""
    return SimpleNamespace(**{
        "number": 0, "previous": NO_HASH, "logSize": 0, "logRoot": NO_HASH, "engine": NO_HASH, "height": 0, "time": 0,
        "depth": 0, "count": 0, "stateRoot": NO_HASH, "sectionsRoot": NO_HASH, "receiptsRoot": NO_HASH,
        "inputRoot": NO_HASH, "riskRoot": NO_HASH, "solvencyRoot": NO_HASH, "equity": 0, "deficit": 0,
        "belowMaintenance": 0, "assetRoot": NO_HASH, "assets": [], "assetTotals": [], "feesAccrued": 0,
        "netSettledCash": 0, "pendingWithdrawals": 0, "securityModule": 0, "feeRecipient": 0, "attestation": NO_HASH,
        "policy": NO_HASH, **members})


def sums(value):
    return {name: int(value[name]) for name in ("positiveEquity", "deficit", "belowMaintenance")}


def account_roots(roots):
    totals = sums(roots["totals"])
    return checkpoint(
        depth=roots["depth"], count=int(roots["count"]), stateRoot=octets(roots["stateRoot"]),
        solvencyRoot=octets(roots["solvencyRoot"]), equity=totals["positiveEquity"], deficit=totals["deficit"],
        belowMaintenance=totals["belowMaintenance"])


def node(value):
    return {"hash": octets(value["hash"]), **sums(value)}


def account(proof):
    [own] = proof["accounts"]
    return {
        "index": int(own["index"]), "owner": octets(own["owner"]), "record": octets(own["record"]), **sums(own),
        "salt": octets(own["salt"]), "path": [
            {"state": octets(state), "solvency": octets(other["hash"]), **sums(other)}
            for state, other in zip(proof["state"], proof["solvency"])]}


def run(tally, folder, venue):
    contract = proofs(venue)
    for line in (folder / "proofs.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        proof, expected = case["proof"], case["expected"].get("refused")
        if case["kind"] == "totals":
            opening = {side: node(proof[side]) for side in ("left", "right")}
            ask(tally, contract, "checkTotals", case, account_roots, opening)
        elif case["kind"] == "inclusion" and len(proof["state"]) != len(proof["solvency"]):
            tally.leave("checkInclusion", SIDE_BY_SIDE)
        elif case["kind"] == "inclusion" and (expected or "").startswith("Record_"):
            tally.leave("checkInclusion", NOT_DECODED)
        elif case["kind"] == "inclusion":
            ask(tally, contract, "checkInclusion", case, account_roots, account(proof))
    for line in (folder / "assets.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case.get("kind") == "totals":
            opening = {side: asset_node(case["proof"][side]) for side in ("left", "right")}
            ask(tally, contract, "checkAssetTotals", case, asset_roots, opening)


def asset_node(value):
    return {"hash": octets(value["hash"]), "sums": list(map(int, value["sums"]))}


def asset_roots(roots):
    return checkpoint(
        depth=roots["depth"], count=int(roots["count"]), assetRoot=octets(roots["root"]),
        assets=list(map(octets, roots["assets"])), assetTotals=list(map(int, roots["totals"])))


def ask(tally, contract, function, case, roots, proof):
    try:
        outcome = contract.call(function, roots(case["roots"]), proof)
    except Unspeakable:
        tally.leave(function, "a number wider than its type")
        return
    tally.compare(function, f"case {case['id']} ({case['note']})", case["expected"].get("refused"), outcome)
