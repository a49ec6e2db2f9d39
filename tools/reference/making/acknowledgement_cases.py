"""vectors/ledger/acknowledgements.jsonl: lines that an operator signs, kept and broken, and lines that are none (LA-12)."""

import json
from types import SimpleNamespace

from ..commitment import Refused
from ..ledger.acknowledgements import check, promises, signed, venue_of
from ..ledger.genesis import Genesis
from ..ledger.vectors import portable
from .ledger_scene import key_of
from .lines import compact

LOGS = ("trades, tokens, keys, custody, settlement", "announcements, a disabled perp, an expiry", "a bare venue")


def acknowledgement_files(logs):
    """`logs` are the lines of logs.jsonl."""
    made = [each for line in logs if line["note"] in LOGS for each in of_log(line)]
    yield "ledger/acknowledgements.jsonl", "".join(
        compact({"id": number, **each}) + "\n" for number, each in enumerate(made))


def of_log(line):
    _, genesis, stored = portable(line)
    venue, blocks = venue_of(Genesis(genesis)), [(block, receipts) for _, _, _, block, receipts in stored]
    operator = key_of("operator")

    def case(note, text):
        try:
            check(venue, text.encode(), blocks)
            expected = {"outcome": "kept"}
        except Refused as refused:
            expected = {"refused": refused.name}
        return {"note": note, "log": line["note"], "line": text, "expected": expected}

    for block in blocks:
        every = promises(venue, *block)
        for promise in every[:1] + every[1:][-1:]:
            yield case(f"transaction {promise.position} of block {promise.height}", compact(signed(venue, operator, promise)))
    if line["note"] == LOGS[0]:
        for note, text in others(venue, operator, promises(venue, *blocks[0])[1]):
            yield case(note, text)


def others(venue, operator, promise):
    """Lines beside the truth."""
    true = signed(venue, operator, promise)
    lies = {"transaction": bytes(32), "position": promise.position - 1, "time": promise.time + 1, "receipt": bytes(32),
            "height": 2}
    for name, lie in lies.items():
        lying = signed(venue, operator, SimpleNamespace(**vars(promise) | {name: lie}))
        yield f"another {name}, signed", compact(lying)
        yield f"another {name} under the signature of the truth", compact(lying | {"signature": true["signature"]})
    for name, value in (("height", 0), ("height", 1_000), ("height", 2**64 - 1), ("position", 9_999), ("time", 2**64 - 1),
                        ("engine", bytes(32))):
        yield f"{name} {value if name != 'engine' else 'of another venue'}, signed", compact(
            signed(venue, operator, SimpleNamespace(**vars(promise) | {name: value})))
    yield "signed by another", compact(signed(venue, operator + 1, promise))
    signature = bytes.fromhex(true["signature"][2:])
    for note, bent in (("a signature of nobody", bytes(64) + b"\x1b"), ("a signature with another v", signature[:64] + b"\x1d"),
                       ("a signature with the other v", signature[:64] + bytes([55 - signature[64]]))):
        yield note, compact(true | {"signature": "0x" + bent.hex()})
    yield "a signature of 64 bytes", compact(true | {"signature": true["signature"][:-2]})
    yield "a position of 10,000", compact(true | {"position": 10_000})
    yield "a position as text", compact(true | {"position": "1"})
    yield "a height as a number", compact(true | {"height": 1})
    yield "a hash of 31 bytes", compact(true | {"receipt": true["receipt"][:-2]})
    yield "a member more", compact(true | {"venue": "x"})
    for name in true:
        yield f"without {name}", compact({each: value for each, value in true.items() if each != name})
    yield "other spaces and another order", json.dumps(dict(reversed(true.items())))
    yield "a member without a value", '{"engine":}'
    yield "an array", "[]"
