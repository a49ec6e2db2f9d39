"""Cash in shares (CL-68 to CL-71). A fine unit is 10^-36; balances of accounts are whole numbers of them."""

from ..arithmetic import OVERFLOW, W, ZERO_DIVISOR, Failure, sint, to_uint, tz, uint, umul

MOST_FINE_UNITS = 2**200


def is_exact(state):
    return state.on("exactCash")


def exact_balance(account, borrow_index, supply_index):
    """In fine units, by the index of its sign."""
    in_debt = account.shares < 0 or account.remainder < 0
    return account.shares * (borrow_index if in_debt else supply_index) + account.remainder


def exact_sums(cash):
    """Supply and debt in fine units."""
    return (cash.supply_shares * cash.supply_index + cash.supply_remainder,
            cash.borrow_shares * cash.borrow_index + cash.borrow_remainder)


def totals(cash, borrow_index, supply_index):
    """Supply rounded down, debt rounded up."""
    supply = cash.supply_shares * supply_index + cash.supply_remainder
    borrowed = cash.borrow_shares * borrow_index + cash.borrow_remainder
    return uint(uint(supply) // W), uint(-(-uint(borrowed) // W))


def write_totals(cash):
    cash.total_supply, cash.total_borrow = totals(cash, cash.borrow_index, cash.supply_index)


def fees_with(cash, fine):
    """The fees and their remainder after so many fine units more."""
    total = uint(cash.fee_remainder + fine)
    return uint(cash.accrued_fees + total // W), total % W


def accrued_on_shares(state, factor):
    """CL-69: what accrual makes of cash, besides the time."""
    cash = state.cash
    rise = umul(cash.borrow_index, factor)
    paid = uint(cash.borrow_shares * rise)
    fee = uint(paid // W * cash.fee)
    if cash.supply_shares:
        supply_rise = (paid - fee) // cash.supply_shares
    elif state.on("interestWithoutLenders"):
        supply_rise = 0
    else:
        raise Failure(ZERO_DIVISOR)
    borrow_index, supply_index = uint(cash.borrow_index + rise), uint(cash.supply_index + supply_rise)
    fees, remainder = fees_with(cash, paid - cash.supply_shares * supply_rise)
    supply, borrowed = totals(cash, borrow_index, supply_index)
    return {
        "borrow_index": borrow_index, "supply_index": supply_index, "accrued_fees": fees, "fee_remainder": remainder,
        "total_supply": supply, "total_borrow": borrowed}


def count(cash, account, sign):
    """Adds an account's shares and remainder to the sums of its side, or takes them away."""
    if account.shares < 0 or account.remainder < 0:
        cash.borrow_shares -= sign * account.shares
        cash.borrow_remainder -= sign * account.remainder
    else:
        cash.supply_shares += sign * account.shares
        cash.supply_remainder += sign * account.remainder


def move_shares(cash, account, amount):
    """CL-68, after the accrual: the balance to store."""
    before = exact_sums(cash)
    value = sint(exact_balance(account, cash.borrow_index, cash.supply_index) + sint(amount * W))
    index = cash.borrow_index if value < 0 else cash.supply_index
    count(cash, account, -1)
    account.shares = tz(value, index)
    account.remainder = value - account.shares * index
    count(cash, account, 1)
    if any(now > MOST_FINE_UNITS and now > was for now, was in zip(exact_sums(cash), before)):
        raise Failure(OVERFLOW)
    write_totals(cash)
    return value // W


def add_dust(cash, amount):
    """CL-70: what a deposit's credit has been rounded down by goes to the fees."""
    if cash.decimals > 36:
        raise Failure(OVERFLOW)
    if cash.decimals > 18:
        dust = amount % 10 ** (cash.decimals - 18) * 10 ** (36 - cash.decimals)
        cash.accrued_fees, cash.fee_remainder = fees_with(cash, dust)


def total_cash(cash):
    """CL-70, in place of CL-25's."""
    supply, borrowed = exact_sums(cash)
    whole = sint(supply + cash.accrued_fees * W + cash.fee_remainder - borrowed - cash.net_settled * W)
    return to_uint(whole // W)


def debit_of(whole, total, held):
    """CL-71, while the withdrawal fee is on."""
    if held >= total:
        return whole
    if held == 0:
        raise Failure(ZERO_DIVISOR)
    return -(-uint(whole * total) // held)
