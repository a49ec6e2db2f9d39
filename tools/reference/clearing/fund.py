"""What the security module pays within its caps (WF-13, WF-14)."""

from ..arithmetic import uint
from .reduced_account import markets_charged
from .state import end_of_window, window


def rest_of_fund(state, number):
    """What each cap leaves for an account, the least of them; None without caps."""
    fund = state.liquidation.fund
    if fund is None:
        return None
    then, in_window, by_market = counted(state)
    rests = [max(fund.moment - then, 0), max(fund.window - in_window, 0)]
    for market in markets_charged(state, number):
        if market in fund.markets:
            rests.append(max(fund.markets[market] - by_market.get(market, 0), 0))
    return min(rests)


def counted(state):
    fund, sums = state.liquidation.fund, state.sums
    then = sums.paid_then if sums.paid_at == state.time else 0
    if window(sums.paid_at, fund.seconds) != window(state.time, fund.seconds):
        return then, 0, {}
    return then, sums.paid_in_window, sums.paid_by_market


def count_payment(state, number, paid):
    """WF-14."""
    if state.liquidation.fund is None or paid == 0:
        return
    sums = state.sums
    then, in_window, by_market = counted(state)
    by_market = dict(by_market)
    for market in markets_charged(state, number):
        by_market[market] = uint(by_market.get(market, 0) + paid)
    sums.paid_at, sums.paid_then, sums.paid_in_window = state.time, uint(then + paid), uint(in_window + paid)
    sums.paid_by_market = by_market


def tell_payment(state, number, paid):
    """LG-17, once it was moved."""
    if state.liquidation.fund is None or paid == 0:
        return
    state.note("fundPaid", number, paid)
    if rest_of_fund(state, number) == 0:
        state.note("fundAtCap", number, end_of_window(state.time, state.liquidation.fund.seconds))
