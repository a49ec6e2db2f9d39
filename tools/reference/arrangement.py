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
    keys = list(dict.fromkeys(option.key for option in options))
    if max_expiries is not None and len(keys) > max_expiries:
        raise Failure("PMRM_2_TooManyExpiries")
    return [SimpleNamespace(key=key, options=[]) for key in keys]


def read_prices(market, portfolio):
    """PM-10."""
    portfolio.minConfidence = market.spotConfidence
    portfolio.spotPrice = market.spotPrice
    portfolio.stablePrice = market.stablePrice
    for expiry in portfolio.expiries:
        data = expiry_data(market, expiry.key)
        expiry.secondsToExpiry = data.secondsToExpiry
        expiry.forwardFixedPortion = data.forwardFixedPortion
        expiry.forwardVariablePortion = data.forwardVariablePortion
        expiry.rate = max(data.rate, 0)
        expiry.minConfidence = min(data.forwardConfidence, data.rateConfidence)
        expiry.discount = discount(expiry.rate, expiry.secondsToExpiry)


def discount(rate, seconds):
    """PM-10, of a rate that is not negative."""
    accrued = sint(-to_int(rate) * to_int(seconds))
    return to_uint_width(exp(tz(accrued, YEAR)), 64)


def expiry_data(market, key):
    for data in market.expiries:
        if data.key == key:
            return data
    raise Failure("LFF_MissingExpiryData")


def hold(market, account, portfolio):
    """PM-11: collaterals, options, cash, perp."""
    for holding in account.collaterals:
        portfolio.collaterals.insert(0, collateral(market, holding))
    expiries = {expiry.key: expiry for expiry in portfolio.expiries}
    for holding in account.options:
        hold_option(market, expiries[holding.key], holding)
    portfolio.cash = account.cash
    portfolio.perpPosition = account.perpPosition
    portfolio.perpValue = account.unsettledPerpCash


def collateral_feed(market, asset):
    for feed in market.collaterals:
        if feed.asset == asset:
            return feed
    raise Failure("EmptyRevert")


def collateral(market, holding):
    feed = collateral_feed(market, holding.asset)
    worth = uint(to_uint(holding.amount) * feed.price)
    return SimpleNamespace(
        asset=holding.asset,
        value=floor_div(worth, market.stablePrice),
        minConfidence=min(feed.confidence, market.spotConfidence),
    )


def hold_option(market, expiry, holding):
    data = expiry_data(market, expiry.key)
    vol = vol_at(data.svi, holding.strike)
    expiry.minConfidence = min(expiry.minConfidence, data.volConfidence)
    expiry.options.insert(0, SimpleNamespace(
        strike=holding.strike, vol=vol, amount=holding.amount, isCall=holding.isCall))


def vol_at(svi, strike):
    return svi_vol(strike, svi.a, svi.b, svi.rho, svi.m, svi.sigma, svi.forward, svi.tau)


def price_perp(market, portfolio):
    """PM-12."""
    portfolio.perpPrice = 0
    if portfolio.perpPosition != 0:
        portfolio.perpPrice = market.perpPrice
        portfolio.minConfidence = min(market.spotConfidence, market.perpConfidence)
