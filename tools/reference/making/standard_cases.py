"""Portfolios of the standard model: rules one by one, failures, and random accounts."""

from copy import deepcopy

from ..golden import STANDARD, STANDARD_GROUPS
from .dice import W, Dice
from .model import DAY, YEAR, thousandths

I_MIN = -(2**255)
I_MAX = 2**255 - 1
U256 = 2**256 - 1
SPOT = 2000 * W
WEEK = 7 * DAY

EDGES = []


def edge(note):
    """Registers a case: the function bends the plain one, of one market without holdings."""
    def register(bend):
        EDGES.append((note, bend))
        return bend
    return register


def standard_cases():
    for case in STANDARD:
        yield {"kind": "golden", **{k: v for k, v in case.items() if k != "expected"}}
    for note, bend in EDGES:
        case = plain()
        bend(case, case["params"]["markets"]["ETH"], case["portfolio"]["markets"][0])
        yield {"kind": bend.__name__.strip("_").replace("_", "-"), "note": note, **case}
    for turn in range(84):
        yield random_case(Dice(f"standard:{turn}"))


def plain():
    groups = {
        group: {name: int(value) for name, value in members.items()}
        for group, members in STANDARD_GROUPS.items()}
    return {
        "params": {
            "depeg": {"threshold": thousandths(990), "depegFactor": 2 * W},
            "markets": {"ETH": groups},
        },
        "portfolio": {"cash": 5000 * W, "stablePrice": W, "markets": [market("ETH")]},
    }


def market(name, spot=SPOT, **members):
    return {
        "market": name, "spotPrice": spot, "spotConfidence": W, "perpPrice": spot + W,
        "perpConfidence": W, "perpPosition": 0, "unsettledPerpCash": 0, "basePosition": 0,
        "expiries": [], **members,
    }


def expiry(*options, seconds=WEEK, forward=2010 * W, **members):
    return {
        "secondsToExpiry": seconds, "forwardPrice": forward, "forwardConfidence": W,
        "volConfidence": W, "options": list(options), **members,
    }


def call(strike, amount, vol=800):
    """Strike in whole units, amount and volatility in thousandths."""
    return {"strike": strike * W, "isCall": True, "amount": amount * W // 1000,
            "vol": thousandths(vol)}


def put(strike, amount, vol=800):
    return {**call(strike, amount, vol), "isCall": False}


# Account


@edge("no market at all: the margin is the cash")
def no_market(case, params, market):
    case["portfolio"]["markets"] = []


@edge("the least cash and no market")
def cash_least(case, params, market):
    case["portfolio"].update(markets=[], cash=I_MIN)


@edge("a market without holdings contributes nothing, whatever its prices are")
def empty_market(case, params, market):
    market.update(spotPrice=0, perpPrice=U256, spotConfidence=0, perpConfidence=0)
    case["portfolio"]["stablePrice"] = 0


@edge("the greatest cash overflows with a gain")
def cash_greatest(case, params, market):
    case["portfolio"]["cash"] = I_MAX
    market.update(perpPosition=W, unsettledPerpCash=10**6 * W)


@edge("two markets, one with an option, one with a perp; cash is common")
def two_markets(case, params, market_):
    case["params"]["markets"]["BTC"] = deepcopy(params)
    market_["expiries"] = [expiry(put(1800, -1000))]
    case["portfolio"]["markets"].append(market("BTC", 61000 * W, perpPosition=-W // 2))


@edge("the order of markets decides which failure is found: the first market's")
def first_failure_of_two(case, params, market_):
    case["params"]["markets"]["BTC"] = deepcopy(params)
    market_["expiries"] = [expiry(put(1800, -1000), forward=0)]
    case["portfolio"]["markets"].append(
        market("BTC", perpPosition=I_MAX, unsettledPerpCash=0))


@edge("the order of markets decides which failure is found: the other way round")
def first_failure_of_two_reversed(case, params, market_):
    first_failure_of_two(case, params, market_)
    case["portfolio"]["markets"].reverse()


@edge("a market's parameters may all be 0")
def parameters_zero(case, params, market):
    for group in params.values():
        for name in group:
            group[name] = 0
    market.update(
        perpPosition=-W, basePosition=W, expiries=[expiry(call(2100, -1000), put(1900, -500))])


# Depeg


def depegged(note, stable_price):
    def bend(case, params, market):
        case["portfolio"]["stablePrice"] = stable_price
        market.update(perpPosition=-2 * W - 1, expiries=[
            expiry(call(2100, -1500), put(1900, -700), call(2200, 900), put(1500, 400))])
    bend.__name__ = "depeg"
    edge(note)(bend)


depegged("stable price exactly at the depeg threshold: no multiplier", thousandths(990))
depegged("stable price 1 wei below the depeg threshold", thousandths(990) - 1)
depegged("stable price above the depeg threshold", 2 * W)
depegged("stable price well below the threshold: perp and all shorts, calls and puts", W // 2)
depegged("stable price 0: only a base asset divides by it", 0)


@edge("depegged, long options only: nothing counts for the depeg")
def depeg_long_only(case, params, market):
    case["portfolio"]["stablePrice"] = W // 2
    market["expiries"] = [expiry(call(2100, 1500), put(1900, 700))]


@edge("a depeg multiplier of less than a wei truncates to 0")
def depeg_truncates(case, params, market):
    case["portfolio"]["stablePrice"] = thousandths(990) - 1
    case["params"]["depeg"]["depegFactor"] = W - 1
    market["perpPosition"] = W


@edge("the depeg multiplier overflows, before any market is looked at")
def depeg_overflows(case, params, market):
    case["portfolio"]["stablePrice"] = 0
    case["params"]["depeg"]["depegFactor"] = U256
    market["expiries"] = [expiry(forward=0)]


# Perp


@edge("perp long with unsettled cash")
def perp_long(case, params, market):
    market.update(perpPosition=3 * W + 1, unsettledPerpCash=71 * W + 1)


@edge("perp short with unsettled loss")
def perp_short(case, params, market):
    market.update(perpPosition=-3 * W - 1, unsettledPerpCash=-71 * W - 1)


@edge("unsettled cash without a perp counts in nothing")
def perp_absent_unsettled(case, params, market):
    market.update(unsettledPerpCash=71 * W, basePosition=W)


@edge("a perp of 1 wei: the requirement floors to 0, its unsettled cash counts")
def perp_one_wei(case, params, market):
    market.update(perpPosition=-1, unsettledPerpCash=-5, perpPrice=W // 2)


@edge("perp priced at 0, index not: the penalty alone is left")
def perp_price_zero(case, params, market):
    market.update(perpPosition=W, perpPrice=0, perpConfidence=W // 2)


@edge("perp confidence exactly at the threshold")
def perp_confidence_at(case, params, market):
    market.update(perpPosition=W, perpConfidence=thousandths(550))


@edge("perp confidence 1 wei below the threshold")
def perp_confidence_below(case, params, market):
    market.update(perpPosition=W, perpConfidence=thousandths(550) - 1)


@edge("spot confidence below the perp's: the lower counts")
def perp_spot_confidence(case, params, market):
    market.update(perpPosition=-W, perpConfidence=W // 2, spotConfidence=W // 3)


@edge("a perp threshold of 0 switches its penalty off, at a confidence of 0 too")
def perp_threshold_off(case, params, market):
    params["oracle"]["perpThreshold"] = 0
    market.update(perpPosition=W, perpConfidence=0)


@edge("a confidence above 1 below a threshold above 1 underflows, for initial margin")
def perp_confidence_underflows(case, params, market):
    params["oracle"]["perpThreshold"] = 3 * W
    market.update(perpPosition=W, perpConfidence=2 * W, spotConfidence=2 * W)


@edge("the least perp position has no absolute value")
def perp_least(case, params, market):
    market["perpPosition"] = I_MIN


@edge("the perp's product with its price overflows")
def perp_overflows(case, params, market):
    market["perpPosition"] = I_MAX


# Options: one at a time


def single(name, note, *options, **members):
    def bend(case, params, market):
        market["expiries"] = [expiry(*options, **members)]
    bend.__name__ = name
    edge(note)(bend)


for strike in (1, 1700, 1950, 1999, 2000, 2001, 2039, 2040, 2041, 2300, 9000):
    single("short-call", f"a short call at {strike}: out of the money against the index",
           call(strike, -1000))
for strike in (1, 900, 1700, 1959, 1960, 1961, 1999, 2000, 2001, 2300, 9000):
    single("short-put", f"a short put at {strike}: out of the money against the index",
           put(strike, -1000))
single("long-call", "a long call adds mark to market only", call(2100, 1000))
single("long-put", "a long put adds mark to market only", put(2100, 1000))
single("zero-amount", "amounts of 0", call(2100, 0), put(1900, 0))
single("strike-zero", "strikes of 0", call(0, -1000), put(0, -1000))
single("expired", "expired, in and out of the money: intrinsic value (SM-15)",
       call(1900, -1000), call(2100, -1000), put(2100, -1000), put(1900, -1000), seconds=0)
single("seconds-greatest", "the greatest seconds of UInt64", call(1900, -1000), put(1900, -1000),
       seconds=2**64 - 1)
single("vol-zero", "volatility 0", call(1900, -1000, 0), put(2100, -1000, 0))
single("far-vol", "volatility of a hundredfold", call(1900, -1000, 10**5), put(2100, -1000, 10**5))
single("forward-below-index", "the forward far below the index", call(1500, -1000),
       put(1500, -1000), forward=1400 * W)
single("forward-above-index", "the forward far above the index: the unpaired calls pay on it",
       call(2500, -1000), put(2500, -1000), forward=2900 * W)
single("forward-zero", "a forward of 0", call(2100, -1000), forward=0)
single("forward-zero-empty", "a forward of 0 fails without options too", forward=0)
single("forward-beyond", "a forward beyond UInt128", call(2100, -1000), forward=2**128)
single("forward-one-wei", "a forward of 1 wei", call(2100, -1000), put(2100, -1000), forward=1)
single("expiry-empty", "an expiry without options")
single("vol-beyond", "a volatility beyond UInt128", {**call(2100, -1000), "vol": 2**128})
single("vol-before-forward", "volatility and forward both beyond UInt128",
       {**call(2100, -1000), "vol": 2**128}, forward=2**128)
single("strike-wraps",
       "a strike of 2^128 and more is priced by its low 128 bits, and measured whole",
       {**put(2100, -1), "strike": 2**128 + 1900 * W})
single("strike-wraps-to-zero", "a strike of 2^128 is priced as 0",
       {**call(2100, -1), "strike": 2**128}, put(2100, -1000))
single("strike-beyond-int", "a put's strike beyond Int256 fails in the pay-off at price 0",
       {**put(2100, -1), "strike": 2**255})
single("strike-call-beyond-int",
       "a call's strike beyond Int256: the distance out of the money overflows",
       {**call(2100, -1), "strike": 2**255})
single("long-strike-beyond-int",
       "a long call's strike beyond Int256 is a price at which the others overflow",
       {**call(2100, 1), "strike": 2**255}, call(2000, -1000))
single("amount-overflows", "an amount that overflows its value", call(2100, 0),
       {**call(2000, 0), "amount": -(2**250)})
single("amount-least", "the least amount has no absolute value",
       {**call(2000, 0), "amount": I_MIN})
single("net-calls-overflow", "the net of calls overflows before the forward of 0 is found",
       {**call(2000, 0), "amount": I_MAX}, {**call(2100, 0), "amount": 1}, forward=0)


@edge("a call above an index price of 0 has no distance")
def call_index_zero(case, params, market):
    market.update(spotPrice=0, expiries=[expiry(call(2000, -1000))])


@edge("a call above an index price of 0 has none for initial margin even at amount 0")
def call_index_zero_amount(case, params, market):
    market.update(spotPrice=0, expiries=[expiry(call(2000, 0))])


@edge("a long call above an index price of 0 is never measured")
def long_call_index_zero(case, params, market):
    market.update(spotPrice=0, expiries=[expiry(call(2000, 1000))])


@edge("a put at an index price of 0 is in the money")
def put_index_zero(case, params, market):
    market.update(spotPrice=0, expiries=[expiry(put(2000, -1000))])


@edge("the spot requirement with the least above the greatest: the least holds")
def spot_requirement_crossed(case, params, market):
    params["option"].update(maxSpotReq=W // 10, minSpotReq=W // 5)
    market["expiries"] = [expiry(call(2000, -1000), put(2000, -1000))]


@edge("the offset of a put's maintenance binds its initial margin")
def put_offset_binds(case, params, market):
    params["option"].update(mmOffsetScale=3 * W)
    market["expiries"] = [expiry(put(2600, -1000), put(1000, -1000))]


@edge("the mark-to-market share of a deep put binds its maintenance")
def put_mark_binds(case, params, market):
    params["option"].update(mmPutMtMReq=W, mmPutSpotReq=W // 100)
    market["expiries"] = [expiry(put(2600, -1000), put(1000, -1000))]


@edge("an offset beyond Int256")
def put_offset_beyond(case, params, market):
    params["option"]["mmOffsetScale"] = 2**255
    market["expiries"] = [expiry(put(1900, -1000))]


@edge("a mark-to-market requirement beyond Int256, read for a short put only")
def put_mark_beyond(case, params, market):
    params["option"]["mmPutMtMReq"] = 2**255
    market["expiries"] = [expiry(call(1900, -1000))]


# Options together


SPREADS = [
    ("call-spread", "a call spread: the loss is capped", [call(2100, -1000), call(2300, 1000)]),
    ("call-spread-tight", "a call spread a unit wide",
     [call(2100, -1000), call(2101, 1000)]),
    ("call-spread-free", "a call spread that cannot lose: maximum loss 0",
     [call(2100, 1000), call(2300, -1000)]),
    ("put-spread", "a put spread: the loss is capped", [put(1900, -1000), put(1700, 1000)]),
    ("put-spread-free", "a put spread that cannot lose", [put(1900, 1000), put(1700, -1000)]),
    ("ratio-spread", "more calls short than long: the unpaired ones pay on the forward",
     [call(2100, -3000), call(2300, 1000)]),
    ("ratio-spread-long", "more calls long than short: nothing is unpaired",
     [call(2100, -1000), call(2300, 3000)]),
    ("straddle", "a short straddle", [call(2000, -1000), put(2000, -1000)]),
    ("long-straddle", "a long straddle", [call(2000, 1000), put(2000, 1000)]),
    ("butterfly", "a butterfly: the loss is greatest in the middle",
     [call(1900, -1000), call(2000, 2000), call(2100, -1000)]),
    ("butterfly-long", "a butterfly that cannot lose",
     [call(1900, 1000), call(2000, -2000), call(2100, 1000)]),
    ("condor", "an iron condor",
     [put(1700, 1000), put(1800, -1000), call(2200, -1000), call(2300, 1000)]),
    ("synthetic", "a synthetic short forward", [call(2000, -1000), put(2000, 1000)]),
    ("collar", "long puts do not pair with short calls",
     [put(1900, 5000), call(2100, -1000)]),
    ("net-calls-zero", "net calls of exactly 0", [call(2100, -1500), call(2600, 1500)]),
    ("net-calls-one-wei", "net calls of -1 wei",
     [call(2100, -1500), {**call(2600, 1500), "amount": 3 * W // 2 - 1}]),
]
for spread_name, spread_note, spread_options in SPREADS:
    single(spread_name, spread_note, *spread_options)


@edge("a spread over two expiries is two unpaired positions")
def calendar_spread(case, params, market):
    market["expiries"] = [
        expiry(call(2100, -1000)), expiry(call(2100, 1000), seconds=5 * WEEK, forward=2040 * W)]


@edge("two expiries of the same seconds to expiry are margined apart")
def twin_expiries(case, params, market):
    market["expiries"] = [
        expiry(call(2100, -1000), seconds=0), expiry(call(2300, 1000), seconds=0)]


@edge("the unpaired scale is another one for initial and maintenance")
def unpaired_scales(case, params, market):
    params["option"].update(unpairedIMScale=3 * W, unpairedMMScale=W, maxSpotReq=12 * W // 10,
                            minSpotReq=12 * W // 10, mmCallSpotReq=W)
    market["expiries"] = [expiry(call(2100, -1000))]


@edge("scales so low that the maximum loss is milder than the isolated margin")
def max_loss_binds(case, params, market):
    params["option"].update(unpairedIMScale=0, unpairedMMScale=0)
    market["expiries"] = [expiry(call(2100, -1000), put(1, -1000))]


# Confidence of options


def doubtful(name, note, **confidences):
    def bend(case, params, market):
        market["expiries"] = [
            expiry(call(2100, -1500), put(1900, -500), call(2200, 700),
                   **{k: v for k, v in confidences.items() if k != "spotConfidence"}),
            expiry(put(1500, -1000), seconds=9 * WEEK)]
        market["spotConfidence"] = confidences.get("spotConfidence", W)
        market["perpConfidence"] = 0
    bend.__name__ = name
    edge(note)(bend)


doubtful("confidence-spot", "low spot confidence: every expiry pays on its shorts",
         spotConfidence=W // 3)
doubtful("confidence-forward", "low forward confidence: its expiry pays", forwardConfidence=W // 3)
doubtful("confidence-vol", "low volatility confidence: its expiry pays", volConfidence=W // 3)
doubtful("confidence-at", "confidence exactly at the threshold", volConfidence=thousandths(550))
doubtful("confidence-below", "confidence 1 wei below the threshold",
         volConfidence=thousandths(550) - 1)
doubtful("confidence-zero", "all confidences 0", spotConfidence=0, forwardConfidence=0,
         volConfidence=0)


@edge("an option threshold of 0 switches its penalty off")
def option_threshold_off(case, params, market):
    params["oracle"]["optionThreshold"] = 0
    market["expiries"] = [expiry(call(2100, -1000), volConfidence=0)]


@edge("low confidence and long options only: nothing to pay on")
def confidence_long_only(case, params, market):
    market["expiries"] = [expiry(call(2100, 1000), put(1900, 500), volConfidence=0)]


# Base


@edge("a base asset: a part of its value is margin, all of it mark to market")
def base(case, params, market):
    market["basePosition"] = 7 * W + 3


@edge("a base asset against a stable price below 1: only the mark to market is divided")
def base_depegged(case, params, market):
    market["basePosition"] = 7 * W + 3
    case["portfolio"]["stablePrice"] = thousandths(931) + 7


@edge("a base asset against a stable price of 0")
def base_stable_zero(case, params, market):
    market["basePosition"] = 1
    case["portfolio"]["stablePrice"] = 0


@edge("a base asset worth nothing against a stable price of 0: the divisor decides")
def base_worthless_stable_zero(case, params, market):
    market.update(basePosition=W, spotPrice=0)
    case["portfolio"]["stablePrice"] = 0


@edge("a base asset with low confidence: its initial margin may go below 0")
def base_low_confidence(case, params, market):
    market.update(basePosition=7 * W + 3, spotConfidence=W // 100)


@edge("base confidence exactly at the threshold")
def base_confidence_at(case, params, market):
    market.update(basePosition=7 * W + 3, spotConfidence=thousandths(550))


@edge("base confidence 1 wei below the threshold")
def base_confidence_below(case, params, market):
    market.update(basePosition=7 * W + 3, spotConfidence=thousandths(550) - 1)


@edge("a base asset without margin pays no penalty")
def base_without_margin(case, params, market):
    params["base"]["marginFactor"] = 0
    market.update(basePosition=7 * W + 3, spotConfidence=0)


@edge("a base asset whose initial margin truncates to 0 pays no penalty")
def base_margin_truncates(case, params, market):
    params["base"]["imScale"] = 0
    market.update(basePosition=7 * W + 3, spotConfidence=0)


@edge("a base threshold of 0 switches its penalty off")
def base_threshold_off(case, params, market):
    params["oracle"]["baseThreshold"] = 0
    market.update(basePosition=7 * W + 3, spotConfidence=0)


@edge("the base's product with its price overflows")
def base_overflows(case, params, market):
    market["basePosition"] = U256


@edge("an initial scale beyond Int256")
def base_scale_beyond(case, params, market):
    params["base"]["imScale"] = 2**255
    market["basePosition"] = W


@edge("perp, option and base together with everything low")
def everything(case, params, market):
    case["portfolio"]["stablePrice"] = thousandths(953) + 1
    market.update(
        perpPosition=-3 * W - 7, unsettledPerpCash=-13 * W, basePosition=5 * W + 1,
        spotConfidence=W // 2 - 1, perpConfidence=W // 3,
        expiries=[expiry(call(2100, -1500), put(1900, -700), volConfidence=W // 4)])


# Ends of the types


@edge("the least perp position at a price of 0 has no absolute value")
def perp_least_worthless(case, params, market):
    market.update(perpPosition=I_MIN, perpPrice=0)


@edge("the least amount of a worthless put at an index price of 0 has no absolute value")
def put_least_worthless(case, params, market):
    market.update(spotPrice=0, expiries=[expiry({**put(1, 0), "strike": 1, "amount": I_MIN})])


@edge("a market's margin overflows below with its unsettled cash, the cash would bring it back")
def unsettled_overflows(case, params, market):
    case["portfolio"]["cash"] = I_MAX
    market.update(perpPosition=-W, unsettledPerpCash=I_MIN)


@edge("the margin overflows in the first market, the second would bring it back")
def margin_overflows_between(case, params, market_):
    case["params"]["markets"]["BTC"] = deepcopy(params)
    case["portfolio"]["cash"] = I_MAX
    market_.update(perpPosition=W, unsettledPerpCash=900 * W)
    case["portfolio"]["markets"].append(market("BTC", perpPosition=W, unsettledPerpCash=-900 * W))


@edge("the mark to market overflows, the margins do not")
def mark_overflows(case, params, market):
    case["portfolio"]["cash"] = I_MAX
    market["expiries"] = [expiry(call(2100, 1000))]


@edge("the base's mark to market beyond Int256")
def base_mark_beyond(case, params, market):
    params["base"].update(marginFactor=0, imScale=0)
    market.update(basePosition=2**196, spotPrice=W)
    case["portfolio"]["stablePrice"] = 1


@edge("a mark-to-market requirement beyond Int256, with a short put")
def put_mark_beyond_read(case, params, market):
    params["option"]["mmPutMtMReq"] = 2**255
    market["expiries"] = [expiry(put(1900, -1000))]


@edge("a confidence above 1 underflows even where ocFactor is 0: perp")
def perp_underflows_unpaid(case, params, market):
    perp_confidence_underflows(case, params, market)
    params["oracle"]["ocFactor"] = 0


@edge("a confidence above 1 underflows even where ocFactor is 0: base")
def base_underflows_unpaid(case, params, market):
    params["oracle"].update(baseThreshold=3 * W, ocFactor=0)
    market.update(basePosition=W, spotConfidence=2 * W)


@edge("confidences above 1 are no failure where the thresholds are below 1")
def confidence_above_one(case, params, market):
    market.update(
        basePosition=W, perpPosition=W, spotConfidence=2 * W, perpConfidence=U256,
        expiries=[expiry(call(2100, -1000), volConfidence=U256)])


# Random accounts


def random_case(dice):
    markets = {}
    portfolio = {
        "cash": dice.sign() * dice.magnitude(84), "stablePrice": dice.wad(940, 1030),
        "markets": []}
    for name in dice.shuffled(("ETH", "BTC", "SOL"))[:dice.pick((1, 1, 1, 2, 3))]:
        markets[name] = random_groups(dice)
        portfolio["markets"].append(random_market(dice, name))
    return {
        "kind": "random", "note": "an account in random markets, odd digits",
        "params": {
            "depeg": {"threshold": dice.wad(960, 1000), "depegFactor": dice.wad(0, 3000)},
            "markets": markets},
        "portfolio": portfolio,
    }


def random_groups(dice):
    w = dice.wad
    threshold = lambda: dice.pick((0, w(300, 1000), w(300, 1000)))  # noqa: E731
    return {
        "perp": {"mmPerpReq": w(1, 200), "imPerpReq": w(200, 500)},
        "option": {
            "maxSpotReq": w(50, 500), "minSpotReq": w(0, 200), "mmCallSpotReq": w(0, 300),
            "mmPutSpotReq": w(0, 300), "mmPutMtMReq": w(0, 500), "unpairedIMScale": w(0, 2000),
            "unpairedMMScale": w(0, 1500), "mmOffsetScale": w(1000, 2000)},
        "base": {"marginFactor": w(0, 1000), "imScale": w(0, 1000)},
        "oracle": {
            "perpThreshold": threshold(), "optionThreshold": threshold(),
            "baseThreshold": threshold(), "ocFactor": w(0, 1000)},
    }


def random_market(dice, name):
    spot = dice.magnitude(17) * W + dice.below(W) + W // 9
    return {
        "market": name, "spotPrice": spot, "spotConfidence": dice.wad(300, 1000),
        "perpPrice": spot * dice.wad(970, 1030) // W, "perpConfidence": dice.wad(300, 1000),
        "perpPosition": dice.sign() * dice.magnitude(68) if dice.chance(50) else 0,
        "unsettledPerpCash": dice.sign() * dice.magnitude(72),
        "basePosition": dice.magnitude(68) if dice.chance(40) else 0,
        "expiries": [random_expiry(dice, spot) for _ in range(dice.below(4))],
    }


def random_expiry(dice, spot):
    forward = spot * dice.wad(950, 1060) // W
    options = {}
    for _ in range(dice.between(1, 6)):
        strike = spot * dice.between(8, 40) // 20 // 10**14 * 10**14 + 10**10
        is_call = dice.chance(50)
        options[strike, is_call] = {
            "strike": strike, "isCall": is_call, "amount": dice.sign() * dice.magnitude(65),
            "vol": dice.wad(50, 2500)}
    return {
        "secondsToExpiry": dice.pick((0, dice.between(1, DAY), dice.between(DAY, 2 * YEAR))),
        "forwardPrice": forward, "forwardConfidence": dice.wad(300, 1000),
        "volConfidence": dice.wad(300, 1000), "options": list(options.values()),
    }
