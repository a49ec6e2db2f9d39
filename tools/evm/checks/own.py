"""What no vector can ask: the contracts' own refusals, what they remember, how they are put up."""

from types import SimpleNamespace

from reference.checkpoint import checkpoint_digest
from reference.log import EMPTY_LOG, log_consistency, log_path
from reference.making.venues import Chain as Checkpoints
from reference.making.venues import VENUES, address, bare_message, change, policy, signed, witness
from reference.venue import Venue, policy_hash

from .abi import word
from .chain import Chain
from .venue import deploy, enter

OTHER, LAST_CHANGE = "Verifier_OtherPolicy", 1000


def run(tally):
    other_policies(tally)
    strangers(tally)
    full_history(tally)
    memory(tally)
    nowhere(tally)


def other_policies(tally):
    """A policy brought with a call must be the one meant."""
    venue = VENUES["witnessed"]
    first, stranger = venue.genesis.policy, policy(operator="stranger")
    second = policy(version=2, operator="new operator")
    checkpoint = signed(venue, first, bare_message(venue, first, 0, []))
    verifier, _ = deploy(venue)
    tally.compare("checkCheckpoint", "another policy", OTHER, verifier.call("checkCheckpoint", checkpoint, stranger))
    tally.compare("rotate", "from another policy", OTHER, verifier.call(
        "rotate", stranger, second, 1, change(venue, stranger, second, 1).signatures))
    [entered] = enter(verifier, venue, [change(venue, first, second, 1)])
    tally.compare("rotate", "a change", None, entered)
    tally.compare("rotate", "from the policy before the last", OTHER, verifier.call(
        "rotate", first, second, 2, change(venue, first, second, 2).signatures))
    tally.compare("checkCheckpoint", "the policy of another number", OTHER, verifier.call(
        "checkCheckpoint", checkpoint, second))


def strangers(tally):
    """Keys of no policy that sign rightly for themselves, at every place in the order of those that are in it."""
    venue = VENUES["witnessed"]
    first = venue.genesis.policy
    message = bare_message(venue, first, 0, [])
    second = policy(version=2, operator="new operator")
    verifier, _ = deploy(venue)
    for number in range(3, 11):
        for role in (1, 2):
            cosigners = sorted([*first.witnesses, witness(number, role)], key=lambda each: each.key)
            tally.compare("checkCheckpoint", f"witness {number} of none", "Checkpoint_WitnessUnknown", verifier.call(
                "checkCheckpoint", signed(venue, first, message, cosigners=cosigners), first))
        signers = sorted([first.operator, *(each.key for each in first.witnesses), address(f"witness {number}")])
        tally.compare("rotate", f"witness {number} of none", "Policy_SignerUnknown", verifier.call(
            "rotate", first, second, 1, change(venue, first, second, 1, signers).signatures))


def full_history(tally):
    """A thousand changes, put into storage as they would stand there after a thousand calls."""
    venue = VENUES["plain"]
    first, second = venue.genesis.policy, policy(version=2)
    verifier, _ = deploy(venue)
    entry = (LAST_CHANGE, 1, int.from_bytes(policy_hash(first), "big"))
    verifier.store(0, LAST_CHANGE + 1)
    for at, value in enumerate(entry):
        verifier.store(1 + 3 * LAST_CHANGE + at, value)
    tally.compare("policyInForce", "the last of a thousand changes", None, verifier.call(
        "policyInForce", LAST_CHANGE), policy_hash(first))
    tally.compare("rotate", "a thousand changes and one", "Policy_TooManyChanges", verifier.call(
        "rotate", first, second, LAST_CHANGE + 1, change(venue, first, second, LAST_CHANGE + 1).signatures))


def memory(tally):
    """The head after each call of `accept`, over steps and a jump; a refused call leaves it as it was."""
    venue, checkpoints = VENUES["plain"], Checkpoints(VENUES["plain"])
    for _ in range(9):
        checkpoints.add()
    first, entries = venue.genesis.policy, checkpoints.entries
    chain = Chain(checkpoints.signed[-1].message.time)
    verifier, _ = deploy(venue, chain)
    tally.compare("head", "before the first", None, verifier.call("head"), bytes(160))
    older = None
    for number, expected in ((1, None), (1, None), (2, None), (7, None), (6, "Checkpoint_Older"), (8, None)):
        value = checkpoints.signed[number]
        proof = [], []
        if older is not None and older < number:
            proof = log_consistency(entries[:number], older), log_path(entries[:number], older)
        outcome = verifier.call("accept", value, first, *proof)
        tally.compare("accept", f"number {number}", expected, outcome, entries[number])
        older = older if expected else number
        message = checkpoints.signed[older].message
        tally.compare("head", f"after number {number}", None, verifier.call("head"), b"".join((
            checkpoint_digest(venue, message), message.logRoot, word(message.number), word(message.height),
            word(message.time))))
    chain.set_time(checkpoints.signed[0].message.time - 301)
    verifier, _ = deploy(venue, chain)
    tally.compare("accept", "of the future", "Checkpoint_Future", verifier.call(
        "accept", checkpoints.signed[0], first, [], []))
    assert checkpoints.signed[0].message.logRoot == EMPTY_LOG


def nowhere(tally):
    """Proofs without a verifier; a venue whose contract is the verifier itself, whose address is known beforehand."""
    contract, outcome = Chain().deploy("BallastProofs", address("stranger"))
    tally.compare("deploy", "proofs of no verifier", "(without a name)", outcome)
    assert contract is None
    place = deploy(VENUES["plain"])[0].word
    venue = Venue(SimpleNamespace(**{**vars(VENUES["plain"].genesis), "contract": place}))
    verifier, outcome = deploy(venue)
    tally.compare("deploy", "at the venue's own contract", None, outcome)
    assert verifier.word == place
    message = bare_message(venue, venue.genesis.policy, 0, [])
    tally.compare("checkCheckpoint", "at the venue's own contract", None, verifier.call(
        "checkCheckpoint", signed(venue, venue.genesis.policy, message), venue.genesis.policy),
        checkpoint_digest(venue, message))
