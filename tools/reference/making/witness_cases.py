"""vectors/ledger/witnesses.jsonl: witnesses of blocks, whole and altered (LA-1 to LA-6)."""

import json

from .. import state_map
from ..commitment import Refused
from ..ledger import witness
from ..ledger.blocks import Ledger, block_bytes, block_hash, header_bytes, read_block, read_header
from ..ledger.genesis import Genesis
from ..ledger.values import Reader
from ..ledger.vectors import portable
from .dice import Dice
from .lines import compact

# Of each log so many blocks from its beginning have a witness.
LOGS = {"trades, tokens, keys, custody, settlement": (1, 3), "announcements, a disabled perp, an expiry": (4,),
        "a bare venue": (2,), "random calls in corrected mode": (9,), "corrections that come and go": (3, 9),
        "waterfall: settings": (2,), "waterfall: reductions": (3,), "waterfall: deleveraging by queue, pairs kept": (4,),
        "waterfall: pauses and limits": (2, 6), "adaptive: settings": (7,), "adaptive: levels and the grace": (1, 8)}


def witness_files(logs):
    """`logs` are the lines of logs.jsonl."""
    whole, altered, seen = [], [], set()
    for line in logs:
        if line["note"] in LOGS:
            made, bent = of_log(line, LOGS[line["note"]], seen)
            whole += made
            altered += bent
    yield "ledger/witnesses.jsonl", "".join(compact(each) + "\n" for each in whole + altered)


def shown(data):
    return "0x" + data.hex()


def of_log(line, heights, seen):
    """`seen` are the kinds of keys that a witness was tried without."""
    genesis_hash, genesis, blocks = portable(line)
    ledger, made, altered = Ledger(Genesis(genesis)), [], []
    for height, _, _, block, receipts in blocks[:max(heights)]:
        if height in heights:
            file = witness.make(ledger, block)
            note = f"{line['note']}: block {height}"
            assert witness.check(file, genesis_hash) is None, note
            made.append({"note": note, "file": shown(file), "genesisHash": shown(genesis_hash),
                         "expected": {"outcome": "follows"}})
            if not altered:
                altered = list(bent(note, ledger, file, genesis_hash, seen))
        ledger.replay(block, receipts)
    return made, altered


# Altered ones: `cuts` are [place, how many bytes go, what comes in their place], from the last to the first.


def case(note, of, genesis_hash, whole, file):
    try:
        outcome = {"outcome": witness.check(file, genesis_hash) or "follows"}
    except Refused as refused:
        outcome = {"refused": refused.name}
    assert outcome != {"outcome": "follows"}, note
    return {"note": note, "of": of, "genesisHash": shown(genesis_hash), "cut": cut(whole, file), "expected": outcome}


def cut(whole, file):
    """The one stretch in which two files differ."""
    first = next((i for i, (a, b) in enumerate(zip(whole, file)) if a != b), min(len(whole), len(file)))
    last = 0
    while last < min(len(whole), len(file)) - first and whole[-1 - last] == file[-1 - last]:
        last += 1
    return [first, len(whole) - last - first, shown(file[first:len(file) - last])]


def bent(of, ledger, file, genesis_hash, seen):
    def add(note, data, expecting=genesis_hash):
        return case(note, of, expecting, file, data)

    fields = fields_of(file)
    yield add("another venue", file, bytes(32))
    yield add("another beginning", b"X" + file[1:])
    yield add("cut short", file[:-2])
    yield add("cut in a length", file[:18])
    yield add("a byte more", file + b"\0")
    yield add("a genesis that is too long", file[:16] + b"\xff" + file[17:])
    yield add("a genesis in another spelling", witness.file_of(b" " + fields[0], *fields[1:]))
    yield from headers(add, fields)
    yield from entries_of(add, ledger, fields, seen)
    proof = fields[3]
    dice = Dice(f"ledger witnesses {of}")
    for place in (dice.below(len(proof) - 64) + 32 for _ in range(6)):
        changed = proof[:place] + bytes([proof[place] ^ 1 << dice.below(8)]) + proof[place + 1:]
        yield add(f"a bit of the proof, at byte {place}", witness.file_of(*fields[:3], changed))


def fields_of(file):
    reader, fields = file[16:], []
    while reader:
        length = int.from_bytes(reader[:4], "big")
        fields.append(reader[4:4 + length])
        reader = reader[4 + length:]
    return fields


def headers(add, fields):
    """Each field of the block's header, and transactions that are others."""
    header, transactions = read_block(fields[2])
    for name, value in vars(header).items():
        other = read_header(Reader(header_bytes(header)))
        setattr(other, name, value + 1 if isinstance(value, int) else value[:-1] + bytes([value[-1] ^ 1]))
        if name == "transactions":
            other.transactions = len(transactions) + 1
        yield add(f"the block's {name}", witness.file_of(*fields[:2], block_bytes(other, transactions), fields[3]))
    early = read_header(Reader(header_bytes(header)))
    early.time = 1
    yield add("a time before the last", witness.file_of(*fields[:2], block_bytes(early, transactions), fields[3]))
    late = read_header(Reader(header_bytes(header)))
    late.time += 10**7
    yield add("a time far ahead", witness.file_of(*fields[:2], block_bytes(late, transactions), fields[3]))
    late.transactions, late.input_root = 0, witness.tree_root(witness.TRANSACTION_TREE, [])
    yield add("a block without transactions, far ahead", witness.file_of(*fields[:2], block_bytes(late, []), fields[3]))
    twice = [*transactions, transactions[-1]]
    again = read_header(Reader(header_bytes(header)))
    again.transactions = len(twice)
    yield add("a transaction more", witness.file_of(*fields[:2], block_bytes(again, twice), fields[3]))
    again.input_root = witness.tree_root(
        witness.TRANSACTION_TREE, [witness.tagged(witness.TRANSACTION, each) for each in twice])
    yield add("a transaction twice", witness.file_of(*fields[:2], block_bytes(again, twice), fields[3]))
    one = transactions[1:]
    less = read_header(Reader(header_bytes(header)))
    less.transactions = len(one)
    less.input_root = witness.tree_root(
        witness.TRANSACTION_TREE, [witness.tagged(witness.TRANSACTION, each) for each in one])
    yield add("a transaction less", witness.file_of(*fields[:2], block_bytes(less, one), fields[3]))


def entries_of(add, ledger, fields, seen):
    """A witness without one of its keys."""
    found = witness.entries(ledger.state)
    keys = [key for key, _ in state_map.decode(fields[3])["entries"]]
    for key in sorted(keys):
        if key[0] in seen:
            continue
        seen.add(key[0])
        proof = state_map.encode(state_map.prove(found, [each for each in keys if each != key]))
        yield add(f"without the key {shown(key)}", witness.file_of(*fields[:3], proof))
