"""Cash: interest, its index, its movements (CL-20 to CL-28, without what tokens do)."""

from ..arithmetic import W, YEAR, Failure, sint, smul, to18, to_int, to_uint, udiv, uint, umul
from ..elementary import exp


def interest_rate(model, supply, borrowed):
    """CL-21."""
    used = 0 if supply == 0 or borrowed == 0 else min(udiv(borrowed, supply), W)
    if used <= model.optimalUtil:
        return uint(model.minRate + umul(used, model.rateMultiplier))
    high = umul(used - model.optimalUtil, model.highRateMultiplier)
    return uint(uint(high + umul(model.optimalUtil, model.rateMultiplier)) + model.minRate)


def interest_factor(model, seconds, supply, borrowed):
    return uint(exp(to_int(uint(seconds * interest_rate(model, supply, borrowed)) // YEAR)) - W)


def accrue(state):
    """CL-22."""
    cash = state.cash
    if state.time == cash.last_timestamp:
        return
    seconds = state.time - cash.last_timestamp
    cash.last_timestamp = state.time
    if cash.total_borrow == 0:
        return
    supply = cash.total_supply
    if cash.net_settled < 0:
        supply = uint(supply + to_uint(sint(-cash.net_settled)))
    borrowed, supplied, index = cash.total_borrow, cash.total_supply, cash.borrow_index
    added = umul(borrowed, interest_factor(cash.model, seconds, supply, borrowed))
    cash.total_borrow = uint(borrowed + added)
    fee = umul(added, cash.fee)
    cash.accrued_fees = uint(cash.accrued_fees + fee)
    cash.total_supply = uint(supplied + (added - fee))
    cash.borrow_index = umul(udiv(cash.total_borrow, borrowed), cash.borrow_index)
    cash.supply_index = umul(udiv(cash.total_supply, supplied), cash.supply_index)
    if cash.borrow_index != index:
        state.note("interest", cash.borrow_index, cash.supply_index)


def move_cash(state, account, sub, amount):
    """CL-23: (the balance to store, whether an allowance is needed)."""
    cash = state.cash
    if sub != 0:
        raise Failure("CA_InvalidSubId")
    if account is None or account.manager not in cash.managers:
        raise Failure("MW_UnknownManager")
    accrue(state)
    balance = account.balance(("cash", 0))
    settled = balance
    if account.cash_index != 0 and balance != 0:
        index = cash.borrow_index if balance < 0 else cash.supply_index
        settled = smul(to_int(udiv(index, account.cash_index)), balance)
    after = sint(settled + amount)
    cash.total_supply = to_uint(sint(sint(to_int(cash.total_supply) + max(after, 0)) - max(settled, 0)))
    cash.total_borrow = to_uint(sint(sint(to_int(cash.total_borrow) + min(settled, 0)) - min(after, 0)))
    account.cash_index = cash.borrow_index if after < 0 else cash.supply_index if after > 0 else 0
    return after, amount < 0


def total_and_held(cash):
    """CL-25."""
    total = sint(sint(to_int(cash.total_supply) + to_int(cash.accrued_fees)) - to_int(cash.total_borrow))
    return to_uint(sint(total - cash.net_settled)), to18(cash.tokens, cash.decimals)


def exchange_rate(cash):
    total, held = total_and_held(cash)
    return W if held >= total else udiv(held, total)


def print_cash(state, amount):
    """CL-26."""
    state.cash.net_settled = sint(state.cash.net_settled + amount)
