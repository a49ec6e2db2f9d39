"""An account of the state as 23 reduces it, and its levels (WF-5, CL-47)."""

from types import SimpleNamespace

from ..arithmetic import Failure, to_uint
from ..graduated import Case
from ..graduated_standard import StandardCase
from .adaptive_margin import in_force
from .model_portfolio import arranged, portfolio_margins
from .model_standard import read, standard_margins
from .readings import mark, price, spot
from .state import CASH, OPTION, PERP, STANDARD, TOKEN


def case_of(state, number, rules, seconds):
    """The account with the readings of the moment; each leg has its instrument."""
    account = state.accounts[number]
    manager = state.managers[account.manager]
    return (standard_case if manager.model == STANDARD else portfolio_case)(state, manager, account, rules, seconds)


def standard_case(state, manager, account, rules, seconds):
    portfolio = read(state, manager, account, initial=True)
    instruments = []
    for market in portfolio.markets:
        assets = manager.markets[market.market]
        instruments.append((assets.get(PERP), 0))
        instruments += [(assets[OPTION], option.sub) for expiry in market.expiries for option in expiry.options]
        if market.basePosition != 0:
            instruments.append((assets[TOKEN], 0))
    case = StandardCase(SimpleNamespace(
        params=in_force(state, manager, account).parameters, portfolio=portfolio, rules=rules, seconds=seconds))
    return named(case, instruments)


def portfolio_case(state, manager, account, rules, seconds):
    portfolio = arranged(state, manager, account, len(manager.scenarios))
    coins = [
        SimpleNamespace(
            amount=to_uint(account.balance((each.asset, 0))), price=price(state, manager.token_feeds[each.asset]).price)
        for each in portfolio.collaterals]
    perp = state.assets[manager.perp]
    mark_now = SimpleNamespace(price=0, confidence=0)
    if not perp.perp.disabled:
        try:
            mark_now = mark(state, perp)
        except Failure:
            pass
    instruments = [(manager.perp, 0)]
    instruments += [(manager.option, option.sub) for expiry in portfolio.expiries for option in expiry.options]
    instruments += [(each.asset, 0) for each in portfolio.collaterals]
    in_force_now = in_force(state, manager, account)
    case = Case(SimpleNamespace(
        params=in_force_now.parameters, scenarios=in_force_now.scenarios, portfolio=portfolio,
        spotConfidence=spot(state, state.assets[manager.option].market).confidence, perpPrice=mark_now.price,
        perpConfidence=mark_now.confidence, coins=coins, rules=rules, seconds=seconds))
    return named(case, instruments)


def named(case, instruments):
    for leg, instrument in zip(case.legs, instruments, strict=True):
        leg.instrument = instrument
    return case


def levels_of(state, number):
    """(initial margin, maintenance margin, mark to market)."""
    account = state.accounts[number]
    manager = state.managers[account.manager]
    if manager.model == STANDARD:
        initial, mark_to_market = standard_margins(state, manager, account, initial=True)
        maintenance, _ = standard_margins(state, manager, account, initial=False)
        return initial, maintenance, mark_to_market
    result = portfolio_margins(state, manager, account)
    return result.initialMargin, result.maintenanceMargin, result.markToMarket


def initial_of(state, number):
    account = state.accounts[number]
    manager = state.managers[account.manager]
    if manager.model == STANDARD:
        return standard_margins(state, manager, account, initial=True)[0]
    return portfolio_margins(state, manager, account).initialMargin


def markets_of(state, number):
    """WF-13."""
    account = state.accounts.get(number)
    if account is None:
        return []
    manager = state.managers[account.manager]
    if manager.model != STANDARD:
        return [state.assets[manager.option].market]
    return [
        name for name, assets in manager.markets.items()
        if any(instrument[0] in assets.values() for instrument in account.held if instrument[0] != CASH)]
