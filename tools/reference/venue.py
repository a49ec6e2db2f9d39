"""The venue, its policies and their history (CP-1 to CP-6)."""

from types import SimpleNamespace

from .canonical import canonical, read_json
from .commitment import Refused, refuse_if
from .document import Refused as Malformed
from .document import decode, encode
from .keccak import keccak256
from .proof_forms import GENESIS
from .secp256k1 import signer
from .typed_data import digest, domain_separator, hash_struct

WITNESSES, CUSTODIANS, CHANGE_COUNT = 64, 1024, 1000

JSON_NAMES = {
    "malformed": "JSON_Malformed", "missing": "JSON_MissingMember", "unknown": "JSON_UnknownMember",
    "type": "JSON_WrongType", "form": "JSON_WrongForm", "range": "JSON_OutOfRange",
    "duplicate": "JSON_DuplicateMember",
}


def json_refusal(malformed):
    """The name of JS-12."""
    return Refused(JSON_NAMES[malformed.reason])


class Venue:
    """A genesis, and what follows from it."""

    def __init__(self, genesis):
        self.genesis = genesis
        self.engine = keccak256(canonical(encode(GENESIS, genesis)))
        self.separator = domain_separator(genesis.chainId, genesis.contract)

    def digest(self, name, value):
        return digest(self.separator, name, value)


def read_venue(data):
    """CP-1, from the bytes of a genesis."""
    try:
        return Venue(decode(GENESIS, read_json(data)))
    except Malformed as malformed:
        raise json_refusal(malformed) from None


def policy_hash(policy):
    """CP-4."""
    return hash_struct("SignerPolicy", policy)


def rises(keys):
    return all(a < b for a, b in zip(keys, keys[1:]))


def check_policy(policy, version):
    """CP-4, then the version that it must have (CP-6)."""
    keys = [witness.key for witness in policy.witnesses]
    refuse_if(len(keys) > WITNESSES, "Policy_TooManyWitnesses")
    every = [policy.operator, *keys, *(custodian.key for custodian in policy.custodians)]
    refuse_if(bytes(20) in every, "Policy_ZeroKey")
    refuse_if(not rises(keys), "Policy_WitnessesUnsorted")
    refuse_if(policy.operator in keys, "Policy_OperatorIsWitness")
    refuse_if(any(witness.role not in (1, 2) for witness in policy.witnesses), "Policy_UnknownRole")
    refuse_if(policy.threshold > len(keys), "Policy_Threshold")
    refuse_if(not 1 <= policy.rotationThreshold <= len(keys) + 1, "Policy_RotationThreshold")
    refuse_if(len(policy.custodians) > CUSTODIANS, "Policy_TooManyCustodians")
    pairs = [(custodian.asset, custodian.key) for custodian in policy.custodians]
    refuse_if(not rises(pairs), "Policy_CustodiansUnsorted")
    refuse_if(policy.version != version, "Policy_Version")


def change_digest(venue, before, after, effective):
    """CP-5."""
    return venue.digest("PolicyChange", {
        "engine": venue.engine, "from": policy_hash(before), "to": policy_hash(after), "effective": effective})


class History:
    """CP-6: the policies of a venue, checked."""

    def __init__(self, venue, changes):
        first = venue.genesis.policy
        check_policy(first, 1)
        refuse_if(len(changes) > CHANGE_COUNT, "Policy_TooManyChanges")
        self.policies = [SimpleNamespace(policy=first, effective=0)]
        for change in changes:
            self.append(venue, change)

    def append(self, venue, change):
        before = self.policies[-1]
        check_policy(change.policy, before.policy.version + 1)
        refuse_if(change.effective <= before.effective, "Policy_EffectiveOrder")
        allowed = {before.policy.operator, *(witness.key for witness in before.policy.witnesses)}
        message = change_digest(venue, before.policy, change.policy, change.effective)
        last = b""
        for each in change.signatures:
            refuse_if(each.signer <= last, "Policy_SignersUnsorted")
            refuse_if(each.signer not in allowed, "Policy_SignerUnknown")
            refuse_if(signer(message, each.signature) != each.signer, "Policy_SignatureMismatch")
            last = each.signer
        refuse_if(len(change.signatures) < before.policy.rotationThreshold, "Policy_QuorumShort")
        self.policies.append(SimpleNamespace(policy=change.policy, effective=change.effective))

    def in_force(self, number):
        return [each.policy for each in self.policies if each.effective <= number][-1]

    def begins_with(self, older):
        return self.policies[: len(older.policies)] == older.policies
