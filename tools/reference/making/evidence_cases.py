"""vectors/ledger/evidence.jsonl: blocks that do not follow, with and without the operator's word (LA-7, LA-8)."""

import json
from types import SimpleNamespace

from ..checkpoint import checkpoint_digest
from ..commitment import Refused
from ..document import decode, encode
from ..keccak import keccak256
from ..ledger import evidence, witness
from ..ledger.blocks import Ledger, block_bytes, read_block, read_header
from ..ledger.checkpoints import Block
from ..ledger.genesis import Genesis
from ..ledger.values import Reader
from ..ledger.vectors import portable
from ..log import EMPTY_LOG
from ..proof_forms import GENESIS
from ..secp256k1 import sign
from ..venue import Venue, policy_hash
from .ledger_scene import key_of
from .lines import compact
from .witness_cases import cut, fields_of, shown

LOG = "a bare venue"
OPERATOR = key_of("operator")
# Members of a checkpoint that a header has, each with another value.
OTHERS = {"height": 77, "time": 1, "inputRoot": keccak256(b"inputs"), "receiptsRoot": keccak256(b"receipts"),
          "sectionsRoot": keccak256(b"state")}


def evidence_files(logs):
    """`logs` are the lines of logs.jsonl."""
    [line] = [line for line in logs if line["note"] == LOG]
    yield "ledger/evidence.jsonl", "".join(compact(each) + "\n" for each in Cases(line).all())


class Cases:
    def __init__(self, line):
        self.genesis_hash, genesis, blocks = portable(line)
        self.genesis = Genesis(genesis)
        self.venue = Venue(decode(GENESIS, self.genesis.value["venue"]))
        self.files, self.figures, ledger = {}, [], Ledger(self.genesis)
        for height, _, _, block, receipts in blocks[:2]:
            self.files[height] = fields_of(witness.make(ledger, block))
            ledger.replay(block, receipts)
            self.figures.append(Block(ledger, ledger.header).checkpoint())

    # Checkpoints

    def signed(self, header, number, key=OPERATOR, **changes):
        members = {
            "number": number, "previous": keccak256(b"previous") if number else bytes(32), "logSize": number,
            "logRoot": keccak256(b"log") if number else EMPTY_LOG, "engine": self.venue.engine, "attestation": bytes(32),
            "policy": policy_hash(self.venue.genesis.policy), **self.figures[0], "height": header.height,
            "time": header.time, "inputRoot": header.input_root, "receiptsRoot": header.receipts_root,
            "sectionsRoot": header.state_root, **changes}
        message = SimpleNamespace(**members)
        return SimpleNamespace(message=message, signature=sign(key, checkpoint_digest(self.venue, message)), cosignatures=[])

    def word(self, before, after, changes=()):
        return compact(encode(evidence.WORD, SimpleNamespace(before=before, after=after, policyChanges=list(changes)))).encode()

    # Files

    def bent(self, height, **changes):
        """The fields of a witness whose header is another, and that header."""
        fields = self.files[height]
        header, transactions = read_block(fields[2])
        for name, value in changes.items():
            setattr(header, name, value(getattr(header, name)))
        return [*fields[:2], block_bytes(header, transactions), fields[3]], header

    def all(self):
        for group, fields, words in self.groups():
            whole = witness.file_of(*fields)
            yield self.case(group, whole)
            for note, word in words:
                yield self.case(f"{group}, {note}", witness.file_of(*fields, word), group, whole)

    def case(self, note, file, of=None, whole=None):
        try:
            wrong, is_signed = evidence.check(file, self.genesis_hash)
            expected = {"outcome": wrong, "signed": is_signed}
        except Refused as refused:
            expected = {"refused": refused.name}
        place = {"file": shown(file)} if of is None else {"of": of, "cut": cut(whole, file)}
        return {"note": note, **place, "genesisHash": shown(self.genesis_hash), "expected": expected}

    def groups(self):
        def flipped(value):
            return value[:-1] + bytes([value[-1] ^ 1])

        before = read_header(Reader(self.files[2][1]))
        fields, header = self.bent(2, state_root=flipped)
        yield "another state root", fields, self.words(before, header)
        for note, changes in (
                ("another receipts root", {"receipts_root": flipped}), ("a time before the last", {"time": lambda _: 1}),
                ("another number of receipts", {"receipts": lambda count: count + 1}), ("a block that follows", {})):
            fields, header = self.bent(2, **changes)
            yield note, fields, [("signed", self.word(self.signed(before, 0), self.signed(header, 1)))]
        fields, header = self.bent(1, state_root=flipped)
        after = self.signed(header, 0)
        yield "another state root of block 1", fields, [
            ("signed", self.word(None, after)), ("with a word of a block before", self.word(after, after)),
            ("of another height", self.word(None, self.signed(header, 0, height=2)))]

    def words(self, before, header):
        """Words for a block that does not follow."""
        first, second = self.signed(before, 0), self.signed(header, 1)
        true = self.word(first, second)
        yield "signed", true
        yield "without the checkpoint before", self.word(None, second)
        for member, value in OTHERS.items():
            yield f"another {member} before", self.word(self.signed(before, 0, **{member: value}), second)
            yield f"another {member} after", self.word(first, self.signed(header, 1, **{member: value}))
        yield "both of another height", self.word(self.signed(before, 0, height=9), self.signed(header, 1, height=9))
        for note, changes in (
                ("another venue", {"engine": bytes(32)}), ("another policy", {"policy": bytes(32)}),
                ("another depth", {"depth": 9}), ("another size of the log", {"logSize": 5}), ("no previous", {"previous": bytes(32)}),
                ("no account", {"count": 0}), ("another security module", {"securityModule": 1})):
            yield f"{note} after", self.word(first, self.signed(header, 1, **changes))
            if note != "no previous":
                yield f"{note} before", self.word(self.signed(before, 0, **changes), second)
        yield "before by another key", self.word(self.signed(before, 0, OPERATOR + 1), second)
        yield "after by another key", self.word(first, self.signed(header, 1, OPERATOR + 1))
        yield "another venue after, by another key before", self.word(
            self.signed(before, 0, OPERATOR + 1), self.signed(header, 1, engine=bytes(32)))
        change = SimpleNamespace(
            policy=SimpleNamespace(**vars(self.venue.genesis.policy) | {"version": 2}), effective=5, signatures=[])
        yield "a change of the policy that nobody signed", self.word(first, second, [change])
        yield "such a change, and another venue before", self.word(self.signed(before, 0, engine=bytes(32)), second, [change])
        value = json.loads(true)
        for name in ("after", "policyChanges"):
            yield f"without {name}", compact({key: each for key, each in value.items() if key != name}).encode()
        yield "with a member more", compact(value | {"more": 1}).encode()
        yield "of another type", compact(value | {"policyChanges": {}}).encode()
        yield "no object", b"[]"
        yield "no JSON", b"no"
