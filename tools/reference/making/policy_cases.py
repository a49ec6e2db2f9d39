"""vectors/commitment/policies.jsonl: venues, policies and their histories (CP-20)."""

from types import SimpleNamespace

from ..canonical import canonical_text
from ..commitment import Refused
from ..document import encode
from ..proof_forms import GENESIS, POLICY
from ..secp256k1 import N
from ..venue import History, check_policy, policy_hash, read_venue
from .commitment_cases import numbered, plain
from .lines import compact
from .venues import (
    CASH, CUSTODIANS, VENUES, WITNESSES, address, altered, change, policy, shown_changes, witness,
)


def case(kind, note, expected, attack=None, **inputs):
    about = {"kind": kind, "note": note, **({"attack": attack} if attack else {})}
    return compact(plain({**about, **inputs, "expected": expected}))


def outcome(compute):
    try:
        return compute()
    except Refused as refusal:
        return {"refused": refusal.name}


def venue_outcome(text):
    def compute():
        venue = read_venue(text.encode())
        return {"engine": venue.engine, "domain": venue.separator, "policy": policy_hash(venue.genesis.policy)}

    return outcome(compute)


def venue_cases():
    lines = []

    def add(note, text, expected=None):
        got = venue_outcome(text)
        assert got.get("refused") == expected, (note, got)
        lines.append(case("venue", note, got, genesis=text))

    for name, venue in VENUES.items():
        add(name, canonical_text(encode(GENESIS, venue.genesis)))
    whole = encode(GENESIS, VENUES["witnessed"].genesis)
    text = canonical_text(whole)
    add("spread over lines, members in another order: the same venue", text.replace("{", "{ \n").replace(":", " : "))
    add("a name of 64 bytes, with what has to be escaped and what has not", canonical_text(
        {**whole, "name": '"\\/é\u0001\u007f€' + "n" * 53}))
    for note, members, name in (
            ("version 2 of the form", {"ballastVenue": 2}, "JSON_OutOfRange"),
            ("the version as text", {"ballastVenue": "1"}, "JSON_WrongType"),
            ("no name", {"name": ""}, "JSON_OutOfRange"),
            ("a name of 65 bytes", {"name": "é" * 32 + "n"}, "JSON_OutOfRange"),
            ("other rules", {"rules": "ballast-2"}, "JSON_WrongForm"),
            ("the chain as a number", {"chainId": 957}, "JSON_WrongType"),
            ("a chain of 257 bits", {"chainId": str(1 << 256)}, "JSON_OutOfRange"),
            ("a chain with a leading zero", {"chainId": "0957"}, "JSON_WrongForm"),
            ("a contract in capitals", {"contract": "0x" + "AB" * 20}, "JSON_WrongForm"),
            ("depth 0", {"depth": 0}, "JSON_OutOfRange"),
            ("depth 33", {"depth": 33}, "JSON_OutOfRange"),
            ("an index of 2^32", {"feeRecipient": 1 << 32}, "JSON_OutOfRange"),
            ("a window of 2^64", {"attestationWindow": str(1 << 64)}, "JSON_OutOfRange"),
            ("a tolerance below zero", {"cashTolerance": "-1"}, "JSON_OutOfRange"),
            ("no policy", {"policy": None}, "JSON_WrongType"),
            ("a member more", {"website": ""}, "JSON_UnknownMember")):
        add(note, canonical_text({**whole, **members}), name)
    add("no contract", canonical_text({name: each for name, each in whole.items() if name != "contract"}),
        "JSON_MissingMember")
    add("the depth twice", text.replace('"depth":4', '"depth":4,"depth":4'), "JSON_DuplicateMember")
    add("a depth of 4.0", text.replace('"depth":4', '"depth":4.0'), "JSON_WrongForm")
    add("one bracket more", text + "}", "JSON_Malformed")
    add("a list", "[]", "JSON_WrongType")
    return lines


def policy_outcome(value):
    def compute():
        check_policy(value, value.version)
        return {"hash": policy_hash(value)}

    return outcome(compute)


def policy_cases():
    lines = []

    def add(note, value, expected=None, attack=None):
        got = policy_outcome(value)
        assert got.get("refused") == expected, (note, got)
        lines.append(case("policy", note, got, attack, policy=encode(POLICY, value)))

    def bent(note, name, alter, start=policy(witnesses=WITNESSES, threshold=2, rotation=4, custodians=CUSTODIANS),
             attack=None):
        add(note, altered(start, alter), name, attack)

    add("an operator alone", policy())
    add("three witnesses, all signatures for a change", policy(witnesses=WITNESSES, threshold=3, rotation=4))
    add("witnesses, and none needed", policy(witnesses=WITNESSES, threshold=0, rotation=1))
    add("64 witnesses", policy(version=(1 << 64) - 1, witnesses=[witness(n, 1 + n % 2) for n in range(64)],
                               threshold=64, rotation=65))
    add("custodians, one of them of two assets, two of one asset", policy(custodians=CUSTODIANS))
    add("the operator is a custodian", policy(custodians=[SimpleNamespace(asset=CASH, key=address("operator"))]))
    keys = [SimpleNamespace(asset=CASH, key=(n + 1).to_bytes(20, "big")) for n in range(1025)]
    add("1,024 custodians", policy(custodians=keys[:1024]))
    add("1,025 custodians", policy(custodians=keys), "Policy_TooManyCustodians")
    add("65 witnesses", policy(witnesses=[witness(n) for n in range(65)], threshold=64, rotation=65),
        "Policy_TooManyWitnesses")
    add("65 witnesses and no operator", altered(
        policy(witnesses=[witness(n) for n in range(65)]), lambda p: setattr(p, "operator", bytes(20))),
        "Policy_TooManyWitnesses")
    bent("an operator of zero", "Policy_ZeroKey", lambda p: setattr(p, "operator", bytes(20)))
    bent("a witness of zero", "Policy_ZeroKey", lambda p: setattr(p.witnesses[0], "key", bytes(20)))
    bent("the last custodian of zero", "Policy_ZeroKey", lambda p: (
        p.witnesses.reverse(), setattr(p.custodians[-1], "key", bytes(20))))
    bent("witnesses that fall", "Policy_WitnessesUnsorted", lambda p: p.witnesses.reverse())
    bent("a witness twice", "Policy_WitnessesUnsorted", lambda p: p.witnesses.insert(1, p.witnesses[0]), attack=14)
    bent("a witness twice, in two roles", "Policy_WitnessesUnsorted", lambda p: p.witnesses.insert(
        1, SimpleNamespace(key=p.witnesses[0].key, role=3 - p.witnesses[0].role)), attack=14)
    bent("the operator is its own witness", "Policy_OperatorIsWitness",
         lambda p: setattr(p, "operator", p.witnesses[2].key), attack=14)
    for role in (0, 3, 255):
        bent(f"role {role}", "Policy_UnknownRole", lambda p: setattr(p.witnesses[1], "role", role))
    bent("a threshold of four with three witnesses", "Policy_Threshold", lambda p: setattr(p, "threshold", 4))
    add("a threshold without witnesses", policy(threshold=1), "Policy_Threshold")
    bent("the greatest threshold", "Policy_Threshold", lambda p: setattr(p, "threshold", 65535))
    bent("a change that nobody need sign", "Policy_RotationThreshold",
         lambda p: setattr(p, "rotationThreshold", 0), attack=14)
    bent("a change that nobody can make", "Policy_RotationThreshold", lambda p: setattr(p, "rotationThreshold", 5))
    bent("custodians that fall", "Policy_CustodiansUnsorted", lambda p: p.custodians.reverse())
    bent("a custodian twice", "Policy_CustodiansUnsorted", lambda p: p.custodians.append(p.custodians[-1]))
    return lines


def history_outcome(venue, changes):
    def compute():
        policies = History(venue, changes).policies
        return {"policies": [{"effective": str(each.effective), "hash": policy_hash(each.policy)}
                             for each in policies]}

    return outcome(compute)


def rotations(venue):
    """Policies one after another: a witness more, another operator, a witness revoked, witnesses given up."""
    first = venue.genesis.policy
    after = [
        policy(2, witnesses=[*WITNESSES, witness(3)], threshold=3, rotation=3, custodians=CUSTODIANS),
        policy(3, operator="new operator", witnesses=[*WITNESSES, witness(3)], threshold=3, rotation=5,
               custodians=CUSTODIANS),
        policy(4, operator="new operator", witnesses=[witness(0), witness(3)], threshold=1, rotation=2,
               custodians=CUSTODIANS[:3]),
        policy(5, operator="new operator"),
    ]
    made, before = [], first
    for each, effective in zip(after, (1, 5, 6, (1 << 64) - 1)):
        made.append(change(venue, before, each, effective))
        before = each
    return made


def history_cases():
    lines, venue = [], VENUES["witnessed"]
    whole = rotations(venue)

    def add(note, changes, expected=None, attack=None, name="witnessed"):
        got = history_outcome(VENUES[name], changes)
        assert got.get("refused") == expected, (note, got)
        lines.append(case("history", note, got, attack, genesis=name, changes=shown_changes(changes)))

    for count in range(5):
        add(f"{count} changes", whole[:count])
    first = venue.genesis.policy
    signers = sorted([first.operator, *(each.key for each in first.witnesses)])
    target = whole[0].policy
    add("more signatures than are needed", [change(venue, first, target, 1, signers)])
    add("the operator did not sign, and is not needed", [
        change(venue, first, target, 1, [each for each in signers if each != first.operator])])
    add("an operator alone changes its policy", [change(VENUES["plain"], VENUES["plain"].genesis.policy,
                                                        policy(2, operator="new operator"), 9)], name="plain")
    add("the genesis policy has version 2", [], "Policy_Version", name="first policy of version 2")
    add("the genesis policy is refused", whole, "Policy_Threshold",
        name="first policy with a threshold above its witnesses")

    def bent(note, name, alter, attack=None, count=1):
        add(note, altered(whole[:count], alter), name, attack)

    def resigned(**members):
        """The first change to a policy with other members, properly signed."""
        return [change(venue, first, altered(target, lambda p: p.__dict__.update(members)), 1)]

    add("a policy that is refused, signed by all", resigned(threshold=9), "Policy_Threshold")
    add("version 1 again", resigned(version=1), "Policy_Version")
    add("version 3 after 1", resigned(version=3), "Policy_Version")
    add("a version of 0", resigned(version=0), "Policy_Version")
    add("effective from 0", [change(venue, first, target, 0)], "Policy_EffectiveOrder")
    add("effective at the number of the change before", [
        whole[0], change(venue, target, whole[1].policy, 1)], "Policy_EffectiveOrder")
    add("effective before the change before", [
        change(venue, first, target, 7), change(venue, target, whole[1].policy, 6)], "Policy_EffectiveOrder")
    add("both changes become effective in the wrong order, and the second version is wrong", [
        change(venue, first, target, 7), change(venue, target, altered(
            whole[1].policy, lambda p: setattr(p, "version", 2)), 6)], "Policy_Version")
    bent("a signer twice", "Policy_SignersUnsorted", lambda c: c[0].signatures.insert(
        1, c[0].signatures[0]), 14)
    bent("one signature three times", "Policy_SignersUnsorted", lambda c: setattr(
        c[0], "signatures", [c[0].signatures[0]] * 3), 14)
    bent("signers that fall", "Policy_SignersUnsorted", lambda c: c[0].signatures.reverse())
    stranger = sorted([*signers[:2], address("stranger")])
    add("a stranger among the signers", [change(venue, first, target, 1, stranger)], "Policy_SignerUnknown", 14)
    new = sorted([signers[0], signers[1], address("witness 3")])
    add("signed by a witness of the new policy", [change(venue, first, target, 1, new)], "Policy_SignerUnknown", 14)
    revoked = change(venue, whole[2].policy, whole[3].policy, whole[3].effective, sorted(
        [address("new operator"), address("witness 1")]))
    add("signed by a witness that was revoked", whole[:3] + [revoked], "Policy_SignerUnknown", 14)
    bent("a signature of another effective number", "Policy_SignatureMismatch",
         lambda c: setattr(c[0], "effective", 2), 14)
    bent("a signature of another policy", "Policy_SignatureMismatch",
         lambda c: setattr(c[0].policy, "threshold", 0), 14)
    bent("signatures exchanged", "Policy_SignatureMismatch", lambda c: (
        c[0].signatures[0].__dict__.update(signature=c[0].signatures[1].signature)), 14)
    add("signed for another venue", [change(VENUES["deep"], first, target, 1)], "Policy_SignatureMismatch", 13)
    add("two of three", [change(venue, first, target, 1, signers[:2])], "Policy_QuorumShort", 14)
    add("nobody signed", [change(venue, first, target, 1, [])], "Policy_QuorumShort", 14)
    add("four of five, of the second change but one", [whole[0], change(
        venue, target, whole[1].policy, 5), change(venue, whole[1].policy, whole[2].policy, 6, sorted(
            [address("new operator"), *(each.key for each in WITNESSES)]))], "Policy_QuorumShort", 14)

    def other(part, value):
        def alter(changes):
            raw = changes[0].signatures[1].signature
            r, s, v = raw[:32], raw[32:64], raw[64:]
            parts = {"r": r, "s": s, "v": v, part: value(s) if callable(value) else value}
            changes[0].signatures[1].signature = parts["r"] + parts["s"] + parts["v"]
        return alter

    high = (lambda s: (N - int.from_bytes(s, "big")).to_bytes(32, "big"))
    bent("the other s", "ECDSAInvalidSignatureS", other("s", high), 14)
    bent("v of 0", "SignatureInvalidV", other("v", b"\0"), 14)
    bent("v of 29", "SignatureInvalidV", other("v", b"\x1d"), 14)
    bent("r of 0", "SignatureInvalidR", other("r", bytes(32)), 14)
    bent("r of the order", "SignatureInvalidR", other("r", N.to_bytes(32, "big")), 14)
    bent("s of 0", "SignatureZeroS", other("s", bytes(32)), 14)
    bent("r of no point", "ECDSAInvalidSignature", other("r", (5).to_bytes(32, "big")), 14)
    empty = SimpleNamespace(policy=policy(version=0), effective=0, signatures=[])
    add("1,001 changes, none of which is looked at", [empty] * 1001, "Policy_TooManyChanges")
    return lines


def policy_lines():
    return numbered(venue_cases() + policy_cases() + history_cases())
