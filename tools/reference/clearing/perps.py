"""Perps: funding, profit, what they owe (CL-29 to CL-33)."""

from ..arithmetic import Failure, sdiv, sdiv_round, sint, smul, to_int, tz
from .readings import impact, mark, spot
from .state import PERP
from .tracking import track_interest, track_total

HOUR = 3_600  # seconds


def funding_rate(state, asset):
    """CL-30: (rate, index)."""
    perp = asset.perp
    if perp.disabled:
        return 0, 0
    prices = impact(state, asset.market)
    index = to_int(spot(state, asset.market).price)
    bid, ask = to_int(prices.bid), to_int(prices.ask)
    if ask < bid:
        raise Failure("PA_InvalidImpactPrices")
    premium = max(bid - index, 0) - max(index - ask, 0)
    rate = sint(sdiv_round(sdiv(premium, index), perp.convergence) + perp.static_rate)
    return min(max(rate, -perp.bound), perp.bound), index


def funded(state, asset):
    """The aggregate as CL-31 would leave it; the rate is read in any case, unless the perp is disabled or by CL-73."""
    perp = asset.perp
    if state.on("fundingByReadings"):
        rate, index = perp.rate_in_force, perp.index_in_force
    else:
        rate, index = funding_rate(state, asset)
    if perp.disabled:
        return perp.aggregate
    return sint(perp.aggregate + smul(tz(sint(rate * (state.time - perp.last_paid)), HOUR), index))


def add_funding(state, asset):
    """CL-31."""
    perp = asset.perp
    if perp.disabled or state.time == perp.last_paid:
        return
    perp.aggregate = funded(state, asset)
    perp.last_paid = state.time


def renew_rates(state):
    """CL-73, after any writing of a reading and any setting of a perp."""
    if not state.on("fundingByReadings"):
        return
    for asset in state.assets.values():
        if asset.kind != PERP or asset.perp.disabled:
            continue
        try:
            now = funding_rate(state, asset)
        except Failure:
            continue
        if now != (asset.perp.rate_in_force, asset.perp.index_in_force):
            add_funding(state, asset)
            asset.perp.rate_in_force, asset.perp.index_in_force = now


def take_profit(state, asset, memory, size):
    """CL-32 step 1."""
    now = to_int(mark(state, asset).price)
    memory.pnl = sint(memory.pnl + smul(sint(now - memory.mark), size))
    memory.mark = now


def take_funding(asset, memory, size):
    """CL-32 step 3."""
    memory.funding = sint(memory.funding - smul(size, sint(asset.perp.aggregate - memory.aggregate)))
    memory.aggregate = asset.perp.aggregate


def move_perp(state, account, name, sub, amount, trade):
    """CL-32."""
    asset = state.assets[name]
    if sub != 0:
        raise Failure("PA_InvalidSubId")
    size = 0 if account is None else account.balance((name, 0))
    track_total(asset, account, size, amount, trade)
    track_interest(asset, 0, size, amount, trade)
    memory = account.perp(name)
    take_profit(state, asset, memory, size)
    add_funding(state, asset)
    take_funding(asset, memory, size)
    return sint(size + amount), True


def realise_perp(state, account, name):
    """CL-33."""
    asset, memory, size = state.assets[name], account.perp(name), account.balance((name, 0))
    add_funding(state, asset)
    take_funding(asset, memory, size)
    take_profit(state, asset, memory, size)


def unsettled_cash(state, account, name):
    """CL-33, for margins; changes nothing."""
    asset, size = state.assets[name], account.balance((name, 0))
    memory = account.perps.get(name)
    held_mark, held_aggregate, funding, pnl = (
        (memory.mark, memory.aggregate, memory.funding, memory.pnl) if memory else (0, 0, 0, 0))
    aggregate = funded(state, asset)
    now = to_int(mark(state, asset).price)
    total = sint(-smul(size, sint(aggregate - held_aggregate)))
    total = sint(total + smul(sint(now - held_mark), size))
    return sint(sint(total + funding) + pnl)
