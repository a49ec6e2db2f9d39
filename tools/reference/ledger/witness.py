"""Witnesses of a block: made of a whole state, read, and executed without the rest of it (LA-1 to LA-6)."""

import pickle
from types import SimpleNamespace

from .. import state_map
from ..commitment import Refused, refuse_if
from .blocks import BLOCK_REFUSALS, FIELDS, Ledger, block_bytes, block_hash, header_bytes, read_block, read_header, tree_root
from .entries import asset, entries
from .genesis import Genesis, listed
from .reading import state_of
from .touching import Log, watch
from .transactions import decode
from .values import TRANSACTION, TRANSACTION_TREE, Reader, optional, tagged, unsigned

MAGIC = b"BALLASTWITNESS1\n"
FILE_BYTES, GENESIS_BYTES, WORD_BYTES = 1 << 28, 1 << 20, 1 << 24
LIMITS = (GENESIS_BYTES, FILE_BYTES, FILE_BYTES, FILE_BYTES, WORD_BYTES)
SINGLE_FEEDS = ("LyraSpotFeed", "LyraSpotDiffFeed")


# Keys (LA-3)


def standing(genesis, transactions, announced):
    state = genesis.state()
    keys = {bytes([code]) for code in (1, 2, 3, 4, 5, 26, 30, 32, 33, 35)} | {b"\x11" + genesis.executor}
    names = ["cash", *state.assets]
    for place in state.managers:
        keys.add(b"\x08" + unsigned(place))
        keys |= {b"\x0c" + asset(name) + unsigned(place) for name in names}
    for name in state.assets:
        kind = asset(name)
        if kind[0] > 1:
            keys.add(bytes([4 + kind[0]]) + kind[1:])
    keys |= {code + unsigned(place) for code in (b"\x09", b"\x24") for place in range(state.market_count)}
    keys |= {b"\x0a" + unsigned(place) for place in range(state.collateral_count)}
    for address, feed in state.signed.items():
        keys.add(b"\x0f" + address)
        if feed.kind in SINGLE_FEEDS:
            keys.add(b"\x10" + address + optional(None, unsigned))
    for data in transactions:
        module = decode(data).get("module")
        if module is not None:
            keys |= {b"\x12" + module, b"\x19" + module}
    return keys | {b"\x1f" + unsigned(number) for number in range(1, announced + 1)}


def newest(state, beginning):
    """The latest moment of which a signed message tells, and the key of that message's part."""
    found = (beginning, None)
    for address, feed in state.signed.items():
        for expiry, fields in feed.known.items():
            found = max(found, (fields["timestamp"], b"\x10" + address + optional(expiry, unsigned)),
                        key=lambda each: each[0])
    return found


class Partial(Ledger):
    """A venue of which a part may be known, as of a block."""

    def __init__(self, genesis, before, state):
        self.genesis, self.state = genesis, watch(state)
        self.height = before.height if before else 0
        self.hash = block_hash(before) if before else genesis.hash
        self.time = before.time if before else genesis.time

    def run(self, time, transactions):
        """Receipts of a block, and the keys that were touched; a refusal is in `refused`, a lack in `broken`."""
        Log.keys, came = set(), SimpleNamespace(receipts=None, refused=None, broken=None)
        try:
            came.receipts = self.execute_all(time, transactions, admitted=True)[0]
        except Refused as refused:
            came.refused = refused.name
        except (KeyError, AttributeError, TypeError) as broken:
            came.broken = broken
        finally:
            came.touched, Log.keys = Log.keys, None
        return came


# Making


def make(ledger, block):
    """The file of a witness of the block that follows a ledger's last one."""
    state = pickle.loads(pickle.dumps(ledger.state))
    genesis, head = ledger.genesis, ledger.header
    header, transactions = read_block(block)
    found = entries(state)
    before = ledger.state.gateway.announced
    partial = Partial(genesis, head, state)
    came = partial.run(header.time, transactions)
    after = entries(partial.state)
    changed = {key for key in {*found, *after} if found.get(key) != after.get(key)}
    key = newest(ledger.state, genesis.time)[1]
    keys = standing(genesis, transactions, before) | came.touched | changed | ({key} if key else set())
    proof = state_map.prove(found, keys)
    return file_of(genesis.bytes, header_bytes(head) if head else b"", block, state_map.encode(proof))


def file_of(*fields):
    fields = (*fields, b"") if len(fields) == 4 else fields
    return MAGIC + b"".join(len(each).to_bytes(4, "big") + each for each in fields)


# Reading (LA-2)


def read(data):
    refuse_if(len(data) > FILE_BYTES, "Witness_TooLarge")
    refuse_if(data[:16] != MAGIC, "Witness_NotAFile")
    at, fields = 16, []
    for limit in LIMITS:
        refuse_if(len(data) - at < 4, "Witness_Truncated")
        length = int.from_bytes(data[at:at + 4], "big")
        refuse_if(length > limit, "Witness_TooLarge")
        refuse_if(len(data) - at - 4 < length, "Witness_Truncated")
        fields.append(data[at + 4:at + 4 + length])
        at += 4 + length
    refuse_if(at != len(data), "Witness_TrailingBytes")
    genesis = Genesis(fields[0])
    refuse_if(genesis.bytes != fields[0], "Ledger_NotCanonical")
    before = None
    if fields[1]:
        reader = Reader(fields[1])
        before = read_header(reader)
        reader.end()
    header, transactions = read_block(fields[2])
    return SimpleNamespace(genesis=genesis, before=before, header=header, transactions=transactions,
                           proof=state_map.decode(fields[3]), word=fields[4])


# Checking (LA-5, LA-6)


def check_header(witness):
    header, before, genesis = witness.header, witness.before, witness.genesis
    height = (before.height if before else 0) + 1
    expected = {
        "height": height, "previous": block_hash(before) if before else genesis.hash,
        "transactions": len(witness.transactions),
        "input_root": tree_root(TRANSACTION_TREE, [tagged(TRANSACTION, each) for each in witness.transactions])}
    for name, value in expected.items():
        refuse_if(getattr(header, name) != value, "Witness_Header")


def check(data, expecting=None):
    """None where the block follows, the name of what is wrong with it otherwise; refused where it shows nothing."""
    return judged(read(data), expecting)[0]


def judged(witness, expecting=None):
    """The same of a file that was read, with the field of the header that differs, where that is what is wrong."""
    genesis, before, header, proof = witness.genesis, witness.before, witness.header, witness.proof
    refuse_if(expecting not in (None, genesis.hash), "Witness_OtherVenue")
    check_header(witness)
    base = before.state_root if before else state_map.root(entries(genesis.state()))
    state_map.verify(proof, base)
    found = {key: value for key, value in proof["entries"] if value is not None}
    asked = {key for key, _ in proof["entries"]}
    state = state_of(found, before.time if before else genesis.time)
    refuse_if(not standing(genesis, witness.transactions, state.gateway.announced) <= asked, "Witness_KeyMissing")
    refuse_if(listed(state, header.height)[1] != header.version, "Witness_Header")
    partial = Partial(genesis, before, state)
    came = partial.run(header.time, witness.transactions)
    after = found if came.broken or came.refused else entries(partial.state)
    changed = {key for key in {*found, *after} if found.get(key) != after.get(key)}
    refuse_if(not came.touched | changed <= asked, "Witness_KeyNotProven")
    if came.broken:
        raise came.broken
    if came.refused:
        refuse_if(came.refused not in BLOCK_REFUSALS, came.refused)
        return came.refused, None
    lead = genesis.maximum_lead
    too_far = lead is not None and header.time > newest(partial.state, genesis.time)[0] + lead
    refuse_if(too_far, "Witness_TimeNotShown")
    changes = [(key, after.get(key)) for key in sorted(changed)]
    [root] = state_map.partial_updates(proof, base, [changes])
    made = partial.header_of(header.time, witness.transactions, came.receipts, root)
    for name in ("receipts_root", "state_root", "receipts"):
        if getattr(made, name) != getattr(header, name):
            return "Ledger_HeaderDiffers", name
    return None, None
