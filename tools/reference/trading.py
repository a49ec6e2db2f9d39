"""Trades of one instrument (EX-2)."""

from types import SimpleNamespace

from .arithmetic import Failure, sint, smul, to_int, tz, uint
from .arrangement import collateral_feed, discount, expiry_data, vol_at
from .instruments import TEN_YEARS
from .portfolio import key_by_seconds
from .portfolio_margin import option_price
from .subject import account_subject, changed, portfolio_subject


def trade(subject, instrument, q, p=None):
    """The subject after buying `q` (selling, where negative) at `p` or at the mark."""
    require_listed(subject, instrument)
    owner = subject.portfolio or subject.account
    cost = cost_of(subject, instrument, q, p)
    if instrument.kind == "perp":
        owner = changed(owner, perpPosition=sint(owner.perpPosition + q))
    elif subject.portfolio is not None:
        owner = hold_in_portfolio(owner, instrument, q)
    elif instrument.kind == "collateral":
        new = SimpleNamespace(asset=instrument.asset, amount=0)
        owner = changed(owner, collaterals=add(
            owner.collaterals, lambda c: c.asset == instrument.asset, new, q))
    else:
        owner = hold_in_account(subject, instrument, q)
    owner = changed(owner, cash=sint(owner.cash - cost))
    if subject.portfolio is not None:
        return portfolio_subject(owner)
    return account_subject(subject, owner)


def cost_of(subject, instrument, q, p):
    """What the trade takes from cash."""
    if instrument.kind == "perp":
        mark = perp_mark(subject)
        return 0 if p is None else smul(sint(p - mark), q)
    if instrument.kind == "collateral":
        require_account(subject)
        if p is not None:
            return smul(p, q)
        price, stable = collateral_mark(subject, instrument)
        return tz(sint(q * price), stable)
    if p is None:
        p = option_mark(subject, instrument)
    return smul(p, q)


def require_tradable(subject, instrument):
    """Fails as a trade of any size at the mark would."""
    require_listed(subject, instrument)
    if instrument.kind == "perp":
        perp_mark(subject)
    elif instrument.kind == "collateral":
        require_account(subject)
        _, stable = collateral_mark(subject, instrument)
        tz(0, stable)
    else:
        option_mark(subject, instrument)


def require_listed(subject, instrument):
    """The market has a price for the instrument; of a portfolio its pricing says so."""
    if subject.portfolio is not None or instrument.kind == "perp":
        return
    if instrument.kind == "collateral":
        listed = any(feed.asset == instrument.asset for feed in subject.market.collaterals)
    else:
        key = key_of(subject, instrument)
        listed = any(expiry.key == key for expiry in subject.market.expiries)
    if not listed:
        raise Failure("WhatIf_UnknownInstrument")


def perp_mark(subject):
    mark = (subject.portfolio or subject.market).perpPrice
    if mark == 0:
        raise Failure("WhatIf_NoPerpPrice")
    return to_int(mark)


def require_account(subject):
    if subject.portfolio is not None:
        raise Failure("WhatIf_UnknownInstrument")


def collateral_mark(subject, instrument):
    """Its price and that of the cash token."""
    feed = collateral_feed(subject.market, instrument.asset)
    return to_int(feed.price), to_int(subject.market.stablePrice)


def option_mark(subject, instrument):
    """PM-13 at the unshocked forward and volatility."""
    if subject.portfolio is not None:
        expiry, vol = priced_in_portfolio(subject.portfolio, instrument)
    else:
        data = expiry_data(subject.market, key_of(subject, instrument))
        vol = vol_at(data.svi, instrument.strike)
        expiry = changed(data, discount=discount(max(data.rate, 0), data.secondsToExpiry))
    forward = uint(expiry.forwardVariablePortion + expiry.forwardFixedPortion)
    return option_price(expiry, instrument, vol, forward)


def key_of(subject, instrument):
    """The key of an option's expiry in the subject's market (EX-1, JS-9)."""
    if instrument.expiry >= TEN_YEARS:
        return ("time", instrument.expiry)
    return key_by_seconds(subject.market, instrument.expiry)


def priced_in_portfolio(portfolio, instrument):
    """An arranged option's expiry and volatility; a strike's other side gives its own."""
    strike_only = None
    for expiry in portfolio.expiries:
        if expiry.secondsToExpiry != instrument.expiry or instrument.expiry >= TEN_YEARS:
            continue
        for option in expiry.options:
            if option.strike == instrument.strike:
                if option.isCall == instrument.isCall:
                    return expiry, option.vol
                strike_only = strike_only or (expiry, option.vol)
    if strike_only is None:
        raise Failure("WhatIf_UnknownInstrument")
    return strike_only


def hold_in_portfolio(portfolio, instrument, q):
    chosen, vol = priced_in_portfolio(portfolio, instrument)
    new = SimpleNamespace(
        strike=instrument.strike, vol=vol, amount=0, isCall=instrument.isCall)
    options = add(chosen.options, same_option(instrument), new, q)
    return changed(portfolio, expiries=[
        changed(expiry, options=options) if expiry is chosen else expiry
        for expiry in portfolio.expiries])


def hold_in_account(subject, instrument, q):
    key = key_of(subject, instrument)
    new = SimpleNamespace(
        key=key, strike=instrument.strike, isCall=instrument.isCall, amount=0)
    same = same_option(instrument)
    return changed(subject.account, options=add(
        subject.account.options, lambda o: o.key == key and same(o), new, q))


def same_option(wanted):
    return lambda o: o.strike == wanted.strike and o.isCall == wanted.isCall


def add(holdings, is_it, new, q):
    """Holdings with `q` more of one: dropped where it becomes 0, last where it is new."""
    result, found = [], False
    for holding in holdings:
        if is_it(holding):
            found = True
            holding = changed(holding, amount=sint(holding.amount + q))
            if holding.amount == 0:
                continue
        result.append(holding)
    if not found and q != 0:
        result.append(changed(new, amount=q))
    return result
