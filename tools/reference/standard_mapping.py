"""An account of the portfolio model as a portfolio of the standard model (SM-24)."""

from types import SimpleNamespace

from .arithmetic import Failure, to_uint, uint
from .arrangement import collateral_feed, expiry_data, vol_at


def mapped(params, underlying, market, account):
    """SM-24, in the form of SM-1."""
    if underlying not in params.markets:
        raise Failure("SRM_UnsupportedAsset")
    own = own_market(underlying, market, account)
    hold_options(market, account, own)
    others = hold_collaterals(params, underlying, market, account, own)
    held = own.perpPosition != 0 or own.expiries or own.basePosition != 0
    return SimpleNamespace(
        cash=account.cash, stablePrice=market.stablePrice,
        markets=([own] if held else []) + others)


def own_market(underlying, market, account):
    """Step 2."""
    return SimpleNamespace(
        market=underlying,
        spotPrice=market.spotPrice,
        spotConfidence=market.spotConfidence,
        perpPrice=market.perpPrice,
        perpConfidence=market.perpConfidence,
        perpPosition=account.perpPosition,
        unsettledPerpCash=account.unsettledPerpCash,
        basePosition=0,
        expiries=[],
    )


def hold_options(market, account, own):
    """Step 3."""
    opened = {}
    for option in account.options:
        if option.amount == 0:
            continue
        data = expiry_data(market, option.key)
        if option.key not in opened:
            opened[option.key] = SimpleNamespace(
                secondsToExpiry=data.secondsToExpiry,
                forwardPrice=uint(data.forwardFixedPortion + data.forwardVariablePortion),
                forwardConfidence=data.forwardConfidence,
                volConfidence=data.volConfidence,
                options=[],
            )
            own.expiries.append(opened[option.key])
        opened[option.key].options.append(SimpleNamespace(
            strike=option.strike, isCall=option.isCall, amount=option.amount,
            vol=vol_at(data.svi, option.strike)))


def hold_collaterals(params, underlying, market, account, own):
    """Step 4: the markets of those that are not the underlying's base."""
    by_base = {
        groups.baseAsset: name for name, groups in params.markets.items()
        if groups.baseAsset is not None}
    others = []
    for holding in account.collaterals:
        if holding.amount == 0:
            continue
        amount = to_uint(holding.amount)
        name = by_base.get(holding.asset)
        if name == underlying:
            own.basePosition = amount
            continue
        if name is None:
            raise Failure("SRM_UnsupportedAsset")
        feed = collateral_feed(market, holding.asset)
        others.append(SimpleNamespace(
            market=name, spotPrice=feed.price, spotConfidence=feed.confidence, perpPrice=0,
            perpConfidence=0, perpPosition=0, unsettledPerpCash=0, basePosition=amount,
            expiries=[]))
    return others
