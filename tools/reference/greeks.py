"""Greeks of the mark to market (EX-4)."""

from types import SimpleNamespace

from .arithmetic import W, sdiv, sint, to_int, tz, uint, umul
from .arrangement import discount
from .moves import move
from .portfolio_margin import expiry_value
from .subject import changed

SPOT_BUMP = 10**15
VOL_BUMP = 10**16
DAY = 86_400
RATE_BUMP = 10**14


def greeks(params, portfolio):
    def moved(m):
        return mark_to_market(params, move(params, portfolio, m))

    def bumped(bump):
        return mark_to_market(params, with_vols(portfolio, bump))

    s = umul(portfolio.spotPrice, SPOT_BUMP)
    delta = gamma = 0
    if s != 0:
        s = to_int(s)
        up, down = moved(W + SPOT_BUMP), moved(W - SPOT_BUMP)
        middle = mark_to_market(params, portfolio)
        delta = sdiv(sint(up - down), sint(2 * s))
        gamma = sdiv(sdiv(sint(sint(up - middle) - sint(middle - down)), s), s)
    vega = tz(sint(bumped(VOL_BUMP) - bumped(-VOL_BUMP)), 2)
    now = fresh_value(params, portfolio, lambda e: e)
    theta = sint(fresh_value(params, portfolio, a_day_later) - now)
    rho = sint(fresh_value(params, portfolio, a_point_dearer) - now)
    return SimpleNamespace(delta=delta, gamma=gamma, vega=vega, theta=theta, rho=rho)


def mark_to_market(params, portfolio):
    """PM-28, in the order of PM-20."""
    total = portfolio.perpValue
    for expiry in portfolio.expiries:
        total = sint(total + expiry_value(params, expiry, W, "none", None))
    for collateral in portfolio.collaterals:
        total = sint(total + to_int(collateral.value))
    return sint(total + portfolio.cash)


def with_vols(portfolio, bump):
    """Every volatility higher by a bump, not below 0."""
    return changed(portfolio, expiries=[
        changed(e, options=[changed(o, vol=uint(max(o.vol + bump, 0))) for o in e.options])
        for e in portfolio.expiries])


def fresh_value(params, portfolio, change):
    """The mark to market with expiries changed and their discounts made anew (PM-10)."""
    expiries = []
    for expiry in map(change, portfolio.expiries):
        expiries.append(changed(expiry, discount=discount(expiry.rate, expiry.secondsToExpiry)))
    return mark_to_market(params, changed(portfolio, expiries=expiries))


def a_day_later(expiry):
    return changed(expiry, secondsToExpiry=max(expiry.secondsToExpiry - DAY, 0))


def a_point_dearer(expiry):
    return changed(expiry, rate=uint(expiry.rate + RATE_BUMP))
