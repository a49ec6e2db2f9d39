"""Circuit breakers: the oracle's, and limits of withdrawals (WF-21 to WF-24)."""

from types import SimpleNamespace

from ..arithmetic import Failure, uint, umul
from .readings import mark, spot
from .reduced_account import markets_of
from .state import LAST_SECOND, PERP, end_of_window, window

LOW_CONFIDENCE, MARK_APART, OUTSIDE_BAND = range(3)


def slow_price(watch, now, seconds):
    """WF-22."""
    passed = now - watch.time
    if passed >= seconds:
        return watch.last
    moved = abs(watch.last - watch.slow) * passed // seconds
    return watch.slow + moved if watch.last > watch.slow else watch.slow - moved


def look_at(state, market):
    """WF-21 to WF-23: after an index price or a mark of the market was written."""
    oracle = state.liquidation.oracle
    if oracle is None:
        return
    try:
        index = spot(state, market)
    except Failure:
        return
    now, watch = state.time, state.watches.get(market)
    if watch is None:
        watch = SimpleNamespace(slow=index.price, last=index.price, time=now, since=0, until=0, waited=0)
        state.watches[market] = watch
    else:
        watch.slow, watch.last, watch.time = slow_price(watch, now, oracle.slowSeconds), index.price, now
    reason = uncertainty(state, market, oracle, index, watch.slow)
    if reason is None:
        return
    if watch.until == 0 or now >= watch.until + (watch.until - watch.since):
        watch.since = now
    until = max(watch.until, min(now + oracle.pause, watch.since + oracle.longestPause, LAST_SECOND))
    if until > watch.until:
        watch.waited += max(until - max(watch.until, now), 0)
        watch.until = until
        state.note("liquidationsPaused", market, reason, until)


def uncertainty(state, market, oracle, index, slow):
    """WF-21: the reason, None where prices are certain."""
    if index.confidence < oracle.leastConfidence:
        return LOW_CONFIDENCE
    for asset in state.assets.values():
        if asset.kind != PERP or asset.market != market or asset.perp.disabled:
            continue
        try:
            reading = mark(state, asset)
        except Failure:
            continue
        if is_beyond(reading.price, index.price, oracle.divergence):
            return MARK_APART
    return OUTSIDE_BAND if is_beyond(index.price, slow, oracle.band) else None


def is_beyond(price, middle, part):
    try:
        return abs(price - middle) > umul(middle, part)
    except Failure:
        return False


def is_waiting(state, market):
    watch = state.watches.get(market)
    return watch is not None and state.time < watch.until


def waited_by(state, market):
    """WF-27: for how many seconds a market has waited in all."""
    watch = state.watches.get(market)
    return watch.waited - max(watch.until - state.time, 0) if watch else 0


def waited_now(state, number):
    """WF-27: what is kept with an auction that starts, or an announcement."""
    if state.liquidation.oracle is None:
        return {}
    return {market: waited_by(state, market) for market in markets_of(state, number)}


def age(state, start, waited):
    """WF-27: the seconds since `start`, but for those in which the markets waited."""
    return state.time - start - max((waited_by(state, market) - then for market, then in waited.items()), default=0)


def refuse_paused(state, number):
    """WF-23."""
    if state.liquidation.oracle is not None and any(is_waiting(state, market) for market in markets_of(state, number)):
        raise Failure("Waterfall_Paused")


def refuse_held(state):
    """WF-23: withdrawals wait while a market does."""
    oracle = state.liquidation.oracle
    if oracle is not None and oracle.holdsWithdrawals and any(is_waiting(state, market) for market in state.watches):
        raise Failure("Waterfall_Paused")


def count_withdrawal(state, amount):
    """WF-24."""
    limit, sums = state.liquidation.withdrawals, state.sums
    if limit is None:
        return
    same = window(sums.withdrawn_at, limit.seconds) == window(state.time, limit.seconds)
    before = sums.withdrawn_in_window if same else 0
    total = uint(before + amount)
    if total > limit.amount:
        raise Failure("Waterfall_WithdrawalLimit")
    sums.withdrawn_at, sums.withdrawn_in_window = state.time, total
    if before < limit.amount - limit.amount // 10 <= total:
        state.note("withdrawalsNearLimit", total, end_of_window(state.time, limit.seconds))
