"""What adaptive rules measure, and how their levels follow it (AM-3 to AM-7)."""

from types import SimpleNamespace

from ..adaptive import LAST, MEASURE, Level, curve, realised, volatility as realised_volatility
from ..arithmetic import W, Failure, udiv, umul
from .readings import forward_price, of_expiry, price, volatility
from .state import STANDARD, TOKEN


class Silent(Exception):
    """An input of which a reading or arithmetic is refused."""


def quotient(a, b):
    try:
        return min(udiv(a, b), MEASURE)
    except Failure:
        return MEASURE


def price_of(state, manager, name):
    """AM-3: the price of a rule's asset, with its confidence."""
    asset = state.assets[name]
    if asset.kind != TOKEN:
        return price(state, f"{asset.market}.spot")
    if manager.model != STANDARD:
        return price(state, manager.token_feeds[name])
    market = next(market for market, assets in manager.markets.items() if assets.get(TOKEN) == name)
    return price(state, f"{manager.feeds_of.get(market, market)}.spot")


def total(state, name, asset):
    """The open interest of an asset under a manager (CL-15)."""
    position = state.assets[asset].positions.get(name)
    return position.value if position else 0


def share_target(state, name, rule):
    return max(min(total(state, name, rule.asset), MEASURE), rule.input.least)


def first_level(state, name, rule):
    """AM-6."""
    return share_target(state, name, rule) if rule.input.kind == "share" else 0


def levels_of_rules(state, name):
    """Of each rule of a manager what is kept; what is not kept yet as it would begin now (AM-14)."""
    manager = state.managers[name]
    missing = manager.adaptive.rules[len(manager.levels):]
    return manager.levels + [Level(first_level(state, name, rule)) for rule in missing]


def implied(state, manager, rule, level):
    market = state.assets[rule.asset].market
    after = min(state.time + rule.input.tenor, LAST)
    expiry = next((each for each in rule.input.expiries if each > after), None)
    if expiry is None:
        raise Silent
    forward = forward_price(of_expiry(state, market, "fwd", expiry))
    return volatility(of_expiry(state, market, "vol", expiry), forward)


def confidence(state, manager, rule, level):
    return W - min(price_of(state, manager, rule.asset).confidence, W)


def peg(state, manager, rule, level):
    given = rule.input
    now, par = price_of(state, manager, rule.asset).price, given.price
    if given.market is not None:
        par = umul(par, price(state, f"{given.market}.spot").price)
    if given.rate is not None:
        par = umul(par, price(state, given.rate).price)
    if par == 0:
        raise Silent
    return quotient(par - now, par) if now < par else 0


def moved(state, manager, rule, level):
    """AM-5."""
    realised(level, price_of(state, manager, rule.asset).price, state.time, rule.input.seconds)
    return realised_volatility(level)


MEASURES = {"implied": implied, "confidence": confidence, "peg": peg, "realised": moved}


def target(state, name, manager, rule, level):
    """AM-4; None where the input is silent."""
    if rule.input.kind == "share":
        return share_target(state, name, rule)
    if rule.input.kind == "interest":
        return curve(rule.curve, quotient(total(state, name, rule.asset), rule.input.reference))
    try:
        return curve(rule.curve, MEASURES[rule.input.kind](state, manager, rule, level))
    except (Failure, Silent):
        return None


def look_at_rules(state):
    """AM-7: after a reading was written or a message accepted, and WF-21."""
    for name, manager in state.managers.items():
        if manager.adaptive is None:
            continue
        state.spend(20 * len(manager.adaptive.rules))
        manager.levels = levels_of_rules(state, name)
        for place, (rule, level) in enumerate(zip(manager.adaptive.rules, manager.levels)):
            if rule.input.kind != "size":
                look_at_rule(state, name, manager, place, rule, level)


def look_at_rule(state, name, manager, place, rule, level):
    pace = SimpleNamespace(
        step=rule.step, notice=rule.notice, calm=rule.calm, grace=manager.adaptive.grace,
        downward=rule.input.kind == "share")
    if level.begin(pace, state.time):
        state.note("levelMoved", name, place, level.level, level.since)
    aim = target(state, name, manager, rule, level)
    if aim is None:
        return
    before = announcement(level)
    if level.follow(pace, aim, state.time):
        state.note("levelMoved", name, place, level.level, level.since)
    elif announcement(level) != before:
        state.note("levelAnnounced", name, place, *announcement(level))


def announcement(level):
    """What is announced and when it binds; the level in force and 0 where nothing is (AM-15)."""
    return (level.announced, level.binds) if level.binds else (level.level, 0)
