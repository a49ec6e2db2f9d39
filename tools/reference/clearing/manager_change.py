"""The change of an account's manager (CL-77)."""

from ..abi_decoding import require
from ..arithmetic import absolute, uint
from .auctions import is_open
from .managers import decided_portfolio, decided_standard, refuse_not_isolated, refuse_over_cap
from .movements import next_trade
from .settlement import settle_interest, settle_perps
from .state import CASH, OPTION, PERP, STANDARD, TOKEN


def change_manager(state, number, to, caller):
    account = state.account(number)
    require(caller in (account.owner, account.approved), "AC_NotOwnerOrERC721Approved")
    require(account.manager != to, "AC_CannotChangeToSameManager")
    serving = {state.security_module, state.liquidation.blocking_account}
    for manager in state.managers.values():
        serving |= {manager.fee_recipient, manager.internal_account}
    require(number not in serving, "Clearing_AccountInService")
    old, new = state.managers[account.manager], state.managers[to]
    require(not old.paused and not new.paused, "BM_AdjustmentsPaused")
    require(not is_open(state, number), "BM_AccountUnderLiquidation")
    settle_interest(state, number)
    settle_perps(state, number)
    trade = next_trade(state)
    move_totals(state, account, to, trade)
    account.manager, account.last_trade = to, trade
    admit_whole(state, new, number, trade)
    state.note("manager", number, to)


def move_totals(state, account, to, trade):
    """Step 5."""
    require(to in state.cash.managers, "MW_UnknownManager")
    held = [each for each in account.held if each[0] != CASH]
    for name, _ in held:
        require(state.assets[name].position(to).allowed, "MW_UnknownManager")
    for each in held:
        asset, size = state.assets[each[0]], absolute(account.balances[each])
        before, after = asset.position(account.manager), asset.position(to)
        before.note(trade)
        after.note(trade)
        before.value, after.value = uint(before.value - size), uint(after.value + size)


def admit_whole(state, manager, number, trade):
    """Steps 7 and 8."""
    account = state.accounts[number]
    refuse_over_cap(state, account, trade)
    standard = manager.model == STANDARD
    known = {CASH, *manager.assets(OPTION, PERP, *([TOKEN] if standard else []))}
    known |= set() if standard else set(manager.parameters.collaterals)
    unsupported = "SRM_UnsupportedAsset" if standard else "PMRM_2_UnsupportedAsset"
    require(all(name in known for name, _ in account.held), unsupported)
    refuse_not_isolated(manager, account, account.balances)
    too_many = "SRM_TooManyAssets" if standard else "PMRM_2_TooManyAssets"
    require(len(account.held) <= manager.max_account_size, too_many)
    if not account.held:
        return
    if standard:
        require(manager.borrowing or account.balance((CASH, 0)) >= 0, "SRM_NoNegativeCash")
        margin, _ = decided_standard(state, manager, number, initial=True)
        require(margin >= 0, "SRM_PortfolioBelowMargin")
    else:
        result = decided_portfolio(state, manager, number, False)
        require(result.initialMargin >= 0, "PMRM_2_InsufficientMargin")
    state.note_recovered(number)
