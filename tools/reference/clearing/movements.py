"""One movement of a balance, and the manager's (CL-13, CL-14)."""

from ..arithmetic import Failure, sint, to_int_width
from .cash import move_cash
from .holdings import move_option, move_token
from .perps import move_perp
from .state import CASH, OPTION, PERP

BALANCE_BITS = 240
SUB_IDS = 2**96


def next_trade(state):
    state.last_trade += 1
    return state.last_trade


def move(state, number, instrument, amount, trade):
    """CL-13: (delta, whether an allowance is needed)."""
    account = state.accounts.get(number)
    name, sub = instrument
    if account is not None:
        state.spend(2 + len(account.held) // 16)
    if name == CASH:
        after, allowance = move_cash(state, account, sub, amount)
    else:
        kind = state.assets[name].kind
        mover = {OPTION: move_option, PERP: move_perp}.get(kind, move_token)
        after, allowance = mover(state, account, name, sub, amount, trade)
    before = account.balance(instrument)
    stored = to_int_width(after, BALANCE_BITS)
    if stored and sub >= SUB_IDS:
        raise Failure("SafeCastOverflowedUintDowncast")
    account.store(instrument, stored)
    account.last_trade = trade
    state.note("moved", number, instrument, before, after)
    return amount if state.on("deltasWithoutInterest") else sint(after - before), allowance


def managers_movement(state, manager, number, instrument, amount):
    """CL-14: not judged."""
    trade = next_trade(state)
    if number not in state.accounts or state.accounts[number].manager != manager:
        raise Failure("AC_OnlyManager")
    move(state, number, instrument, amount, trade)
