"""Files of kinds checkpoint, consistency and equivocation, and files read with a memory (11, PF-9 to PF-12)."""

from types import SimpleNamespace

from ..proof_files import write_proof
from .checkpoint_cases import checks, evidence_cases, extension_cases, memory_cases
from .policy_cases import rotations
from .sample_state import MOMENT, State, two_markets, two_sources
from .venues import (
    CASH, CUSTODIANS, VENUES, Chain, address, altered, bare_message, change, policy, signed, witness,
)

NOTHING = SimpleNamespace()


def checkpoint_file(name, value, changes=(), chain=None, contract=None, kind="checkpoint", body=NOTHING):
    genesis = VENUES[name].genesis
    return write_proof(SimpleNamespace(
        ballastProof=1, kind=kind, chainId=genesis.chainId if chain is None else chain,
        contract=genesis.contract if contract is None else contract, checkpoint=value, policyChanges=list(changes),
        body=body))


def consistency_file(name, older, newer, proof, changes=()):
    body = SimpleNamespace(**{"from": older, "consistency": proof[0], "inclusion": proof[1]})
    return checkpoint_file(name, newer, changes, kind="consistency", body=body)


def once(cases):
    """The first case of each refusal for each attack, and those that are accepted."""
    seen = set()
    for each in cases:
        if each.expected is None or (each.expected, each.attack) not in seen:
            seen.add((each.expected, each.attack))
            yield each


def checkpoint_files(files):
    for each in once(checks().cases):
        files.add(each.note, "checkpoint", each.name, checkpoint_file(
            each.name, each.value, each.changes, each.chain, each.contract), each.expected, each.attack,
            now=each.now, age=each.age)
    policies(files)


def policies(files):
    venue = VENUES["witnessed"]
    first = venue.genesis.policy
    value = signed(venue, first, bare_message(venue, first, 0, []))
    whole = rotations(venue)

    def add(note, changes, expected=None, attack=None, name="witnessed", checkpoint=value):
        files.add(note, "checkpoint", name, checkpoint_file(name, checkpoint, changes), expected, attack)

    def bad(note, expected, attack=None, **members):
        """A change, well signed, to a policy that is refused."""
        after = altered(whole[0].policy, lambda p: p.__dict__.update(members))
        add(note, [change(venue, first, after, 1)], expected, attack)

    other = VENUES["first policy of version 2"]
    add("a genesis whose policy has version 2", [], "Policy_Version", None, other.genesis.name, signed(
        other, other.genesis.policy, bare_message(other, other.genesis.policy, 0, [])))
    other = VENUES["first policy with a threshold above its witnesses"]
    add("a genesis whose policy is refused", [], "Policy_Threshold", None, other.genesis.name, signed(
        other, other.genesis.policy, bare_message(other, other.genesis.policy, 0, [])))
    bad("65 witnesses", "Policy_TooManyWitnesses", witnesses=[witness(n) for n in range(65)])
    bad("an operator of zero", "Policy_ZeroKey", operator=bytes(20))
    bad("witnesses that fall", "Policy_WitnessesUnsorted", witnesses=whole[0].policy.witnesses[::-1])
    bad("a witness twice", "Policy_WitnessesUnsorted", 14, witnesses=[whole[0].policy.witnesses[0]] * 2)
    bad("the operator is its own witness", "Policy_OperatorIsWitness", 14, operator=whole[0].policy.witnesses[0].key)
    bad("a role of 3", "Policy_UnknownRole", witnesses=[witness(0, 3)], threshold=1, rotationThreshold=1)
    bad("a threshold above the witnesses", "Policy_Threshold", threshold=5)
    bad("a change that nobody need sign", "Policy_RotationThreshold", 14, rotationThreshold=0)
    bad("1,025 custodians", "Policy_TooManyCustodians", custodians=[
        SimpleNamespace(asset=CASH, key=(n + 1).to_bytes(20, "big")) for n in range(1025)])
    bad("custodians that fall", "Policy_CustodiansUnsorted", custodians=whole[0].policy.custodians[::-1])
    bad("version 3 after 1", "Policy_Version", version=3)
    add("effective from 0", [change(venue, first, whole[0].policy, 0)], "Policy_EffectiveOrder")
    signers = sorted([first.operator, *(each.key for each in first.witnesses)])
    target = whole[0].policy
    add("signers that fall", [altered(whole[0], lambda c: c.signatures.reverse())], "Policy_SignersUnsorted")
    add("a signer twice", [altered(whole[0], lambda c: c.signatures.insert(0, c.signatures[0]))],
        "Policy_SignersUnsorted", 14)
    add("a stranger signs", [change(venue, first, target, 1, sorted([*signers[:2], address("stranger")]))],
        "Policy_SignerUnknown", 14)
    add("signed for another number", [altered(whole[0], lambda c: setattr(c, "effective", 2))],
        "Policy_SignatureMismatch", 14)
    add("one signature short", [change(venue, first, target, 1, signers[:2])], "Policy_QuorumShort", 14)
    add("v of 0 in a change", [altered(whole[0], lambda c: setattr(
        c.signatures[0], "signature", c.signatures[0].signature[:64] + b"\0"))], "SignatureInvalidV", 14)
    chain = Chain(venue, whole)
    for _ in range(7):
        value_of = chain.add()
    add("four changes, the third in force", whole, None, None, "witnessed", value_of)
    many = policy(2, witnesses=[witness(n, 1 + n % 2) for n in range(20)], threshold=20, rotation=1,
                  custodians=CUSTODIANS)
    wide = Chain(venue, [change(venue, first, many, 1)])
    wide.add()
    add("twenty witnesses, and all are needed", wide.changes, None, None, "witnessed", wide.add())
    short = altered(wide.signed[1], lambda v: v.cosignatures.pop())
    add("nineteen of twenty", wide.changes, "Checkpoint_QuorumShort", 14, "witnessed", short)


def extension_files(files):
    for each in once(extension_cases().cases):
        if each.proof is not None:
            files.add(each.note, "consistency", "witnessed", consistency_file(
                "witnessed", each.older, each.newer, each.proof), each.expected, each.attack)
        files.add(f"with a memory: {each.note}", "checkpoint", "witnessed", checkpoint_file("witnessed", each.newer),
                  each.expected, each.attack, memory=checkpoint_file("witnessed", each.older),
                  extending=each.proof and consistency_file("witnessed", each.older, each.newer, each.proof))
    older, newer = bad_pair()
    files.add("the older checkpoint is not the operator's", "consistency", "witnessed", consistency_file(
        "witnessed", older, newer, ([], [])), "Checkpoint_OperatorMismatch", 14)
    for each in once(memory_cases().cases):
        files.add(f"with a memory: {each.note}", "checkpoint", "witnessed", checkpoint_file(
            "witnessed", each.newer, each.histories[1]), each.expected, each.attack,
            memory=checkpoint_file("witnessed", each.older, each.histories[0]),
            extending=each.proof and consistency_file(
                "witnessed", each.older, each.newer, each.proof, each.histories[1]))


def bad_pair():
    venue, first = VENUES["witnessed"], VENUES["witnessed"].genesis.policy
    chain = Chain(venue)
    older, newer = chain.add(), chain.add()
    return signed(venue, first, older.message, operator=address("stranger")), newer


def evidence_files(files):
    _, cases = evidence_cases()
    for each in cases:
        body = SimpleNamespace(second=each.second, entry=each.entry)
        files.add(each.note, "equivocation", "witnessed", checkpoint_file(
            "witnessed", each.first, kind="equivocation", body=body), each.expected, each.attack)
    first = cases[0]
    body = SimpleNamespace(second=first.second, entry=None)
    files.add("evidence looks at no memory and no clock", "equivocation", "witnessed", checkpoint_file(
        "witnessed", first.first, kind="equivocation", body=body), None, 16, now=0, age=0,
        memory=checkpoint_file("witnessed", cases[7].first))


def remembered_files(files, plain):
    """What a reader brings, beside files of a state."""
    name = "plain"
    data = plain.file("inclusion", plain.inclusion(2))
    memory = [checkpoint_file(name, each) for each in plain.chain.signed[:6]]
    bridge = [plain.file("consistency", plain.consistency(older)) for older in range(5)]
    files.add("the remembered checkpoint is that of the file", "inclusion", name, data, memory=memory[5])
    for older in (0, 3, 4):
        files.add(f"extends the remembered checkpoint {older}", "inclusion", name, data, memory=memory[older],
                  extending=bridge[older])
    files.add("nobody brings the proof", "inclusion", name, data, "Checkpoint_NoExtension", 15, memory=memory[3],
              status=2)
    files.add("the proof is from another checkpoint", "inclusion", name, data, "Checkpoint_NoExtension", 15,
              memory=memory[3], extending=bridge[2], status=2)
    files.add("a consistency file is its own bridge", "consistency", name, bridge[3], memory=memory[3])
    files.add("a consistency file from another checkpoint than the remembered one", "consistency", name, bridge[3],
              "Checkpoint_NoExtension", 15, memory=memory[2], status=2)
    files.add("a consistency file from another checkpoint, and one that brings the proof", "consistency", name,
              bridge[3], memory=memory[2], extending=bridge[2])
    older = State(name, two_markets(), two_sources(), before=2, chain=plain.chain)
    files.add("an older state than the remembered one", "inclusion", name, older.file(
        "inclusion", older.inclusion(2)), "Checkpoint_Older", 13, memory=memory[5])
    other = State(name, two_markets(), two_sources(), chain=plain.chain, height=9999)
    files.add("another state of the same number", "inclusion", name, other.file("inclusion", other.inclusion(2)),
              "Checkpoint_Contradiction", 16, memory=memory[5])
    files.add("five minutes ahead of the reader", "inclusion", name, data, now=MOMENT - 300)
    files.add("too far ahead of the reader", "inclusion", name, data, "Checkpoint_Future", 13, now=MOMENT - 301)
    files.add("as old as is allowed", "inclusion", name, data, now=MOMENT + 60, age=60)
    files.add("too old", "inclusion", name, data, "Checkpoint_Stale", 13, now=MOMENT + 61, age=60)
    files.add("too old, contradicted by memory, and of another owner: expected values come first", "inclusion", name,
              other.file("inclusion", other.inclusion(2)), "Expected_Owner", 7, now=MOMENT + 61, age=60,
              memory=memory[5], owner=bytes(20))
    files.add("too old and contradicted by memory: the clock comes first", "inclusion", name, other.file(
        "inclusion", other.inclusion(2)), "Checkpoint_Stale", 13, now=MOMENT + 61, age=60, memory=memory[5])
    files.add("solvency was asked for, and the file has inclusion", "inclusion", name, data, level="solvency", status=2)
    files.add("a file of another venue", "inclusion", "witnessed", data, "Checkpoint_WrongContract", 13)
    files.add("a file of another venue on another chain", "inclusion", "single", data, "Checkpoint_WrongChain", 13)
    other = State(name, two_markets(), two_sources(), engine=VENUES["deep"].engine)
    files.add("another engine, signed", "inclusion", name, other.file("inclusion", other.inclusion(2)),
              "Checkpoint_WrongEngine", 13)
