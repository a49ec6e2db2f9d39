"""A trace of the state machine being made: a venue, steps and what they must come to (JS-15)."""

import json

from ..clearing.trace import ClearingTrace
from ..pricing import option_id_encode
from .dice import W

START = 1_750_000_000
DAY = 86_400
NEAR, FAR = START + 7 * DAY, START + 35 * DAY  # expiries
ALWAYS = 10**30  # an amount that no cap or allowance stops

PERP_GROUPS = {"mmPerpReq": 65, "imPerpReq": 100}
OPTION_GROUP = {
    "maxSpotReq": 150, "minSpotReq": 130, "mmCallSpotReq": 90, "mmPutSpotReq": 90, "MMPutMtMReq": 90,
    "unpairedIMScale": 1_200, "unpairedMMScale": 1_100, "mmOffsetScale": 1_050,
}
ORACLE_GROUP = {"perpThreshold": 550, "optionThreshold": 550, "baseThreshold": 550, "OCFactor": 1_000}
BASE_GROUP = {"marginFactor": 800, "IMScale": 937}
PORTFOLIO = {
    "basis": {
        "scenarioSpotUp": 1_045, "scenarioSpotDown": 955, "basisContAddFactor": 500, "basisContMultFactor": 2_000},
    "other": {
        "pegLossThreshold": 990, "pegLossFactor": 4_000, "confThreshold": 550, "confMargin": 1_000,
        "MMPerpPercent": 30, "IMPerpPercent": 10, "MMOptionPercent": 3, "IMOptionPercent": 2},
    "margin": {
        "imFactor": 1_000, "mmFactor": 800, "shortRateMultScale": 500, "longRateMultScale": 1_000,
        "shortRateAddScale": 160, "longRateAddScale": 80, "shortBaseStaticDiscount": 950,
        "longBaseStaticDiscount": 1_050},
    "vol": {
        "volRangeUp": 500, "volRangeDown": 300, "shortTermPower": 300, "longTermPower": 130, "minVolUpShock": 400},
    "skew": {
        "linearBaseCap": 250, "absBaseCap": 250, "linearCBase": -100, "absCBase": -100, "minKStar": 10,
        "widthScale": 4_000, "volParamStatic": 600, "volParamScale": -50},
}
SCENARIOS = (
    (1_150, "Up", 1_000), (1_150, "Down", 1_000), (1_050, "None", 1_000), (1_000, "Up", 1_000),
    (1_000, "None", 1_000), (950, "Up", 1_000), (850, "Up", 1_000), (850, "None", 1_000), (500, "Up", 300),
    (2_500, "Up", 120), (1_000, "Linear", 1_000), (1_000, "Abs", 1_000),
)
COLLATERALS = {"base.eth": (True, 10, 15), "base.btc": (False, 70, 35), "base.wsteth": (True, 30, 45)}


def wads(thousandths):
    return {name: str(number * W // 1_000) for name, number in thousandths.items()}


def portfolio_group(name):
    """A group of the portfolio model as it is at the start of a trace."""
    group = wads(PORTFOLIO[name])
    return group | {"dteFloor": str(DAY)} if name == "vol" else group


def scenarios(rows=SCENARIOS):
    return [
        {"spotShock": str(shock * W // 1_000), "volShock": vol, "dampeningFactor": str(dampening * W // 1_000)}
        for shock, vol, dampening in rows]


def venue(**changes):
    """A `config`; `changes` replace members, those of `srm`, `pmrm` and `caps` one by one."""
    market = {
        "perp": wads(PERP_GROUPS), "option": wads(OPTION_GROUP), "oracle": wads(ORACLE_GROUP), "base": wads(BASE_GROUP)}
    config = {
        "stableDecimals": "6", "baseDecimals": {"base.eth": "18", "base.btc": "8", "base.wsteth": "18"},
        "startTime": str(START),
        "interest": wads({"minRate": 20, "rateMultiplier": 80, "highRateMultiplier": 900, "optimalUtil": 850}),
        "smFee": str(W // 5),
        "auction": wads({
            "startingMtMPercentage": 950, "fastAuctionCutoffPercentage": 700, "liquidatorFeeRate": 100,
            "bufferMarginPercentage": 150})
        | {"fastAuctionLength": "900", "slowAuctionLength": "43200", "insolventAuctionLength": "3600"},
        "mtmCutoff": "0",
        "srm": {
            "borrowingEnabled": True, "maxAccountSize": "48",
            "depeg": wads({"threshold": 990, "depegFactor": 2_000}), "minOIFee": str(50 * W)},
        "srmMarkets": {"eth": market, "btc": market},
        "pmrm": {
            "maxExpiries": "10", "maxAccountSize": "128", "minOIFee": str(50 * W),
            **{name: portfolio_group(name) for name in PORTFOLIO},
            "collaterals": {
                name: {"isEnabled": True, "isRiskCancelling": cancels}
                | wads({"MMHaircut": maintenance, "IMHaircut": initial})
                for name, (cancels, maintenance, initial) in COLLATERALS.items()},
            "scenarios": scenarios()},
        "perp": {
            "staticInterestRate": "12500000000000", "maxAbsRatePerHour": "4000000000000000",
            "convergencePeriod": str(8 * W)},
        "oiFeeRate": {},
        "caps": {
            f"{kind}.{market}": str(ALWAYS) for kind in ("option", "perp", "base") for market in ("eth", "btc")}
        | {"base.wsteth": str(ALWAYS)},
        "feeRecipientSet": False,
        "specialAccounts": {"srmInternal": 1, "securityModule": 2, "pmrmInternal": 3, "srmFee": 4, "pmrmFee": 5},
    }
    for name, change in changes.items():
        config[name] = config[name] | change if isinstance(change, dict) else change
    return json.loads(json.dumps(config))


class Option:
    def __init__(self, market, expiry, strike, is_call):
        self.asset, self.sub = f"option.{market}", option_id_encode(expiry, strike * W, is_call)
        self.spelled = {"expiry": str(expiry), "strike": str(strike * W), "isCall": is_call}


def call(strike, expiry=NEAR, market="eth"):
    return Option(market, expiry, strike, True)


def put(strike, expiry=NEAR, market="eth"):
    return Option(market, expiry, strike, False)


def transfer(source, target, what, amount, sub=0):
    """`what` is an option, or the name of an asset."""
    ends = {"from": source, "to": target}
    if isinstance(what, Option):
        return ends | {"asset": what.asset, "subId": str(what.sub), "amount": str(amount), "option": what.spelled}
    return ends | {"asset": what, "subId": str(sub), "amount": str(amount)}


def spelled(value):
    """Arguments as a trace spells them: numbers as texts, but not those of accounts."""
    if isinstance(value, dict):
        return {name: part if name in ("account", "bidder", "keeper", "transfers", "scenarios") else spelled(part) for name, part in value.items()}
    if isinstance(value, list):
        return [spelled(part) for part in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


class Scene:
    def __init__(self, name, description, config=None):
        self.name, self.description = name, description
        self.config = config or venue()
        self.trace = ClearingTrace(self.config)
        self.initial = self.trace.initial()
        self.steps = []

    @property
    def state(self):
        return self.trace.state

    @property
    def time(self):
        return self.trace.state.time

    def add(self, op, **arguments):
        """A step, whatever it comes to; its result."""
        step = {"op": op} | spelled(arguments)
        step |= self.trace.step(step)
        self.steps.append(step)
        return step["result"]

    def do(self, op, **arguments):
        """A step that must succeed."""
        result = self.add(op, **arguments)
        assert result.get("ok"), (self.name, len(self.steps), op, arguments, result)
        return result

    def refused(self, name, op, **arguments):
        """A step that must be refused by this name."""
        result = self.add(op, **arguments)
        assert result == {"revert": name}, (self.name, len(self.steps), op, arguments, result, name)

    def text(self):
        """A step a line."""
        def compact(value):
            return json.dumps(value, separators=(",", ":"))

        members = {
            "name": self.name, "description": self.description, "config": self.config, "initialState": self.initial}
        head = "".join(f"{compact(name)}:{compact(value)},\n" for name, value in members.items())
        steps = ",\n".join(map(compact, self.steps))
        return f'{{{head}"steps":[\n{steps}\n],\n"finalHeldOrder":{compact(self.trace.held_order())}}}\n'

    # What most scenes need

    def warp(self, seconds):
        self.do("warp", to=self.time + seconds)

    def spot(self, market, price, confidence=W):
        self.do("setSpot", market=market, price=price, confidence=confidence)

    def perp_prices(self, market, mark, bid=None, ask=None, confidence=W):
        self.do(
            "setPerpPrices", market=market, mark=mark, markConfidence=confidence,
            bid=mark if bid is None else bid, ask=mark if ask is None else ask)

    def expiry(self, market, expiry, forward, vol=W // 2, rate=W // 20):
        self.do("setForward", market=market, expiry=expiry, fixed=0, variable=forward, confidence=W)
        self.do("setVolFlat", market=market, expiry=expiry, vol=vol, confidence=W)
        self.do("setRate", market=market, expiry=expiry, rate=rate, confidence=W)

    def prices(self, expiries=(NEAR,)):
        self.do("setStable", price=W, confidence=W)
        for market, price in (("eth", 2_000 * W), ("btc", 50_000 * W)):
            self.spot(market, price)
            self.perp_prices(market, price + W)
            for expiry in expiries:
                self.expiry(market, expiry, price + 5 * W)
        self.do("setCollateralPrice", asset="base.wsteth", price=2_300 * W, confidence=W)

    def account(self, owner, manager="srm", cash=0, trading=True):
        """A new one, which `exchange` may trade for unless said otherwise."""
        name = "manager.pmrm.eth" if manager == "pmrm" else "manager.srm"
        number = self.do("createAccount", owner=owner, manager=name)["account"]
        if cash:
            self.do("deposit", caller=owner, account=number, asset="cash", amount=cash)
        if trading:
            self.do("approve", caller=owner, account=number, to="exchange")
        return number

    def trade(self, *transfers, caller="exchange"):
        return self.do("submitTransfers", caller=caller, transfers=list(transfers))

    def set(self, param, caller="owner", **args):
        return self.do("setParam", caller=caller, param=param, args=spelled(args))

    def refuse(self, name, param, caller="owner", **args):
        self.refused(name, "setParam", caller=caller, param=param, args=spelled(args))
