"""The grace of accounts that a parameter alone has brought below (AM-12)."""

from ..arithmetic import Failure
from .adaptive_levels import levels_of_rules
from .model_portfolio import portfolio_margins
from .model_standard import standard_margins
from .reduced_account import levels_of
from .state import STANDARD


def maintenance_at(state, number, time):
    """Maintenance margin over all scenarios, with the levels at a time."""
    account = state.accounts[number]
    manager = state.managers[account.manager]
    if manager.model == STANDARD:
        return standard_margins(state, manager, account, False, time)[0]
    return portfolio_margins(state, manager, account, time).maintenanceMargin


def is_protected(state, number):
    """AM-12."""
    name = state.accounts[number].manager
    manager = state.managers[name]
    if manager.adaptive is None or manager.adaptive.grace == 0:
        return False
    then = max(state.time - manager.adaptive.grace, 0)
    if all(level.at(then) == level.at(state.time) for level in levels_of_rules(state, name)):
        return False
    try:
        if maintenance_at(state, number, then) < 0:
            return False
    except Failure as failure:
        if failure.name == "Clearing_TooMuchWork":
            raise
        return False
    return levels_of(state, number)[1] < 0


def refuse_protected(state, number):
    if is_protected(state, number):
        raise Failure("Waterfall_ParameterGrace")
