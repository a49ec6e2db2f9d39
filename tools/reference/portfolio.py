"""Market, account, arranged portfolio, parameters and scenarios (PM-2 to PM-7)."""

from .document import (
    ADDRESS, ANY, BOOLEAN, COUNT, INT, TEXT, UINT, UINT64, MapOf, Members, Optional,
    decode, parse, refuse_repeated, word,
)

SVI = {
    "a": INT, "b": UINT, "rho": INT, "m": INT, "sigma": UINT, "forward": UINT, "tau": UINT64,
}

MARKET = {
    "spotPrice": UINT,
    "spotConfidence": UINT,
    "stablePrice": UINT,
    "perpPrice": UINT,
    "perpConfidence": UINT,
    "collaterals": [{"asset": ADDRESS, "name": TEXT, "price": UINT, "confidence": UINT}],
    "expiries": [{
        "secondsToExpiry": UINT,
        "forwardFixedPortion": UINT,
        "forwardVariablePortion": UINT,
        "forwardConfidence": UINT,
        "rate": INT,
        "rateConfidence": UINT,
        "svi": SVI,
        "volConfidence": UINT,
    }],
}

ACCOUNT = {
    "cash": INT,
    "perpPosition": INT,
    "unsettledPerpCash": INT,
    "collaterals": [{"asset": ADDRESS, "amount": INT}],
    "options": [{"secondsToExpiry": UINT, "strike": UINT, "isCall": BOOLEAN, "amount": INT}],
}

PORTFOLIO = {
    "spotPrice": UINT,
    "perpPrice": UINT,
    "stablePrice": UINT,
    "cash": INT,
    "perpPosition": INT,
    "perpValue": INT,
    "minConfidence": UINT,
    "collaterals": [{"asset": ADDRESS, "value": UINT, "minConfidence": UINT}],
    "expiries": [{
        "secondsToExpiry": UINT,
        "forwardFixedPortion": UINT,
        "forwardVariablePortion": UINT,
        "rate": UINT,
        "discount": UINT64,
        "minConfidence": UINT,
        "options": [{"strike": UINT, "vol": UINT, "amount": INT, "isCall": BOOLEAN}],
    }],
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
    "collaterals": MapOf({"isRiskCancelling": BOOLEAN, "mmHaircut": UINT, "imHaircut": UINT}),
    "maxExpiries": Optional(COUNT),
}

SCENARIOS = [{
    "spotShock": UINT,
    "volShock": word("none", "up", "down", "linear", "abs"),
    "dampeningFactor": UINT,
}]

ABOUT = {"id": Optional(ANY), "name": Optional(ANY), "kind": Optional(ANY), "note": Optional(ANY)}
ARRANGED_LINE = {
    **ABOUT, "params": PARAMETERS, "scenarios": SCENARIOS, "portfolio": PORTFOLIO,
    "expected": Optional(ANY),
}
RAW_LINE = {
    **ABOUT, "params": PARAMETERS, "scenarios": SCENARIOS, "market": MARKET,
    "account": ACCOUNT, "arranged": Optional(ANY), "expected": Optional(ANY),
}


def decode_line(text):
    """A line of either form; a raw one has `market` and `account`, the other `portfolio`."""
    value = parse(text)
    names = [name for name, _ in value] if isinstance(value, Members) else []
    raw = ("market" in names or "account" in names) and "portfolio" not in names
    line = decode(RAW_LINE if raw else ARRANGED_LINE, value)
    line.raw = raw
    if raw:
        refuse_repeated_in_market(line.market)
        refuse_repeated_in_account(line.account)
    else:
        refuse_repeated_in_portfolio(line.portfolio)
    return line


def refuse_repeated_in_market(market):
    refuse_repeated(market.collaterals, lambda c: c.asset, "market.collaterals", "the asset")
    refuse_repeated(
        market.expiries, lambda e: e.secondsToExpiry, "market.expiries", "the expiry")


def refuse_repeated_in_account(account):
    refuse_repeated(account.collaterals, lambda c: c.asset, "account.collaterals", "the asset")
    refuse_repeated(
        account.options, lambda o: (o.secondsToExpiry, o.strike, o.isCall),
        "account.options", "the option")


def refuse_repeated_in_portfolio(portfolio):
    refuse_repeated(
        portfolio.collaterals, lambda c: c.asset, "portfolio.collaterals", "the asset")
    for i, expiry in enumerate(portfolio.expiries):
        refuse_repeated(
            expiry.options, lambda o: (o.strike, o.isCall),
            f"portfolio.expiries[{i}].options", "the option")
