"""Inclusion at the depth of a large venue: what it costs, and that no altered proof is accepted."""

import random
from types import SimpleNamespace

from reference.checkpoint import checkpoint_digest
from reference.commitment import encode_record, leaf, solvency_node, state_node

from .trees import checkpoint
from .venue import proofs

DEPTH = 24
PROOFS, MUTANTS = 24, 800
SEED = 20_260
W = 10**18


def random_record(dice, options):
    """A record with so many options, and up to three collaterals."""
    return encode_record({
        "manager": bytes(20), "cash": dice.randrange(-10**6 * W, 10**6 * W), "perpPosition": dice.randrange(W),
        "unsettledPerpCash": -dice.randrange(W),
        "collaterals": [(bytes([n + 1]) * 20, dice.randrange(1, 10 * W)) for n in range(options % 4)],
        "options": [(1_774_598_400, (n + 1) * 1000 * W, n % 2, -dice.randrange(1, W)) for n in range(options)]})


def columns(values):
    return dict(zip(("positiveEquity", "deficit", "belowMaintenance"), values))


def proof(dice, options):
    """A whole path of accounts, none of them empty, and the checkpoint whose roots it opens."""
    index = dice.randrange(1 << DEPTH)
    own = {"owner": dice.randbytes(20), "record": random_record(dice, options), "salt": dice.randbytes(32),
           "sums": (dice.randrange(10**6 * W), 0, 0)}
    state, solvency = leaf(index, own)
    path = []
    for level in range(DEPTH):
        count = 1 << level
        other = dice.randbytes(32), (
            dice.randrange(10**5 * W * count), dice.randrange(10**2 * W * count), dice.randrange(count))
        state_sibling = dice.randbytes(32)
        path.append({"state": state_sibling, "solvency": other[0], **columns(other[1])})
        pairs = (state, state_sibling), (solvency, other)
        if index >> level & 1:
            pairs = [(b, a) for a, b in pairs]
        state, solvency = state_node(level + 1, *pairs[0]), solvency_node(level + 1, *pairs[1])
    account = {"index": index, "owner": own["owner"], "record": own["record"], **columns(own["sums"]),
               "salt": own["salt"], "path": path}
    equity, deficit, below = solvency[1]
    message = checkpoint(
        number=7, time=1_770_240_788, depth=DEPTH, count=1 << DEPTH, stateRoot=state, solvencyRoot=solvency[0],
        equity=equity, deficit=deficit, belowMaintenance=below, assets=[b"\1" * 20, b"\2" * 20],
        assetTotals=[1, 2, 3, 4])
    return SimpleNamespace(message=message, account=account)


def run(tally, venue):
    dice = random.Random(SEED)
    contract = proofs(venue)
    name, property_name = f"checkInclusion at depth {DEPTH}", "checkInclusion of altered calldata"
    made = [proof(dice, options) for options in range(PROOFS)]
    for at, each in enumerate(made):
        each.digest = checkpoint_digest(venue, each.message)
        each.data, _ = contract.calldata("checkInclusion", each.message, each.account)
        tally.compare(name, f"proof {at}", None, contract.send(each.data), each.digest)
    for at in range(MUTANTS):
        each = made[at % 8]
        data, place = altered(dice, each)
        outcome = contract.send(data)
        counts = tally.of(property_name)
        counts.cases += 1
        if outcome.refused is not None:
            counts.refused += 1
        elif outcome.output != each.digest:
            # The word is none of the proof's but of the checkpoint's, and the digest tells.
            counts.other += 1
        else:
            tally.differ(property_name, f"seed {SEED}, mutant {at}, word {place}", "refused", "accepted")


def altered(dice, each):
    """One word of the calldata after the selector replaced, or one bit of it turned; never the record's padding."""
    data = bytearray(each.data)
    while True:
        place = dice.randrange((len(data) - 4) // 32)
        start = 4 + 32 * place
        before = bytes(data[start : start + 32])
        number = int.from_bytes(before, "big")
        after = dice.choice((
            dice.randbytes(32), bytes(32), (number ^ 1 << dice.randrange(256)).to_bytes(32, "big"),
            ((number + 1) % (1 << 256)).to_bytes(32, "big"), bytes(data[4 + 32 * (place ^ 1) :][:32])))
        meaning = meaning_of(each, start)
        if after[:meaning] != before[:meaning]:
            data[start : start + 32] = after
            return bytes(data), place


def meaning_of(each, start):
    """How many bytes of a word mean anything: the last word of the record is filled up with zeros that mean nothing."""
    record = each.account["record"]
    last = each.data.index(record) + len(record)
    return min(32, last - start) if start < last else 32
