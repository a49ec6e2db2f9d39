"""Proof files: reading in their one spelling, and their checks in order (PF-1 to PF-12)."""

from types import SimpleNamespace

from .canonical import NoInteger, canonical, read_json
from .checkpoint import check_checkpoint, check_clock, check_evidence, check_extension, check_memory, checkpoint_digest
from .commitment import Refused, refuse_if, verify_accounts, verify_empty
from .commitment_assets import verify_asset
from .custody import check_solvency
from .document import Members, decode, encode
from .document import Refused as Malformed
from .proof_forms import BODIES, LEVELS, file_shape
from .risk_items import check_margin

LARGEST = 8 << 20
LIMITS = {"depth": 16, "values": 400_000, "longest": 4 << 20}
UNCHECKED = {
    "Proof_TooLarge", "Proof_Malformed", "Proof_UnknownVersion", "Proof_UnknownKind", "Proof_WrongForm",
    "Proof_NotCanonical", "Checkpoint_NoExtension",
}


def read_proof(data):
    """PF-2. Nothing is hashed before this has bounded it (PF-13)."""
    refuse_if(len(data) > LARGEST, "Proof_TooLarge")
    try:
        value = read_json(data, **LIMITS)
    except Malformed:
        raise Refused("Proof_Malformed") from None
    refuse_if(not isinstance(value, Members), "Proof_WrongForm")
    given = dict(value)
    version, kind = given.get("ballastProof"), given.get("kind")
    refuse_if(is_number(version) and not is_one(version), "Proof_UnknownVersion")
    refuse_if(isinstance(kind, str) and kind not in BODIES, "Proof_UnknownKind")
    refuse_if(not isinstance(kind, str), "Proof_WrongForm")
    try:
        proof = decode(file_shape(kind), value)
    except Malformed:
        raise Refused("Proof_WrongForm") from None
    refuse_if(canonical(value) + b"\n" != data, "Proof_NotCanonical")
    return proof


def is_number(value):
    return type(value) is int or isinstance(value, NoInteger)


def is_one(value):
    return (float(value.text) if isinstance(value, NoInteger) else value) == 1


def write_proof(proof):
    """PF-1."""
    return canonical(encode(file_shape(proof.kind), proof)) + b"\n"


# From the forms of files to those of the checks


def sums_of(value):
    return value.positiveEquity, value.deficit, value.belowMaintenance


def node_of(value):
    return value.hash, sums_of(value)


def account_of(value):
    return {"owner": value.owner, "record": value.record, "sums": sums_of(value), "salt": value.salt}


def path_of(siblings):
    return {"state": [each.state for each in siblings],
            "solvency": [(each.solvency, sums_of(each)) for each in siblings]}


def inclusion_of(value):
    return {"accounts": [(value.index, account_of(value))], **path_of(value.path)}


def accounts_of(body):
    return {"accounts": [(each.index, account_of(each)) for each in body.accounts], "state": body.stateNodes,
            "solvency": [node_of(each) for each in body.solvencyNodes]}


# Checks


class Reader:
    """What the reader brings (PF-9). Memory and extending file are bytes; expected values have their bytes."""

    def __init__(self, venue, memory=None, extending=None, now=None, age=None, index=None, owner=None, record=None,
                 sets=None):
        self.venue, self.now, self.age, self.sets = venue, now, age, sets
        self.expected = [("Expected_Index", "index", index), ("Expected_Owner", "owner", owner),
                         ("Expected_Record", "record", record)]
        self.extending = None if extending is None else read_proof(extending)
        self.remembered = None
        if memory is not None:
            proof = read_proof(memory)
            self.remembered = check_checkpoint(
                venue, proof.chainId, proof.contract, proof.policyChanges, proof.checkpoint)

    def verify(self, data):
        """PF-10: the file, and its checkpoint or the witnesses of its evidence."""
        proof = read_proof(data)
        self.check_expected(proof)
        place = self.venue, proof.chainId, proof.contract, proof.policyChanges
        if proof.kind == "equivocation":
            return SimpleNamespace(proof=proof, witnesses=check_evidence(
                *place, proof.checkpoint, proof.body.second, proof.body.entry))
        checked = check_checkpoint(*place, proof.checkpoint)
        check_clock(checked.message, self.now, self.age)
        if self.remembered is not None:
            check_memory(self.remembered, checked, self.bridge(proof, checked))
        CHECKS[proof.kind](self, checked, proof)
        return SimpleNamespace(proof=proof, checked=checked)

    def check_expected(self, proof):
        """PF-9, check by check over all accounts of the file."""
        body = proof.body
        shown = {"inclusion": lambda: [body], "accounts": lambda: body.accounts, "assets": lambda: [body.account],
                 "margin": lambda: [body.account]}.get(proof.kind, list)()
        for name, member, value in self.expected:
            wrong = value is not None and any(getattr(each, member) != value for each in shown)
            refuse_if(wrong, name)

    def bridge(self, proof, checked):
        """PF-11: the proof from the remembered checkpoint to this one, where a file among those given brings it."""
        for each in (self.extending, proof):
            if each is None or each.kind != "consistency":
                continue
            digests = [checkpoint_digest(self.venue, signed.message)
                       for signed in (getattr(each.body, "from"), each.checkpoint)]
            if digests == [self.remembered.digest, checked.digest]:
                return each.body.consistency, each.body.inclusion
        return None


def check_emptiness(reader, checked, proof):
    verify_empty(checked.roots, {"index": proof.body.index, **path_of(proof.body.path)})


def check_assets(reader, checked, proof):
    account = proof.body.account
    verify_asset(checked.asset_roots, {
        "index": account.index, "account": {**vars(account), "sums": (0, 0, 0)},
        "path": [(each.hash, each.sums) for each in proof.body.path]})


def check_solvency_file(reader, checked, proof):
    body = proof.body
    nodes = [node_of(each) for each in (body.solvencyOpening.left, body.solvencyOpening.right)]
    assets = [(each.hash, each.sums) for each in (body.assetOpening.left, body.assetOpening.right)]
    check_solvency(checked, (nodes, assets), [inclusion_of(body.securityModule), inclusion_of(body.feeRecipient)],
                   body.attestation)


def check_consistency_file(reader, checked, proof):
    body = proof.body
    older = check_checkpoint(
        reader.venue, proof.chainId, proof.contract, proof.policyChanges, getattr(body, "from"))
    check_extension(older, checked, (body.consistency, body.inclusion))


CHECKS = {
    "checkpoint": lambda reader, checked, proof: None,
    "inclusion": lambda reader, checked, proof: verify_accounts(checked.roots, inclusion_of(proof.body)),
    "accounts": lambda reader, checked, proof: verify_accounts(checked.roots, accounts_of(proof.body)),
    "emptiness": check_emptiness,
    "assets": check_assets,
    "solvency": check_solvency_file,
    "margin": lambda reader, checked, proof: check_margin(
        checked, inclusion_of(proof.body.account), proof.body, reader.sets),
    "consistency": check_consistency_file,
}


def outcome_of(reader, data, level=None):
    """What a file gives, with the status of PF-12: `accepted` or `refused`. A level may be asked for."""
    try:
        result = reader.verify(data)
    except Refused as refusal:
        return {"refused": refusal.name, "status": 2 if refusal.name in UNCHECKED else 1}
    kind = result.proof.kind
    shown = {LEVELS[kind]} if kind == "equivocation" else {"commitment", LEVELS[kind]}
    missed = level is not None and level not in shown
    return {"accepted": True, "status": 2 if missed else 0}
