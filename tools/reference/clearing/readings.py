"""Readings of feeds (CL-9 to CL-12)."""

from types import SimpleNamespace

from ..abi_decoding import require
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


def answered(state, feed, call, *arguments):
    """What a signed feed that is the source of a feed answers (FD-21); None where there is no source."""
    address = state.feeds.sources.get(feed)
    if address is None:
        return None
    method = getattr(state.signed.get(address), call, None)
    require(method is not None)
    return method(state.signed, state.time, *arguments)


def price(state, feed):
    """A feed without expiries: spot, mark, stable, a collateral's."""
    signed = answered(state, feed, "getResult" if feed.endswith(".mark") else "getSpot")
    if signed:
        value = signed["result"] if "result" in signed else signed["price"]
        return SimpleNamespace(price=value, confidence=signed["confidence"])
    reading = state.feeds.readings.get((feed, None))
    if reading is None:
        reading = SimpleNamespace(time=0, price=0, confidence=0)
    refuse_old(state, feed, reading.time)
    return reading


def spot(state, market):
    return price(state, f"{market}.spot")


def impact(state, market):
    ask = answered(state, f"{market}.ask", "getResult")
    bid = answered(state, f"{market}.bid", "getResult")
    if ask or bid:
        return SimpleNamespace(bid=bid["result"], ask=ask["result"])
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
    if feed in state.feeds.sources:
        return signed_of_expiry(state, feed, kind, expiry)
    reading = state.feeds.readings.get((feed, expiry))
    if reading is None:
        raise Failure(MISSING[kind])
    if kind != "fwd" or (market, expiry) not in state.feeds.settlements:
        refuse_old(state, feed, reading.time)
    return reading


def signed_of_expiry(state, feed, kind, expiry):
    if kind == "fwd":
        portions = answered(state, feed, "getForwardPricePortions", expiry)
        return SimpleNamespace(
            fixed=portions["fixedPortion"], variable=portions["variablePortion"], confidence=portions["confidence"])
    if kind == "rate":
        return SimpleNamespace(**answered(state, feed, "getInterestRate", expiry))
    confidence = answered(state, feed, "getExpiryMinConfidence", expiry)["confidence"]
    fields = state.signed[state.feeds.sources[feed]].known[expiry]
    surface = [fields["SVI_" + name] for name in ("a", "b", "rho", "m", "sigma", "fwd", "refTau")]
    return SimpleNamespace(flat=None, surface=surface, confidence=confidence)


def settlement_price(state, market, expiry):
    """CL-9, FD-17; None before there is one."""
    settled = answered(state, f"{market}.fwd", "getSettlementPrice", expiry)
    if settled:
        return settled["price"] if settled["settled"] else None
    return state.feeds.settlements.get((market, expiry))


def forward_price(reading):
    return uint(reading.fixed + reading.variable)


def volatility(reading, strike):
    if reading.flat is not None:
        return reading.flat
    return svi_vol(strike, *reading.surface)
