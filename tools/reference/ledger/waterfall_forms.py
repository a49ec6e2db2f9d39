"""Settings of the waterfall in JSON: in the part *liquidation* by places, in a parameter by names (WF-2, WF-15, WF-24, WF-26)."""

from types import SimpleNamespace

from ..document import Members
from ..text import is_canonical_integer

LIMITS = {"amount": 2**256, "seconds": 2**64}
SIZES = {name: "amount" for name in ("option", "perp", "collateral")}
PENALTY = {
    "maximumRate": "amount", "fullDepth": "amount", "initialShare": "amount", "rampSeconds": "seconds",
    "equityShare": "amount"}
RULES = {
    "buffer": "amount", "steps": SIZES, "least": SIZES, "hedgesWithPerp": "flag", "keepsPairs": "flag",
    "penalty": PENALTY}
FORMS = {
    "graduated": {"rules": RULES, "grace": "seconds", "validity": "seconds"},
    "fund": {"moment": "amount", "window": "amount", "seconds": "seconds", "markets": ("market", "cap")},
    "deleveraging": {
        "rule": ("queue", "proRata", "least"), "keepsPairs": "flag", "largestRate": "amount",
        "socialisedFirst": "amount", "seconds": "seconds"},
    "oracle": {
        "leastConfidence": "amount", "divergence": "amount", "band": "amount", "slowSeconds": "seconds",
        "pause": "seconds", "longestPause": "seconds", "holdsWithdrawals": "mark"},
    "withdrawals": {"amount": "amount", "seconds": "seconds"},
    "interest": {"seconds": "seconds", "assets": ("asset", "growth")},
}
ROWS = {"markets": "markets", "assets": "growth"}  # what lists are called in the settings


class Malformed(Exception):
    """A value of another form."""


def demand(holds):
    if not holds:
        raise Malformed


def members(value, names):
    demand(isinstance(value, Members))
    given = dict(value)
    marks = {name for name in names if isinstance(names, dict) and names[name] == "mark"}
    demand(len(given) == len(value) and set(names) - marks <= set(given) <= set(names))
    demand(all(given.get(name, True) is True for name in marks))
    return {name: False for name in marks} | given


def read(form, value, places):
    """A setting; `places` reads markets and assets."""
    if isinstance(form, dict):
        given = members(value, form)
        return SimpleNamespace(**{
            ROWS.get(name, name): (rows if name in ROWS else read)(part, given[name], places)
            for name, part in form.items()})
    if form == "mark":
        return value
    if form == "flag":
        demand(isinstance(value, bool))
        return value
    if isinstance(form, tuple):
        demand(isinstance(value, str) and value in form)
        return value
    demand(isinstance(value, str) and len(value) < 80 and is_canonical_integer(value))
    demand(0 <= int(value) < LIMITS[form])
    return int(value)


def rows(names, value, places):
    """A list of markets or assets, each once, with an amount of each."""
    key, amount = names
    demand(isinstance(value, list) and not isinstance(value, Members))
    found = {}
    for each in value:
        given = members(each, names)
        of = getattr(places, key)(given[key])
        demand(of not in found)
        found[of] = read("amount", given[amount], places)
    return {of: found[of] for of in sorted(found, key=places.order)}


def shown(form, value):
    """A setting as the part has it."""
    if isinstance(form, dict):
        return {name: shown_rows(part, getattr(value, ROWS[name])) if name in ROWS else shown(part, getattr(value, name))
                for name, part in form.items() if part != "mark" or getattr(value, name)}
    return str(value) if form in LIMITS else value


def shown_rows(names, given):
    key, amount = names
    return [{key: each, amount: str(value)} for each, value in given.items()]


def settings_json(of):
    """The members of the part, those that are set."""
    found = {name: shown(form, getattr(of, name)) for name, form in FORMS.items() if getattr(of, name) is not None}
    return found | ({"judgesBids": True} if of.judges_bids else {})


def read_settings(of, value, places):
    for name, form in FORMS.items():
        setattr(of, name, read(form, value[name], places) if name in value else None)
    of.judges_bids = value.get("judgesBids", False)
