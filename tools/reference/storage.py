"""Data directories and portable logs (21), from the specification alone, with Python's own SQLite."""

import json
import sqlite3
from pathlib import Path

from .commitment import Refused, refuse_if
from .keccak import keccak256

MAGIC = bytes.fromhex("89424c53540d0a1a")
CONTENT_BYTES = 1 << 26
ZERO = bytes(32)

LOG = (0x424C5354, [
    "CREATE TABLE genesis(place INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL, seal BLOB NOT NULL)",
    "CREATE TABLE head(place INTEGER PRIMARY KEY, height INTEGER NOT NULL, hash BLOB NOT NULL, seal BLOB NOT NULL)",
    "CREATE TABLE links(height INTEGER PRIMARY KEY, previous BLOB NOT NULL, hash BLOB NOT NULL, "
    "block BLOB NOT NULL, receipts BLOB NOT NULL, seal BLOB NOT NULL)",
    "CREATE TABLE blocks(height INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
    "CREATE TABLE receipts(height INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
])
SNAPSHOTS = (0x424C5353, [
    "CREATE TABLE snapshots(height INTEGER PRIMARY KEY, hash BLOB NOT NULL, first INTEGER NOT NULL, "
    "count INTEGER NOT NULL, bytes INTEGER NOT NULL, chunks BLOB NOT NULL, seal BLOB NOT NULL)",
    "CREATE TABLE chunks(place INTEGER PRIMARY KEY, seal BLOB NOT NULL, bytes BLOB NOT NULL)",
])


def u64(value):
    return value.to_bytes(8, "big")


def seal(tag, *values):
    """ST-5, ST-7: integers in eight bytes, the rest as it is."""
    return keccak256(tag.encode() + b"".join(u64(v) if isinstance(v, int) else v for v in values))


# The portable log (ST-13, ST-14)


def opening(version=1):
    return MAGIC + version.to_bytes(4, "big")


def sealed(before, heading):
    return seal("ballast log record", before, heading)


def genesis_heading(hash, genesis):
    return b"\x01" + hash + u64(len(genesis)) + keccak256(genesis)


def block_heading(height, previous, hash, block, receipts):
    return (b"\x02" + u64(height) + previous + hash + u64(len(block)) + u64(len(receipts)) + keccak256(block)
            + keccak256(receipts))


def end_heading(height, hash):
    return b"\x03" + u64(height) + hash


def write_records(records):
    """The bytes of records, each a heading and its contents."""
    data, before = opening(), ZERO
    for heading, contents in records:
        before = sealed(before, heading)
        data += heading + before + contents
    return data


def records(genesis_hash, genesis, blocks):
    """Of a log; a block is its height, its previous hash, its hash, its bytes and its receipts."""
    made, last = [(genesis_heading(genesis_hash, genesis), genesis)], (0, genesis_hash)
    for height, previous, hash, block, receipts in blocks:
        made.append((block_heading(height, previous, hash, block, receipts), block + receipts))
        last = height, hash
    return made + [(end_heading(*last), b"")]


class Reader:
    def __init__(self, data):
        self.data, self.place, self.before = data, 0, ZERO

    def take(self, count):
        refuse_if(len(self.data) - self.place < count, "LogFile_Truncated")
        self.place += count
        return self.data[self.place - count : self.place]

    def heading(self, count):
        """The fields after the kind, once the seal is found right."""
        whole = self.take(count + 32)
        self.before = sealed(self.before, whole[:count])
        refuse_if(whole[count:] != self.before, "LogFile_Altered")
        return whole[1:count]

    def content(self, count, digest):
        content = self.take(count)
        refuse_if(keccak256(content) != digest, "LogFile_Altered")
        return content

    def peek(self):
        refuse_if(self.place == len(self.data), "LogFile_Truncated")
        return self.data[self.place]


def number(data):
    return int.from_bytes(data, "big")


def read_log(data):
    """Genesis hash, genesis, blocks; or the refusal."""
    refuse_if(not MAGIC.startswith(data[:8]), "LogFile_NotALogFile")
    reader = Reader(data)
    version = number(reader.take(12)[8:])
    refuse_if(version > 1, "LogFile_NewerVersion")
    refuse_if(version != 1, "LogFile_Altered")
    if len(data) - reader.place >= 105:
        refuse_if(reader.peek() != 1, "LogFile_Altered")
    fields = reader.heading(73)
    genesis_hash, count = fields[:32], number(fields[32:40])
    refuse_if(count > CONTENT_BYTES, "LogFile_TooLarge")
    genesis = reader.content(count, fields[40:])
    blocks, last = [], (0, genesis_hash)
    while reader.peek() == 2:
        fields = reader.heading(153)
        height, previous, hash = number(fields[:8]), fields[8:40], fields[40:72]
        refuse_if(height != last[0] + 1, "LogFile_HeightMismatch")
        refuse_if(previous != last[1], "LogFile_PreviousMismatch")
        counts = number(fields[72:80]), number(fields[80:88])
        refuse_if(max(counts) > CONTENT_BYTES, "LogFile_TooLarge")
        refuse_if(len(data) - reader.place < sum(counts), "LogFile_Truncated")
        block = reader.content(counts[0], fields[88:120])
        receipts = reader.content(counts[1], fields[120:152])
        blocks.append((height, previous, hash, block, receipts))
        last = height, hash
    refuse_if(reader.peek() != 3, "LogFile_UnexpectedKind")
    fields = reader.heading(41)
    refuse_if((number(fields[:8]), fields[8:]) != last, "LogFile_EndMismatch")
    refuse_if(reader.place != len(data), "LogFile_Trailing")
    return genesis_hash, genesis, blocks


def outcome(data):
    """What reading gives, as vectors have it."""
    try:
        genesis_hash, genesis, blocks = read_log(data)
    except Refused as refusal:
        return {"refused": refusal.name}
    names = ("height", "previous", "hash", "block", "receipts")
    shown = [{name: str(value) if isinstance(value, int) else "0x" + value.hex() for name, value in zip(names, block)}
             for block in blocks]
    return {"genesisHash": "0x" + genesis_hash.hex(), "genesis": "0x" + genesis.hex(), "blocks": shown}


def check(folder):
    """True if any line of vectors/storage differs."""
    lines = [json.loads(line) for line in (folder / "logs.jsonl").read_text(encoding="utf-8").splitlines()]
    for line in lines:
        assert outcome(bytes.fromhex(line["file"][2:])) == line["expected"], line["note"]
    print(f"storage/logs.jsonl: {len(lines)} cases agree")
    return False


# The data directory (ST-3, ST-5, ST-7)


def database(path, form):
    application, statements = form
    opened = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    pragma = {name: opened.execute(f"PRAGMA {name}").fetchone()[0] for name in (
        "application_id", "user_version", "page_size", "page_count", "auto_vacuum", "encoding")}
    assert pragma["application_id"] == application and pragma["user_version"] == 1, pragma
    assert (pragma["page_size"], pragma["auto_vacuum"], pragma["encoding"]) == (4096, 0, "UTF-8"), pragma
    assert path.stat().st_size == 4096 * pragma["page_count"]
    assert [sql for (sql,) in opened.execute("SELECT sql FROM sqlite_schema ORDER BY rowid")] == statements
    return opened


def read_directory(path):
    """Genesis hash, genesis and blocks, each row held to its seal; and the snapshots, height to chunks."""
    log = database(Path(path) / "log.sqlite", LOG)
    assert log.execute("PRAGMA freelist_count").fetchone()[0] == 0
    [(place, genesis_hash, genesis, found)] = log.execute("SELECT * FROM genesis")
    assert place == 0 and found == seal("ballast stored genesis", genesis_hash, keccak256(genesis))
    blocks, last = [], (0, genesis_hash)
    rows = log.execute(
        "SELECT links.*, blocks.bytes, receipts.bytes FROM links JOIN blocks USING (height) "
        "JOIN receipts USING (height) ORDER BY height")
    for height, previous, hash, block_digest, receipts_digest, found, block, receipts in rows:
        assert found == seal("ballast stored link", height, previous, hash, block_digest, receipts_digest)
        assert (height, previous) == (last[0] + 1, last[1])
        assert (keccak256(block), keccak256(receipts)) == (block_digest, receipts_digest)
        blocks.append((height, previous, hash, block, receipts))
        last = height, hash
    assert log.execute("SELECT * FROM head").fetchall() == [(0, *last, seal("ballast stored head", *last))]
    for table in ("links", "blocks", "receipts"):
        assert log.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == len(blocks)
    return genesis_hash, genesis, blocks, read_snapshots(path, [genesis_hash] + [block[2] for block in blocks])


def read_snapshots(path, hashes):
    file = Path(path) / "snapshots.sqlite"
    if not file.exists():
        return {}
    opened, found = database(file, SNAPSHOTS), {}
    for height, hash, first, count, size, chunks, its_seal in opened.execute("SELECT * FROM snapshots"):
        assert hash == hashes[height]
        assert its_seal == seal("ballast stored snapshot", height, first, count, size, hash, chunks)
        rows = opened.execute(
            "SELECT place, seal, bytes FROM chunks WHERE place >= ? AND place < ? ORDER BY place", (first, first + count))
        chain, contents = ZERO, []
        for number_, (place, chunk_seal, content) in enumerate(rows):
            assert place == first + number_
            assert chunk_seal == seal("ballast stored chunk", height, number_, keccak256(content))
            chain = seal("ballast stored chunks", chain, chunk_seal)
            contents.append(content)
        assert (len(contents), sum(map(len, contents)), chain) == (count, size, chunks)
        found[height] = contents
    return found
