"""What the standard model reads of an account, and its margins (CL-45, by 04)."""

from types import SimpleNamespace

from ..pricing import option_id_decode
from ..arithmetic import Failure, to_uint
from ..standard_margin import account_margin, derive_quantities
from .adaptive_margin import count_work, in_force
from .cash import cash_now
from .perps import unsettled_cash
from .readings import forward_price, mark, of_expiry, price, spot, volatility
from .state import OPTION, PERP, TOKEN


def standard_work(manager, held):
    """LG-31: what reading an account of so many holdings counts."""
    return len(manager.markets) * (1 + held // 16) + held * (8 + held // 64)


def standard_margins(state, manager, account, initial, time=None):
    """(margin, mark to market) of one of the two, with the levels at a time (now)."""
    portfolio = read(state, manager, account, initial)
    return margins_of(in_force(state, manager, account, time), portfolio, initial)


def margins_of(rules, portfolio, initial):
    """`rules` has the parameters in force."""
    for market in portfolio.markets:
        derive_quantities(market)
    return account_margin(rules.parameters, portfolio, initial)


def read(state, manager, account, initial):
    held = len(account.held)
    count_work(state, manager)
    state.spend(standard_work(manager, held))
    portfolio = SimpleNamespace(cash=0, stablePrice=0, markets=[])
    if initial:
        portfolio.stablePrice = price(state, "stable").price
    for name, assets in manager.markets.items():
        held = [each for each in account.held if each[0] in assets.values()]
        if held:
            portfolio.markets.append(read_market(state, manager, account, name, assets, held, initial, portfolio))
    portfolio.cash = cash_now(state, account)  # CL-67
    return portfolio


def read_market(state, manager, account, name, assets, held, initial, portfolio):
    feeds = manager.feeds_of.get(name, name)
    index = spot(state, feeds)
    market = SimpleNamespace(
        market=name, spotPrice=index.price, spotConfidence=index.confidence, perpPrice=0, perpConfidence=0,
        perpPosition=account.balance((assets.get(PERP), 0)), unsettledPerpCash=0, expiries=[],
        basePosition=to_uint(account.balance((assets.get(TOKEN), 0))))
    if market.perpPosition != 0:
        reading = mark(state, state.assets[assets[PERP]])
        market.perpPrice, market.perpConfidence = reading.price, reading.confidence
    by_expiry = {}
    for asset, sub in held:
        if asset == assets.get(OPTION):
            by_expiry.setdefault(option_id_decode(sub)[0], []).append(sub)
    for expiry, subs in by_expiry.items():
        market.expiries.append(read_expiry(state, account, feeds, assets[OPTION], expiry, subs))
    if market.basePosition != 0 and not initial:
        portfolio.stablePrice = price(state, "stable").price
    if market.perpPosition != 0:
        market.unsettledPerpCash = unsettled_cash(state, account, assets[PERP])
    return market


def read_expiry(state, account, market, asset, expiry, subs):
    forward = of_expiry(state, market, "fwd", expiry)
    if forward_price(forward) == 0:
        raise Failure("SRM_NoForwardPrice")
    surface = of_expiry(state, market, "vol", expiry)
    options = []
    for sub in subs:
        _, strike, is_call = option_id_decode(sub)
        options.append(SimpleNamespace(
            strike=strike, isCall=is_call, amount=account.balance((asset, sub)), vol=volatility(surface, strike), sub=sub))
    return SimpleNamespace(
        secondsToExpiry=max(0, expiry - state.time), forwardPrice=forward_price(forward),
        forwardConfidence=forward.confidence, volConfidence=surface.confidence, options=options)
