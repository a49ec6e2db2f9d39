"""Signed checkpoints: their checks, extension, memory and contradiction (CP-7 to CP-11, CP-15 to CP-18)."""

from .commitment import Refused, refuse_if
from .commitment_assets import list_hash
from .log import EMPTY_LOG, verify_consistency, verify_inclusion
from .secp256k1 import signer
from .venue import History, policy_hash

ZERO_HASH = bytes(32)
AHEAD = 300  # seconds


class Checked:
    """A checkpoint that passed CP-10."""

    def __init__(self, venue, history, message, digest, policy, cosignatures):
        self.venue, self.history = venue, history
        self.message, self.digest, self.policy = message, digest, policy
        self.cosignatures = cosignatures

    @property
    def roots(self):
        """CM-10."""
        message = self.message
        return {
            "depth": message.depth, "count": message.count, "stateRoot": message.stateRoot,
            "solvencyRoot": message.solvencyRoot,
            "totals": (message.equity, message.deficit, message.belowMaintenance)}

    @property
    def asset_roots(self):
        """CM-20."""
        message = self.message
        return {"depth": message.depth, "count": message.count, "assets": message.assets,
                "root": message.assetRoot, "totals": message.assetTotals}


def checkpoint_digest(venue, message):
    """CP-8."""
    return venue.digest("Checkpoint", message)


def cosigned_digest(venue, digest, time, role):
    """CP-9."""
    return venue.digest("Cosignature", {"checkpoint": digest, "time": time, "role": role})


def check_place(venue, chain_id, contract):
    refuse_if(chain_id != venue.genesis.chainId, "Checkpoint_WrongChain")
    refuse_if(contract != venue.genesis.contract, "Checkpoint_WrongContract")


def check_checkpoint(venue, chain_id, contract, changes, signed, witnessed=True):
    """CP-10; without `witnessed` until 331."""
    check_place(venue, chain_id, contract)
    message = signed.message
    refuse_if(message.engine != venue.engine, "Checkpoint_WrongEngine")
    history = History(venue, changes)
    policy = history.in_force(message.number)
    refuse_if(message.policy != policy_hash(policy), "Checkpoint_WrongPolicy")
    check_message(venue.genesis, message)
    digest = checkpoint_digest(venue, message)
    refuse_if(signer(digest, signed.signature) != policy.operator, "Checkpoint_OperatorMismatch")
    if witnessed:
        check_witnesses(venue, policy, message, digest, signed.cosignatures)
    return Checked(venue, history, message, digest, policy, signed.cosignatures)


def check_message(genesis, message):
    refuse_if(message.depth != genesis.depth, "Checkpoint_WrongDepth")
    refuse_if(message.logSize != message.number, "Checkpoint_LogSize")
    refuse_if((message.previous == ZERO_HASH) != (message.number == 0), "Checkpoint_Previous")
    refuse_if((message.logRoot == EMPTY_LOG) != (message.logSize == 0), "Checkpoint_LogRoot")
    refuse_if(message.count > 1 << message.depth, "Commitment_CountOutOfRange")
    list_hash(message.assets)
    refuse_if(message.assets[:1] == [bytes(20)], "Checkpoint_ZeroAsset")
    refuse_if(len(message.assetTotals) != len(message.assets) + 2, "Checkpoint_AssetTotals")
    for name in ("securityModule", "feeRecipient"):
        index = getattr(message, name)
        refuse_if(index != getattr(genesis, name) or index >= message.count, "Checkpoint_VenueAccount")


def check_witnesses(venue, policy, message, digest, cosignatures):
    last = b""
    for each in cosignatures:
        refuse_if(each.witness <= last, "Checkpoint_WitnessesUnsorted")
        check_cosignature(venue, policy, message, digest, each)
        last = each.witness
    refuse_if(len(cosignatures) < policy.threshold, "Checkpoint_QuorumShort")


def check_cosignature(venue, policy, message, digest, each):
    """333 to 336."""
    roles = {witness.key: witness.role for witness in policy.witnesses}
    refuse_if(each.witness not in roles, "Checkpoint_WitnessUnknown")
    refuse_if(each.role != roles[each.witness], "Checkpoint_WitnessRole")
    refuse_if(each.time < message.time, "Checkpoint_WitnessTime")
    cosigned = cosigned_digest(venue, digest, each.time, each.role)
    refuse_if(signer(cosigned, each.signature) != each.witness, "Checkpoint_WitnessMismatch")


def check_clock(message, now, greatest_age=None):
    """CP-11."""
    if now is None:
        return
    refuse_if(message.time > now + AHEAD, "Checkpoint_Future")
    refuse_if(greatest_age is not None and message.time + greatest_age < now, "Checkpoint_Stale")


def check_extension(a, b, proof):
    """CP-15: that `b` extends `a`. The proof is (consistency, inclusion), or None."""
    older, newer = a.message, b.message
    refuse_if(newer.number < older.number, "Checkpoint_Older")
    refuse_if(contradict(a, b), "Checkpoint_Contradiction")
    refuse_if(newer.time < older.time or newer.height < older.height, "Checkpoint_TimeReversed")
    if newer.number == older.number:
        return
    refuse_if(proof is None, "Checkpoint_NoExtension")
    verify_consistency(older.logSize, older.logRoot, newer.logSize, newer.logRoot, proof[0])
    verify_inclusion(a.digest, older.number, newer.logSize, newer.logRoot, proof[1])


def check_memory(remembered, checked, proof):
    """CP-16. What is older than the memory may lack later changes; CP-15 refuses it then."""
    kept, given = remembered.history, checked.history
    older = checked.message.number < remembered.message.number
    known = given.begins_with(kept) or older and kept.begins_with(given)
    refuse_if(not known or checked.venue.engine != remembered.venue.engine, "Policy_HistoryRewritten")
    check_extension(remembered, checked, proof)


def contradict(a, b):
    """The first two kinds of CP-17."""
    if a.message.number == b.message.number:
        return a.digest != b.digest
    return b.message.number == a.message.number + 1 and b.message.previous != a.digest


def check_evidence(venue, chain_id, contract, changes, first, second, entry):
    """CP-17; gives the witnesses of CP-18."""
    a = check_checkpoint(venue, chain_id, contract, changes, first, witnessed=False)
    b = check_checkpoint(venue, chain_id, contract, changes, second, witnessed=False)
    refuse_if(a.message.number > b.message.number, "Evidence_Order")
    if entry is None:
        refuse_if(not contradict(a, b), "Evidence_NoContradiction")
    else:
        same = entry.digest == a.digest or a.message.number == b.message.number
        refuse_if(same, "Evidence_NoContradiction")
        verify_inclusion(entry.digest, a.message.number, b.message.logSize, b.message.logRoot, entry.path)
    return sorted(holding(a) & holding(b))


def holding(checked):
    """The witnesses with a cosignature that holds."""
    found = set()
    for each in checked.cosignatures:
        try:
            check_cosignature(checked.venue, checked.policy, checked.message, checked.digest, each)
        except Refused:
            continue
        found.add(each.witness)
    return found
