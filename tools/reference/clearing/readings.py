"""Readings of feeds (CL-9 to CL-12)."""

from types import SimpleNamespace

from ..arithmetic import OVERFLOW, W, Failure, uint
from ..pricing import svi_vol

HEARTBEAT = 2**40  # seconds
MISSING = {"fwd": "LFF_MissingExpiryData", "vol": "LVF_MissingExpiryData", "rate": "BLF_DataTooOld"}


def write(state, feed, expiry=None, **values):
    if feed not in state.feeds.heartbeats:
        raise Failure("EmptyRevert")
    state.feeds.readings[feed, expiry] = SimpleNamespace(time=state.time, **values)


def add_feed(state, feed):
    state.feeds.heartbeats[feed] = HEARTBEAT


def refuse_old(state, feed, time):
    """CL-10."""
    border = time + state.feeds.heartbeats[feed]
    if border >= 2**64:
        raise Failure(OVERFLOW)
    if border < state.time:
        raise Failure("BLF_DataTooOld")


def price(state, feed):
    """A feed without expiries: spot, mark, stable, a collateral's."""
    reading = state.feeds.readings.get((feed, None))
    if reading is None:
        reading = SimpleNamespace(time=0, price=0, confidence=0)
    refuse_old(state, feed, reading.time)
    return reading


def spot(state, market):
    return price(state, f"{market}.spot")


def impact(state, market):
    feed = f"{market}.impact"
    reading = state.feeds.readings.get((feed, None), SimpleNamespace(time=0, bid=0, ask=0))
    refuse_old(state, feed, reading.time)
    return reading


def mark(state, asset):
    """CL-12."""
    if asset.perp.disabled:
        return SimpleNamespace(price=asset.perp.closing_mark, confidence=W)
    return price(state, f"{asset.market}.mark")


def of_expiry(state, market, kind, expiry):
    """CL-11: kind `fwd`, `vol` or `rate`."""
    feed = f"{market}.{kind}"
    reading = state.feeds.readings.get((feed, expiry))
    if reading is None:
        raise Failure(MISSING[kind])
    if kind != "fwd" or (market, expiry) not in state.feeds.settlements:
        refuse_old(state, feed, reading.time)
    return reading


def forward_price(reading):
    return uint(reading.fixed + reading.variable)


def volatility(reading, strike):
    if reading.flat is not None:
        return reading.flat
    return svi_vol(strike, *reading.surface)
