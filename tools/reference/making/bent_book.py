"""A book of unusual accounts on unusual markets, for what the sample of BK-1 never holds (SM-24, BK-11).

Markets: low confidences, cash below its peg, an expiry that has passed, a fixed portion of the forward, an own
coin at another price than the index; an underlying that the standard model knows without a base asset, and one
that it does not know. Accounts: amounts of zero, short puts and calls of several expiries, long cash and debt,
unsettled cash with and without a perp, and refusals of each kind.
"""

import copy
import json

from ..arithmetic import W
from ..book import Stream
from ..book_lines import compact

SEED = 24
EACH = 12
NOWHERE = "0x00000000000000000000000000000000000000ff"
DAI = "0x0000000000000000000000000000000000444149"  # a base of the standard model that no market here prices


def bent_lines(sample):
    """The lines of the book, from the sample's first line."""
    header = json.loads(sample.split("\n", 1)[0])
    stream = Stream.of_account(SEED, 0)
    plain = header["markets"]
    markets = {
        "BTC": bent(plain["BTC"], stream, stable=W),
        "ETH": bent(plain["ETH"], stream, stable=W * 97 // 100),
        "FOO": bent(plain["ETH"], stream, stable=W * 101 // 100),
        "SOL": bent(plain["BTC"], stream, stable=W * 985 // 1000),
    }
    accounts = []
    for name, booked in markets.items():
        for number in range(EACH):
            accounts.append((name, "random", random_account(booked["market"], stream, number)))
        accounts += [(name, f"refused: {why}", held) for why, held in refused(booked["market"])]
    yield compact({
        "ballastBook": 1, "seed": str(SEED), "accounts": len(accounts), "tape": header["tape"],
        "markets": markets})
    for number, (name, strategy, held) in enumerate(accounts, 1):
        yield compact({
            "id": f"b{number:07d}", "underlying": name, "strategy": strategy, "account": held})


def bent(booked, stream, stable):
    booked = copy.deepcopy(booked)
    market = booked["market"]
    market["expiries"] = market["expiries"][:5]
    # The first expiry has passed.
    market["timestamp"] = str(int(market["expiries"][0]["expiry"]) + 1800)
    market["stablePrice"] = str(stable)
    for name in ("spotConfidence", "perpConfidence"):
        market[name] = confidence(stream)
    for collateral in market["collaterals"]:
        collateral["confidence"] = confidence(stream)
        collateral["price"] = str(int(collateral["price"]) * stream.between(950, 1050) // 1000)
    for expiry in market["expiries"]:
        for name in ("forwardConfidence", "rateConfidence", "volConfidence"):
            expiry[name] = confidence(stream)
        forward = int(expiry["forwardVariablePortion"])
        fixed = forward * stream.below(300) // 1000
        expiry["forwardFixedPortion"], expiry["forwardVariablePortion"] = str(fixed), str(forward - fixed)
        expiry["rate"] = str(stream.between(-5, 20) * 10**16)
    return booked


def confidence(stream):
    """Above, at and below the thresholds of 0.55."""
    return str(stream.between(450, 700) * 10**15 if stream.chance(600) else 55 * 10**16)


def random_account(market, stream, number):
    enabled = market["collaterals"][:3 if is_of_bitcoin(market) else 2]
    spot = int(market["spotPrice"])
    options = {}
    for _ in range(stream.below(9)):
        expiry = market["expiries"][stream.below(5)]
        strike = spot * stream.between(6, 14) // 10 // (100 * W) * 100 * W
        key = (expiry["expiry"], str(strike), stream.coin())
        options[key] = str(stream.between(-30, 20) * 10**16)
    return {
        "cash": str(stream.between(-60_000, 60_000) * W),
        "perpPosition": str(stream.between(-20, 20) * 10**16 if stream.coin() else 0),
        "unsettledPerpCash": str(stream.between(-900, 900) * W),
        "collaterals": [
            {"asset": c["asset"], "amount": str(stream.below(90) * 10**16)}
            for c in enabled if number % 6 != 0 and stream.chance(600)],
        "options": [
            {"expiry": expiry, "strike": strike, "isCall": is_call, "amount": amount}
            for (expiry, strike, is_call), amount in options.items()],
    }


def is_of_bitcoin(market):
    return int(market["spotPrice"]) > 10_000 * W


def refused(market):
    """Accounts that no portfolio model margins, each with the reason."""
    spot = str(int(market["spotPrice"]) // (100 * W) * 100 * W)

    def option(expiry, strike, amount):
        return {"expiry": expiry, "strike": strike, "isCall": True, "amount": amount}

    def held(collaterals=(), options=(), cash=0, perp=0):
        return {
            "cash": str(cash), "perpPosition": str(perp), "unsettledPerpCash": "0",
            "collaterals": [{"asset": a, "amount": str(x)} for a, x in collaterals],
            "options": list(options)}

    near = market["expiries"][1]["expiry"]
    coin = market["collaterals"][0]["asset"]
    tether = market["collaterals"][-1]["asset"]
    yield "a coin that is not enabled", held([(tether, 1000 * W)])
    yield "none of a coin that is not enabled", held([(tether, 0)])
    yield "a coin without a price", held([(NOWHERE, W)])
    yield "a coin below zero", held([(coin, -W)])
    yield "an expiry that is not listed", held(options=[option("1900000000", spot, str(W))])
    yield "a strike of zero", held(options=[option(near, "0", str(W))])
    yield "an amount that overflows", held(options=[option(near, spot, str(2**255 - 1))])
    yield "a coin without a price, of a market", held([(DAI, W)])
    yield "none of two coins without a price", held([(DAI, 0), (NOWHERE, 0)])
    yield "an unknown coin below zero", held([(NOWHERE, -W)])
    yield "an unknown coin before one without a price", held([(NOWHERE, W), (DAI, W)])
    yield "one without a price before an unknown coin", held([(DAI, W), (NOWHERE, W)])
    yield "an expiry that is not listed before a coin below zero", held(
        [(coin, -W)], [option("1900000000", spot, str(W))])
    yield "none of an expiry that is not listed", held(options=[option("1900000000", spot, "0")])
    yield "a perp that overflows", held(perp=2**200, cash=-1)
    yield "nothing held", held(cash=-5)
