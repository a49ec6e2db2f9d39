"""From a moment of the market tape to a whole market and its strikes (07, MB-4 to MB-7)."""

from types import SimpleNamespace

from .arithmetic import W, YEAR, smul, to_int, tz, udiv, umul
from .elementary import exp, ln, sqrt_wad
from .pricing import annualise, svi_vol

STAKED_RATIO = 1_225_000_000_000_000_000
LEAST_RATE_SECONDS = 2_592_000
HIGHEST_RATE = 100_000_000_000_000_000
REACH = 2_500_000_000_000_000_000
LEAST_STEP = 10**10
MOST_STRIKES = 256


def market(snapshot, underlying):
    """MB-4, in the form of PM-2."""
    observed = snapshot["markets"][underlying]
    spot = int(observed["spot"])
    now = snapshot["timestamp"]
    return SimpleNamespace(
        timestamp=now,
        spotPrice=spot,
        spotConfidence=W,
        stablePrice=W,
        perpPrice=spot if observed["perp"] is None else int(observed["perp"]),
        perpConfidence=W,
        collaterals=collaterals(snapshot),
        expiries=[
            expiry(listed, spot, now) for listed in observed["expiries"] if listed["expiry"] > now],
    )


def expiry(listed, spot, now):
    forward = int(listed["forward"])
    seconds = listed["expiry"] - now
    svi = {name: int(value) for name, value in listed["svi"].items()}
    return SimpleNamespace(
        key=("time", listed["expiry"]),
        expiry=listed["expiry"],
        secondsToExpiry=seconds,
        forwardFixedPortion=0,
        forwardVariablePortion=forward,
        forwardConfidence=W,
        rate=rate(forward, spot, seconds),
        rateConfidence=W,
        svi=SimpleNamespace(**svi, forward=forward, tau=int(listed["tau"])),
        volConfidence=W,
    )


def rate(forward, spot, seconds):
    """MB-5."""
    premium = ln(to_int(udiv(forward, spot)))
    annual = tz(premium * YEAR, max(seconds, LEAST_RATE_SECONDS))
    return min(max(annual, 0), HIGHEST_RATE)


def collaterals(snapshot):
    """MB-6."""
    prices = [(name, int(snapshot["markets"][name]["spot"])) for name in sorted(snapshot["markets"])]
    ether = dict(prices).get("ETH")
    if ether is not None:
        prices.append(("WSTETH", umul(ether, STAKED_RATIO)))
    prices += [("USDC", W), ("USDT", W)]
    return [
        SimpleNamespace(asset=asset(name), name=name, price=price, confidence=W)
        for name, price in prices]


def asset(symbol):
    """PS-6: the ASCII bytes as the low bytes of an address."""
    return "0x" + symbol.encode("ascii").hex().rjust(40, "0")


def vol(strike, svi):
    return svi_vol(strike, svi.a, svi.b, svi.rho, svi.m, svi.sigma, svi.forward, svi.tau)


class Grid:
    """MB-7: the strikes listed for an expiry of a market."""

    def __init__(self, listed):
        self.forward = listed.forwardFixedPortion + listed.forwardVariablePortion
        sigma = vol(self.forward, listed.svi)
        self.deviation = umul(sigma, sqrt_wad(annualise(listed.secondsToExpiry)))
        self.step = round_step(umul(self.forward, self.deviation) // 4)
        reach = smul(to_int(self.deviation), REACH)
        self.low = max(-(-umul(self.forward, exp(-reach)) // self.step), 1)
        high = max(umul(self.forward, exp(reach)) // self.step, self.low)
        self.count = min(high - self.low, MOST_STRIKES - 1) + 1

    def strike(self, index):
        return self.step * (self.low + index)

    def nearest(self, price):
        index = (2 * price + self.step) // (2 * self.step) - self.low
        return min(max(index, 0), self.count - 1)


def round_step(bound):
    """The greatest 1, 2 or 5 times a power of ten that is at most `bound`, and at least 10^10."""
    step = LEAST_STEP
    power = LEAST_STEP
    while power <= bound:
        for digit in (1, 2, 5):
            if digit * power <= bound:
                step = digit * power
        power *= 10
    return step
