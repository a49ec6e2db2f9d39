"""What the trace of an incident says that holds (JS-16)."""

from ..arithmetic import W
from .trace_config import ASSETS

DERIVATIVES = tuple(f"{kind}." for kind in ASSETS if kind != "base")


class Story:
    """The states that a trace has told, one after each step, and the results of its steps."""

    def __init__(self, decimals):
        self.decimals = decimals
        self.states, self.results = [], []

    def add(self, state, result):
        self.states.append(state)
        self.results.append(result)

    def at(self, path, after):
        value = self.states[after]
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
            if value is None or value == {}:
                return None
        return value

    def term(self, term):
        if "number" in term:
            value = term["number"]
        elif "path" in term:
            value = self.at(term["path"], term["after"])
        else:
            value = self.results[term["of"]].get(term["result"])
        number = 0 if value is None else int(value)
        return -number if term.get("minus") else number

    def total(self, terms):
        return sum(map(self.term, terms))

    def holds(self, claim):
        try:
            return CLAIMS[claim["claim"]](self, claim)
        except (ValueError, IndexError):
            return False


def not_below(story, claim):
    members = [margins.get(claim["member"]) for margins in story.states[claim["after"]]["margins"].values()]
    return all(value is not None and int(value) >= 0 for value in members)


def balanced(story, _):
    for state in story.states:
        sums = {}
        for held in state["balances"].values():
            for instrument, amount in held.items():
                if instrument.startswith(DERIVATIVES):
                    sums[instrument] = sums.get(instrument, 0) + int(amount)
        if any(sums.values()):
            return False
    return True


def conserved(story, _):
    for state in story.states:
        cash = state["cash"]
        if "supplyShares" not in cash:
            return False
        value = {name: int(number) for name, number in cash.items() if isinstance(number, str) and number.lstrip("-").isdigit()}
        supply = value["supplyShares"] * value["supplyIndex"] + value["supplyRemainder"]
        debt = value["borrowShares"] * value["borrowIndex"] + value["borrowRemainder"]
        fees = value["accruedSmFees"] * W + value["feeRemainder"]
        backed = value["stableBalance"] * 10 ** (36 - story.decimals) + value["unbacked"] * W
        if supply + fees - debt - value["netSettledCash"] * W != backed:
            return False
    return True


CLAIMS = {
    "refused": lambda story, claim: story.results[claim["step"]] == {"revert": claim["name"]},
    "succeeds": lambda story, claim: story.results[claim["step"]].get("ok") is True,
    "neverRefused": lambda story, claim: all(each.get("revert") not in claim["names"] for each in story.results),
    "atMost": lambda story, claim: story.total(claim["left"]) <= story.total(claim["right"]),
    "equal": lambda story, claim: story.total(claim["left"]) == story.total(claim["right"]),
    "above": lambda story, claim: story.total(claim["left"]) > story.total(claim["right"]),
    "absent": lambda story, claim: story.at(claim["path"], claim["after"]) is None,
    "notBelow": not_below, "balanced": balanced, "conserved": conserved,
}
