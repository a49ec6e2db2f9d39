"""What margins of an account are computed with (AM-9, AM-11)."""

from types import SimpleNamespace

from ..adaptive import MOST, curve, portfolio_parameters, standard_parameters
from ..arithmetic import Failure, absolute, umul
from .adaptive_levels import levels_of_rules, price_of, quotient
from .state import OPTION, PERP, STANDARD, TOKEN

STANDARD_WORDS = {TOKEN: "base", PERP: "perp", OPTION: "option"}
PORTFOLIO_WORDS = {PERP: "perp", OPTION: "option", TOKEN: None}


def count_work(state, manager):
    """AM-15: before anything is read for a margin."""
    if manager.adaptive is not None:
        state.spend(len(manager.adaptive.rules))


def size_of(state, account, name):
    """q of AM-9."""
    if state.assets[name].kind == OPTION:
        return account.option_total.get(name, 0)
    return absolute(account.balance((name, 0)))


def part_of(state, manager, account, rule, level, time):
    """What one rule adds, with its level at a time."""
    kind = rule.input.kind
    if kind not in ("size", "share"):
        return level.at(time)
    size = size_of(state, account, rule.asset)
    if kind == "share":
        return curve(rule.curve, quotient(size, level.at(time)))
    try:
        return curve(rule.curve, quotient(umul(size, price_of(state, manager, rule.asset).price), rule.input.depth))
    except Failure:
        return 0


def additions(state, manager, account, time):
    """Of each (asset, parameter) with rules the sum of AM-9."""
    sums = {}
    for rule, level in zip(manager.adaptive.rules, levels_of_rules(state, account.manager)):
        key = rule.asset, rule.parameter
        part = min(part_of(state, manager, account, rule, level, time), MOST)
        sums[key] = min(sums.get(key, 0) + part, MOST)
    return sums


def in_force(state, manager, account, time=None):
    """`parameters` and `scenarios` for a margin, with the levels at a time (now); the manager's own without rules."""
    if manager.adaptive is None:
        return manager
    sums = additions(state, manager, account, state.time if time is None else time)
    return (standard_in_force if manager.model == STANDARD else portfolio_in_force)(state, manager, sums)


def standard_in_force(state, manager, sums):
    markets = dict(manager.parameters.markets)
    for (asset, _), add in sums.items():
        kind = state.assets[asset].kind
        name = next(name for name, assets in manager.markets.items() if assets.get(kind) == asset)
        groups = {part: vars(group) for part, group in vars(markets[name]).items()}
        changed = standard_parameters(groups, STANDARD_WORDS[kind], add)
        markets[name] = SimpleNamespace(**{part: SimpleNamespace(**group) for part, group in changed.items()})
    parameters = SimpleNamespace(**{**vars(manager.parameters), "markets": markets})
    return SimpleNamespace(parameters=parameters, scenarios=manager.scenarios)


def portfolio_in_force(state, manager, sums):
    given = {name: vars(group) for name, group in vars(manager.parameters).items() if isinstance(group, SimpleNamespace)}
    given["collaterals"] = {name: vars(each) for name, each in manager.parameters.collaterals.items()}
    scenarios = [vars(each) for each in manager.scenarios]
    for (asset, parameter), add in sums.items():
        word = PORTFOLIO_WORDS[state.assets[asset].kind]
        if word or asset in given["collaterals"]:
            given, scenarios = portfolio_parameters(given, scenarios, word, parameter, add, asset)
    collaterals = {name: SimpleNamespace(**each) for name, each in given.pop("collaterals").items()}
    groups = {name: SimpleNamespace(**group) for name, group in given.items()}
    parameters = SimpleNamespace(**{**vars(manager.parameters), **groups, "collaterals": collaterals})
    return SimpleNamespace(parameters=parameters, scenarios=[SimpleNamespace(**each) for each in scenarios])
