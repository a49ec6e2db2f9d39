"""What the own traces of the state machine must show: every refusal, and that no digit of theirs is idle (CL-55)."""

import json
import re

from .clearing.claims import Story
from .clearing.trace import ClearingTrace, check_clearing_trace
from .making.dice import Dice
from .vectors import Report, compare

DOCUMENTS = ("15-clearing.md", "17-auctions.md", "24-waterfall.md", "26-adaptive.md")
NAME = re.compile(
    r"`((?:AC|BLF|BM|CA|Clearing|DA|DL|IRM|LFF|LVF|MW|PA|PMRM_2|SM|SRM|WERC|Waterfall)_[A-Za-z0-9_]+|ERC\w+|Panic\(0x\w+\)"
    r"|EmptyRevert|NotEnoughSubIdOrAssetAllowances|OwnableUnauthorizedAccount|ReentrancyGuardReentrantCall)`")
# What a trace cannot ask for, because it names only what its venue has (JS-15), limits that none comes to (CL-78), and
# the limit of blocks, which there is not in a trace (LG-31).
BEYOND = {
    "ERC721InvalidReceiver", "SRM_MarketNotCreated", "Clearing_TooManyAccounts", "Clearing_TooMuchToJudge",
    "Clearing_TooMuchWork"}
ALTERED = 3  # digits of each trace


def check_names(specs, folder):
    """The number of refusals of 15, 17, 24 and 26, each met by a step of a trace."""
    named = set()
    for document in DOCUMENTS:
        named |= set(NAME.findall((specs / document).read_text(encoding="utf-8")))
    met = set()
    for file in sorted(folder.glob("*.json")):
        met |= {step["result"].get("revert") for step in json.loads(file.read_text(encoding="utf-8"))["steps"]}
    missing = named - met - BEYOND
    assert not missing, f"met by no trace: {', '.join(sorted(missing))}"
    assert not met & BEYOND
    return len(named - BEYOND)


def check_altered(folder):
    """The number of traces with one altered digit, each noticed."""
    dice, count = Dice("altered traces"), 0
    for file in sorted(folder.glob("*.json")):
        trace = json.loads(file.read_text(encoding="utf-8"))
        for _ in range(ALTERED):
            index = dice.below(min(len(trace["steps"]), 40))
            copy = trace | {"steps": trace["steps"][:index + 1]}
            leaves = list(numbers({name: copy["steps"][index][name] for name in ("time", "result", "state")}))
            path = dice.pick(leaves)
            copy["steps"][index] = altered(copy["steps"][index], path, dice)
            report = Report(file.name)
            check_clearing_trace(copy | {"finalHeldOrder": {}}, report, compare)
            assert report.differences[0][0] == index, (file.name, index, path)
            count += 1
    return count


def numbers(value, path=()):
    """The paths of all texts that have a digit."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from numbers(member, (*path, name))
    elif isinstance(value, str) and any(each.isdigit() for each in value):
        yield path


def altered(value, path, dice):
    """A copy with another digit at the path."""
    if path:
        return value | {path[0]: altered(value[path[0]], path[1:], dice)}
    place = dice.pick([i for i, each in enumerate(value) if each.isdigit()])
    return value[:place] + str((int(value[place]) + dice.between(1, 9)) % 10) + value[place + 1:]


# The opposite of each claim of an incident (JS-16), or another one that does not hold.
OPPOSITE = {
    "refused": lambda claim: claim | {"name": "-"},
    "succeeds": lambda claim: claim | {"claim": "refused", "name": "-"},
    "atMost": lambda claim: claim | {"claim": "above"},
    "above": lambda claim: claim | {"claim": "atMost"},
    "equal": lambda claim: claim | {"right": claim["right"] + [{"number": "1"}]},
    "absent": lambda claim: claim | {"path": ["cash"]},
    "notBelow": lambda claim: claim | {"member": "-"},
}


def check_claims(folder):
    """The number of claims of incidents whose opposite is noticed; each trace has some."""
    count = 0
    for file in sorted(folder.glob("*.json")):
        trace = json.loads(file.read_text(encoding="utf-8"))
        assert trace["holds"] and trace["incident"] and trace["happened"], file.name
        opposites = [OPPOSITE[claim["claim"]](claim) for claim in trace["holds"] if claim["claim"] in OPPOSITE]
        story = told(trace)
        for claim in opposites:
            assert not story.holds(claim), (file.name, claim)
        count += len(opposites)
    return count


def told(trace):
    story, replay = Story(int(trace["config"]["stableDecimals"])), ClearingTrace(trace["config"])
    for step in trace["steps"]:
        result = replay.step(step)["result"]
        story.add(replay.now, result)
    return story
