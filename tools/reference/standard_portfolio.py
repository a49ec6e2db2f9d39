"""Portfolio and parameters of the standard model (SM-1, SM-3, SM-23)."""

import re

from .document import (
    ADDRESS, ANY, BOOLEAN, INT, UINT, UINT64, Leaf, MapOf, Optional, Refused, decode, parse,
    read_text, refuse_repeated,
)
from .portfolio import ABOUT, EXPIRIES, OPTIONS

MARKETS = 256
NAME = re.compile(r"[!-~]{1,64}")


def is_name(text):
    return NAME.fullmatch(text) is not None


def read_name(value, path):
    if not is_name(read_text(value, path)):
        raise Refused(path, "form", f"{value!r} is not 1 to 64 printable ASCII characters")
    return value


STANDARD_PORTFOLIO = {
    "cash": INT,
    "stablePrice": UINT,
    "markets": [{
        "market": Leaf(read_name),
        "spotPrice": UINT,
        "spotConfidence": UINT,
        "perpPrice": UINT,
        "perpConfidence": UINT,
        "perpPosition": INT,
        "unsettledPerpCash": INT,
        "basePosition": UINT,
        "expiries": [{
            "secondsToExpiry": UINT64,
            "forwardPrice": UINT,
            "forwardConfidence": UINT,
            "volConfidence": UINT,
            "options": [
                {"strike": UINT, "isCall": BOOLEAN, "amount": INT, "vol": UINT}, OPTIONS],
        }, EXPIRIES],
    }, MARKETS],
}

STANDARD_PARAMETERS = {
    "depeg": {"threshold": UINT, "depegFactor": UINT},
    "markets": MapOf({
        "baseAsset": Optional(ADDRESS),
        "perp": {"mmPerpReq": UINT, "imPerpReq": UINT},
        "option": {
            "maxSpotReq": UINT, "minSpotReq": UINT, "mmCallSpotReq": UINT,
            "mmPutSpotReq": UINT, "mmPutMtMReq": UINT, "unpairedIMScale": UINT,
            "unpairedMMScale": UINT, "mmOffsetScale": UINT,
        },
        "base": {"marginFactor": UINT, "imScale": UINT},
        "oracle": {
            "perpThreshold": UINT, "optionThreshold": UINT, "baseThreshold": UINT,
            "ocFactor": UINT,
        },
    }, is_name=is_name, key=str, limit=MARKETS),
}

STANDARD_LINE = {
    **ABOUT, "params": STANDARD_PARAMETERS, "portfolio": STANDARD_PORTFOLIO,
    "expected": Optional(ANY),
}


def decode_standard_line(text):
    line = decode(STANDARD_LINE, parse(text))
    refuse_repeated_base_assets(line.params.markets)
    markets = line.portfolio.markets
    refuse_repeated(markets, lambda m: m.market, "portfolio.markets", "the market")
    held = 0
    for i, market in enumerate(markets):
        held += sum(len(expiry.options) for expiry in market.expiries)
        if held > OPTIONS:
            raise Refused(f"portfolio.markets[{i}]", "range", f"more than {OPTIONS} options")
        if market.market not in line.params.markets:
            raise Refused(
                f"params.markets.{market.market}", "missing", "the market has no parameters")
        for j, expiry in enumerate(market.expiries):
            refuse_repeated(
                expiry.options, lambda o: (o.strike, o.isCall),
                f"portfolio.markets[{i}].expiries[{j}].options", "the option")
    return line


def refuse_repeated_base_assets(markets):
    seen = set()
    for name, market in markets.items():
        if market.baseAsset in seen:
            raise Refused(
                f"params.markets.{name}.baseAsset", "duplicate", "the asset is another's base")
        if market.baseAsset is not None:
            seen.add(market.baseAsset)
