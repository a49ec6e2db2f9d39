"""Raw markets and accounts, all invented: what arrangement does, and how it fails."""

from copy import deepcopy

from .dice import W, Dice
from .lines import Count
from .model import (
    ASSETS, DAY, THIRTY_DAYS, YEAR, odd_params, odd_scenarios, shock, usual_params,
    usual_scenarios,
)

SPOT = 2477 * W + 123456789012345679
I_MIN = -(2**255)
I_MAX = 2**255 - 1


def surface(forward, seconds, level=41):
    tau = max(seconds, 3600) * W // YEAR
    return {
        "a": level * tau // 100, "b": W // 37, "rho": -W // 7, "m": W // 91, "sigma": W // 13,
        "forward": forward, "tau": tau,
    }


def expiry(seconds, tilt=0, fixed=0, rate=W // 23):
    forward = SPOT + tilt * W // 3
    return {
        "secondsToExpiry": seconds, "forwardFixedPortion": fixed,
        "forwardVariablePortion": forward - fixed, "forwardConfidence": W - 11,
        "rate": rate, "rateConfidence": W - 13, "svi": surface(forward + 7, seconds),
        "volConfidence": W - 17,
    }


def option(seconds, strike, is_call, amount):
    """Strike in whole units, amount in thousandths."""
    return {
        "secondsToExpiry": seconds, "strike": strike * W, "isCall": is_call,
        "amount": amount * W // 1000 + 3,
    }


NEAR, NEXT, FAR = 3 * DAY + 17, 45 * DAY, 700 * DAY


def usual():
    """A market with three expiries, a perp and three collaterals, and an account in it."""
    return {
        "params": usual_params(),
        "scenarios": usual_scenarios(),
        "market": {
            "spotPrice": SPOT, "spotConfidence": W - 5, "stablePrice": W + 777,
            "perpPrice": SPOT + W // 3, "perpConfidence": W - 7,
            "collaterals": [
                {"asset": ASSETS[0], "name": "wrapped", "price": SPOT, "confidence": W - 19},
                {"asset": ASSETS[1], "name": "dollar", "price": W - 1313, "confidence": W - 23},
                {"asset": ASSETS[2], "name": "staked", "price": 2 * SPOT // 3,
                 "confidence": W - 29},
            ],
            "expiries": [expiry(NEAR), expiry(NEXT, 8), expiry(FAR, 40, rate=W // 17)],
        },
        "account": {
            "cash": 5003 * W + 1, "perpPosition": 0, "unsettledPerpCash": 0,
            "collaterals": [{"asset": ASSETS[1], "amount": 12345 * W + 678}],
            "options": [
                option(NEXT, 2600, True, -2500), option(NEXT, 2200, False, -1500),
                option(NEAR, 2500, True, 900),
            ],
        },
    }


EDGES = []


def edge(note):
    """Registers a case: the function bends the usual one."""
    def register(bend):
        EDGES.append((note, bend))
        return bend
    return register


def arrangement_cases():
    cases = []
    for note, bend in EDGES:
        case = deepcopy(usual())
        bend(case, case["market"], case["account"])
        cases.append({"kind": bend.__name__.strip("_").replace("_", "-"), "note": note, **case})
    dice = Dice("arrangement")
    cases += [random_case(dice) for _ in range(30)]
    return cases


def hold(account, collaterals=(), options=(), cash=0):
    account["collaterals"] = [{"asset": ASSETS[i], "amount": amount} for i, amount in collaterals]
    account["options"] = list(options)
    account["cash"] = cash


# Holdings


@edge("the case that the others bend: three expiries listed, two held, no perp")
def usual_account(case, market, account):
    pass


@edge("an account that holds nothing: no expiry, no collateral, the basis of 0 binds")
def empty_account(case, market, account):
    hold(account)


@edge("cash alone, negative")
def cash_only(case, market, account):
    hold(account, cash=-7 * W)


@edge("arranged expiries stand in first-seen order, options and collaterals in reverse order")
def held_order(case, market, account):
    hold(account, [(2, W), (0, 2 * W), (1, 3 * W)], [
        option(FAR, 3000, True, -100), option(NEAR, 2400, False, -200),
        option(FAR, 2000, False, -300), option(NEXT, 2500, True, 400),
        option(NEAR, 2450, True, -500), option(FAR, 2500, True, 600)])


@edge("a call and a put of one strike are two instruments and cover each other")
def same_strike_call_put(case, market, account):
    hold(account, options=[option(NEXT, 2500, True, 1000), option(NEXT, 2500, False, -900)])


@edge("one strike in two expiries: nothing is covered across expiries")
def same_strike_two_expiries(case, market, account):
    hold(account, options=[option(NEXT, 2500, True, 1000), option(NEAR, 2500, False, -900)])


@edge("an option of amount 0 still opens its expiry and is arranged")
def zero_amount(case, market, account):
    hold(account, options=[{**option(FAR, 2500, True, 0), "amount": 0}])


@edge("an option of amount 0 in an expiry that the market lacks fails all the same")
def zero_amount_missing_expiry(case, market, account):
    hold(account, options=[{**option(DAY, 2500, True, 0), "amount": 0}])


@edge("a collateral of amount 0 has value 0 and needs its price")
def collateral_zero(case, market, account):
    hold(account, [(0, 0)])


@edge("several collaterals, risk cancelling and not, floor in each value")
def several_collaterals(case, market, account):
    hold(account, [(0, 3 * W + 1), (1, 10**23 + 7), (2, W // 3)], cash=-90 * W)


@edge("what the market lists and the account does not hold is never read")
def unheld_is_not_read(case, market, account):
    market["collaterals"][2]["price"] = 0
    market["collaterals"][2]["confidence"] = 0
    market["expiries"][2]["svi"].update(forward=0, tau=0)
    market["expiries"][2]["rate"] = I_MAX
    market["expiries"][2]["forwardConfidence"] = 0


# Perp


@edge("perp long: priced at the mark, its contingency at the index price")
def perp_long(case, market, account):
    account["perpPosition"] = 3 * W + 1
    account["unsettledPerpCash"] = -77 * W - 1


@edge("perp short, mark below the index")
def perp_short(case, market, account):
    account["perpPosition"] = -9 * W - 1
    account["unsettledPerpCash"] = 400 * W
    market["perpPrice"] = SPOT - 5 * W


@edge("a perp of 1 wei sets the price and the confidence like any other")
def perp_one_wei(case, market, account):
    account["perpPosition"] = 1
    market["perpConfidence"] = W // 5


@edge("no perp: perpPrice is 0 and the perp's confidence does not enter")
def perp_absent_low_confidence(case, market, account):
    market["perpConfidence"] = 0


@edge("no perp, but unsettled cash of it: it counts")
def perp_absent_unsettled(case, market, account):
    account["unsettledPerpCash"] = 123 * W + 4


# Confidences


@edge("low confidence of the perp: it lowers the account's and every expiry's, no collateral's")
def low_perp_confidence(case, market, account):
    account["perpPosition"] = 2 * W
    market["perpConfidence"] = W // 3


@edge("low confidence of spot: perp, options and collaterals pay")
def low_spot_confidence(case, market, account):
    account["perpPosition"] = 2 * W
    market["spotConfidence"] = W // 3


@edge("low confidence of one forward: its expiry alone pays")
def low_forward_confidence(case, market, account):
    market["expiries"][1]["forwardConfidence"] = W // 2


@edge("low confidence of one rate: its expiry alone pays")
def low_rate_confidence(case, market, account):
    market["expiries"][1]["rateConfidence"] = W // 2


@edge("low confidence of one surface: its expiry alone pays")
def low_vol_confidence(case, market, account):
    market["expiries"][0]["volConfidence"] = W // 2


@edge("low confidence of a collateral: it alone pays")
def low_collateral_confidence(case, market, account):
    hold(account, [(0, W), (1, 9000 * W)])
    market["collaterals"][0]["confidence"] = W // 9


@edge("confidence exactly at the threshold: no penalty")
def confidence_at_threshold(case, market, account):
    market["spotConfidence"] = 55 * W // 100
    account["perpPosition"] = W


@edge("confidence 1 wei below the threshold: a penalty")
def confidence_below_threshold(case, market, account):
    market["spotConfidence"] = 55 * W // 100 - 1
    account["perpPosition"] = W


@edge("confidence of zero everywhere")
def confidence_zero(case, market, account):
    account["perpPosition"] = W
    market["spotConfidence"] = market["perpConfidence"] = 0
    for each in market["expiries"]:
        each["forwardConfidence"] = each["rateConfidence"] = each["volConfidence"] = 0


@edge("confidences above 1 are no failure where the threshold is below 1")
def confidence_above_one(case, market, account):
    market["spotConfidence"] = 3 * W
    market["expiries"][1]["forwardConfidence"] = 2**256 - 1


# Rates, forwards, time


@edge("a negative rate is taken as 0: discount 999999999999999999")
def negative_rate(case, market, account):
    for each in market["expiries"]:
        each["rate"] = -W // 20


@edge("the least rate of the type is taken as 0")
def least_rate(case, market, account):
    market["expiries"][1]["rate"] = I_MIN


@edge("a rate of 0 is not the discount 1")
def zero_rate(case, market, account):
    market["expiries"][1]["rate"] = 0


@edge("a rate so small that its product is below a year: the exponent truncates to 0")
def tiny_rate(case, market, account):
    market["expiries"][0]["rate"] = 121


@edge("a rate of 1 wei a year for 365 days: the exponent is -1")
def rate_of_one_wei(case, market, account):
    market["expiries"].append(expiry(YEAR, rate=1))
    hold(account, options=[option(YEAR, 2500, True, -1000)])


@edge("a large rate: a small discount")
def large_rate(case, market, account):
    market["expiries"][1]["rate"] = 30 * W
    case["params"]["margin"].update(longRateMultScale=0, shortRateMultScale=W // 100)


@edge("a rate that discounts to 0: udiv(W, discount) has no divisor")
def rate_discounts_to_zero(case, market, account):
    market["expiries"][1]["rate"] = 400 * W
    case["params"]["margin"].update(longRateMultScale=0, shortRateMultScale=0)


@edge("rate times seconds overflows")
def rate_overflows(case, market, account):
    market["expiries"][1]["rate"] = I_MAX


@edge("an expired expiry: 0 seconds, in and out of the money")
def expired(case, market, account):
    market["expiries"].append(expiry(0))
    hold(account, options=[
        option(0, 2300, True, -1000), option(0, 2900, True, -1000), option(0, 2900, False, 700)])


@edge("an expired expiry beside a live one")
def expired_and_live(case, market, account):
    market["expiries"].insert(0, expiry(0, rate=-W))
    account["options"] += [option(0, 2300, False, -1000), option(0, 2400, True, 5000)]


@edge("thirty days exactly take the short-term power, a second more the long-term one")
def thirty_days(case, market, account):
    market["expiries"] = [expiry(THIRTY_DAYS), expiry(THIRTY_DAYS + 1)]
    hold(account, options=[
        option(THIRTY_DAYS, 2500, True, -1000), option(THIRTY_DAYS + 1, 2500, True, -1000)])


@edge("a fixed portion of the forward is not shocked")
def fixed_portion(case, market, account):
    market["expiries"][1] = expiry(NEXT, 8, fixed=1500 * W + 1)


@edge("the whole forward is fixed: no scenario moves it")
def all_fixed(case, market, account):
    market["expiries"][1].update(forwardFixedPortion=SPOT, forwardVariablePortion=0)


@edge("the forward now and the surface's reference forward and tau are different things")
def stale_surface(case, market, account):
    market["expiries"][1]["svi"].update(forward=1800 * W, tau=W // 2)


@edge("a stable price below the peg threshold raises the initial factor and collateral values")
def low_stable(case, market, account):
    market["stablePrice"] = 93 * W // 100 + 1


@edge("a stable price above 1 lowers collateral values, nothing else")
def high_stable(case, market, account):
    market["stablePrice"] = 11 * W // 10 + 1


# Limits on expiries


@edge("as many expiries as the limit")
def expiries_at_limit(case, market, account):
    case["params"]["maxExpiries"] = Count(2)


@edge("one expiry more than the limit")
def expiries_above_limit(case, market, account):
    case["params"]["maxExpiries"] = Count(1)


@edge("the limit counts expiries, not options")
def limit_counts_expiries(case, market, account):
    case["params"]["maxExpiries"] = Count(1)
    hold(account, options=[
        option(NEXT, 2400 + 100 * i, i % 2 == 0, 100 * i - 250) for i in range(6)])


@edge("the limit counts expiries held with amount 0 too")
def limit_counts_zero_amounts(case, market, account):
    case["params"]["maxExpiries"] = Count(2)
    account["options"].append({**option(FAR, 2500, True, 0), "amount": 0})


@edge("the limit precedes every read of a price: here all of it is missing")
def limit_before_prices(case, market, account):
    case["params"]["maxExpiries"] = Count(1)
    market["expiries"] = []
    market["collaterals"] = []


# Refusals by the protocol


@edge("an expiry that the market lacks")
def missing_expiry(case, market, account):
    del market["expiries"][1]


@edge("a missing expiry precedes a missing collateral price and a broken surface")
def missing_expiry_first(case, market, account):
    del market["expiries"][0]
    market["collaterals"] = []
    market["expiries"][0]["svi"]["forward"] = 0


@edge("expiries are priced in order: the first one's overflow precedes the second's absence")
def overflow_before_missing(case, market, account):
    market["expiries"][1]["rate"] = I_MAX
    del market["expiries"][0]


@edge("a collateral without a price")
def missing_collateral(case, market, account):
    del market["collaterals"][1]


@edge("collaterals are held before options: the missing price precedes the broken surface")
def missing_collateral_first(case, market, account):
    del market["collaterals"][1]
    market["expiries"][0]["svi"]["forward"] = 0
    market["expiries"][1]["svi"]["tau"] = 0


@edge("a surface without a reference forward")
def surface_without_forward(case, market, account):
    market["expiries"][1]["svi"]["forward"] = 0


@edge("a surface whose level is negative")
def surface_level_negative(case, market, account):
    market["expiries"][1]["svi"]["a"] = -W


@edge("a surface that gives negative variance at a strike")
def surface_invalid(case, market, account):
    market["expiries"][1]["svi"].update(
        a=-W // 50, b=W, rho=-5 * W, m=-W // 2, sigma=W // 20)


@edge("a surface whose tau is 0")
def surface_without_tau(case, market, account):
    market["expiries"][1]["svi"]["tau"] = 0


@edge("options are arranged in held order over all expiries: the first broken surface wins")
def first_surface_wins(case, market, account):
    market["expiries"][0]["svi"]["tau"] = 0
    market["expiries"][1]["svi"]["forward"] = 0


@edge("a strike over the forward beyond Int256")
def surface_ratio_too_large(case, market, account):
    market["expiries"][1]["svi"]["forward"] = 1
    account["options"][0]["strike"] = 2**255 // W + 1


@edge("a strike times W overflows")
def surface_strike_overflows(case, market, account):
    account["options"][0]["strike"] = 2**200


@edge("a strike of 0 has volatility 0; its logarithm fails only in a skew scenario")
def zero_strike_skew(case, market, account):
    account["options"][0]["strike"] = 0


@edge("a strike of 0 without a skew scenario is margined")
def zero_strike(case, market, account):
    account["options"][0]["strike"] = 0
    case["scenarios"] = case["scenarios"][:-2]


@edge("a negative balance of a collateral")
def collateral_negative(case, market, account):
    hold(account, [(1, -1)])


@edge("a collateral whose amount times price overflows")
def collateral_overflows(case, market, account):
    hold(account, [(1, 2**240)])
    market["collaterals"][1]["price"] = 2**17


@edge("a stable price of 0 has no quotient")
def stable_zero(case, market, account):
    market["stablePrice"] = 0


@edge("a stable price of 0 without collateral is only a lost peg")
def stable_zero_without_collateral(case, market, account):
    market["stablePrice"] = 0
    account["collaterals"] = []


@edge("a collateral value beyond Int256 is arranged and fails in precomputation")
def collateral_beyond_int(case, market, account):
    hold(account, [(1, I_MAX)])
    market["collaterals"][1]["price"] = 2
    market["stablePrice"] = 1
    case["params"]["collaterals"][ASSETS[1]].update(mmHaircut=0, imHaircut=0)


@edge("a collateral that is priced but not enabled: arranged, then refused")
def collateral_disabled(case, market, account):
    hold(account, [(0, W), (3, W)])
    market["collaterals"].append(
        {"asset": ASSETS[3], "name": "unknown", "price": W, "confidence": W})


@edge("the greatest seconds of UInt64 at a rate of 0: arranged and priced")
def seconds_greatest(case, market, account):
    case["params"]["margin"].update(longRateAddScale=0, shortRateAddScale=0)
    market["expiries"].append({**expiry(YEAR, rate=0), "secondsToExpiry": 2**64 - 1})
    hold(account, options=[option(2**64 - 1, 2500, True, 1000)])


@edge("the greatest seconds of UInt64 at a rate of 0.05: the discount is 0")
def seconds_greatest_discounted(case, market, account):
    market["expiries"].append({**expiry(YEAR, rate=W // 20), "secondsToExpiry": 2**64 - 1})
    hold(account, options=[option(2**64 - 1, 2500, True, 1000)])


# Expiries named by time (JS-8, JS-9)


NOW = 1_800_000_000


def name_market(market, now=NOW):
    """Expiries by the time that their seconds make."""
    market["timestamp"] = now
    for each in market["expiries"]:
        each["expiry"] = now + each.pop("secondsToExpiry")


def name_options(account, now=NOW):
    for each in account["options"]:
        each["expiry"] = now + each.pop("secondsToExpiry")


@edge("market and account name expiries by time")
def by_time(case, market, account):
    name_market(market)
    name_options(account)


@edge("a market by time, an account by seconds: the expiry that is as many seconds away")
def by_time_and_seconds(case, market, account):
    name_market(market)


@edge("a market by seconds has no expiry of a time, even with a timestamp")
def by_seconds_and_time(case, market, account):
    market["timestamp"] = NOW
    name_options(account)


@edge("expired expiries of different times are two, each with its own forward")
def expired_by_time(case, market, account):
    expired_at(case, market, account, (NOW - DAY, NOW - 3 * DAY))
    account["options"] += [
        {"expiry": time, "strike": 2300 * W, "isCall": True, "amount": -W}
        for time in (NOW - 3 * DAY, NOW - DAY)]


@edge("two expired expiries count twice for the limit, and one strike is naked in each")
def expired_by_time_limit(case, market, account):
    expired_by_time(case, market, account)
    case["params"]["maxExpiries"] = Count(1)


@edge("an account by seconds means the first of the expired expiries")
def expired_by_seconds(case, market, account):
    expired_at(case, market, account, (NOW - DAY, NOW - 3 * DAY))
    account["options"] = [option(0, 2300, True, -1000), option(0, 2300, False, -1000)]


def expired_at(case, market, account, times):
    name_market(market)
    hold(account, options=[])
    for i, time in enumerate(times):
        each = expiry(0, tilt=60 * i)
        del each["secondsToExpiry"]
        market["expiries"].insert(0, {**each, "expiry": time})
    market["expiries"].reverse()


@edge("an expiry at the very second of the market's time is expired")
def expires_now(case, market, account):
    name_market(market)
    hold(account, options=[])
    each = expiry(0)
    del each["secondsToExpiry"]
    market["expiries"].append({**each, "expiry": NOW})
    account["options"] = [{"expiry": NOW, "strike": 2300 * W, "isCall": True, "amount": -W}]


@edge("the greatest time and the time 0")
def time_greatest(case, market, account):
    case["params"]["margin"].update(longRateAddScale=0, shortRateAddScale=0)
    market["timestamp"] = 0
    each = expiry(YEAR, rate=0)
    del each["secondsToExpiry"]
    market["expiries"] = [{**each, "expiry": 2**64 - 1}]
    hold(account, options=[])
    account["options"] = [
        {"expiry": 2**64 - 1, "strike": 2300 * W, "isCall": True, "amount": -W}]


@edge("assets in another case of their digits, and collaterals without names")
def asset_case(case, market, account):
    collaterals = case["params"]["collaterals"]
    case["params"]["collaterals"] = {
        "0x" + asset[2:].upper(): members for asset, members in collaterals.items()}
    for each in market["collaterals"]:
        del each["name"]


@edge("no scenarios: refused after the precomputation")
def no_scenarios(case, market, account):
    case["scenarios"] = []


@edge("a perp beyond the product with its price")
def perp_overflows(case, market, account):
    account["perpPosition"] = I_MAX


@edge("a forward beyond UInt128")
def forward_beyond_uint128(case, market, account):
    market["expiries"][1]["forwardVariablePortion"] = 2**128


@edge("a forward within UInt128 that a scenario shocks beyond it")
def forward_shocked_beyond(case, market, account):
    hold(account, options=[option(NEXT, 2500, False, 1000)])
    market["expiries"][1]["forwardVariablePortion"] = 2**127
    case["scenarios"] = [shock(1000), shock(1900), shock(2001)]


# Random accounts


def random_case(dice):
    case = deepcopy(usual())
    if dice.chance(50):
        case["params"] = odd_params(dice)
        case["scenarios"] = odd_scenarios(dice, dice.between(1, 9))
    market, account = case["market"], case["account"]
    spot = dice.magnitude(24) * W + dice.below(W) + W // 10
    market.update(
        spotPrice=spot, spotConfidence=dice.wad(300, 1000), stablePrice=dice.wad(900, 1060),
        perpPrice=spot * dice.wad(980, 1020) // W, perpConfidence=dice.wad(300, 1000))
    for collateral in market["collaterals"]:
        collateral.update(price=dice.wad(200, 3 * 10**6), confidence=dice.wad(200, 1000))
    market["expiries"] = random_expiries(dice, spot)
    account.update(
        cash=dice.sign() * dice.magnitude(88), unsettledPerpCash=dice.sign() * dice.magnitude(70),
        perpPosition=dice.sign() * dice.magnitude(68) if dice.chance(60) else 0,
        collaterals=[
            {"asset": asset, "amount": dice.magnitude(70)}
            for asset in dice.shuffled(ASSETS[:3])[:dice.below(4)]],
        options=random_options(dice, market["expiries"], spot))
    return {"kind": "random", "note": "an account in a random market, odd digits", **case}


def random_expiries(dice, spot):
    seconds = {dice.between(1, 3 * DAY), dice.between(DAY, 40 * DAY), dice.between(DAY, 3 * YEAR)}
    if dice.chance(30):
        seconds.add(0)
    expiries = []
    for each in dice.shuffled(sorted(seconds)):
        forward = spot * dice.wad(930, 1080) // W
        fixed = dice.below(forward) if dice.chance(30) else 0
        expiries.append({
            "secondsToExpiry": each, "forwardFixedPortion": fixed,
            "forwardVariablePortion": forward - fixed, "forwardConfidence": dice.wad(300, 1000),
            "rate": dice.wad(-80, 300), "rateConfidence": dice.wad(300, 1000),
            "svi": random_surface(dice, forward, each), "volConfidence": dice.wad(300, 1000),
        })
    return expiries


def random_surface(dice, forward, seconds):
    tau = max(seconds, 600) * W // YEAR
    return {
        "a": tau * dice.between(5, 200) // 100, "b": dice.wad(0, 150), "rho": dice.wad(-900, 900),
        "m": dice.wad(-200, 200), "sigma": dice.wad(1, 400),
        "forward": forward * dice.wad(950, 1050) // W, "tau": tau,
    }


def random_options(dice, expiries, spot):
    options = {}
    for _ in range(dice.below(12)):
        seconds = dice.pick(expiries)["secondsToExpiry"]
        strike = spot * dice.between(10, 40) // 20 // 10**16 * 10**16
        key = (seconds, strike, dice.chance(50))
        options[key] = {
            "secondsToExpiry": seconds, "strike": strike, "isCall": key[2],
            "amount": dice.sign() * dice.magnitude(66),
        }
    return list(options.values())
