"""Moves of spot and volatility (EX-3), and changes as the command line writes them."""

from types import SimpleNamespace

from .arithmetic import W, sint, smul, to_int, umul
from .instruments import Malformed, parse_decimal, parse_instrument, parse_percentage
from .subject import arranged, changed, portfolio_subject
from .trading import trade


def move(params, portfolio, m, v=W):
    """An arranged portfolio with spot times `m` and volatility times `v`."""
    perp_price = umul(portfolio.perpPrice, m)
    gain = smul(
        portfolio.perpPosition, sint(to_int(perp_price) - to_int(portfolio.perpPrice)))
    return changed(
        portfolio,
        spotPrice=umul(portfolio.spotPrice, m),
        perpPrice=perp_price,
        perpValue=sint(portfolio.perpValue + gain),
        collaterals=[
            changed(c, value=umul(c.value, m)) if is_risk_cancelling(params, c) else c
            for c in portfolio.collaterals],
        expiries=[
            changed(
                e, forwardVariablePortion=umul(e.forwardVariablePortion, m),
                options=[changed(o, vol=umul(o.vol, v)) for o in e.options])
            for e in portfolio.expiries],
    )


def is_risk_cancelling(params, collateral):
    """One that is not enabled is none; its margin is refused anyway."""
    haircut = params.collaterals.get(collateral.asset)
    return haircut is not None and haircut.isRiskCancelling


def parse_change(text):
    """`spot=-10%`, `vol=+20%` or `trade=INSTRUMENT:AMOUNT[@PRICE]`."""
    kind, _, value = text.partition("=")
    if kind == "trade":
        held, _, price = value.partition("@")
        name, _, amount = held.rpartition(":")
        return SimpleNamespace(
            kind="trade", instrument=parse_instrument(name),
            amount=parse_decimal(amount.removeprefix("+")),
            price=parse_decimal(price) if "@" in value else None)
    if kind in ("spot", "vol"):
        factor = W + parse_percentage(value)
        if factor < 0:
            raise Malformed(f"{text!r} goes below zero")
        return SimpleNamespace(kind=kind, factor=factor)
    raise Malformed(f"{text!r} is not a change")


def apply_changes(params, subject, changes):
    """The subject after the trades and then the moves among changes, each in their order.

    It is an arranged portfolio from the first move on.
    """
    for change in changes:
        if change.kind == "trade":
            subject = trade(subject, change.instrument, change.amount, change.price)
    for change in changes:
        if change.kind != "trade":
            m, v = (change.factor, W) if change.kind == "spot" else (W, change.factor)
            subject = portfolio_subject(move(params, arranged(params, subject), m, v))
    return subject
