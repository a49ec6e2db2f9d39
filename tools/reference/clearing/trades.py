"""Trades, approval and allowances (CL-16 to CL-19)."""

from ..arithmetic import Failure, absolute, sint
from .managers import judge
from .movements import SUB_IDS, move, next_trade

TRANSFERS = 1_000  # of a trade
DELTAS = 100  # instruments of an account in a trade
JUDGED_HOLDINGS = 20_000  # of all accounts that a trade has judged (CL-78)


def submit(state, transfers, caller, single=False):
    """CL-16: the trade's number. A transfer is (from, to, instrument, amount)."""
    if len(transfers) > TRANSFERS:
        raise Failure("AC_TooManyTransfers")
    trade = next_trade(state)
    deltas, sizes = {}, {}
    for source, target, instrument, amount in transfers:
        if source == 0 and target == 0 and not single:
            continue
        if source == target:
            raise Failure("AC_CannotTransferAssetToOneself")
        ends = (source, sint(-amount)), (target, amount)
        for number, _ in ends:
            if number in state.accounts:
                sizes.setdefault(number, len(state.accounts[number].held))
        moved = [(number, signed, *move(state, number, instrument, signed, trade)) for number, signed in ends]
        for number, signed, _, allowance in moved:
            if allowance:
                spend(state, number, caller, instrument, signed)
        for number, _, delta, _ in moved:
            add_delta(deltas.setdefault(number, {}), (instrument[0], instrument[1] % SUB_IDS), delta)
    if sum(len(state.accounts[number].held) for number in deltas) > JUDGED_HOLDINGS:
        raise Failure("Clearing_TooMuchToJudge")
    for number, changes in deltas.items():
        judge(state, number, changes, caller, trade, sizes[number])
    state.note("trade", trade, caller)
    return trade


def add_delta(changes, instrument, delta):
    """CL-17."""
    changes[instrument] = sint(changes.get(instrument, 0) + delta)
    if len(changes) > DELTAS:
        raise Failure("DL_DeltasTooLong")


def may_act(account, caller):
    return caller in (account.owner, account.approved)


def spend(state, number, caller, instrument, amount):
    """CL-19."""
    account = state.accounts[number]
    if may_act(account, caller) or amount == 0:
        return
    side = 1 if amount < 0 else 0
    missing = absolute(amount)
    for what in (instrument, instrument[0]):
        if missing == 0:
            break
        allowance = state.allowances.get((number, account.owner, caller, what))
        if allowance is not None:
            taken = min(missing, allowance[side])
            allowance[side] -= taken
            missing -= taken
    if missing:
        raise Failure("NotEnoughSubIdOrAssetAllowances")


def approve(state, number, to, caller):
    """CL-18."""
    account = state.account(number)
    if caller != account.owner:
        raise Failure("ERC721InvalidApprover")
    account.approved = to


def allow(state, number, delegate, what, positive, negative, caller):
    """CL-19; `what` is an asset or an instrument."""
    account = state.account(number)
    if not may_act(account, caller):
        raise Failure("AC_NotOwnerOrERC721Approved")
    state.allowances[number, account.owner, delegate, what] = [positive, negative]
