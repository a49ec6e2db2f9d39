"""vectors/commitment/checkpoints.jsonl: digests, signed checkpoints, extension, contradiction (CP-7 to CP-20)."""

from types import SimpleNamespace

from ..checkpoint import (
    check_checkpoint, check_clock, check_evidence, check_extension, check_memory, checkpoint_digest, cosigned_digest,
)
from ..document import encode
from ..log import EMPTY_LOG, log_consistency, log_path
from ..proof_forms import CHECKPOINT
from ..secp256k1 import N
from ..typed_data import hash_struct
from ..venue import policy_hash
from .commitment_cases import flip, numbered
from .policy_cases import case, outcome, rotations
from .venues import (
    CASH, VENUES, Chain, address, altered, asset, bare_message, change, cosigned, policy, shown_changes, shown_signed,
    sign_as, signed, witness,
)

U64 = (1 << 64) - 1


def place(venue):
    return venue.genesis.chainId, venue.genesis.contract


def digest_cases():
    lines = []
    for name in ("plain", "witnessed", "single", "deep"):
        venue = VENUES[name]
        first = venue.genesis.policy
        message = bare_message(venue, first, 0, [])
        extreme = bare_message(
            venue, first, U64, [b"\xff" * 32], time=U64, height=U64, depth=255, count=U64, equity=(1 << 128) - 1,
            deficit=(1 << 96) - 1, belowMaintenance=(1 << 32) - 1, assets=[bytes(20), b"\xff" * 20],
            assetTotals=[(1 << 128) - 1] * 4, feesAccrued=(1 << 128) - 1, netSettledCash=-(1 << 127),
            pendingWithdrawals=(1 << 128) - 1, securityModule=(1 << 32) - 1, feeRecipient=(1 << 32) - 1)
        bare = bare_message(venue, first, 0, [], assets=[], assetTotals=[0, 0], netSettledCash=(1 << 127) - 1)
        for note, each in (("the first", message), ("every member at its limit", extreme), ("no assets", bare)):
            lines.append(case("digest", note, {
                "struct": hash_struct("Checkpoint", each), "digest": checkpoint_digest(venue, each),
                "cosigned": cosigned_digest(venue, checkpoint_digest(venue, each), 7, 1)},
                genesis=name, message=encode(CHECKPOINT, each)))
    return lines


class Checks:
    """Cases of CP-10 and CP-11."""

    def __init__(self):
        self.lines, self.cases = [], []

    def add(self, note, name, value, expected=None, attack=None, changes=(), chain=None, contract=None, now=None,
            age=None):
        venue = VENUES[name]
        chain = venue.genesis.chainId if chain is None else chain
        contract = venue.genesis.contract if contract is None else contract

        def compute():
            checked = check_checkpoint(venue, chain, contract, list(changes), value)
            check_clock(checked.message, now, age)
            return {"digest": checked.digest}

        got = outcome(compute)
        assert got.get("refused") == expected, (note, got)
        self.cases.append(SimpleNamespace(
            note=note, name=name, value=value, expected=expected, attack=attack, changes=list(changes), chain=chain,
            contract=contract, now=now, age=age))
        clock = {} if now is None else {"now": str(now), **({} if age is None else {"maximumAge": str(age)})}
        self.lines.append(case(
            "checkpoint", note, got, attack, genesis=name, chainId=str(chain), contract=contract,
            policyChanges=shown_changes(changes), checkpoint=shown_signed(value), **clock))

    def bent(self, note, name, start, expected, alter, attack=None, **others):
        self.add(note, name, altered(start, alter), expected, attack, **others)


def chain_of(name, length, changes=(), **members):
    chain = Chain(VENUES[name], changes)
    for _ in range(length):
        chain.add(**members)
    return chain


def valid_checks(made):
    for name in ("plain", "witnessed", "single", "deep"):
        members = {"assets": [], "assetTotals": [10**24, 3]} if name == "single" else {}
        for number, value in enumerate(chain_of(name, 3, **members).signed):
            made.add(f"number {number}", name, value)
    venue = VENUES["witnessed"]
    whole = rotations(venue)
    chain = Chain(venue, whole)
    for number in range(8):
        made.add(f"number {number} with a history of policies", "witnessed", chain.add(), changes=whole)
    first = venue.genesis.policy
    lone = bare_message(venue, first, 0, [])
    made.add("all witnesses cosigned, at other times", "witnessed", signed(
        venue, first, lone, cosigners=first.witnesses, delay=0))
    made.add("a change that is not in force yet", "witnessed", signed(venue, first, lone), changes=whole[:1])
    full = bare_message(VENUES["plain"], VENUES["plain"].genesis.policy, 0, [], count=8)
    made.add("as many accounts as there is room for", "plain",
             signed(VENUES["plain"], VENUES["plain"].genesis.policy, full))
    made.add("the witness's time is the checkpoint's", "witnessed", signed(venue, first, lone, delay=0))


def clock_checks(made):
    value = chain_of("plain", 1).signed[0]
    time = value.message.time
    add = made.add
    for note, now, age, expected in (
            ("five minutes ahead of the reader", time - 300, None, None),
            ("five minutes and a second ahead", time - 301, None, "Checkpoint_Future"),
            ("just not too old", time + 600, 600, None),
            ("a second too old", time + 601, 600, "Checkpoint_Stale"),
            ("of this second, and no other allowed", time, 0, None),
            ("old, and no age is asked for", U64, None, None),
            ("sums of 65 bits", U64, U64, None)):
        add(note, "plain", value, expected, 13 if expected else None, now=now, age=age)
    venue, first = VENUES["plain"], VENUES["plain"].genesis.policy
    late = signed(venue, first, bare_message(venue, first, 0, [], time=U64))
    add("a time whose age overflows", "plain", late, None, now=U64, age=U64)
    add("the end of time", "plain", late, "Checkpoint_Future", 13, now=time)


def message_checks(made):
    """What an operator could sign, and nobody may accept."""
    venue = VENUES["witnessed"]
    first = venue.genesis.policy
    entries = chain_of("witnessed", 5).entries

    def lie(note, expected, attack=None, number=5, **members):
        message = bare_message(venue, first, number, entries[:number], **members)
        made.add(note, "witnessed", signed(venue, first, message), expected, attack)

    lie("another engine", "Checkpoint_WrongEngine", 13, engine=VENUES["plain"].engine)
    lie("no engine", "Checkpoint_WrongEngine", 13, engine=bytes(32))
    lie("another policy", "Checkpoint_WrongPolicy", 14, policy=policy_hash(VENUES["plain"].genesis.policy))
    lie("a depth that is not the venue's", "Checkpoint_WrongDepth", 6, depth=5)
    lie("a depth of 255", "Checkpoint_WrongDepth", 6, depth=255)
    lie("a log too long", "Checkpoint_LogSize", 15, logSize=6)
    lie("a log too short", "Checkpoint_LogSize", 15, logSize=4)
    lie("no checkpoint before", "Checkpoint_Previous", 15, previous=bytes(32))
    lie("one before the first", "Checkpoint_Previous", 15, number=0, previous=entries[0])
    lie("the root of the empty log at number 5", "Checkpoint_LogRoot", 15, logRoot=EMPTY_LOG)
    lie("a root of the log at number 0", "Checkpoint_LogRoot", 15, number=0, logRoot=bytes(32))
    lie("17 accounts at depth 4", "Commitment_CountOutOfRange", 6, count=17)
    lie("2^64 − 1 accounts", "Commitment_CountOutOfRange", 6, count=U64)
    many = [n.to_bytes(20, "big") for n in range(1, 258)]
    lie("257 assets", "Commitment_TooManyAssets", assets=many, assetTotals=[0] * 259)
    lie("assets that fall", "Commitment_AssetsUnsorted", assets=[asset("ETH"), asset("BTC")])
    lie("an asset twice", "Commitment_AssetsUnsorted", 18, assets=[asset("BTC")] * 2)
    lie("the stable token as an asset", "Checkpoint_ZeroAsset", 18, assets=[CASH, asset("BTC")])
    lie("a total short", "Checkpoint_AssetTotals", 17, assetTotals=[0, 0, 0])
    lie("a total more", "Checkpoint_AssetTotals", 17, assetTotals=[0] * 5)
    lie("another security module", "Checkpoint_VenueAccount", securityModule=1)
    lie("another recipient of fees", "Checkpoint_VenueAccount", feeRecipient=0)
    lie("the venue's accounts are not there", "Checkpoint_VenueAccount", count=1)
    lie("no accounts", "Checkpoint_VenueAccount", count=0)
    whole = rotations(venue)
    later = signed(venue, first, bare_message(venue, first, 1, entries[:1]))
    made.add("the policy before the change that is in force", "witnessed", later, "Checkpoint_WrongPolicy", 14,
             changes=whole[:1])
    early = signed(venue, whole[0].policy, bare_message(venue, whole[0].policy, 0, []))
    made.add("a policy before it is in force", "witnessed", early, "Checkpoint_WrongPolicy", 14, changes=whole[:1])


def signature_checks(made):
    venue = VENUES["witnessed"]
    first = venue.genesis.policy
    value = chain_of("witnessed", 4).signed[3]
    bent = made.bent

    def bend(note, expected, alter, attack=14, **others):
        bent(note, "witnessed", value, expected, alter, attack, **others)

    made.add("the chain beside it is another", "witnessed", value, "Checkpoint_WrongChain", 13, chain=1)
    made.add("the contract beside it is another", "witnessed", value, "Checkpoint_WrongContract", 13,
             contract=bytes(20))
    made.add("chain and contract are others", "witnessed", value, "Checkpoint_WrongChain", 13, chain=1,
             contract=bytes(20))
    made.add("the history of another venue", "witnessed", value, "Policy_SignatureMismatch", 13,
             changes=[change(VENUES["deep"], first, policy(2), 9)])
    made.add("the operator of a revoked policy", "witnessed", signed(
        venue, rotations(venue)[1].policy, bare_message(venue, rotations(venue)[1].policy, 5, [b"\1" * 32] * 5),
        operator=address("operator")), "Checkpoint_OperatorMismatch", 14, changes=rotations(venue))
    other = VENUES["plain"]
    message = value.message
    bend("signed for another contract", "Checkpoint_OperatorMismatch", lambda v: setattr(
        v, "signature", sign_as(address("operator"), other.digest("Checkpoint", message))), 13)
    bend("signed by a stranger", "Checkpoint_OperatorMismatch", lambda v: setattr(
        v, "signature", sign_as(address("stranger"), checkpoint_digest(venue, message))))
    bend("signed by a witness", "Checkpoint_OperatorMismatch", lambda v: setattr(
        v, "signature", sign_as(first.witnesses[0].key, checkpoint_digest(venue, message))))
    bend("signed without the domain", "Checkpoint_OperatorMismatch", lambda v: setattr(
        v, "signature", sign_as(address("operator"), hash_struct("Checkpoint", message))), 13)
    for name, attack in (("time", 13), ("height", 13), ("equity", 9), ("deficit", 9), ("belowMaintenance", 9),
                         ("feesAccrued", 9), ("netSettledCash", 9), ("pendingWithdrawals", 9), ("count", 9)):
        bend(f"another {name} than was signed", "Checkpoint_OperatorMismatch",
             lambda v: setattr(v.message, name, getattr(v.message, name) + 1), attack)
    for name in ("previous", "logRoot", "stateRoot", "sectionsRoot", "receiptsRoot", "inputRoot", "riskRoot",
                 "solvencyRoot", "assetRoot", "attestation"):
        bend(f"another {name} than was signed", "Checkpoint_OperatorMismatch",
             lambda v: setattr(v.message, name, flip(getattr(v.message, name))), 9)
    for at in range(4):
        bend(f"another total {at} than was signed", "Checkpoint_OperatorMismatch", lambda v: v.message.assetTotals.
             __setitem__(at, v.message.assetTotals[at] + 1), 9)
    bend("another asset than was signed", "Checkpoint_OperatorMismatch",
         lambda v: v.message.assets.__setitem__(1, asset("WSTETH")), 9)
    for owner, reach in (("the operator's", lambda v: v), ("a witness's", lambda v: v.cosignatures[1])):
        for note, expected, change_of in broken_signatures():
            bend(f"{owner} signature: {note}", expected, lambda v: setattr(
                reach(v), "signature", change_of(reach(v).signature)))


def broken_signatures():
    def with_r(number):
        return lambda raw: number.to_bytes(32, "big") + raw[32:]

    def with_s(number):
        return lambda raw: raw[:32] + (
            number if number is not None else N - int.from_bytes(raw[32:64], "big")).to_bytes(32, "big") + raw[64:]

    def with_v(v):
        return lambda raw: raw[:64] + bytes([v])

    return [
        ("the other s", "ECDSAInvalidSignatureS", with_s(None)),
        ("the other s, and v to go with it", "ECDSAInvalidSignatureS",
         lambda raw: with_v(55 - raw[64])(with_s(None)(raw))),
        ("s of 2^256 − 1", "ECDSAInvalidSignatureS", with_s((1 << 256) - 1)),
        ("v of 0", "SignatureInvalidV", with_v(0)), ("v of 1", "SignatureInvalidV", with_v(1)),
        ("v of 26", "SignatureInvalidV", with_v(26)), ("v of 29", "SignatureInvalidV", with_v(29)),
        ("r of 0", "SignatureInvalidR", with_r(0)), ("r of the order", "SignatureInvalidR", with_r(N)),
        ("s of 0", "SignatureZeroS", with_s(0)), ("r of no point", "ECDSAInvalidSignature", with_r(5)),
        ("zeros", "SignatureInvalidV", lambda raw: bytes(65)),
    ]


def witness_checks(made):
    venue = VENUES["witnessed"]
    first = venue.genesis.policy
    message = bare_message(venue, first, 0, [])
    digest = checkpoint_digest(venue, message)
    value = signed(venue, first, message)
    one, two, three = first.witnesses

    def cosigners(note, expected, *some, attack=14):
        made.add(note, "witnessed", altered(value, lambda v: setattr(v, "cosignatures", list(some))), expected, attack)

    def by(each, at=message.time + 2, over=digest, **members):
        made_by = cosigned(venue, over, each, at)
        return SimpleNamespace(**{**vars(made_by), **members})

    cosigners("no cosignature", "Checkpoint_QuorumShort")
    cosigners("one of two", "Checkpoint_QuorumShort", by(two))
    cosigners("one witness twice", "Checkpoint_WitnessesUnsorted", by(one), by(one))
    cosigners("one witness twice, at two times", "Checkpoint_WitnessesUnsorted", by(one), by(one, message.time + 3))
    cosigners("witnesses that fall", "Checkpoint_WitnessesUnsorted", by(two), by(one))
    stranger = SimpleNamespace(key=address("stranger"), role=1)
    cosigners("two and a stranger", "Checkpoint_WitnessUnknown",
              *sorted((by(one), by(two), by(stranger)), key=lambda each: each.witness))
    operator = SimpleNamespace(key=address("operator"), role=1)
    cosigners("one and the operator", "Checkpoint_WitnessUnknown",
              *sorted((by(one), by(operator)), key=lambda each: each.witness))
    cosigners("a witness of the next policy", "Checkpoint_WitnessUnknown",
              *sorted((by(one), by(witness(3))), key=lambda each: each.witness))
    wrong = SimpleNamespace(key=one.key, role=3 - one.role)
    cosigners("another role, and signed so", "Checkpoint_WitnessRole", by(wrong), by(two))
    cosigners("a role of 0", "Checkpoint_WitnessRole", by(one, role=0), by(two))
    cosigners("a time before the checkpoint's", "Checkpoint_WitnessTime", by(one, message.time - 1), by(two))
    cosigners("another time than was signed", "Checkpoint_WitnessMismatch", by(one, time=message.time + 9), by(two))
    cosigners("of another checkpoint", "Checkpoint_WitnessMismatch", by(one), by(two, over=flip(digest)))
    cosigners("the digest itself is signed", "Checkpoint_WitnessMismatch",
              by(one, signature=sign_as(one.key, digest)), by(two))
    cosigners("the second stands under the third's name", "Checkpoint_WitnessMismatch",
              by(one), by(two, witness=three.key, role=three.role))
    cosigners("all three, the last broken", "Checkpoint_WitnessMismatch", by(one), by(two), by(three, over=bytes(32)))
    cosigners("unknown comes before unsorted only where it stands first", "Checkpoint_WitnessUnknown",
              by(one), by(two, witness=b"\xff" * 20), by(one))


class Extends:
    """Cases of CP-15, or with `remembered` of CP-16."""

    def __init__(self, name="witnessed"):
        self.name, self.lines, self.cases = name, [], []

    def add(self, note, older, newer, proof=None, expected=None, attack=None, histories=((), ())):
        venue = VENUES[self.name]

        def compute():
            a, b = (check_checkpoint(venue, *place(venue), list(changes), value)
                    for changes, value in zip(histories, (older, newer)))
            (check_memory if any(histories) else check_extension)(a, b, proof)
            return {"accepted": True}

        got = outcome(compute)
        assert got.get("refused") == expected, (note, got)
        self.cases.append(SimpleNamespace(
            note=note, older=older, newer=newer, proof=proof, expected=expected, attack=attack, histories=histories))
        brought = {} if proof is None else {"consistency": proof[0], "inclusion": proof[1]}
        if any(histories):
            brought |= {"olderChanges": shown_changes(histories[0]), "newerChanges": shown_changes(histories[1])}
        self.lines.append(case(
            "memory" if any(histories) else "extension", note, got, attack, genesis=self.name,
            older=shown_signed(older), newer=shown_signed(newer), **brought))


def proof_between(chain, older, newer):
    return log_consistency(chain.entries[:newer], older), log_path(chain.entries[:newer], older)


def extension_cases():
    made = Extends()
    add = made.add
    chain = chain_of("witnessed", 12)
    value = chain.signed

    for older, newer in ((0, 1), (0, 11), (1, 2), (3, 9), (4, 11), (7, 8), (8, 9), (10, 11)):
        add(f"from {older} to {newer}", value[older], value[newer], proof_between(chain, older, newer))
    add("the same", value[5], value[5])
    add("the same with other cosignatures", value[5], altered(value[5], lambda v: setattr(v, "cosignatures", [
        cosigned(VENUES["witnessed"], chain.entries[5], each, v.message.time + 9)
        for each in VENUES["witnessed"].genesis.policy.witnesses])))
    add("the same, and a proof that nobody looks at", value[5], value[5], ([bytes(32)], [bytes(32)]))
    add("an older one", value[5], value[4], None, "Checkpoint_Older", 13)
    add("an older one and a proof the other way", value[5], value[4], proof_between(chain, 4, 5), "Checkpoint_Older",
        13)
    fork = chain.fork(5)
    fork.add(height=1050, inputRoot=bytes(32))
    for _ in range(6):
        fork.add()
    other = fork.signed
    add("two heads for one number", value[5], other[5], None, "Checkpoint_Contradiction", 16)
    add("the next after another head", value[5], other[6], proof_between(fork, 5, 6), "Checkpoint_Contradiction", 16)
    add("another branch", value[5], other[9], proof_between(fork, 5, 9), "Log_RootMismatch", 15)
    add("another branch, with the proof of the true one", value[5], other[9], proof_between(chain, 5, 9),
        "Log_RootMismatch", 15)
    add("another branch from before, with the path of the true entry", value[5], other[9],
        (proof_between(fork, 5, 9)[0], proof_between(chain, 5, 9)[1]), "Log_RootMismatch", 15)
    add("two branches that parted earlier", value[8], other[11], proof_between(fork, 8, 11), "Log_RootMismatch", 15)
    add("two branches that parted earlier, older size no power of two", value[7], other[11],
        proof_between(fork, 7, 11), "Log_OlderMismatch", 15)
    add("the newer one without a proof", value[5], value[9], None, "Checkpoint_NoExtension", 15)
    add("no proof of consistency", value[5], value[9], ([], proof_between(chain, 5, 9)[1]), "Log_PathLength", 15)
    add("no path", value[5], value[9], (proof_between(chain, 5, 9)[0], []), "Log_PathLength", 15)
    add("the path of the entry before", value[5], value[9],
        (proof_between(chain, 5, 9)[0], proof_between(chain, 4, 9)[1]), "Log_RootMismatch", 15)
    venue, first = VENUES["witnessed"], VENUES["witnessed"].genesis.policy
    back = [("the clock went back", {"time": value[5].message.time - 1}),
            ("the height went back", {"height": value[5].message.height - 1})]
    for note, members in back:
        bad = chain.fork(9)
        add(note, value[5], bad.add(**members), proof_between(bad, 5, 9), "Checkpoint_TimeReversed", 13)
    same = chain.fork(9)
    add("time and height stood still", value[5], same.add(
        time=value[5].message.time, height=value[5].message.height), proof_between(same, 5, 9))
    rewritten = [flip(chain.entries[0]), *chain.entries[1:9]]
    lie = signed(venue, first, bare_message(venue, first, 9, rewritten))
    add("an early entry rewritten", value[5], lie, (
        log_consistency(rewritten, 5), log_path(rewritten, 5)), "Log_OlderMismatch", 15)
    replaced = chain.entries[:5] + [flip(chain.entries[5])] + chain.entries[6:9]
    lie = signed(venue, first, bare_message(venue, first, 9, replaced))
    add("its own entry replaced", value[5], lie, (
        log_consistency(replaced, 5), log_path(replaced, 5)), "Log_RootMismatch", 15)
    return made


def memory_cases():
    made = Extends()
    venue = VENUES["witnessed"]
    whole = rotations(venue)
    chain = Chain(venue, whole)
    for _ in range(8):
        chain.add()
    value = chain.signed

    def add(note, older, newer, histories, expected=None, attack=None):
        proof = proof_between(chain, older, newer) if older < newer else None
        made.add(note, value[older], value[newer], proof, expected, attack, histories)

    add("the same history", 2, 6, (whole, whole))
    add("a longer history", 2, 6, (whole[:1], whole))
    add("the first changes", 0, 6, ((), whole))
    first = venue.genesis.policy
    signers = sorted([first.operator, *(each.key for each in first.witnesses)])
    resigned = [change(venue, first, whole[0].policy, 1, signers[1:]), *whole[1:]]
    add("other signatures of the same changes", 2, 6, (whole, resigned))
    add("a change forgotten", 0, 4, (whole, whole[:1]), "Policy_HistoryRewritten", 14)
    postponed = whole[:2] + [change(venue, whole[1].policy, whole[2].policy, 7)]
    add("a change postponed", 2, 5, (whole[:3], postponed), "Policy_HistoryRewritten", 14)
    another = [change(venue, first, policy(2, operator="stranger"), 9)]
    made.add("another policy in its place, properly signed", value[0], chain_of("witnessed", 2).signed[1],
             None, "Policy_HistoryRewritten", 14, (whole, another))
    add("older, and from before the last changes", 5, 4, (whole, whole[:2]), "Checkpoint_Older", 13)
    add("older, and with the same history", 5, 4, (whole, whole), "Checkpoint_Older", 13)
    add("older, and with another change", 5, 4, (whole, [*whole[:1], change(
        venue, whole[0].policy, whole[1].policy, 6)]), "Policy_HistoryRewritten", 14)
    return made


def evidence_cases():
    """The lines, and what they are made from."""
    lines, cases, venue = [], [], VENUES["witnessed"]
    chain = chain_of("witnessed", 10)
    fork = chain.fork(4)
    fork.add(inputRoot=bytes(32))
    for _ in range(5):
        fork.add()
    value, other = chain.signed, fork.signed

    def add(note, first, second, entry=None, expected=None, attack=None):
        def compute():
            return {"accepted": True, "witnesses": check_evidence(venue, *place(venue), [], first, second, entry)}

        got = outcome(compute)
        assert got.get("refused") == expected, (note, got)
        cases.append(SimpleNamespace(
            note=note, first=first, second=second, entry=entry, expected=expected, attack=attack))
        shown = None if entry is None else {"digest": entry.digest, "path": entry.path}
        lines.append(case("evidence", note, got, attack, genesis="witnessed", first=shown_signed(first),
                          second=shown_signed(second), entry=shown))

    def entry(chain, index, size):
        return SimpleNamespace(digest=chain.entries[index], path=log_path(chain.entries[:size], index))

    add("number: two heads for one number", value[4], other[4], attack=16)
    add("previous: the next one follows another", value[4], other[5], attack=16)
    add("log: another entry in a later log", value[4], other[9], entry(fork, 4, 9), attack=16)
    add("log: of the next one, its entry brought", value[4], other[5], entry(fork, 4, 5), attack=16)

    def lone(v):
        v.cosignatures = v.cosignatures[1:]

    def broken(v):
        v.cosignatures[0].signature = bytes(65)

    add("one witness cosigned both", altered(value[4], lone), other[4], attack=16)
    add("no witness did", altered(value[4], lambda v: v.cosignatures.clear()), other[4], attack=16)
    add("a cosignature that does not hold names nobody", altered(value[4], broken), other[4], attack=16)
    nothing = "Evidence_NoContradiction"
    add("the same twice", value[4], value[4], expected=nothing)
    add("one after another", value[4], value[5], expected=nothing)
    add("far from one another, and no entry", value[4], other[9], expected=nothing)
    add("the true entry", value[4], value[9], entry(chain, 4, 9), expected=nothing)
    add("an entry where the numbers are equal", value[4], other[4], entry(fork, 4, 5), expected=nothing)
    add("the newer one first", other[9], value[4], entry(fork, 4, 9), expected="Evidence_Order")
    add("the newer one first, and no entry", value[5], value[4], expected="Evidence_Order")
    add("an entry that is not there", value[4], value[9], entry(fork, 4, 9), expected="Log_RootMismatch")
    add("the entry after it, by its own path", value[4], value[9], entry(chain, 5, 9), expected="Log_RootMismatch")
    short = SimpleNamespace(digest=fork.entries[4], path=[])
    add("an entry without a path", value[4], other[9], short, expected="Log_PathLength")
    forged = altered(other[4], lambda v: setattr(v, "signature", sign_as(
        address("stranger"), checkpoint_digest(venue, v.message))))
    add("one that the operator never signed", value[4], forged, expected="Checkpoint_OperatorMismatch")
    add("one that the operator never signed, in front", forged, value[4], expected="Checkpoint_OperatorMismatch")
    plain = chain_of("plain", 5).signed[4]
    add("one of another venue", value[4], plain, expected="Checkpoint_WrongEngine")
    return lines, cases


def checks():
    made = Checks()
    for add_checks in (valid_checks, clock_checks, message_checks, signature_checks, witness_checks):
        add_checks(made)
    return made


def checkpoint_lines():
    return numbered(digest_cases() + checks().lines + extension_cases().lines + memory_cases().lines
                    + evidence_cases()[0])
