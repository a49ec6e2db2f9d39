"""Deposits, withdrawals and donations: where balances meet tokens (CL-24, CL-27, CL-28, CL-38)."""

from ..arithmetic import OVERFLOW, W, Failure, from18, sint, to18, to18_round_up, to_int, to_uint, udiv, uint
from .breakers import count_withdrawal, refuse_held
from .cash import exchange_rate, total_and_held
from .exact_cash import add_dust, debit_of, is_exact
from .managers import assets_movement
from .state import CASH, TOKEN


def deposit(state, number, name, amount):
    if name == CASH:
        credit = to18(amount, state.cash.decimals)
        state.cash.tokens = uint(state.cash.tokens + amount)
        if is_exact(state):
            add_dust(state.cash, amount)
    else:
        token = token_of(state, name)
        credit = to18(amount, token.decimals)
        token.tokens = uint(token.tokens + amount)
    assets_movement(state, number, (name, 0), to_int(credit))
    state.note("deposit", number, name, amount)


def withdraw(state, number, name, amount, caller):
    if name != CASH:
        token_of(state, name)
    account = state.account(number)
    if caller != account.owner:
        raise Failure("CA_OnlyAccountOwner" if name == CASH else "WERC_OnlyAccountOwner")
    if name == CASH:
        take_cash(state, number, amount)
        return
    refuse_held(state)
    token = state.assets[name]
    if token.tokens < amount:
        raise Failure("ERC20InsufficientBalance")
    token.tokens -= amount
    debit = to18_round_up(amount, token.decimals)
    assets_movement(state, number, (name, 0), -to_int(debit))
    state.note("withdrawal", number, name, amount)


def token_of(state, name):
    token = state.asset(name)
    if token.kind != TOKEN:
        raise Failure("EmptyRevert")
    return token


def take_cash(state, number, amount):
    """CL-24, once the caller has been found to be allowed."""
    cash = state.cash
    refuse_held(state)
    if withdrawals_blocked(state):
        raise Failure("CA_WithdrawBlockedByOngoingAuction")
    whole = to18_round_up(amount, cash.decimals)
    tokens = from18(whole, cash.decimals)
    debit = debit_for(state, whole) if cash.withdraw_fee_on else whole
    count_withdrawal(state, whole)
    if cash.tokens < tokens:
        raise Failure("ERC20InsufficientBalance")
    cash.tokens -= tokens
    if is_exact(state):
        cash.unbacked = uint(cash.unbacked - (debit - whole))
    assets_movement(state, number, (CASH, 0), -to_int(debit))
    state.note("withdrawal", number, CASH, tokens)


def debit_for(state, whole):
    """CL-24, CL-71."""
    if is_exact(state):
        return debit_of(whole, *total_and_held(state))
    return udiv(whole, exchange_rate(state))


def withdrawals_blocked(state):
    """DA-18."""
    number = state.liquidation.blocking_account
    if state.insolvent_margin == 0 or number == 0:
        return False
    balance = state.accounts[number].balance((CASH, 0)) if number in state.accounts else 0
    if state.on("securityModuleInDebt"):
        balance = max(balance, 0)
    return state.insolvent_margin > to_uint(balance)


def transfer_fees(state):
    """CL-27."""
    fees, state.cash.accrued_fees = state.cash.accrued_fees, 0
    assets_movement(state, state.security_module, (CASH, 0), to_int(fees))


def disable_withdraw_fee(state):
    """CL-27."""
    cash = state.cash
    if cash.withdraw_fee_on and exchange_rate(state) >= W:
        cash.withdraw_fee_on = False
        cash.fee = cash.previous_fee


def donate(state, number, amount, caller):
    """CL-28: what was burnt."""
    if caller != state.account(number).owner:
        raise Failure("CA_DonateBalanceNotAuthorized")
    return burn(state, number, amount)


def burn(state, number, amount):
    total, held = total_and_held(state)
    if held > total and not state.on("donationsWhileSolvent"):
        raise Failure(OVERFLOW)
    burnt = min(amount, max(total - held, 0))
    if is_exact(state):
        state.cash.unbacked = uint(state.cash.unbacked - burnt)
    assets_movement(state, number, (CASH, 0), sint(-to_int(burnt)))
    return burnt


def pay_insolvency(state):
    """CL-28."""
    number = state.security_module
    burn(state, number, to_uint(state.accounts[number].balance((CASH, 0))))
