"""Cash: interest, its index, its movements (CL-20 to CL-28, without what tokens do)."""

from ..arithmetic import W, YEAR, Failure, sint, smul, to18, to_int, to_uint, udiv, uint, umul
from ..elementary import exp
from .exact_cash import accrued_on_shares, exact_balance, is_exact, move_shares, total_cash


def interest_rate(model, supply, borrowed):
    """CL-21."""
    used = 0 if supply == 0 or borrowed == 0 else min(udiv(borrowed, supply), W)
    if used <= model.optimalUtil:
        return uint(model.minRate + umul(used, model.rateMultiplier))
    high = umul(used - model.optimalUtil, model.highRateMultiplier)
    return uint(uint(high + umul(model.optimalUtil, model.rateMultiplier)) + model.minRate)


def interest_factor(state, seconds, supply, borrowed):
    """CL-21, CL-65."""
    exponent = to_int(uint(seconds * interest_rate(state.cash.model, supply, borrowed)) // YEAR)
    if exponent == 0 and state.on("interestOfShortTimes"):
        return 0
    return uint(exp(exponent) - W)


def accrued(state):
    """CL-22, CL-69: what accrual makes of cash now."""
    cash = state.cash
    if state.time == cash.last_timestamp:
        return {}
    made = {"last_timestamp": state.time}
    if (cash.borrow_shares if is_exact(state) else cash.total_borrow) == 0:
        return made
    supply = cash.total_supply
    if cash.net_settled < 0:
        supply = uint(supply + to_uint(sint(-cash.net_settled)))
    factor = interest_factor(state, state.time - cash.last_timestamp, supply, cash.total_borrow)
    return made | (accrued_on_shares(state, factor) if is_exact(state) else accrued_on_totals(state, factor))


def accrued_on_totals(state, factor):
    cash = state.cash
    borrowed, supplied = cash.total_borrow, cash.total_supply
    added = umul(borrowed, factor)
    made = {"total_borrow": uint(borrowed + added)}
    without_lenders = supplied == 0 and state.on("interestWithoutLenders")
    fee = added if without_lenders else umul(added, cash.fee)
    made["accrued_fees"] = uint(cash.accrued_fees + fee)
    if not without_lenders:
        made["total_supply"] = uint(supplied + (added - fee))
    made["borrow_index"] = umul(udiv(made["total_borrow"], borrowed), cash.borrow_index)
    if not without_lenders:
        made["supply_index"] = umul(udiv(made["total_supply"], supplied), cash.supply_index)
    return made


def accrue(state):
    cash, index = state.cash, state.cash.borrow_index
    for name, value in accrued(state).items():
        setattr(cash, name, value)
    if cash.borrow_index != index:
        state.note("interest", cash.borrow_index, cash.supply_index)


def settled_balance(account, borrow_index, supply_index):
    """CL-23: the stored balance with interest."""
    balance = account.balance(("cash", 0))
    if account.cash_index == 0 or balance == 0:
        return balance
    return smul(to_int(udiv(borrow_index if balance < 0 else supply_index, account.cash_index)), balance)


def cash_now(state, account):
    """What a model reads: the balance as it is stored, or with interest (CL-67)."""
    if not state.on("marginsWithInterest"):
        return account.balance(("cash", 0))
    now, cash = accrued(state), state.cash
    indices = now.get("borrow_index", cash.borrow_index), now.get("supply_index", cash.supply_index)
    if is_exact(state):
        return exact_balance(account, *indices) // W
    return settled_balance(account, *indices)


def move_cash(state, account, sub, amount):
    """CL-23: (the balance to store, whether an allowance is needed)."""
    cash = state.cash
    if sub != 0:
        raise Failure("CA_InvalidSubId")
    if account is None or account.manager not in cash.managers:
        raise Failure("MW_UnknownManager")
    accrue(state)
    if is_exact(state):
        return move_shares(cash, account, amount), amount < 0
    settled = settled_balance(account, cash.borrow_index, cash.supply_index)
    after = sint(settled + amount)
    cash.total_supply = to_uint(sint(sint(to_int(cash.total_supply) + max(after, 0)) - max(settled, 0)))
    cash.total_borrow = to_uint(sint(sint(to_int(cash.total_borrow) + min(settled, 0)) - min(after, 0)))
    account.cash_index = cash.borrow_index if after < 0 else cash.supply_index if after > 0 else 0
    return after, amount < 0


def total_and_held(state):
    """CL-25, CL-70."""
    cash = state.cash
    held = to18(cash.tokens, cash.decimals)
    if is_exact(state):
        return total_cash(cash), held
    total = sint(sint(to_int(cash.total_supply) + to_int(cash.accrued_fees)) - to_int(cash.total_borrow))
    return to_uint(sint(total - cash.net_settled)), held


def exchange_rate(state):
    total, held = total_and_held(state)
    return W if held >= total else udiv(held, total)


def print_cash(state, amount):
    """CL-26."""
    state.cash.net_settled = sint(state.cash.net_settled + amount)
