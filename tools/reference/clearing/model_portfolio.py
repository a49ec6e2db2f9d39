"""What the portfolio model reads of an account, and its margins (CL-46, by 03)."""

from types import SimpleNamespace

from ..arithmetic import Failure, floor_div, to_uint, uint
from ..arrangement import discount
from ..portfolio_margin import margin, reduced_list
from ..pricing import option_id_decode
from .adaptive_margin import count_work, in_force
from .cash import cash_now
from .perps import unsettled_cash
from .readings import mark, of_expiry, price, spot, volatility
from .state import CASH


def portfolio_margins(state, manager, account, time=None):
    """PM-29, with the levels at a time (now)."""
    portfolio = arranged(state, manager, account, len(manager.scenarios))
    return margins_of_arranged(in_force(state, manager, account, time), portfolio)


def margins_of_arranged(rules, portfolio, reduced=False):
    """`rules` are parameters and scenarios in force; over the scenarios of PM-31 if `reduced`."""
    scenarios = reduced_list(rules.parameters) if reduced else rules.scenarios
    return margin(rules.parameters, scenarios, portfolio)


def arranged(state, manager, account, scenarios):
    """For a margin in so many scenarios."""
    count_work(state, manager)
    state.spend(len(account.held) * (scenarios + 8))
    market = state.assets[manager.option].market
    expiries = {}
    for asset, sub in account.held:
        if asset == manager.option:
            expiry = option_id_decode(sub)[0]
            expiries.setdefault(expiry, SimpleNamespace(expiry=expiry, options=[]))
    if len(expiries) > manager.max_expiries:
        raise Failure("PMRM_2_TooManyExpiries")
    index = spot(state, market)
    portfolio = SimpleNamespace(
        spotPrice=index.price, minConfidence=index.confidence, stablePrice=price(state, "stable").price,
        cash=0, perpPosition=0, perpValue=0, perpPrice=0, collaterals=[], expiries=list(expiries.values()))
    for expiry in portfolio.expiries:
        read_prices(state, market, expiry)
    for instrument in account.held:
        hold(state, manager, account, portfolio, expiries, market, instrument)
    if portfolio.perpPosition != 0:
        reading = mark(state, state.assets[manager.perp])
        portfolio.perpPrice = reading.price
        portfolio.minConfidence = min(index.confidence, reading.confidence)
    return portfolio


def read_prices(state, market, expiry):
    """PM-10."""
    forward = of_expiry(state, market, "fwd", expiry.expiry)
    rate = of_expiry(state, market, "rate", expiry.expiry)
    expiry.secondsToExpiry = max(0, expiry.expiry - state.time)
    expiry.forwardFixedPortion, expiry.forwardVariablePortion = forward.fixed, forward.variable
    expiry.rate = max(rate.rate, 0)
    expiry.minConfidence = min(forward.confidence, rate.confidence)
    expiry.discount = discount(expiry.rate, expiry.secondsToExpiry)


def hold(state, manager, account, portfolio, expiries, market, instrument):
    """PM-11."""
    asset, sub = instrument
    amount = account.balance(instrument)
    if asset == CASH:
        portfolio.cash = cash_now(state, account)
    elif asset == manager.perp:
        portfolio.perpPosition = amount
        portfolio.perpValue = unsettled_cash(state, account, asset)
    elif asset == manager.option:
        number, strike, is_call = option_id_decode(sub)
        expiry, surface = expiries[number], of_expiry(state, market, "vol", number)
        vol = volatility(surface, strike)
        expiry.minConfidence = min(expiry.minConfidence, surface.confidence)
        expiry.options.insert(0, SimpleNamespace(strike=strike, vol=vol, amount=amount, isCall=is_call, sub=sub))
    else:
        reading = price(state, manager.token_feeds[asset])
        worth = uint(to_uint(amount) * reading.price)
        portfolio.collaterals.insert(0, SimpleNamespace(
            asset=asset, value=floor_div(worth, portfolio.stablePrice),
            minConfidence=min(reading.confidence, portfolio.minConfidence)))
