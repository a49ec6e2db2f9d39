"""Market, account, arranged portfolio, parameters and scenarios (PM-2 to PM-7, JS-4 to JS-9).

An expiry has a key, by which accounts mean it: ("seconds", s) in a market that names its
expiries by seconds, ("time", t) in one that names them by time.
"""

from .document import (
    ADDRESS, ANY, BOOLEAN, EXPIRY_COUNT, ID, INT, TEXT, UINT, UINT64, MapOf, Members, Optional,
    Refused, decode, parse, refuse_repeated, word,
)
from .text import is_address

# JS-2
OPTIONS, EXPIRIES, COLLATERALS, SCENARIO_COUNT = 1024, 256, 256, 256

# JS-8, JS-9: one of the two; `name_expiries` refuses the others.
NAMED = {"secondsToExpiry": Optional(UINT64), "expiry": Optional(UINT64)}

SVI = {
    "a": INT, "b": UINT, "rho": INT, "m": INT, "sigma": UINT, "forward": UINT, "tau": UINT64,
}

MARKET = {
    "timestamp": Optional(UINT64),
    "spotPrice": UINT,
    "spotConfidence": UINT,
    "stablePrice": UINT,
    "perpPrice": UINT,
    "perpConfidence": UINT,
    "collaterals": [
        {"asset": ADDRESS, "name": Optional(TEXT), "price": UINT, "confidence": UINT},
        COLLATERALS],
    "expiries": [{
        **NAMED,
        "forwardFixedPortion": UINT,
        "forwardVariablePortion": UINT,
        "forwardConfidence": UINT,
        "rate": INT,
        "rateConfidence": UINT,
        "svi": SVI,
        "volConfidence": UINT,
    }, EXPIRIES],
}

ACCOUNT = {
    "cash": INT,
    "perpPosition": INT,
    "unsettledPerpCash": INT,
    "collaterals": [{"asset": ADDRESS, "amount": INT}, COLLATERALS],
    "options": [{**NAMED, "strike": UINT, "isCall": BOOLEAN, "amount": INT}, OPTIONS],
}

PORTFOLIO = {
    "spotPrice": UINT,
    "perpPrice": UINT,
    "stablePrice": UINT,
    "cash": INT,
    "perpPosition": INT,
    "perpValue": INT,
    "minConfidence": UINT,
    "collaterals": [{"asset": ADDRESS, "value": UINT, "minConfidence": UINT}, COLLATERALS],
    "expiries": [{
        "secondsToExpiry": UINT,
        "forwardFixedPortion": UINT,
        "forwardVariablePortion": UINT,
        "rate": UINT,
        "discount": UINT64,
        "minConfidence": UINT,
        "options": [{"strike": UINT, "vol": UINT, "amount": INT, "isCall": BOOLEAN}, OPTIONS],
    }, EXPIRIES],
}

PARAMETERS = {
    "volShock": {
        "rangeUp": UINT, "rangeDown": UINT, "shortTermPower": INT, "longTermPower": INT,
        "dteFloorSeconds": UINT, "minVolUpShock": UINT,
    },
    "margin": {
        "imFactor": UINT, "mmFactor": UINT,
        "shortRateMultScale": UINT, "longRateMultScale": UINT,
        "shortRateAddScale": UINT, "longRateAddScale": UINT,
        "shortBaseStaticDiscount": UINT, "longBaseStaticDiscount": UINT,
    },
    "basisContingency": {
        "scenarioSpotUp": UINT, "scenarioSpotDown": UINT, "addFactor": UINT, "multFactor": UINT,
    },
    "otherContingency": {
        "pegLossThreshold": UINT, "pegLossFactor": UINT, "confThreshold": UINT,
        "confMargin": UINT, "mmPerpPercent": UINT, "imPerpPercent": UINT,
        "mmOptionPercent": UINT, "imOptionPercent": UINT,
    },
    "skewShock": {
        "linearBaseCap": UINT, "absBaseCap": UINT, "linearCBase": INT, "absCBase": INT,
        "minKStar": INT, "widthScale": INT, "volParamStatic": INT, "volParamScale": INT,
    },
    "collaterals": MapOf(
        {"isRiskCancelling": BOOLEAN, "mmHaircut": UINT, "imHaircut": UINT},
        is_name=is_address, key=str.lower, limit=COLLATERALS),
    "maxExpiries": Optional(EXPIRY_COUNT),
}

SCENARIOS = [{
    "spotShock": UINT,
    "volShock": word("none", "up", "down", "linear", "abs"),
    "dampeningFactor": UINT,
}, SCENARIO_COUNT]

ABOUT = {"id": Optional(ID), "name": Optional(ANY), "kind": Optional(ANY), "note": Optional(ANY)}
MODEL = {
    **ABOUT, "params": PARAMETERS, "scenarios": SCENARIOS, "arranged": Optional(ANY),
    "expected": Optional(ANY),
}
ARRANGED_LINE = {**MODEL, "portfolio": PORTFOLIO}
RAW_LINE = {**MODEL, "market": MARKET, "account": ACCOUNT}


def decode_line(text):
    """A line of either form; a raw one has `market` and `account`, the other `portfolio`."""
    value = parse(text)
    names = [name for name, _ in value] if isinstance(value, Members) else []
    raw = ("market" in names or "account" in names) and "portfolio" not in names
    line = decode(RAW_LINE if raw else ARRANGED_LINE, value)
    line.raw = raw
    if raw:
        name_expiries(line.market, line.account)
        refuse_repeated_in_market(line.market)
        refuse_repeated_in_account(line.account)
    else:
        refuse_repeated_in_portfolio(line.portfolio)
    return line


def name_expiries(market, account):
    """JS-8, JS-9: the key of every expiry and of every option's expiry."""
    refuse_two_namings(market.expiries, "market.expiries")
    refuse_two_namings(account.options, "account.options")
    for i, expiry in enumerate(market.expiries):
        if expiry.expiry is None:
            expiry.key = ("seconds", expiry.secondsToExpiry)
            continue
        if market.timestamp is None:
            raise Refused(f"market.expiries[{i}].expiry", "form", "the market has no timestamp")
        expiry.key = ("time", expiry.expiry)
        expiry.secondsToExpiry = max(0, expiry.expiry - market.timestamp)
    for option in account.options:
        option.key = (
            key_by_seconds(market, option.secondsToExpiry) if option.expiry is None
            else ("time", option.expiry))


def key_by_seconds(market, seconds):
    """What a number of seconds means in a market; the first such expiry if there are more."""
    for expiry in market.expiries:
        if expiry.secondsToExpiry == seconds:
            return expiry.key
    return ("seconds", seconds)


def refuse_two_namings(elements, path):
    for i, element in enumerate(elements):
        place = f"{path}[{i}]"
        if element.expiry is None and element.secondsToExpiry is None:
            raise Refused(f"{place}.secondsToExpiry", "missing", "the member is missing")
        if element.expiry is not None and element.secondsToExpiry is not None:
            raise Refused(f"{place}.expiry", "unknown", "the expiry is named by its seconds")
        if (element.expiry is None) != (elements[0].expiry is None):
            raise Refused(place, "form", "named in another way than the first")


def refuse_repeated_in_market(market):
    refuse_repeated(market.collaterals, lambda c: c.asset, "market.collaterals", "the asset")
    refuse_repeated(market.expiries, lambda e: e.key, "market.expiries", "the expiry")


def refuse_repeated_in_account(account):
    refuse_repeated(account.collaterals, lambda c: c.asset, "account.collaterals", "the asset")
    refuse_repeated(
        account.options, lambda o: (o.key, o.strike, o.isCall),
        "account.options", "the option")


def refuse_repeated_in_portfolio(portfolio):
    refuse_repeated(
        portfolio.collaterals, lambda c: c.asset, "portfolio.collaterals", "the asset")
    held = 0
    for i, expiry in enumerate(portfolio.expiries):
        held += len(expiry.options)
        if held > OPTIONS:
            raise Refused(f"portfolio.expiries[{i}]", "range", f"more than {OPTIONS} options")
        refuse_repeated(
            expiry.options, lambda o: (o.strike, o.isCall),
            f"portfolio.expiries[{i}].options", "the option")
