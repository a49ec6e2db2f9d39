"""Adaptive margin of a manager: its form, bounds, and what setting it keeps (AM-1, AM-2, AM-8, AM-13)."""

from types import SimpleNamespace

from ..adaptive import MEASURE, MOST, Level
from ..arithmetic import W
from .adaptive_levels import first_level
from .parameters import require
from .state import OPTION, PERP, STANDARD, TOKEN

RULES, POINTS, EXPIRIES = 16, 16, 32
DAY = 86_400
INVALID = "Waterfall_InvalidSetting"
# The settings of each input that are integers (AM-3); `expiries`, `market` and `rate` are not.
INPUTS = {
    "realised": ("seconds",), "implied": ("tenor",), "confidence": (), "peg": ("price",), "interest": ("reference",),
    "size": ("depth",), "share": ("least",),
}


def read_adaptive(value):
    """The form of AM-13 with the names of the state's own assets, markets and feeds; null is None."""
    if value is None:
        return None
    return SimpleNamespace(grace=int(value["grace"]), rules=[read_rule(each) for each in value["rules"]])


def read_rule(value):
    given = value["input"]
    measured = SimpleNamespace(kind=given["kind"], **{name: int(given[name]) for name in INPUTS[given["kind"]]})
    if measured.kind == "implied":
        measured.expiries = [int(each) for each in given["expiries"]]
    if measured.kind == "peg":
        measured.market, measured.rate = given.get("market"), given.get("rate")
    return SimpleNamespace(
        asset=value["asset"], parameter=value["parameter"], input=measured,
        curve=[{name: int(point[name]) for name in ("at", "add")} for point in value["curve"]],
        step=int(value["step"]), notice=int(value["notice"]), calm=int(value["calm"]))


def moves(rule):
    """AM-4."""
    return rule.input.kind != "size"


def set_adaptive(state, name, value):
    """AM-2, then AM-8."""
    manager = state.manager(name)
    if value is None:
        manager.adaptive, manager.levels = None, []
        return
    require(1 <= len(value.rules) <= RULES and value.grace <= 7 * DAY, INVALID)
    for rule in value.rules:
        require(is_allowed(state, manager, rule) and is_bounded(rule, value.grace), INVALID)
    before = list(zip(manager.adaptive.rules, manager.levels)) if manager.adaptive else []
    manager.adaptive, manager.levels = value, []
    for place, rule in enumerate(value.rules):
        kept = before[place][1] if place < len(before) and is_same(before[place][0], rule) else None
        manager.levels.append(kept or Level(first_level(state, name, rule)))


def is_same(old, new):
    """AM-8."""
    return (old.asset, old.parameter, old.input) == (new.asset, new.parameter, new.input)


def is_allowed(state, manager, rule):
    """Asset, parameter and input of a rule."""
    if manager.model == STANDARD:
        tokens, others = manager.assets(TOKEN), manager.assets(OPTION, PERP)
        ranges = ()
    else:
        tokens, others = set(manager.token_feeds), {manager.option, manager.perp}
        ranges = ("spotRange", "volRange") if rule.asset == manager.option else ()
    given, feeds = rule.input, state.feeds.heartbeats.keys() | state.feeds.sources.keys()
    fine = rule.asset in tokens | others and rule.parameter in ("requirement", *ranges)
    if given.kind in ("size", "share"):
        fine = fine and rule.parameter == "requirement"
    if given.kind == "implied":
        fine = fine and rule.asset not in tokens
    if given.kind == "peg":
        fine = fine and (given.market is None or f"{given.market}.spot" in feeds)
        fine = fine and (given.rate is None or given.rate in feeds)
    return fine


def is_bounded(rule, grace):
    given, curve = rule.input, rule.curve
    fine = 1 <= len(curve) <= POINTS and curve[-1]["at"] <= MEASURE and curve[-1]["add"] <= MOST
    fine = fine and all(low["at"] < high["at"] and low["add"] <= high["add"] for low, high in zip(curve, curve[1:]))
    fine = fine and 1 <= rule.step <= W and 1 <= rule.notice <= DAY and rule.notice <= rule.calm <= 7 * DAY
    fine = fine and (not moves(rule) or grace <= 32 * rule.notice)
    for name in ("reference", "depth", "least", "price"):
        fine = fine and 1 <= getattr(given, name, 1) <= MEASURE
    fine = fine and 1 <= getattr(given, "seconds", 1) <= 30 * DAY and getattr(given, "tenor", 0) < 2**32
    expiries = getattr(given, "expiries", [])
    return fine and len(expiries) <= EXPIRIES and all(a < b for a, b in zip(expiries, expiries[1:]))
