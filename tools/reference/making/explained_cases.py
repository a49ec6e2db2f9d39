"""Accounts and portfolios with trades, moves and questions (09), all invented.

A note that begins with `open:` says that the text leaves the case to a reading.
"""

from copy import deepcopy

from ..explained_vectors import expected_of
from .dice import W, Dice
from .lines import Count, compact, texts
from .model import (
    ASSETS, DAY, YEAR, odd_params, odd_scenarios, shock, thousandths, usual_params,
)

SPOT = 2477 * W + 123456789012345679
NOW = 1_767_225_600
NEAR, NEXT = 9 * DAY + 17, 100 * DAY
CALL, PUT = f"call:{NEXT}:2600", f"put:{NEXT}:2300"
RISKY, DOLLAR, UNLISTED = ASSETS[0], ASSETS[1], ASSETS[5]
ONE = "0.000000000000000001"
I_MIN, I_MAX = -(2**255), 2**255 - 1

CASES = []


def explained_lines():
    return lines_of(CASES + random_cases())


def lines_of(cases):
    lines = []
    for number, (note, line, changes, solve, *second) in enumerate(cases):
        line = lean(line, f"{changes}{solve}")
        case = {"id": number, "note": note, "line": texts(line), "changes": list(changes),
                "solve": list(solve)}
        if second:
            case["second"] = texts(second[0])
        lines.append(compact({**case, "expected": expected_of(case)}))
    return "\n".join(lines) + "\n"


def case(note, line, changes=(), solve=()):
    CASES.append((note, line, changes, solve))


def lean(line, asked):
    """A line without the dollar and the near expiry where nothing means them."""
    owner = str(line.get("portfolio", line.get("account")))
    parts = {name: line[name] for name in ("params", "market") if name in line}
    parts = deepcopy(parts)
    if DOLLAR not in owner + asked:
        parts["params"]["collaterals"].pop(DOLLAR, None)
        if "market" in parts:
            parts["market"]["collaterals"] = [
                c for c in parts["market"]["collaterals"] if c["asset"] != DOLLAR]
    if "market" in parts and not any(str(t) in owner + asked for t in (NEAR, NOW + NEAR)):
        parts["market"]["expiries"] = [
            e for e in parts["market"]["expiries"]
            if NEAR not in (e.get("secondsToExpiry"), e.get("expiry", 0) - NOW)]
    return {**line, **parts}


# What cases start from


def params(**groups):
    """The usual parameters with two collaterals; groups in thousandths."""
    result = usual_params()
    del result["collaterals"][ASSETS[2]]
    for group, members in groups.items():
        result[group].update({name: thousandths(n) for name, n in members.items()})
    return result


def no_basis():
    return params(basisContingency={"addFactor": 0, "multFactor": 0})


SHOCKS = [shock(1180, "up"), shock(820, "up"), shock(1000, "linear")]


def surface(forward, seconds):
    tau = max(seconds, 3600) * W // YEAR
    return {
        "a": 41 * tau // 100, "b": W // 37, "rho": -W // 7, "m": W // 91, "sigma": W // 13,
        "forward": forward, "tau": tau,
    }


def listed(seconds, tilt=0, fixed=0, rate=W // 23):
    forward = SPOT + tilt * W // 3
    return {
        "secondsToExpiry": seconds, "forwardFixedPortion": fixed,
        "forwardVariablePortion": forward - fixed, "forwardConfidence": W - 11,
        "rate": rate, "rateConfidence": W - 13, "svi": surface(forward + 7, seconds),
        "volConfidence": W - 17,
    }


def held(seconds, strike, is_call, amount):
    """Strike in units, amount in thousandths."""
    return {"secondsToExpiry": seconds, "strike": strike * W, "isCall": is_call,
            "amount": amount * W // 1000}


def account(perp=0, unsettled=0, cash=5003 * W + 1, collaterals=None, options=None):
    """A line of the account form: two expiries listed, one held."""
    if options is None:
        options = [held(NEXT, 2600, True, -2500), held(NEXT, 2300, False, 1501)]
    if collaterals is None:
        collaterals = {RISKY: 2 * W + 5}
    return {
        "params": params(), "scenarios": deepcopy(SHOCKS),
        "market": {
            "spotPrice": SPOT, "spotConfidence": W - 5, "stablePrice": W + 777,
            "perpPrice": SPOT + W // 3, "perpConfidence": W - 7,
            "collaterals": [
                {"asset": RISKY, "name": "wrapped", "price": SPOT, "confidence": W - 19},
                {"asset": DOLLAR, "price": W - 1313, "confidence": W - 23}],
            "expiries": [listed(NEAR), listed(NEXT, 8, fixed=W)],
        },
        "account": {
            "cash": cash, "perpPosition": perp, "unsettledPerpCash": unsettled,
            "collaterals": [{"asset": a, "amount": n} for a, n in collaterals.items()],
            "options": options,
        },
    }


def by_time(line, options_too=True):
    """The same market named by time; and the account's options."""
    line["market"]["timestamp"] = NOW
    for expiry in line["market"]["expiries"]:
        name_by_time(expiry)
    if options_too:
        for option in line["account"]["options"]:
            name_by_time(option)
    return line


def name_by_time(record):
    record["expiry"] = NOW + record.pop("secondsToExpiry")


def arranged_expiry(options, seconds=NEXT, forward=SPOT + 2 * W, fixed=0, exact=None, **members):
    """Options as (strike, is_call, thousandths, vol in thousandths), or exactly."""
    return {
        "secondsToExpiry": seconds, "forwardFixedPortion": fixed,
        "forwardVariablePortion": forward - fixed, "rate": W // 21, "discount": W - W // 80,
        "minConfidence": W - 3,
        "options": exact or [
            {"strike": strike * W, "vol": thousandths(vol), "amount": amount * W // 1000,
             "isCall": is_call} for strike, is_call, amount, vol in options],
        **members,
    }


USUAL_OPTIONS = ((2600, True, -2500, 610), (2300, False, 1501, 655))


def portfolio(perp=0, value=0, cash=5003 * W + 1, expiries=None, collaterals=None, **members):
    """A line of the portfolio form."""
    if expiries is None:
        expiries = [arranged_expiry(USUAL_OPTIONS)]
    if collaterals is None:
        collaterals = {RISKY: 4321 * W + 77}
    return {
        "params": params(), "scenarios": deepcopy(SHOCKS),
        "portfolio": {
            "spotPrice": SPOT, "perpPrice": SPOT + W // 3 if perp else 0,
            "stablePrice": W + 777, "cash": cash, "perpPosition": perp, "perpValue": value,
            "minConfidence": W - 7,
            "collaterals": [
                {"asset": a, "value": v, "minConfidence": W - 9} for a, v in collaterals.items()],
            "expiries": expiries, **members,
        },
    }


def with_(line, **members):
    return {**line, **members}


# Nothing asked for but an explanation

case("an account without a perp", account())
case("an account with a long perp", account(perp=W + 1, unsettled=-31 * W))
case("an account with a short perp", account(perp=-2 * W, unsettled=55 * W + 3))
case("a portfolio without a perp", portfolio())
case("a portfolio with a perp", portfolio(perp=-3 * W // 2, value=123 * W + 9))
case("cash alone: the basis contingency of 0 binds, no position",
     account(collaterals={}, options=[]), solve=["cash"])
case("nothing at all: the deposit is 0", account(cash=0, collaterals={}, options=[]),
     solve=["cash"])
case("open: an option of amount 0 is a position",
     account(options=[held(NEXT, 2500, True, 0)]))
case("open: unsettled cash without a perp is no position", account(unsettled=77 * W))
case("expiries without options, and two of the same seconds", portfolio(expiries=[
    arranged_expiry((), seconds=NEAR), arranged_expiry(USUAL_OPTIONS[:1]),
    arranged_expiry(USUAL_OPTIONS[1:], forward=SPOT + 9 * W)]))
case("a strike with decimals in its text",
     account(options=[{**held(NEXT, 2500, True, -700), "strike": 2500 * W + 25 * W // 100},
                      {**held(NEAR, 2500, False, 700), "strike": 2400 * W + 1}]))
case("no scenarios", with_(account(), scenarios=[]))
case("a collateral that is not enabled", portfolio(collaterals={UNLISTED: W}))
case("an option of an expiry that is not listed", account(options=[held(NEAR + 1, 2500, True, 1)]))

# Which scenario binds

STRADDLE = ((2500, True, -1000, 600), (2500, False, -1300, 640))
LONG = ((2500, True, 1000, 600), (2400, False, 1300, 640))
MIXED = ((2500, True, 900, 600), (2900, True, -2100, 640))


def bound(scenarios, *option_sets, set_of=no_basis, perp=0, **members):
    expiries = [
        arranged_expiry(options, seconds=(NEAR, NEXT, 300 * DAY)[i], fixed=i * W)
        for i, options in enumerate(option_sets)]
    line = portfolio(perp=perp, value=perp // 7, expiries=expiries, **members)
    return with_(line, params=set_of(), scenarios=scenarios)


for kind in ("none", "up", "down"):
    for spot in (800, 1250):
        case(f"one scenario: spot {spot} thousandths, volatility {kind}",
             bound([shock(spot, kind, 870)], MIXED, STRADDLE, perp=-3 * W if spot > 1000 else W))
case("one scenario: volatility up alone", bound([shock(1000, "up")], STRADDLE, MIXED))
case("one scenario: volatility down alone", bound([shock(1000, "down")], LONG))
for kind in ("linear", "abs"):
    case(f"{kind} skew binds, shorts", bound([shock(1000, kind)], STRADDLE))
    case(f"{kind} skew binds, longs", bound([shock(1000, kind)], LONG, collaterals={}))
    case(f"{kind} skew binds, one expiry gains and one loses",
         bound([shock(1000, kind, 1300)], MIXED, STRADDLE, LONG))
    case(f"{kind} skew with a spot shock, which options do not take",
         bound([shock(900, kind, 900)], MIXED, LONG, perp=W))
case("the static discount alone: a scenario without shocks binds",
     bound([shock(1000)], LONG, STRADDLE))
case("of equal losses the earlier binds", bound([shock(900), shock(900), shock(800, damp=0)], LONG))
case("dampening of 1 unit", bound(
    [{**shock(800, "up"), "dampeningFactor": 1}, shock(1000)], LONG))
case("an expiry's value is negative, options of both signs take its discount",
     bound([shock(1300, "up")], ((2500, True, 400, 600), (2600, True, -1700, 600))))


WEAK = [shock(1000, "none", 0)]
case("the basis contingency binds, up", bound(
    WEAK, ((2500, True, -1000, 600), (2300, False, 200, 600)), set_of=params))
case("the basis contingency binds, down", bound(
    WEAK, ((2500, True, 1000, 600), (2300, False, -500, 600)), set_of=params, perp=W))
case("the basis contingency binds, up and down in different expiries",
     bound(WEAK, LONG, ((2500, True, -1000, 600),), MIXED, set_of=params))


def strangle_gains():
    return params(basisContingency={"scenarioSpotUp": 1900, "scenarioSpotDown": 200})


case("the basis contingency binds, 0 in one expiry, which gains both ways", bound(
    WEAK, ((2500, True, 1000, 300), (2500, False, 1000, 300)),
    ((2500, True, -1000, 600),), set_of=strangle_gains))
case("the basis contingency of 0 binds: nothing loses", bound(
    WEAK, ((2500, True, 1000, 300), (2500, False, 1000, 300)), set_of=strangle_gains))
case("equal losses up and down: down is taken", bound(
    WEAK, ((5, True, 1000, 300), (99999, True, -1000, 300)),
    set_of=lambda: params(basisContingency={"scenarioSpotUp": 900, "scenarioSpotDown": 900})))
case("the basis contingency of 0 binds, for its factor is 0", bound(WEAK, STRADDLE))
case("a contingency that truncates to 0, and with it the shares that would not", with_(
    bound(WEAK, ((2500, True, 1000, 600), (2501, True, -1000, 600)),
          ((2500, False, -1000, 600),)), params={**params(), "basisContingency": {
              **params()["basisContingency"], "addFactor": 1, "multFactor": 0}}))

# Add-ons

case("every confidence below its threshold, and the peg lost", with_(account(
    perp=W, collaterals={RISKY: W, DOLLAR: 900 * W}), market={
        **account()["market"], "spotConfidence": W // 2, "perpConfidence": W // 3,
        "stablePrice": W * 97 // 100,
        "collaterals": [{**c, "confidence": W // 4} for c in account()["market"]["collaterals"]]}))
case("open: without the perp, confidence is that of spot again",
     with_(account(perp=W), market={**account()["market"], "perpConfidence": W // 3}),
     ["trade=perp:-0.25"])
case("a portfolio's confidence stays when its perp is removed",
     portfolio(perp=W, minConfidence=W // 3))
case("a pair at one strike, partly covered, and naked shorts beside it", portfolio(expiries=[
    arranged_expiry(((2500, True, -900, 600), (2500, False, 400, 600), (2700, True, -100, 600)))]))

# Greeks

case("an expiry of less than a day: theta to its end", portfolio(expiries=[
    arranged_expiry(((2470, True, 1000, 600), (2480, False, -700, 600)), seconds=3600)]))
case("an expiry of exactly a day, and one that is over", portfolio(expiries=[
    arranged_expiry(MIXED, seconds=DAY), arranged_expiry(MIXED, seconds=0)]))
case("volatilities below the bump", portfolio(expiries=[
    arranged_expiry(((2500, True, 1000, 4), (2400, False, -900, 0)))]))
case("a stale discount is in neither theta nor rho", portfolio(expiries=[
    arranged_expiry(LONG, discount=W // 2, rate=W // 5)]))
case("a spot price so small that its bump is 0", portfolio(spotPrice=999))
case("the smallest spot price with a bump", portfolio(spotPrice=1000, collaterals={}))
case("a risk-cancelling collateral has a delta, another none",
     portfolio(expiries=[], collaterals={RISKY: 999 * W, DOLLAR: 999 * W}))
case("a perp alone", portfolio(perp=7 * W // 3, value=-W, expiries=[], collaterals={}))
case("open: a bumped volatility above 128 bits fails, and with it the result", portfolio(
    expiries=[arranged_expiry([], exact=[
        {"strike": 2500 * W, "vol": 2**128 - 1, "amount": W, "isCall": True}])]))

# Trades in an account

case("more of a held option at the mark", account(), [f"trade={CALL}:-0.75"])
case("less of a held option at the mark", account(), [f"trade={CALL}:+2.25"])
case("a held option at a price", account(), [f"trade={PUT}:1.5@101.25"])
case("a held option at a price below 0", account(), [f"trade={PUT}:-1@-3.5"])
case("a held option for nothing", account(), [f"trade={PUT}:-1@0"])
case("a held option sold off is dropped", account(), [f"trade={PUT}:-1.501"])
case("the only option of the expiry is dropped, and the expiry with it",
     account(perp=W, options=[held(NEXT, 2600, True, -2500)]), [f"trade={CALL}:2.5"])
case("a new strike comes last in held order", account(), [f"trade=call:{NEXT}:2550.5:1.2"])
case("a new expiry, at the mark and at a price", account(),
     [f"trade=put:{NEAR}:2450:-0.5", f"trade=call:{NEAR}:2450:-0.5@44.000000000000000001"])
case("the other side of a held strike has its own volatility from the surface",
     account(), [f"trade=put:{NEXT}:2600:1"])
case("one unit of an option, bought and sold", account(),
     [f"trade={CALL}:{ONE}", f"trade={PUT}:-{ONE}"])
case("an amount of 0 changes nothing", account(), [f"trade=call:{NEAR}:2450:0"])
case("the perp at the mark", account(), ["trade=perp:1.75"])
case("the perp sold at the mark", account(perp=W, unsettled=-9 * W), ["trade=perp:-2.5"])
case("the perp above the mark", account(), ["trade=perp:1.75@2500"])
case("the perp sold below the mark", account(perp=W), ["trade=perp:-3@2400.125"])
case("the perp at a price below 0", account(), ["trade=perp:-0.5@-1"])
case("the perp closed: no price, and spot's confidence alone",
     with_(account(perp=W, unsettled=31 * W),
           market={**account()["market"], "perpConfidence": W // 3}), ["trade=perp:-1"])
case("collateral at the mark", account(), [f"trade=collateral:{RISKY}:0.333333333333333333"])
case("a new collateral at the mark", account(), [f"trade=collateral:{DOLLAR}:1234.5"])
case("collateral sold at the mark truncates toward zero",
     account(), [f"trade=collateral:{RISKY}:-{ONE}", f"trade=collateral:{RISKY}:-1.1"])
case("collateral at a price", account(), [f"trade=collateral:{RISKY}:-1@2400"])
case("collateral sold off is dropped", account(), [f"trade=collateral:{RISKY}:-2.000000000000000005"])
case("several trades in their order", account(perp=W, unsettled=W), [
    "trade=perp:-3", f"trade={CALL}:1@99", f"trade=collateral:{DOLLAR}:50",
    f"trade=put:{NEAR}:2400:2"])

NO_PERP = with_(account(), market={**account()["market"], "perpPrice": 0})
case("no price of the perp", NO_PERP, ["trade=perp:1"])
case("no price of the perp, and a price given", NO_PERP, ["trade=perp:1@2500"])
case("open: an expiry that is not listed", account(), [f"trade=call:{NEAR + 1}:2500:1"])
case("an expiry that is not listed, at a price", account(), [f"trade=call:{NEAR + 1}:2500:1@9"])
case("open: a collateral that is not listed", account(), [f"trade=collateral:{UNLISTED}:1"])
case("a collateral that is not listed, at a price", account(),
     [f"trade=collateral:{UNLISTED}:1@9"])
case("more collateral sold than held", account(), [f"trade=collateral:{RISKY}:-3"])
case("collateral at the mark of a cash token worth 0", with_(
    account(collaterals={}), market={**account()["market"], "stablePrice": 0}),
    [f"trade=collateral:{RISKY}:1"])
case("an amount beyond 256 bits", account(options=[
    {**held(NEXT, 2600, True, 0), "amount": I_MAX - 5}]), [f"trade={CALL}:1@0"])
case("one expiry more than allowed", with_(
    account(), params={**params(), "maxExpiries": Count(1)}), [f"trade=call:{NEAR}:2500:1"])
case("a listed collateral that is not enabled", with_(
    account(collaterals={}), params={**params(), "collaterals": {}}),
    [f"trade=collateral:{RISKY}:1"])

# Expiries by time

AT_NEXT, AT_NEAR = NOW + NEXT, NOW + NEAR
case("market and account by time", by_time(account(perp=W)))
case("a market by time, an account by seconds", by_time(account(), options_too=False))
case("by time: a held option traded by time", by_time(account()),
     [f"trade=call:{AT_NEXT}:2600:1"])
case("by time: a held option traded by seconds", by_time(account()), [f"trade={CALL}:1"])
case("by time: an account by seconds, a held option traded by time",
     by_time(account(), options_too=False), [f"trade=call:{AT_NEXT}:2600:1"])
case("by time: a new expiry, then a move", by_time(account()),
     [f"trade=put:{AT_NEAR}:2500:-1", "spot=-5%"])
case("open: by time, an expiry that is not listed", by_time(account()),
     [f"trade=call:{AT_NEXT + 1}:2600:1"])
case("open: a time in a market by seconds", account(), [f"trade=call:{AT_NEXT}:2600:1"])
case("by time: a move given before the trade", by_time(account()),
     ["spot=-5%", f"trade=call:{AT_NEXT}:2600:1"])


def expired(line, *expiries):
    """Options at times that are over at the market's time."""
    line["market"]["timestamp"] = NOW
    line["market"]["expiries"] = [
        {**name(listed(0)), "expiry": at} for at in expiries]
    line["account"]["options"] = [
        {**name(held(0, 2400 + i, True, 500 - 900 * i)), "expiry": at}
        for i, at in enumerate(expiries)]
    return line


def name(record):
    del record["secondsToExpiry"]
    return record


case("an expiry at the market's time and one before it would have the same seconds",
     expired(account(), NOW), [f"trade=call:0:2400:1"])
case("open: two expiries of 0 seconds by time are two", expired(account(), NOW, NOW - DAY))

# Trades in a portfolio

case("a held option at the mark", portfolio(), [f"trade={CALL}:0.5"])
case("a held option at a price, in a portfolio", portfolio(), [f"trade={PUT}:-0.5@120.5"])
case("the other side of a held strike takes its volatility", portfolio(),
     [f"trade=put:{NEXT}:2600:1.25"])
case("open: a holding that becomes 0 is dropped from a portfolio too", portfolio(),
     [f"trade={PUT}:-1.501"])
case("open: dropped, it is not priced any more", portfolio(),
     [f"trade={PUT}:-1.501", f"trade={PUT}:1"])
case("a strike that is not held", portfolio(), [f"trade=call:{NEXT}:2601:1"])
case("a strike that is not held, at a price", portfolio(), [f"trade=call:{NEXT}:2601:1@3"])
case("an expiry that is not held", portfolio(), [f"trade=call:{NEAR}:2600:1"])
case("a time in a portfolio", portfolio(), [f"trade=call:{AT_NEXT}:2600:1"])
case("collateral in a portfolio", portfolio(), [f"trade=collateral:{RISKY}:1"])
case("collateral in a portfolio, at a price", portfolio(), [f"trade=collateral:{RISKY}:1@9"])
case("the perp of a portfolio", portfolio(perp=W, value=W), ["trade=perp:-1.5"])
case("the perp of a portfolio at a price", portfolio(perp=W), ["trade=perp:1@2400"])
case("open: the perp of a portfolio closed keeps its price for another trade",
     portfolio(perp=W, value=7 * W), ["trade=perp:-1", "trade=perp:0.5@2500"])
case("no perp in the portfolio, no price", portfolio(), ["trade=perp:1"])

# Moves

FULL = dict(perp=W, unsettled=-31 * W, collaterals={RISKY: W, DOLLAR: 700 * W})
for change in ("spot=-10%", "spot=+12.5%", "vol=+20%", "vol=-35%", "spot=-100%", "vol=-100%",
               "spot=+33.333333333333333333%", f"spot=-{ONE}%", "vol=+900%"):
    case(f"a move of an account: {change}", account(**FULL), [change])
case("a move of a portfolio with a short perp and a fixed forward portion",
     portfolio(perp=-W, value=3 * W, expiries=[arranged_expiry(MIXED, fixed=999 * W)]),
     ["spot=+7.25%", "vol=-10%"])
case("moves multiply", portfolio(perp=W), ["spot=-10%", "spot=+10%", "vol=+50%", "vol=-50%"])
case("a trade, then a move", account(), ["trade=perp:-1", "spot=+5%"])
case("the trade comes first: the perp at the mark before the move", account(),
     ["spot=+5%", "trade=perp:-1"])
case("the trade comes first: collateral, before the account is arranged", account(),
     ["vol=+5%", f"trade=collateral:{RISKY}:1"])
case("the trade comes first: a strike that is not held", account(),
     ["spot=-5%", f"trade=call:{NEXT}:2700:1"])
case("the trade comes first: a portfolio's option at its own mark", portfolio(),
     ["spot=-5%", f"trade={CALL}:1"])
case("trades and moves given in turn: trades in their order, then moves in theirs",
     account(perp=W), ["spot=-5%", "trade=perp:-2", "vol=+10%", f"trade=put:{NEXT}:2600:1",
                       "spot=+5%"])
case("a trade that is refused, given after a move that would overflow",
     portfolio(collaterals={RISKY: 2**250}), ["spot=+900%", "trade=perp:1"])
case("a move that overflows", portfolio(collaterals={RISKY: 2**250}), ["spot=+900%"])

# Removals that are refused

case("margins overflow without the option that offsets another", portfolio(
    cash=-10**40, collaterals={}, value=I_MAX - 10**22, expiries=[
        arranged_expiry(((2500, True, 10**6, 600), (2501, True, -10**6, 600)))]))
case("cash so low that margins without the collateral are refused", with_(portfolio(
    cash=I_MIN, collaterals={DOLLAR: 2**200}), scenarios=[shock(900)]))
case("an account so low in cash that margins without the collateral are refused", with_(
    account(cash=I_MIN, collaterals={DOLLAR: 2**180}), scenarios=[shock(900)]))
case("open: initial margin alone would be refused, both are null", with_(portfolio(
    cash=I_MIN + 40 * W, collaterals={DOLLAR: 10**24}, perp=W,
    expiries=[]), scenarios=[shock(1000)]))

# Solving

ALL = ["cash", f"size={CALL}", f"size={PUT}"]
case("sizes of options", account(), (), ALL)
case("sizes after a trade", account(), ["trade=perp:-1"], ["cash", "size=perp"])
case("sizes of the perp and collateral", account(perp=W, unsettled=W), (),
     ["size=perp", f"size=collateral:{RISKY}", f"size=collateral:{DOLLAR}"])
case("sizes of a new strike by time", by_time(account()), (),
     [f"size=call:{AT_NEAR}:2500"])
case("sizes in a portfolio", portfolio(perp=W), (),
     ["cash", "size=perp", f"size={CALL}", f"size=put:{NEXT}:2600"])
case("sizes after a move", portfolio(perp=W), ["spot=-5%"], ["cash", "size=perp"])
case("open: after a move nothing is sold that the portfolio does not price", account(),
     ["spot=-5%"], ["size=perp", f"size={CALL}", f"size=put:{NEXT}:2600",
                    f"size=call:{NEXT}:2601", f"size=collateral:{RISKY}"])
case("open: after a move an expiry has no time", by_time(account()), ["spot=-5%"],
     [f"size=call:{AT_NEXT}:2600", f"size={CALL}"])
case("below initial margin: only what reduces risk is admissible",
     portfolio(cash=3500 * W, perp=20 * W, expiries=[arranged_expiry(USUAL_OPTIONS)]), (),
     ["cash", f"size={CALL}", "size=perp"])
case("below initial margin: too small a sale is not admissible, a larger one is",
     portfolio(cash=1200 * W, perp=-9 * W, collaterals={}, expiries=[]), (), ["size=perp"])
case("below initial margin: no size is admissible", account(cash=-99999 * W), (),
     ["cash", f"size={CALL}", "size=perp"])
case("at initial margin exactly: amount 0, for the mark costs a unit", portfolio(
    cash=0, expiries=[], collaterals={}, perp=0, perpPrice=SPOT), (), ["cash", "size=perp"])
case("nothing restrains a perp without requirements and shocks: unbounded", with_(
    account(options=[]), scenarios=[shock(1000)],
    params=params(otherContingency={"mmPerpPercent": 0, "imPerpPercent": 0})), (),
    ["size=perp"])
case("a collateral without haircuts is unbounded one way", with_(
    account(options=[]), params={**params(), "collaterals": {
        DOLLAR: {"isRiskCancelling": False, "mmHaircut": 0, "imHaircut": 0},
        RISKY: params()["collaterals"][RISKY]}}), (), [f"size=collateral:{DOLLAR}"])
case("an expiry more than allowed at any size: amount 0", with_(
    account(), params={**params(), "maxExpiries": Count(1)}), (), [f"size=call:{NEAR}:2500"])
case("a collateral that is not enabled: amount 0", with_(
    account(collaterals={}), params={**params(), "collaterals": {}}), (),
    [f"size=collateral:{RISKY}"])
case("instruments that cannot be traded in an account", NO_PERP, (),
     ["cash", "size=perp"])
case("open: unlisted instruments have an error", account(), (),
     [f"size=call:{NEAR + 1}:2500", f"size=collateral:{UNLISTED}", "size=perp"])
case("instruments that cannot be traded in a portfolio", portfolio(), (),
     ["size=perp", f"size=call:{NEXT}:2601", f"size=collateral:{RISKY}", f"size={PUT}"])
case("a deposit of 256 bits cannot be negated", portfolio(
    cash=I_MIN, expiries=[], collaterals={}), (), ["cash"])

# Spot

SHORT_CALL, SHORT_PUT = (2600, True, -1000, 610), (2300, False, -1000, 655)


def spot(note, *options, perp=0, cash=2000 * W, changes=(), scenarios=None, solve=("spot",),
         **members):
    line = portfolio(
        perp=perp, cash=cash, collaterals=members.pop("collaterals", {}),
        expiries=[arranged_expiry(options)] if options else [], **members)
    case(note, with_(line, scenarios=scenarios or [shock(1100, "up"), shock(900, "up")]),
         changes, solve)


spot("spot: below maintenance above a price", SHORT_CALL)
spot("spot: below maintenance under a price", SHORT_PUT)
spot("spot: below maintenance on both sides", SHORT_CALL, SHORT_PUT, solve=("cash", "spot"))
spot("spot: on no side", (2600, True, 1000, 610), cash=9000 * W)
spot("spot: below maintenance everywhere", SHORT_CALL, cash=-9000 * W)
spot("spot: above maintenance between two prices only", (2600, True, 1000, 610),
     (5000, True, -2500, 610), cash=-400 * W)
spot("spot: a long perp", perp=W, cash=900 * W)
spot("spot: a short perp after a trade", perp=W, cash=900 * W, changes=["trade=perp:-3"])
spot("spot: after a move, whose price is the new one", SHORT_PUT, changes=["spot=+15%"])
spot("spot: a loan against risk-cancelling collateral", cash=-2000 * W,
     collaterals={RISKY: 4000 * W})
case("spot: an account, and the size of a new option", with_(
    account(cash=500 * W, collaterals={}, options=[held(NEXT, 2600, True, -1500)]),
    scenarios=[shock(1100, "up"), shock(900, "up")]), (), ["cash", "size=perp", "spot"])
case("spot: forwards beyond 128 bits are refused, the change before them is seen", with_(
    portfolio(cash=50 * W, collaterals={}, expiries=[
        arranged_expiry([], forward=2**126, exact=[
            {"strike": 2**127, "vol": W, "amount": -1, "isCall": True}])]),
    scenarios=[shock(1000)]), (), ["spot"])


# Two parameter sets


def compared_lines():
    def second(of=None, scenarios=None, **more):
        return {"params": {**(of or params()), **more}, "scenarios": scenarios or SHOCKS[:2]}

    strict = params(margin={"imFactor": 1500, "mmFactor": 1200})
    risky = params()
    risky["collaterals"][RISKY]["isRiskCancelling"] = False
    extreme = portfolio(cash=I_MIN + 10**40, value=-(10**39), expiries=[], collaterals={})
    return lines_of([
        ("the same set", account(), [], [], second(scenarios=SHOCKS)),
        ("a stricter set", account(perp=W, unsettled=W), [], ["cash"], second(strict)),
        ("other scenarios, another binds", portfolio(perp=W), [], [],
         second(scenarios=[shock(1300, "down"), shock(1000, "abs")])),
        ("a trade and a move under both", account(), ["trade=perp:-1", "spot=-7%"], [],
         second(strict)),
        ("open: a collateral that moves under the first set only",
         portfolio(collaterals={RISKY: 4000 * W}), ["spot=-20%"], [], second(risky)),
        ("random sets", portfolio(perp=-W, value=W), ["vol=+10%"], [f"size={CALL}"],
         second(slim(odd_params(Dice("compared"))), odd_scenarios(Dice("compared"), 3))),
        ("the smallest numbers", extreme, [], [], second()),
        ("the first set refuses", with_(account(), scenarios=[]), [], [], second()),
        ("open: the second set refuses, and with it the result", account(), [], [],
         {"params": params(), "scenarios": []}),
        ("open: the second set allows fewer expiries", account(options=[
            held(NEXT, 2600, True, -1), held(NEAR, 2500, True, 1)]), [], [],
         second(maxExpiries=Count(1))),
    ])


# Random lines


def random_cases():
    return [random_case(Dice(f"explained:{turn}"), turn) for turn in range(22)]


def random_case(dice, turn):
    line = random_account(dice) if turn % 2 else random_portfolio(dice)
    line["params"] = slim(odd_params(dice))
    line["scenarios"] = odd_scenarios(dice, dice.between(1, 4))
    changes = [random_change(dice, line) for _ in range(dice.below(4))]
    solve = dice.pick(([], ["cash"], ["size=perp"], ["cash", f"size={random_option(dice, line)}"]))
    return ("random", line, changes, solve)


def slim(odd):
    del odd["collaterals"][ASSETS[2]]
    return odd


def random_account(dice):
    options = {}
    for _ in range(dice.between(1, 3)):
        key = dice.pick((NEAR, NEXT)), dice.between(20, 30) * 100, dice.chance(50)
        options[key] = dice.sign() * dice.between(1, 4000)
    line = account(
        perp=dice.sign() * dice.magnitude(62) if dice.chance(60) else 0,
        unsettled=dice.sign() * dice.magnitude(68), cash=(1 if dice.chance(80) else -1) * dice.between(0, 30_000 * W),
        collaterals={a: dice.magnitude(64) for a in dice.shuffled((RISKY, DOLLAR))[:dice.below(3)]},
        options=[held(*key, amount) for key, amount in options.items()])
    return by_time(line, options_too=dice.chance(50)) if dice.chance(40) else line


def random_portfolio(dice):
    expiries = []
    for seconds in (NEAR, NEXT)[:dice.between(1, 2)]:
        keys = {(dice.between(20, 30) * 100, dice.chance(50)): 0 for _ in range(dice.between(1, 2))}
        expiries.append(arranged_expiry(
            [(*key, dice.sign() * dice.between(1, 4000), dice.between(100, 1900)) for key in keys],
            seconds=seconds, forward=SPOT * dice.wad(950, 1060) // W,
            discount=dice.wad(900, 1000), rate=dice.wad(0, 200)))
    return portfolio(
        perp=dice.sign() * dice.magnitude(62) if dice.chance(60) else 0,
        value=dice.sign() * dice.magnitude(68), cash=(1 if dice.chance(80) else -1) * dice.between(0, 30_000 * W),
        collaterals={a: dice.magnitude(74) for a in dice.shuffled((RISKY, DOLLAR))[:dice.below(3)]},
        expiries=expiries, minConfidence=dice.wad(300, 1000))


def random_option(dice, line):
    """Mostly one that is held."""
    holdings = [
        (e["secondsToExpiry"], o) for e in line["portfolio"]["expiries"] for o in e["options"]
    ] if "portfolio" in line else [
        (o.get("secondsToExpiry", o.get("expiry")), o) for o in line["account"]["options"]]
    if not holdings or dice.chance(15):
        return f"call:{NEXT}:2500"
    expiry, option = dice.pick(holdings)
    is_call = option["isCall"] != dice.chance(25)
    return f"{'call' if is_call else 'put'}:{expiry}:{option['strike'] // W}"


def random_change(dice, line):
    kind = dice.below(5)
    if kind == 0:
        return f"spot={dice.pick('+-')}{dice.below(60)}.{dice.below(1000):03}%"
    if kind == 1:
        return f"vol={dice.pick('+-')}{dice.below(90)}.{dice.below(1000):03}%"
    amount = f"{dice.pick(('', '-'))}{dice.below(3)}.{dice.below(10**18):018}"
    price = f"@{dice.below(400)}.{dice.below(100):02}" if dice.chance(40) else ""
    if kind == 2:
        has_perp = line.get("portfolio", {"perpPosition": 1})["perpPosition"] != 0
        if has_perp or dice.chance(20):
            return f"trade=perp:{amount}{price}"
    if kind == 3 and "account" in line:
        return f"trade=collateral:{RISKY}:{amount.removeprefix('-')}{price}"
    return f"trade={random_option(dice, line)}:{amount}{price}"
