"""What managers settle on anybody's request (CL-33, CL-48 to CL-50)."""

from ..arithmetic import Failure, sint
from .cash import print_cash
from .holdings import settlement_value
from .managers import settle_perp
from .movements import managers_movement
from .perps import realise_perp
from .state import CASH, OPTION, PERP, STANDARD


def settle_interest(state, number):
    """CL-48."""
    managers_movement(state, state.account(number).manager, number, (CASH, 0), 0)


def settle_perps(state, number):
    """CL-49."""
    account = state.account(number)
    manager = state.managers[account.manager]
    if manager.model == STANDARD:
        names = [market[PERP] for market in manager.markets.values() if PERP in market]
    else:
        names = [manager.perp]
    for name in names:
        held = account.balance((name, 0)) != 0
        if state.on("flatPerpsPassedOver"):
            owed = account.perp(name).pnl != 0 or account.perp(name).funding != 0
            if not held and not owed:
                continue
            if not held:
                settle_perp(state, number, name)
                continue
        elif manager.model == STANDARD and not held:
            continue
        realise_perp(state, account, name)
        settle_perp(state, number, name)


def settle_options(state, number, name):
    """CL-50."""
    account = state.account(number)
    state.spend(len(account.held))
    manager = state.managers[account.manager]
    if name not in manager.assets(OPTION):
        raise Failure("SRM_UnsupportedAsset" if manager.model == STANDARD else "PMRM_2_UnsupportedAsset")
    total = 0
    for instrument in [each for each in account.held if each[0] == name]:
        balance = account.balance(instrument)
        value = settlement_value(state, name, instrument[1], balance)
        if value is not None:
            total = sint(total + value)
            managers_movement(state, account.manager, number, instrument, sint(-balance))
            state.assets[name].interest(instrument[1]).settled += balance
    managers_movement(state, account.manager, number, (CASH, 0), total)
    print_cash(state, total)
    state.note("optionsSettled", number, name, total)
