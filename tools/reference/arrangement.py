"""From a market and an account to an arranged portfolio (PM-9 to PM-12)."""

from types import SimpleNamespace

from .arithmetic import YEAR, Failure, floor_div, sint, to_int, to_uint, to_uint_width, tz, uint
from .elementary import exp
from .pricing import svi_vol


def arrange(market, account, max_expiries=None):
    portfolio = SimpleNamespace(collaterals=[], expiries=group(account.options, max_expiries))
    read_prices(market, portfolio)
    hold(market, account, portfolio)
    price_perp(market, portfolio)
    return portfolio


def group(options, max_expiries):
    """PM-9: the expiries of the held options, in first-seen order."""
    labels = list(dict.fromkeys(option.label for option in options))
    if max_expiries is not None and len(labels) > max_expiries:
        raise Failure("PMRM_2_TooManyExpiries")
    return [SimpleNamespace(label=label, options=[]) for label in labels]


def read_prices(market, portfolio):
    """PM-10."""
    portfolio.minConfidence = market.spotConfidence
    portfolio.spotPrice = market.spotPrice
    portfolio.stablePrice = market.stablePrice
    for expiry in portfolio.expiries:
        data = expiry_data(market, expiry.label)
        expiry.secondsToExpiry = data.left
        expiry.forwardFixedPortion = data.forwardFixedPortion
        expiry.forwardVariablePortion = data.forwardVariablePortion
        expiry.rate = max(data.rate, 0)
        expiry.minConfidence = min(data.forwardConfidence, data.rateConfidence)
        accrued = sint(-expiry.rate * to_int(expiry.secondsToExpiry))
        expiry.discount = to_uint_width(exp(tz(accrued, YEAR)), 64)


def expiry_data(market, label):
    """JS-9: by the same name; one by seconds also by the seconds left."""
    for data in market.expiries:
        if data.label == label or ("seconds", data.left) == label:
            return data
    raise Failure("LFF_MissingExpiryData")


def hold(market, account, portfolio):
    """PM-11: collaterals, options, cash, perp."""
    for holding in account.collaterals:
        portfolio.collaterals.insert(0, collateral(market, holding))
    expiries = {expiry.label: expiry for expiry in portfolio.expiries}
    for holding in account.options:
        hold_option(market, expiries[holding.label], holding)
    portfolio.cash = account.cash
    portfolio.perpPosition = account.perpPosition
    portfolio.perpValue = account.unsettledPerpCash


def collateral(market, holding):
    for feed in market.collaterals:
        if feed.asset == holding.asset:
            break
    else:
        raise Failure("EmptyRevert")
    worth = uint(to_uint(holding.amount) * feed.price)
    return SimpleNamespace(
        asset=holding.asset,
        value=floor_div(worth, market.stablePrice),
        minConfidence=min(feed.confidence, market.spotConfidence),
    )


def hold_option(market, expiry, holding):
    data = expiry_data(market, expiry.label)
    svi = data.svi
    vol = svi_vol(
        holding.strike, svi.a, svi.b, svi.rho, svi.m, svi.sigma, svi.forward, svi.tau)
    expiry.minConfidence = min(expiry.minConfidence, data.volConfidence)
    expiry.options.insert(0, SimpleNamespace(
        strike=holding.strike, vol=vol, amount=holding.amount, isCall=holding.isCall))


def price_perp(market, portfolio):
    """PM-12."""
    portfolio.perpPrice = 0
    if portfolio.perpPosition != 0:
        portfolio.perpPrice = market.perpPrice
        portfolio.minConfidence = min(market.spotConfidence, market.perpConfidence)
