"""The standard model: requirements market by market (SM-2, SM-4 to SM-16)."""

from types import SimpleNamespace

from .arithmetic import (
    W, Failure, absolute, raw_uint_width, sint, smul, to_int, to_uint_width, udiv, uint, umul,
)
from .pricing import black76


def standard_margin(params, portfolio):
    """SM-4: initial margin first, then maintenance margin."""
    for market in portfolio.markets:
        derive_quantities(market)
    initial, mark = account_margin(params, portfolio, initial=True)
    maintenance, _ = account_margin(params, portfolio, initial=False)
    return SimpleNamespace(
        initialMargin=initial, maintenanceMargin=maintenance, markToMarket=mark)


def derive_quantities(market):
    """SM-2."""
    market.depegPosition = absolute(market.perpPosition)
    for expiry in market.expiries:
        expiry.netCalls = 0
        expiry.totalShort = 0
        for option in expiry.options:
            if option.amount < 0:
                market.depegPosition = uint(market.depegPosition + absolute(option.amount))
                expiry.totalShort = uint(expiry.totalShort + absolute(option.amount))
            if option.isCall:
                expiry.netCalls = sint(expiry.netCalls + option.amount)


def account_margin(params, portfolio, initial):
    """SM-5, SM-6: (margin, mark to market)."""
    depeg = 0
    if initial and portfolio.stablePrice < params.depeg.threshold:
        depeg = umul(params.depeg.threshold - portfolio.stablePrice, params.depeg.depegFactor)
    margin = mark = portfolio.cash
    for market in portfolio.markets:
        groups = params.markets[market.market]
        market_margin, market_mark = margin_market(
            groups, market, portfolio.stablePrice, depeg, initial)
        margin = sint(margin + market_margin)
        mark = sint(mark + market_mark)
    return margin, mark


def margin_market(params, market, stable_price, depeg, initial):
    """SM-7: (margin, mark to market)."""
    margin = mark = 0
    if depeg != 0:
        margin = -to_int(umul(umul(market.depegPosition, depeg), market.spotPrice))
    margin = sint(margin + perp_margin(params, market, initial))
    for expiry in market.expiries:
        expiry_margin, expiry_mark = margin_expiry(params, market, expiry, initial)
        margin = sint(margin + expiry_margin)
        mark = sint(mark + expiry_mark)
    base_margin, base_mark = margin_base(params, market, stable_price, initial)
    margin = sint(margin + base_margin)
    mark = sint(mark + base_mark)
    if market.perpPosition != 0:
        margin = sint(margin + market.unsettledPerpCash)
        mark = sint(mark + market.unsettledPerpCash)
    return margin, mark


def perp_margin(params, market, initial):
    """SM-8."""
    if market.perpPosition == 0:
        return 0
    size = absolute(market.perpPosition)
    notional = umul(size, market.perpPrice)
    required = params.perp.imPerpReq if initial else params.perp.mmPerpReq
    margin = -to_int(umul(notional, required))
    if initial:
        confidence = min(market.perpConfidence, market.spotConfidence)
        threshold = params.oracle.perpThreshold
        margin = penalised(params, market, margin, confidence, threshold, size)
    return margin


def penalised(params, market, margin, confidence, threshold, size):
    """The penalty of SM-8 and SM-9 for a confidence below its threshold."""
    if threshold != 0 and confidence < threshold:
        doubt = umul(uint(W - confidence), params.oracle.ocFactor)
        margin = sint(margin - to_int(umul(umul(doubt, market.spotPrice), size)))
    return margin


def margin_expiry(params, market, expiry, initial):
    """SM-9: (margin, mark to market)."""
    if expiry.forwardPrice == 0:
        raise Failure("SRM_NoForwardPrice")
    confidence = min(market.spotConfidence, expiry.forwardConfidence, expiry.volConfidence)
    mark = isolated = 0
    for option in expiry.options:
        option_mark = mark_option(expiry, option)
        mark = sint(mark + option_mark)
        isolated = sint(
            isolated + isolated_margin(params.option, market, option, option_mark, initial))
    margin = max(isolated, max_loss(params.option, expiry, initial))
    if initial:
        threshold = params.oracle.optionThreshold
        margin = penalised(params, market, margin, confidence, threshold, expiry.totalShort)
    return margin, mark


def mark_option(expiry, option):
    """SM-10. The strike alone is cast without a check."""
    call, put, _ = black76(
        expiry.secondsToExpiry,
        W,
        to_uint_width(option.vol, 128),
        to_uint_width(expiry.forwardPrice, 128),
        raw_uint_width(option.strike, 128),
    )
    return smul(to_int(call if option.isCall else put), option.amount)


def isolated_margin(params, market, option, mark, initial):
    """SM-11."""
    if option.amount > 0:
        return 0
    spot = market.spotPrice
    if not initial:
        if option.isCall:
            return sint(smul(to_int(umul(params.mmCallSpotReq, spot)), option.amount) + mark)
        return put_maintenance(params, spot, option, mark)
    required = spot_requirement(params, spot, option)
    margin = sint(smul(to_int(umul(required, spot)), option.amount) + mark)
    if option.isCall:
        return margin
    maintenance = put_maintenance(params, spot, option, mark)
    return min(margin, smul(maintenance, to_int(params.mmOffsetScale)))


def spot_requirement(params, spot, option):
    """SM-12."""
    if option.isCall:
        otm = udiv(option.strike - spot, spot) if option.strike > spot else 0
    else:
        otm = udiv(spot - option.strike, spot) if spot > option.strike else 0
    if params.maxSpotReq > otm and params.maxSpotReq - otm > params.minSpotReq:
        return params.maxSpotReq - otm
    return params.minSpotReq


def put_maintenance(params, spot, option, mark):
    """SM-13."""
    by_spot = smul(to_int(umul(params.mmPutSpotReq, spot)), option.amount)
    by_mark = smul(to_int(params.mmPutMtMReq), mark)
    return sint(min(by_spot, by_mark) + mark)


def max_loss(params, expiry, initial):
    """SM-14."""
    worst = 0
    for price in [0] + [option.strike for option in expiry.options]:
        worst = min(worst, payoff(expiry, price))
    if expiry.netCalls < 0:
        scale = params.unpairedIMScale if initial else params.unpairedMMScale
        unpaired = smul(to_int(umul(scale, expiry.forwardPrice)), expiry.netCalls)
        worst = sint(worst + unpaired)
    return worst


def payoff(expiry, price):
    total = 0
    for option in expiry.options:
        if option.isCall and price > option.strike:
            total = sint(total + smul(to_int(price - option.strike), option.amount))
        elif not option.isCall and price < option.strike:
            total = sint(total + smul(to_int(option.strike - price), option.amount))
    return total


def margin_base(params, market, stable_price, initial):
    """SM-16: (margin, mark to market)."""
    if market.basePosition == 0:
        return 0, 0
    notional = umul(market.basePosition, market.spotPrice)
    margin = to_int(umul(notional, params.base.marginFactor))
    mark = to_int(udiv(notional, stable_price))
    if initial:
        margin = smul(margin, to_int(params.base.imScale))
        threshold = params.oracle.baseThreshold
        if margin != 0 and threshold != 0 and market.spotConfidence < threshold:
            doubt = umul(uint(W - market.spotConfidence), params.oracle.ocFactor)
            margin = sint(margin - to_int(umul(doubt, notional)))
    return margin, mark
