"""Portfolio and parameters of the standard model (SM-1, SM-3).

The specification leaves two things open that a document needs, and this is how they are
closed here: a market of a portfolio says which it is in `market`, a text without further
meaning; `params.markets` maps that text to the market's four groups, and `params.depeg`
stands beside it.
"""

from .document import (
    ANY, BOOLEAN, INT, TEXT, UINT, UINT64, MapOf, Optional, Refused, decode, parse,
    refuse_repeated,
)
from .portfolio import ABOUT

STANDARD_PORTFOLIO = {
    "cash": INT,
    "stablePrice": UINT,
    "markets": [{
        "market": TEXT,
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
            "options": [{"strike": UINT, "isCall": BOOLEAN, "amount": INT, "vol": UINT}],
        }],
    }],
}

STANDARD_PARAMETERS = {
    "depeg": {"threshold": UINT, "depegFactor": UINT},
    "markets": MapOf({
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
    }, is_name=lambda name: True),
}

STANDARD_LINE = {
    **ABOUT, "params": STANDARD_PARAMETERS, "portfolio": STANDARD_PORTFOLIO,
    "expected": Optional(ANY),
}


def decode_standard_line(text):
    line = decode(STANDARD_LINE, parse(text))
    markets = line.portfolio.markets
    refuse_repeated(markets, lambda m: m.market, "portfolio.markets", "the market")
    for i, market in enumerate(markets):
        if market.market not in line.params.markets:
            raise Refused(
                f"params.markets.{market.market}", "missing", "the market has no parameters")
        for j, expiry in enumerate(market.expiries):
            refuse_repeated(
                expiry.options, lambda o: (o.strike, o.isCall),
                f"portfolio.markets[{i}].expiries[{j}].options", "the option")
    return line
