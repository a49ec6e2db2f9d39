"""Options and wrapped tokens: their movements (CL-34, CL-37), and what options settle at (CL-35)."""

from ..arithmetic import Failure, absolute, sint, smul, to_int, uint
from ..pricing import option_id_decode
from .readings import settlement_price
from .tracking import allowed, track_interest, track_total


def move_option(state, account, name, sub, amount, trade):
    asset = state.assets[name]
    allowed(asset, account)
    before = account.balance((name, sub))
    track_interest(asset, sub, before, amount, trade)
    track_total(asset, account, before, amount, trade)
    after = sint(before + amount)
    total = account.option_total.get(name, 0)
    account.option_total[name] = uint(uint(total + absolute(after)) - absolute(before))
    return after, True


def move_token(state, account, name, sub, amount, trade):
    asset = state.assets[name]
    allowed(asset, account)
    if sub != 0:
        raise Failure("WERC_InvalidSubId")
    before = account.balance((name, 0))
    if amount == 0:
        return before, False
    if sint(before + amount) < 0:
        raise Failure("WERC_CannotBeNegative")
    track_total(asset, account, before, amount, trade)
    return before + amount, True


def settlement_value(state, name, sub, balance):
    """CL-35; None before there is one."""
    expiry, strike, is_call = option_id_decode(sub)
    price = settlement_price(state, state.assets[name].market, expiry)
    if expiry > state.time or price is None:
        return None
    above = sint(to_int(price) - to_int(strike))
    if is_call and above > 0:
        return smul(above, balance)
    if not is_call and above < 0:
        return sint(-smul(above, balance))
    return 0
