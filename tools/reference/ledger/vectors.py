"""vectors/ledger read back: logs replayed as portable logs, whole and altered (LA-9, ST-13), states, witnesses."""

import json

from ..canonical import canonical
from ..commitment import Refused
from ..storage import read_log, records, write_records
from ..state_map import root
from . import acknowledgements, evidence, witness
from .blocks import FIELDS, block_bytes, block_hash, read_header
from .entries import entries as spelled
from .genesis import Genesis
from .reading import state_of
from .receipt_json import receipt
from .receipts import kept
from .replay import replay
from .transactions import decode, encode, from_json, name_of, to_json
from .values import RECEIPT, Reader, tagged


def raw(text):
    return bytes.fromhex(text[2:])


def portable(line):
    """Genesis hash, genesis and blocks of a line of logs.jsonl, as a portable log has them."""
    blocks, previous = [], raw(line["expected"]["genesisHash"])
    for height, block in enumerate(line["blocks"], 1):
        what = block["expected"]
        kept_ones = [raw(data) for index, data in enumerate(block["offered"]) if str(index) not in what["leftOut"]]
        data = block_bytes(read_header(Reader(raw(what["header"]))), kept_ones)
        blocks.append((height, previous, raw(what["hash"]), data, kept(map(raw, what["receipts"]))))
        previous = raw(what["hash"])
    return raw(line["expected"]["genesisHash"]), canonical(line["genesis"]), blocks


def refusal(log):
    try:
        replay(*log)
    except Refused as refused:
        return refused.name
    return None


def check_altered(genesis_hash, genesis, blocks):
    """Each field of the first header, one higher."""
    height, previous, _, data, receipts = blocks[0]
    for name in FIELDS:
        header, transactions = read_header(Reader(data)), data[len_of_header(data):]
        value = getattr(header, name)
        setattr(header, name, value + 1 if isinstance(value, int) else value[:-1] + bytes([value[-1] ^ 1]))
        changed = block_bytes(header, [])[:-1] + transactions
        assert refusal((genesis_hash, genesis, [(height, previous, block_hash(header), changed, receipts)])), name


def len_of_header(data):
    reader = Reader(data)
    read_header(reader)
    return reader.at


def files_of_witnesses(lines):
    """Each line with its file: whole, or cut from a whole one."""
    whole = {}
    for line in lines:
        if "file" in line:
            whole[line["note"]] = data = raw(line["file"])
        else:
            first, gone, put = line["cut"]
            data = whole[line["of"]][:first] + raw(put) + whole[line["of"]][first + gone:]
        yield line, data


def check_witnesses(lines):
    for line, data in files_of_witnesses(lines):
        try:
            found = {"outcome": witness.check(data, raw(line["genesisHash"])) or "follows"}
        except Refused as refused:
            found = {"refused": refused.name}
        assert found == line["expected"], (line.get("of"), line["note"], found)
    return len(lines)


def check_evidence(lines):
    for line, data in files_of_witnesses(lines):
        try:
            outcome, is_signed = evidence.check(data, raw(line["genesisHash"]))
            found = {"outcome": outcome, "signed": is_signed}
        except Refused as refused:
            found = {"refused": refused.name}
        assert found == line["expected"], (line["note"], found)
    return len(lines)


def check_acknowledgements(lines, logs):
    for line in lines:
        _, genesis, stored = portable(logs[line["log"]])
        try:
            acknowledgements.check(
                acknowledgements.venue_of(Genesis(genesis)), line["line"].encode(), [each[3:] for each in stored])
            found = {"outcome": "kept"}
        except Refused as refused:
            found = {"refused": refused.name}
        assert found == line["expected"], (line["note"], found)
    return len(lines)


def check(folder):
    """True if any line differs."""
    lines = {name: list(map(json.loads, (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()))
             for name in ("acknowledgements", "entries", "evidence", "logs", "receipts", "transactions", "witnesses")}
    for line in lines["receipts"]:
        data, expected = raw(line["bytes"]), line["expected"]
        try:
            read = receipt(data)
        except Refused as refused:
            assert refused.name == expected["refused"], line["note"]
            continue
        assert read == expected["receipt"] and tagged(RECEIPT, data) == raw(expected["hash"]), line["note"]
    for line in lines["transactions"]:
        data, expected = raw(line["bytes"]), line["expected"]
        try:
            read = decode(data)
        except Refused as refused:
            assert refused.name == expected["refused"], line["note"]
            continue
        assert encode(from_json(expected["transaction"])) == data and to_json(read) == expected["transaction"]
        assert name_of(data) == raw(expected["hash"]), line["note"]
    for line in lines["logs"]:
        log = portable(line)
        assert refusal(read_log(write_records(records(*log)))) is None, line["note"]
        check_altered(*log)
    for line in lines["entries"]:
        entries = {raw(key): raw(value) for key, value in line["entries"]}
        assert root(spelled(state_of(entries, 0))) == raw(line["expected"]["root"]), line["note"]
    count = check_acknowledgements(lines["acknowledgements"], {line["note"]: line for line in lines["logs"]})
    print(f"ledger: {count} lines of acknowledgements, {check_evidence(lines['evidence'])} files of evidence agree")
    print(f"ledger: {len(lines['entries'])} states read back, {check_witnesses(lines['witnesses'])} witnesses agree")
    print(f"ledger: {len(lines['logs'])} logs replayed, {len(lines['transactions'])} transactions and {len(lines['receipts'])} receipts agree")
    return False
