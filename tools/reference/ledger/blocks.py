"""Blocks, their trees, and a log that is executed (LG-13 to LG-15, LG-19)."""

import pickle
from types import SimpleNamespace

from ..commitment import Refused, refuse_if
from ..clearing.state import WORK_LIMIT
from ..keccak import keccak256
from ..state_map import root
from .entries import entries
from .execution import Inadmissible, execute
from .genesis import listed, version
from .governance import take_effect
from .receipts import kept
from .reductions import check_reductions, is_reduction
from .transactions import TRANSACTION_BYTES, decode
from .values import (
    BLOCK, RECEIPT, RECEIPT_TREE, TRANSACTION, TRANSACTION_TREE, Reader, octets, sequence, tagged, unsigned,
)

MOST_TRANSACTIONS, MOST_BYTES, MOST_WORK = 10_000, 1 << 24, 5_000_000
# What can be wrong with a block, besides its header (LA-6).
BLOCK_REFUSALS = {
    "Ledger_Inadmissible", "Ledger_TimeRunsBackward", "Ledger_BlockTooLarge", "Ledger_TooManyTransactions"}


def tree_leaf(tag, hash):
    return keccak256(bytes([tag, 0]) + hash)


def tree_root(tag, hashes):
    """LG-14."""
    if not hashes:
        return keccak256(bytes([tag + 2, 0]))
    level, nodes = 1, [tree_leaf(tag, each) for each in hashes]
    while len(nodes) > 1:
        pairs = [keccak256(bytes([tag + 1, level]) + nodes[i] + nodes[i + 1]) for i in range(0, len(nodes) - 1, 2)]
        nodes = pairs + (nodes[-1:] if len(nodes) % 2 else [])
        level += 1
    return nodes[0]


FIELDS = ("version", "height", "time", "previous", "input_root", "receipts_root", "state_root", "transactions",
          "receipts")


def header_bytes(header):
    values = (getattr(header, name) for name in FIELDS)
    return b"".join(value if isinstance(value, bytes) else unsigned(value) for value in values)


def read_header(reader):
    values = [*(reader.unsigned(1 << 64) for _ in range(3)), *(reader.hash() for _ in range(4)),
              *(reader.unsigned(1 << 64) for _ in range(2))]
    return SimpleNamespace(**dict(zip(FIELDS, values)))


def block_hash(header):
    return tagged(BLOCK, header_bytes(header))


def block_bytes(header, transactions):
    return header_bytes(header) + sequence(transactions, octets)


def read_block(data):
    reader = Reader(data)
    header = read_header(reader)
    transactions = reader.sequence(lambda: reader.octets(TRANSACTION_BYTES), MOST_TRANSACTIONS)
    reader.end()
    for each in transactions:
        decode(each)
    refuse_if(sum(map(len, transactions)) > MOST_BYTES, "Ledger_BlockTooLarge")
    return header, transactions


class Ledger:
    """A venue at the end of its log."""

    def __init__(self, genesis):
        self.genesis, self.state = genesis, genesis.state()
        self.height, self.hash, self.time, self.header = 0, genesis.hash, genesis.time, None
        self.reductions = 0  # so many were checked by their receipts

    def state_root(self):
        return root(entries(self.state))

    def begin(self, time):
        """LG-13, before the transactions: receipts of what was scheduled."""
        refuse_if(time < self.time, "Ledger_TimeRunsBackward")
        self.version, self.state.rules = version(self.state, self.height + 1)
        self.state.time, self.state.height = time, self.height + 1
        self.state, receipts = take_effect(self.state)
        return receipts

    def check_lead(self, time, before, rules):
        """LG-13, after the transactions; where the block is refused, the state is as before it."""
        newest = [fields["timestamp"] for feed in self.state.signed.values() for fields in feed.known.values()]
        lead = self.genesis.maximum_lead
        if lead is not None and time > max([self.genesis.time, *newest]) + lead:
            self.state = before
            self.state.time, self.state.height = self.time, self.height
            self.state.rules = rules
            refuse_if(True, "Ledger_TimeTooFarAhead")

    def apply(self, time, transactions, admitted=False, decisions=None, checked=False):
        """A block of those of the transactions that are admissible: header, receipts, and what was left out.

        The contents of decisions are added to `decisions`; where `checked`, reductions are checked by their receipts.
        """
        before, rules = self.state, self.state.rules
        receipts, kept_ones, refused = self.execute_all(time, transactions, admitted, decisions, checked)
        self.check_lead(time, before, rules)
        header = self.header = self.header_of(time, kept_ones, receipts, self.state_root())
        self.height, self.time, self.hash = header.height, time, block_hash(header)
        return header, kept_ones, receipts, refused

    def execute_all(self, time, transactions, admitted=False, decisions=None, checked=False):
        """The receipts of a block, its transactions, and those that were left out, with their names."""
        receipts, kept_ones, refused, work = self.begin(time), [], [], 0
        for data in transactions:
            try:
                full = len(kept_ones) == MOST_TRANSACTIONS or sum(map(len, kept_ones)) + len(data) > MOST_BYTES
                if full or work > MOST_WORK - WORK_LIMIT:
                    raise Inadmissible("Admission_BlockFull")
                before = pickle.dumps(self.state) if checked and is_reduction(self.state, data) else None
                self.state, receipt, spent = execute(self.state, data, self.genesis.executor, decisions)
            except Inadmissible as left_out:
                self.state = left_out.state or self.state
                refuse_if(admitted, "Ledger_Inadmissible")
                refused.append((data, left_out.name))
                continue
            if before:
                self.reductions += check_reductions(pickle.loads(before), receipt)
            work += spent
            receipts.append(receipt)
            kept_ones.append(data)
        return receipts, kept_ones, refused

    def header_of(self, time, kept_ones, receipts, state_root):
        return SimpleNamespace(
            version=self.version, height=self.height + 1, time=time, previous=self.hash,
            input_root=tree_root(TRANSACTION_TREE, [tagged(TRANSACTION, data) for data in kept_ones]),
            receipts_root=tree_root(RECEIPT_TREE, [tagged(RECEIPT, each) for each in receipts]),
            state_root=state_root, transactions=len(kept_ones), receipts=len(receipts))

    def replay(self, data, receipts=None):
        """A block of others, of which everything must follow."""
        given, transactions = read_block(data)
        refuse_if(given.height != self.height + 1 or given.previous != self.hash, "Ledger_HeaderDiffers")
        refuse_if(given.version != listed(self.state, given.height)[1], "Ledger_HeaderDiffers")
        refuse_if(given.transactions != len(transactions), "Ledger_HeaderDiffers")
        made, _, came, _ = self.apply(given.time, transactions, admitted=True, checked=True)
        for name in ("input_root", "receipts_root", "state_root", "receipts"):
            if getattr(made, name) != getattr(given, name):
                raise Differs(name, made, given, came)
        if receipts is not None and kept(came) != receipts:
            raise Differs("kept receipts", made, given, came)
        return made


class Differs(Refused):
    def __init__(self, field, made, given, receipts):
        super().__init__("Ledger_HeaderDiffers")
        self.field, self.made, self.given, self.receipts = field, made, given, receipts
