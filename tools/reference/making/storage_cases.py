"""vectors/storage/logs.jsonl: portable logs, and what is wrong with them (ST-13, ST-14)."""

from ..keccak import keccak256
from ..storage import (
    CONTENT_BYTES, block_heading, end_heading, genesis_heading, opening, outcome, records, sealed, write_records,
)
from .lines import compact

GENESIS = b'{"venue":"a test"}'
HASHES = [keccak256(f"ballast test block {height}".encode()) for height in range(9)]


def filler(height, count):
    return (keccak256(f"ballast test content {height}".encode()) * (count // 32 + 1))[:count]


def sample(sizes):
    """Blocks by the bytes of each and of its receipts."""
    return [(height, HASHES[height - 1], HASHES[height], filler(height, block), filler(~height, receipts))
            for height, (block, receipts) in enumerate(sizes, 1)]


BLOCKS = sample([(40, 10), (0, 0), (300, 0), (1, 700)])
WHOLE = write_records(records(HASHES[0], GENESIS, BLOCKS))


class Cases:
    def __init__(self):
        self.lines = []

    def add(self, note, file, refused=None):
        expected = outcome(file)
        assert expected.get("refused") == refused, (note, expected)
        self.lines.append(compact({"note": note, "file": "0x" + file.hex(), "expected": expected}))


def places():
    """Where each record of the whole file starts, with its heading's length and its contents'."""
    place, made = 12, []
    for heading, contents in records(HASHES[0], GENESIS, BLOCKS):
        made.append((place, len(heading), len(contents)))
        place += len(heading) + 32 + len(contents)
    return made


def changed(place, to=None):
    return WHOLE[:place] + bytes([WHOLE[place] ^ 1 if to is None else to]) + WHOLE[place + 1 :]


def log_file_lines():
    cases = Cases()
    add = cases.add
    add("a genesis alone", write_records(records(HASHES[0], GENESIS, [])))
    add("an empty genesis", write_records(records(HASHES[0], b"", [])))
    add("a block of nothing", write_records(records(HASHES[0], b"", sample([(0, 0)]))))
    add("four blocks", WHOLE)
    truncations(add)
    alterations(add)
    disorder(add)
    return "\n".join(cases.lines) + "\n"


def truncations(add):
    name = "LogFile_Truncated"
    add("nothing", b"", name)
    add("four bytes of the opening", WHOLE[:4], name)
    add("the opening alone", WHOLE[:12], name)
    for place, heading, contents in places():
        kind = WHOLE[place]
        add(f"cut before a record of kind {kind}", WHOLE[:place], name)
        add(f"cut in a heading of kind {kind}", WHOLE[: place + heading + 31], name)
        if contents:
            add(f"cut in contents of kind {kind}", WHOLE[: place + heading + 32 + contents - 1], name)
    add("one byte after the end", WHOLE + b"\0", "LogFile_Trailing")
    add("the file twice", WHOLE + WHOLE, "LogFile_Trailing")


def alterations(add):
    name = "LogFile_Altered"
    add("a text", b"{}", "LogFile_NotALogFile")
    add("another first byte", changed(0), "LogFile_NotALogFile")
    add("line ends of a text made others", WHOLE.replace(b"\r\n", b"\n", 1), "LogFile_NotALogFile")
    add("version 2", opening(2) + WHOLE[12:], "LogFile_NewerVersion")
    add("version 2^24 + 1", changed(8, 1), "LogFile_NewerVersion")
    add("version 0", opening(0) + WHOLE[12:], name)
    for place, heading, contents in places():
        kind = WHOLE[place]
        add(f"a hash in a heading of kind {kind}", changed(place + 12), name)
        add(f"the last byte of a seal of kind {kind}", changed(place + heading + 31), name)
        if contents:
            add(f"the first byte of contents of kind {kind}", changed(place + heading + 32), name)
            add(f"the last byte of contents of kind {kind}", changed(place + heading + 31 + contents), name)
    first, second = places()[:2]
    add("a genesis of kind 2", changed(first[0], 2), name)
    add("a block of kind 1", changed(second[0], 1), "LogFile_UnexpectedKind")
    add("a block of kind 0", changed(second[0], 0), "LogFile_UnexpectedKind")
    add("a block of kind 3", changed(second[0], 3), name)


def disorder(add):
    """Every seal right, and yet no log."""
    genesis = genesis_heading(HASHES[0], GENESIS), GENESIS

    def file(*more):
        return write_records([genesis, *more])

    def empty(height, previous=None):
        return block_heading(height, HASHES[height - 1] if previous is None else previous, HASHES[height], b"", b""), b""

    def sized(block, receipts):
        heading = empty(1)[0]
        return heading[:73] + block.to_bytes(8, "big") + receipts.to_bytes(8, "big") + heading[89:], b""

    add("block 2 first", file(empty(2)), "LogFile_HeightMismatch")
    add("block 1 twice", file(empty(1), empty(1)), "LogFile_HeightMismatch")
    add("block 2 left out", file(empty(1), empty(3)), "LogFile_HeightMismatch")
    add("block 1 on another genesis", file(empty(1, HASHES[7])), "LogFile_PreviousMismatch")
    add("block 2 on another block", file(empty(1), empty(2, HASHES[7])), "LogFile_PreviousMismatch")
    add("block 3 on another block: the height goes first", file(empty(1), empty(3, HASHES[7])),
        "LogFile_HeightMismatch")
    for block, receipts in [(CONTENT_BYTES + 1, 0), (0, CONTENT_BYTES + 1), ((1 << 64) - 1, 1)]:
        add(f"{block} and {receipts} bytes", file(sized(block, receipts)), "LogFile_TooLarge")
    add("as many bytes as may be, and none there", file(sized(CONTENT_BYTES, CONTENT_BYTES)), "LogFile_Truncated")
    add("the end of another height", file(empty(1), (end_heading(2, HASHES[1]), b"")), "LogFile_EndMismatch")
    add("the end of another hash", file(empty(1), (end_heading(1, HASHES[2]), b"")), "LogFile_EndMismatch")
    add("a seal that binds nothing before it", write_records([genesis])
        + empty(1)[0] + sealed(bytes(32), empty(1)[0]), "LogFile_Altered")
