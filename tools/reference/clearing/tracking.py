"""Totals by manager and open interest, with their values before the trade (CL-15)."""

from ..arithmetic import Failure, absolute, sint, uint


def allowed(asset, account):
    """The position of the account's manager, which the asset must know (CL-13)."""
    position = asset.positions.get(account.manager) if account is not None else None
    if position is None or not position.allowed:
        raise Failure("MW_UnknownManager")
    return position


def track_total(asset, account, before, amount, trade):
    position = allowed(asset, account)
    position.note(trade)
    after = sint(before + amount)
    position.value = uint(uint(position.value + absolute(after)) - absolute(before))


def track_interest(asset, sub, before, amount, trade):
    interest = asset.interest(sub)
    interest.note(trade)
    after = sint(before + amount)
    interest.value = uint(uint(interest.value + max(after, 0)) - max(before, 0))
