"""What can be seen of a witness without executing its block (LA-1 to LA-5): its form, its header, its proof."""

from . import state_map
from .commitment import refuse_if
from .keccak import keccak256

MARK = b"BALLASTWITNESS1\n"
FILE_BYTES, GENESIS_BYTES, WORD_BYTES = 1 << 28, 1 << 20, 1 << 24
# First bytes of LG-4.
TRANSACTION, BLOCK, GENESIS = b"\x90", b"\x91", b"\x94"
INPUT_LEAF, INPUT_NODE, INPUT_EMPTY = b"\xa0", b"\xa1", b"\xa2"
HEADER = ["rules", "height", "time", "previous", "inputRoot", "receiptsRoot", "stateRoot", "transactions", "receipts"]
WORDS = ("previous", "inputRoot", "receiptsRoot", "stateRoot")


def read_file(data):
    """The five fields of LA-2."""
    refuse_if(len(data) > FILE_BYTES, "Witness_TooLarge")
    refuse_if(not data.startswith(MARK), "Witness_NotAFile")
    fields, at = [], len(MARK)
    for limit in (GENESIS_BYTES, FILE_BYTES, FILE_BYTES, FILE_BYTES, WORD_BYTES):
        refuse_if(len(data) - at < 4, "Witness_Truncated")
        length = int.from_bytes(data[at : at + 4], "big")
        refuse_if(length > limit, "Witness_TooLarge")
        refuse_if(len(data) - at - 4 < length, "Witness_Truncated")
        fields.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    refuse_if(at != len(data), "Witness_TrailingBytes")
    return fields


class Reader:
    """Values of LG-2."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        refuse_if(len(self.data) - self.at < count, "Ledger_Truncated")
        self.at += count
        return self.data[self.at - count : self.at]

    def integer(self):
        length = self.take(1)[0]
        refuse_if(length > 32, "Ledger_NotCanonical")
        value = self.take(length)
        refuse_if(length and value[0] == 0, "Ledger_NotCanonical")
        return int.from_bytes(value, "big")

    def octets(self):
        return self.take(self.integer())

    def end(self):
        refuse_if(self.at != len(self.data), "Ledger_TrailingBytes")


def header(reader):
    start = reader.at
    fields = {name: reader.take(32) if name in WORDS else reader.integer() for name in HEADER}
    fields["hash"] = keccak256(BLOCK + reader.data[start : reader.at])
    return fields


def input_root(transactions):
    """LG-14 over the hashes of transactions."""
    nodes = [keccak256(INPUT_LEAF + b"\0" + keccak256(TRANSACTION + data)) for data in transactions]
    level = 1
    while len(nodes) > 1:
        nodes = [keccak256(INPUT_NODE + bytes([level]) + nodes[at] + nodes[at + 1]) if at + 1 < len(nodes) else nodes[at]
                 for at in range(0, len(nodes), 2)]
        level += 1
    return nodes[0] if nodes else keccak256(INPUT_EMPTY + b"\0")


def check(data):
    """What the witness says; Refused by the first check that fails of those that need no execution.

    The version of the rules is not compared, and of height 1 the proof's root is not known without the genesis' state.
    """
    genesis, before, block, proof, word = read_file(data)
    previous = None
    if before:
        reader = Reader(before)
        previous = header(reader)
        reader.end()
    reader = Reader(block)
    own = header(reader)
    transactions = [reader.octets() for _ in range(reader.integer())]
    reader.end()
    proof = state_map.decode(proof)
    refuse_if(own["height"] != (previous["height"] if previous else 0) + 1, "Witness_Header")
    parent = previous["hash"] if previous else keccak256(GENESIS + genesis)
    refuse_if(own["previous"] != parent, "Witness_Header")
    refuse_if(own["transactions"] != len(transactions), "Witness_Header")
    refuse_if(own["inputRoot"] != input_root(transactions), "Witness_Header")
    if previous:
        state_map.verify(proof, previous["stateRoot"])
    return {"height": own["height"], "block": own["hash"], "stateRoot": own["stateRoot"],
            "transactions": len(transactions), "entries": len(proof["entries"]), "hasWord": bool(word)}
