"""Arranged portfolios of unusual shapes, and every failure that margin can end in."""

from copy import deepcopy

from .dice import W, Dice
from .model import (
    ASSETS, DAY, THIRTY_DAYS, YEAR, odd_params, odd_scenarios, shock, usual_params,
    usual_scenarios,
)

I_MIN = -(2**255)
I_MAX = 2**255 - 1
U256 = 2**256 - 1

SHAPES = []
FAILURES = []


def shape(count, note):
    """Registers a shape: `count` portfolios are drawn and bent by the function."""
    def register(bend):
        SHAPES.append((count, note, bend))
        return bend
    return register


def failure(note):
    """Registers a bend of the plain portfolio that ends at an edge or in a failure."""
    def register(bend):
        FAILURES.append((note, bend))
        return bend
    return register


def portfolio_cases():
    cases = []
    for count, note, bend in SHAPES:
        for turn in range(count):
            dice = Dice(f"portfolio:{bend.__name__}:{turn}")
            case = drawn(dice)
            bend(dice, case, case["portfolio"])
            cases.append(about(bend, note, case))
    for note, bend in FAILURES:
        case = plain()
        bend(case, case["params"], case["portfolio"])
        cases.append(about(bend, note, case))
    return cases


def about(bend, note, case):
    return {"kind": bend.__name__.strip("_").replace("_", "-"), "note": note, **case}


# What shapes bend


def drawn(dice):
    spot = dice.magnitude(20) * W + dice.below(W) + W
    return {
        "params": odd_params(dice) if dice.chance(60) else deepcopy(usual_params()),
        "scenarios": odd_scenarios(dice, dice.between(2, 7)),
        "portfolio": {
            "spotPrice": spot, "perpPrice": spot * dice.wad(970, 1030) // W,
            "stablePrice": dice.wad(900, 1100), "cash": dice.sign() * dice.magnitude(84),
            "perpPosition": dice.sign() * dice.magnitude(66) if dice.chance(50) else 0,
            "perpValue": dice.sign() * dice.magnitude(74) if dice.chance(50) else 0,
            "minConfidence": dice.wad(200, 1000),
            "collaterals": [
                {"asset": asset, "value": dice.magnitude(84), "minConfidence": dice.wad(200, 1000)}
                for asset in dice.shuffled(ASSETS[:3])[:dice.below(3)]],
            "expiries": [drawn_expiry(dice, spot) for _ in range(dice.below(3))],
        },
    }


def drawn_expiry(dice, spot, seconds=None):
    if seconds is None:
        seconds = dice.pick(
            (dice.between(1, DAY), dice.between(DAY, YEAR), dice.between(1, 3 * YEAR)))
    forward = spot * dice.wad(940, 1070) // W
    fixed = dice.below(forward) if dice.chance(25) else 0
    return {
        "secondsToExpiry": seconds, "forwardFixedPortion": fixed,
        "forwardVariablePortion": forward - fixed,
        "rate": dice.wad(0, 300) if dice.chance(70) else 0, "discount": dice.wad(800, 1000),
        "minConfidence": dice.wad(200, 1000),
        "options": drawn_options(dice, forward, dice.between(1, 3)),
    }


def drawn_options(dice, forward, count):
    options = {}
    for _ in range(count):
        strike = forward * dice.between(8, 44) // 20 // 10**15 * 10**15 + 10**10
        options[strike, dice.chance(50)] = None
    return [
        {"strike": strike, "vol": dice.wad(50, 2500), "amount": dice.sign() * dice.magnitude(64),
         "isCall": is_call}
        for strike, is_call in options]


def give(dice, portfolio, count=1, **members):
    """Replaces the expiries by `count` drawn ones with members set."""
    portfolio["expiries"] = [
        {**drawn_expiry(dice, portfolio["spotPrice"]), **members} for _ in range(count)]
    return portfolio["expiries"]


def all_options(portfolio):
    return [option for expiry in portfolio["expiries"] for option in expiry["options"]]


# Shapes


@shape(10, "a call and a put at each of many strikes, every mix of signs")
def pairs(dice, case, portfolio):
    for expiry in give(dice, portfolio):
        forward = expiry["forwardVariablePortion"] + expiry["forwardFixedPortion"]
        expiry["options"] = dice.shuffled([
            {"strike": forward * (6 + 2 * i) // 12, "vol": dice.wad(100, 1500),
             "amount": dice.pick((0, 1, -1, 1, -1)) * dice.between(1, 5 * W), "isCall": is_call}
            for i in range(5) for is_call in (True, False)])


@shape(8, "amounts of zero among others")
def zero_amounts(dice, case, portfolio):
    give(dice, portfolio, 2)
    for option in all_options(portfolio):
        if dice.chance(60):
            option["amount"] = 0


@shape(6, "expiries without options: every quantity of them is still computed")
def empty_expiries(dice, case, portfolio):
    for expiry in give(dice, portfolio, 3)[1:]:
        expiry["options"] = []


@shape(8, "several expiries of the same seconds to expiry are computed apart")
def twin_expiries(dice, case, portfolio):
    seconds = dice.pick((0, DAY, 90 * DAY))
    give(dice, portfolio, 3, secondsToExpiry=seconds)


@shape(8, "expired expiries")
def expired(dice, case, portfolio):
    for expiry in give(dice, portfolio, 2, secondsToExpiry=0):
        expiry["discount"] = 999999999999999999


@shape(8, "amounts of a few wei: truncation toward zero in every product")
def wei(dice, case, portfolio):
    give(dice, portfolio, 2)
    for option in all_options(portfolio):
        option["amount"] = dice.sign() * dice.between(1, 9)
    portfolio.update(perpPosition=dice.sign() * dice.between(1, 9), cash=0, perpValue=0)
    for collateral in portfolio["collaterals"]:
        collateral["value"] = dice.between(1, 9)


@shape(8, "huge amounts, far from overflow")
def huge(dice, case, portfolio):
    give(dice, portfolio)
    for option in all_options(portfolio):
        option["amount"] = dice.sign() * dice.between(10**30, 10**37)
    portfolio.update(
        perpPosition=dice.sign() * 10**36 + dice.below(W), cash=dice.sign() * 10**50,
        perpValue=dice.sign() * dice.magnitude(160))


@shape(6, "prices of a few wei")
def tiny_prices(dice, case, portfolio):
    portfolio.update(spotPrice=dice.between(1, 99), perpPrice=dice.between(0, 99))
    for expiry in give(dice, portfolio):
        expiry.update(forwardVariablePortion=dice.between(1, 99), forwardFixedPortion=0)
        for i, option in enumerate(expiry["options"]):
            option["strike"] = dice.between(1, 99) + 100 * i


@shape(6, "prices near the top of UInt128")
def top_prices(dice, case, portfolio):
    portfolio.update(spotPrice=2**120, perpPrice=2**120 + dice.below(W), perpPosition=-W)
    for expiry in give(dice, portfolio):
        expiry.update(forwardVariablePortion=2**124 - dice.below(W), forwardFixedPortion=0)
        for i, option in enumerate(expiry["options"]):
            option.update(strike=2**128 - 1 - i, amount=dice.sign() * dice.magnitude(62))


@shape(12, "every kind of volatility shock with odd spot shocks and dampening")
def odd_shocks(dice, case, portfolio):
    give(dice, portfolio)
    case["scenarios"] = [
        {"spotShock": dice.pick((0, 1, W - 1, W, W + 1, dice.wad(0, 5000))), "volShock": kind,
         "dampeningFactor": dice.pick((0, 1, W - 1, W + 1, dice.wad(0, 20000)))}
        for kind in dice.shuffled(("none", "up", "down", "linear", "abs", "none"))]


@shape(8, "each scenario twice: of equal losses the earlier is the worst")
def duplicated_scenarios(dice, case, portfolio):
    give(dice, portfolio)
    case["scenarios"] = case["scenarios"][:4] * 2


@shape(6, "losses tie between different scenarios")
def ties(dice, case, portfolio):
    portfolio.update(
        expiries=[], collaterals=[], perpPosition=dice.sign() * dice.between(1, 9) * W,
        perpPrice=dice.between(1, 9999) * W)
    case["scenarios"] = dice.shuffled([
        shock(900, damp=1000), shock(800, damp=500), shock(600, damp=250),
        shock(1100, "up"), shock(1200, "down", 500), shock(1400, "abs", 250)])


@shape(6, "no scenario loses more than the basis contingency: the worst is their number")
def basis_binds(dice, case, portfolio):
    case["scenarios"] = [
        {**scenario, "dampeningFactor": dice.below(1000)} for scenario in case["scenarios"]]
    portfolio.update(perpPosition=0, collaterals=[])
    for option in give(dice, portfolio)[0]["options"]:
        option["amount"] = -dice.between(W, 9 * W)


@shape(8, "a basis that gains both ways contributes 0, never more")
def positive_basis(dice, case, portfolio):
    portfolio.update(perpPosition=0)
    case["params"]["basisContingency"].update(
        scenarioSpotUp=dice.wad(1100, 2900), scenarioSpotDown=dice.wad(0, 800))
    for expiry in give(dice, portfolio):
        forward = expiry["forwardVariablePortion"] + expiry["forwardFixedPortion"]
        expiry["options"] = [
            {"strike": forward // 10**10 * 10**10, "vol": W // 3, "amount": dice.between(W, 5 * W),
             "isCall": is_call} for is_call in (True, False)]


@shape(8, "fixed portions of the forward, up to the whole of it")
def fixed_forward(dice, case, portfolio):
    for i, expiry in enumerate(give(dice, portfolio, 2)):
        forward = expiry["forwardVariablePortion"] + expiry["forwardFixedPortion"]
        fixed = forward if i == 0 else dice.below(forward)
        expiry.update(forwardFixedPortion=fixed, forwardVariablePortion=forward - fixed)


@shape(6, "a stable price at, around and far from the peg threshold")
def stable(dice, case, portfolio):
    threshold = case["params"]["otherContingency"]["pegLossThreshold"]
    give(dice, portfolio)
    portfolio["stablePrice"] = dice.pick(
        (0, 1, threshold - 1, threshold, threshold + 1, 3 * W, U256))


@shape(8, "confidences at, below and above their threshold, of account, expiry and collateral")
def confidences(dice, case, portfolio):
    threshold = case["params"]["otherContingency"]["confThreshold"]
    choices = (0, threshold - 1, threshold, threshold + 1, W, W + 1)
    give(dice, portfolio, 2)
    portfolio["minConfidence"] = dice.pick(choices)
    for part in portfolio["expiries"] + portfolio["collaterals"]:
        part["minConfidence"] = dice.pick(choices)


@shape(8, "seconds to expiry around thirty days and around the floor of the shock")
def time_borders(dice, case, portfolio):
    floor = dice.pick((0, 1, DAY, THIRTY_DAYS, THIRTY_DAYS + 1, 400 * DAY))
    case["params"]["volShock"]["dteFloorSeconds"] = floor
    borders = (1, THIRTY_DAYS - 1, THIRTY_DAYS, THIRTY_DAYS + 1, floor + 1)
    portfolio["expiries"] = [
        drawn_expiry(dice, portfolio["spotPrice"], dice.pick(borders)) for _ in range(2)]


@shape(6, "expiries of many years")
def far_expiries(dice, case, portfolio):
    case["params"]["volShock"]["longTermPower"] = dice.wad(0, 300)
    give(dice, portfolio, 2, secondsToExpiry=dice.between(5 * YEAR, 90 * YEAR))


@shape(8, "volatilities of zero, of a few wei and at the top of UInt128")
def odd_vols(dice, case, portfolio):
    case["scenarios"] = [shock(1100), shock(900), shock(1000, "down", 700), shock(1000)]
    case["params"]["volShock"]["rangeDown"] = dice.wad(0, 900)
    give(dice, portfolio, 2)
    for option in all_options(portfolio):
        option["vol"] = dice.pick((0, 1, 2, dice.magnitude(128), 2**128 - 1))


@shape(8, "skew parameters with caps, bases and widths of both signs: multipliers clipped at 0")
def odd_skew(dice, case, portfolio):
    w = dice.wad
    case["params"]["skewShock"] = {
        "linearBaseCap": w(0, 9000), "absBaseCap": w(0, 9000), "linearCBase": w(-9000, 9000),
        "absCBase": w(-9000, 9000), "minKStar": dice.pick((w(-50, -1), 1, w(1, 40))),
        "widthScale": w(-6000, 6000), "volParamStatic": w(-2000, 2000),
        "volParamScale": w(-20000, 20000)}
    case["scenarios"] += [shock(1000, "linear"), shock(1000, "abs"), shock(700, "abs", 300)]
    give(dice, portfolio, 2)


@shape(8, "powers of the volatility shock that are negative, zero or large")
def odd_powers(dice, case, portfolio):
    case["params"]["volShock"].update(
        shortTermPower=dice.pick((0, W, -W, dice.wad(-3000, 3000))),
        longTermPower=dice.pick((0, W, -W, dice.wad(-3000, 3000))), rangeDown=dice.wad(0, 3000))
    case["scenarios"] += [shock(1000, "up"), shock(1000, "down")]
    give(dice, portfolio, 2)


@shape(8, "static discounts far from 1, high rates, discounts above 1")
def odd_discounts(dice, case, portfolio):
    for name in ("shortRateMultScale", "longRateMultScale"):
        case["params"]["margin"][name] = dice.wad(0, 9000)
    for expiry in give(dice, portfolio, 2):
        expiry.update(
            rate=dice.wad(0, 4000), secondsToExpiry=dice.between(1, YEAR),
            discount=dice.pick((1, W, W + 1, dice.magnitude(64) + 1, 2**64 - 1)))


@shape(6, "a perp alone")
def perp_alone(dice, case, portfolio):
    portfolio.update(
        expiries=[], collaterals=[], perpPosition=dice.sign() * dice.magnitude(80),
        perpPrice=dice.magnitude(90))


@shape(6, "collaterals alone, risk cancelling or not")
def collaterals_alone(dice, case, portfolio):
    portfolio.update(expiries=[], perpPosition=0)
    portfolio["collaterals"] = [
        {"asset": asset, "value": dice.magnitude(100), "minConfidence": dice.wad(0, 1000)}
        for asset in dice.shuffled(ASSETS[:3])]


@shape(4, "an account on the edge of health: cash leaves a margin of exactly 0 or -1")
def edge_of_health(dice, case, portfolio):
    from ..calculate import calculate_portfolio
    from .lines import compact, texts
    give(dice, portfolio)
    outcome = calculate_portfolio(compact(texts(case)))
    margin = dice.pick(("initialMargin", "maintenanceMargin"))
    portfolio["cash"] -= int(outcome.result[margin]) + dice.below(2)


# Failures and the last values before them


def plain():
    spot = 1801 * W + 77
    option = {"strike": 1900 * W, "vol": 6 * W // 10, "amount": -2 * W, "isCall": True}
    return {
        "params": usual_params(), "scenarios": usual_scenarios()[:4] + usual_scenarios()[-2:],
        "portfolio": {
            "spotPrice": spot, "perpPrice": spot + 5, "stablePrice": W, "cash": 1000 * W,
            "perpPosition": W, "perpValue": -5, "minConfidence": W,
            "collaterals": [{"asset": ASSETS[1], "value": 500 * W, "minConfidence": W}],
            "expiries": [{
                "secondsToExpiry": 9 * DAY, "forwardFixedPortion": 0,
                "forwardVariablePortion": spot + 99, "rate": W // 20,
                "discount": 998767884561249123, "minConfidence": W, "options": [option],
            }],
        },
    }


@failure("the plain portfolio that the following ones bend")
def plain_portfolio(case, params, portfolio):
    pass


@failure("nothing at all: no holdings, one scenario")
def nothing(case, params, portfolio):
    portfolio.update(perpPosition=0, perpValue=0, cash=0, expiries=[], collaterals=[])
    case["scenarios"] = [shock(1000)]


@failure("every uint of the portfolio at its greatest, no holdings")
def greatest_and_nothing(case, params, portfolio):
    portfolio.update(
        spotPrice=U256, perpPrice=U256, stablePrice=U256, minConfidence=U256, perpPosition=0,
        expiries=[], collaterals=[])


@failure("no scenarios")
def no_scenarios(case, params, portfolio):
    case["scenarios"] = []


@failure("no scenarios and a failure in the precomputation: that one comes first")
def no_scenarios_but_disabled(case, params, portfolio):
    case["scenarios"] = []
    params["collaterals"] = {}


@failure("a collateral that is not enabled")
def collateral_disabled(case, params, portfolio):
    del params["collaterals"][ASSETS[1]]


@failure("expiries precede collaterals: a discount of 0 before a disabled collateral")
def discount_zero_first(case, params, portfolio):
    portfolio["expiries"][0]["discount"] = 0
    params["collaterals"] = {}


@failure("a discount of 0")
def discount_zero(case, params, portfolio):
    portfolio["expiries"][0]["discount"] = 0


@failure("the short static discount's exponential is 0")
def short_exp_zero(case, params, portfolio):
    portfolio["expiries"][0]["rate"] = 9000 * W


@failure("only the long static discount's exponential is 0: no failure")
def long_exp_zero(case, params, portfolio):
    params["margin"]["longRateAddScale"] = 9000 * W


@failure("the rate's product overflows")
def rate_overflows(case, params, portfolio):
    portfolio["expiries"][0]["rate"] = U256


@failure("the short base static discount overflows its quotient")
def short_base_overflows(case, params, portfolio):
    params["margin"]["shortBaseStaticDiscount"] = U256 // W + 1


@failure("a volatility beyond UInt128")
def vol_beyond(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["vol"] = 2**128


@failure("a volatility within UInt128 that the up shock takes beyond it")
def vol_shocked_beyond(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["vol"] = 2**128 - 1


@failure("the floor of the up shock beyond UInt128")
def vol_floor_beyond(case, params, portfolio):
    params["volShock"]["minVolUpShock"] = 2**128


@failure("a strike beyond UInt128")
def strike_beyond(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["strike"] = 2**128


@failure("a forward beyond UInt128")
def forward_beyond(case, params, portfolio):
    portfolio["expiries"][0]["forwardFixedPortion"] = 2**128


@failure("the two portions of the forward overflow")
def forward_overflows(case, params, portfolio):
    portfolio["expiries"][0]["forwardFixedPortion"] = U256


@failure("the variable portion overflows its product, even without options")
def variable_overflows(case, params, portfolio):
    portfolio["expiries"][0].update(forwardVariablePortion=U256 // W + 1, options=[])


@failure("seconds beyond UInt64")
def seconds_beyond(case, params, portfolio):
    portfolio["expiries"][0]["secondsToExpiry"] = 2**64


@failure("the greatest seconds of UInt64: the static discount's exponential is 0")
def seconds_greatest(case, params, portfolio):
    portfolio["expiries"][0]["secondsToExpiry"] = 2**64 - 1


@failure("the greatest seconds of UInt64 without rates: priced")
def seconds_greatest_priced(case, params, portfolio):
    portfolio["expiries"][0].update(secondsToExpiry=2**64 - 1, rate=0)
    params["margin"].update(shortRateAddScale=0, longRateAddScale=0)


@failure("seconds beyond UInt64 in an expiry without options: the years are cast too")
def seconds_beyond_empty(case, params, portfolio):
    portfolio["expiries"][0].update(secondsToExpiry=2**64, rate=0, options=[])
    params["margin"].update(shortRateAddScale=0, longRateAddScale=0)


@failure("the greatest seconds, without options: the cast precedes every product")
def seconds_overflow_empty(case, params, portfolio):
    portfolio["expiries"][0].update(secondsToExpiry=U256, options=[])


@failure("expired, and no floor: the volatility shock divides by 0")
def floor_zero(case, params, portfolio):
    params["volShock"]["dteFloorSeconds"] = 0
    portfolio["expiries"][0]["secondsToExpiry"] = 0


@failure("a floor so great that the shock's base is 0: logarithm of 0")
def floor_greatest(case, params, portfolio):
    params["volShock"]["dteFloorSeconds"] = U256


@failure("a floor that leaves a base of 1 wei")
def floor_leaves_wei(case, params, portfolio):
    params["volShock"]["dteFloorSeconds"] = THIRTY_DAYS * W


@failure("a power whose product overflows")
def power_overflows(case, params, portfolio):
    params["volShock"]["shortTermPower"] = I_MAX


@failure("a power whose exponential overflows")
def power_exp_overflows(case, params, portfolio):
    params["volShock"]["shortTermPower"] = 200 * W


@failure("a power that makes the growth 0")
def power_exp_zero(case, params, portfolio):
    params["volShock"]["shortTermPower"] = -200 * W


@failure("a range whose product overflows")
def range_overflows(case, params, portfolio):
    params["volShock"]["rangeUp"] = U256


@failure("a range down that would take the volatility below 0")
def range_down_clipped(case, params, portfolio):
    params["volShock"]["rangeDown"] = 50 * W


@failure("kStar of 0")
def kstar_zero(case, params, portfolio):
    params["skewShock"].update(minKStar=0, widthScale=0)


@failure("kStar of 0 where no option divides by it: no failure")
def kstar_zero_empty(case, params, portfolio):
    params["skewShock"].update(minKStar=0, widthScale=0)
    portfolio["expiries"][0]["options"] = []


@failure("a strike of 0 in a skew scenario")
def strike_zero_skew(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["strike"] = 0


@failure("a strike so small that its ratio to the forward is 0")
def strike_ratio_zero(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["strike"] = 1


@failure("a strike of 0 without skew scenarios")
def strike_zero(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["strike"] = 0
    case["scenarios"] = case["scenarios"][:-2]


@failure("a forward of 0 in a skew scenario")
def forward_zero_skew(case, params, portfolio):
    portfolio["expiries"][0].update(forwardVariablePortion=0)


@failure("a forward of 0 without skew scenarios")
def forward_zero(case, params, portfolio):
    portfolio["expiries"][0].update(forwardVariablePortion=0)
    case["scenarios"] = case["scenarios"][:-2]


@failure("a greatest ratio of strike to forward")
def ratio_greatest(case, params, portfolio):
    portfolio["expiries"][0].update(forwardVariablePortion=1)
    portfolio["expiries"][0]["options"][0].update(strike=2**128 - 1, amount=-1)


@failure("a base cap beyond Int256")
def base_cap_beyond(case, params, portfolio):
    params["skewShock"]["linearBaseCap"] = 2**255


@failure("a base cap whose product with k overflows")
def base_cap_overflows(case, params, portfolio):
    params["skewShock"]["absBaseCap"] = I_MAX - W


@failure("an amount that overflows its value")
def amount_overflows(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["amount"] = -(2**200)


@failure("the least amount has no absolute value, even where a disabled collateral would fail")
def amount_least(case, params, portfolio):
    portfolio["expiries"][0]["options"][0]["amount"] = I_MIN


@failure("the sum of absolute amounts overflows before anything is priced")
def net_options_overflow(case, params, portfolio):
    option = portfolio["expiries"][0]["options"][0]
    portfolio["expiries"][0]["options"] = [
        {**option, "strike": strike * W, "amount": I_MAX, "vol": 2**128} for strike in (1, 2, 3)]


def call_and_put(portfolio, call, put):
    option = portfolio["expiries"][0]["options"][0]
    portfolio["expiries"][0]["options"] = [
        {**option, "amount": call, "isCall": True}, {**option, "amount": put, "isCall": False}]


@failure("the product of a call's and a put's amount overflows, both long (PM-18)")
def naked_product_overflows(case, params, portfolio):
    call_and_put(portfolio, 2**128, 2**128)


@failure("the product of a call's and a put's amount overflows, one short")
def naked_product_overflows_below(case, params, portfolio):
    call_and_put(portfolio, 2**128, -(2**128))


@failure("the product of a call's and a put's amount is 2^255: it overflows")
def naked_product_just_overflows(case, params, portfolio):
    call_and_put(portfolio, -(2**127), -(2**128))


@failure("the product of a call's and a put's amount is -2^255: it fits")
def naked_product_just_fits(case, params, portfolio):
    call_and_put(portfolio, 2**127, -(2**128))


@failure("the product of a call's and a put's amount fits, both short")
def naked_product_fits(case, params, portfolio):
    call_and_put(portfolio, -(2**127), -(2**127))


@failure("a long call of 2^255 - 1 and a put of 0: the product is 0")
def naked_one_zero(case, params, portfolio):
    option = portfolio["expiries"][0]["options"][0]
    portfolio["expiries"][0].update(forwardVariablePortion=0, options=[
        {**option, "amount": I_MAX, "isCall": True}, {**option, "amount": 0, "isCall": False}])
    portfolio["spotPrice"] = 1
    case["scenarios"] = [shock(1000, "none"), shock(1200, "none")]


@failure("the perp's product with the index price overflows")
def perp_overflows(case, params, portfolio):
    portfolio["perpPosition"] = 2**250


@failure("the least perp position has no absolute value")
def perp_least(case, params, portfolio):
    portfolio["perpPosition"] = I_MIN


@failure("a perp price beyond Int256")
def perp_price_beyond(case, params, portfolio):
    portfolio["perpPrice"] = 2**255


@failure("a perp price beyond Int256 without a perp is not read")
def perp_price_beyond_unheld(case, params, portfolio):
    portfolio.update(perpPrice=2**255, perpPosition=0)


@failure("a spot shock beyond Int256, with a perp")
def shock_beyond(case, params, portfolio):
    case["scenarios"] = [{**shock(1000), "spotShock": 2**255}]
    portfolio["expiries"] = []


@failure("a spot shock beyond Int256 moves neither collateral that does not cancel nor perp unheld")
def shock_beyond_unread(case, params, portfolio):
    case["scenarios"] = [{**shock(1000), "spotShock": 2**255}]
    portfolio.update(expiries=[], perpPosition=0)


@failure("a spot shock beyond Int256 in a skew scenario is not read")
def shock_beyond_skew(case, params, portfolio):
    case["scenarios"] = [{**shock(1000, "linear"), "spotShock": 2**255}]
    portfolio.update(perpPosition=0)


@failure("a dampening factor beyond Int256")
def dampening_beyond(case, params, portfolio):
    case["scenarios"] = [{**shock(1100), "dampeningFactor": 2**255}]


@failure("a dampening factor beyond Int256, nothing to dampen")
def dampening_beyond_unread(case, params, portfolio):
    case["scenarios"] = [{**shock(1100), "dampeningFactor": 2**255}]
    portfolio.update(expiries=[], perpPosition=0)


@failure("a dampening factor whose product overflows")
def dampening_overflows(case, params, portfolio):
    case["scenarios"] = [{**shock(1100), "dampeningFactor": 2**254}]


@failure("a confidence above 1 below a threshold above 1 underflows")
def confidence_underflows(case, params, portfolio):
    params["otherContingency"]["confThreshold"] = 3 * W
    portfolio["expiries"][0]["minConfidence"] = portfolio["minConfidence"] = 2 * W


@failure("a confidence of exactly 1 below a threshold above 1: penalty 0")
def confidence_one(case, params, portfolio):
    params["otherContingency"]["confThreshold"] = 3 * W


@failure("a collateral value beyond Int256")
def collateral_beyond(case, params, portfolio):
    portfolio["collaterals"][0]["value"] = 2**255


@failure("a collateral value that overflows its haircut")
def collateral_overflows(case, params, portfolio):
    portfolio["collaterals"][0]["value"] = I_MAX - 10**40
    portfolio.update(perpValue=0, expiries=[])


@failure("the total overflows in an expiry")
def total_overflows(case, params, portfolio):
    portfolio["perpValue"] = I_MIN


@failure("the cash overflows the margin")
def cash_overflows(case, params, portfolio):
    portfolio["cash"] = I_MAX
    portfolio["collaterals"][0]["value"] = 10**6 * W


@failure("the least cash overflows only after a negative margin")
def cash_least(case, params, portfolio):
    portfolio["cash"] = I_MIN


@failure("the greatest cash with a negative margin before it")
def cash_greatest(case, params, portfolio):
    portfolio.update(cash=I_MAX, collaterals=[])


@failure("an initial factor beyond Int256")
def im_factor_beyond(case, params, portfolio):
    params["margin"]["imFactor"] = 2**255


@failure("a maintenance factor beyond Int256")
def mm_factor_beyond(case, params, portfolio):
    params["margin"]["mmFactor"] = 2**255


@failure("an initial factor that overflows with the peg loss")
def factor_overflows(case, params, portfolio):
    params["margin"]["imFactor"] = U256
    portfolio["stablePrice"] = W // 2


@failure("the peg loss overflows")
def peg_loss_overflows(case, params, portfolio):
    params["otherContingency"]["pegLossFactor"] = U256
    portfolio["stablePrice"] = W // 2


@failure("a basis factor beyond Int256")
def basis_factor_beyond(case, params, portfolio):
    params["basisContingency"]["addFactor"] = 2**255


@failure("a basis factor that overflows its sum")
def basis_factor_overflows(case, params, portfolio):
    params["basisContingency"]["addFactor"] = U256


@failure("the option contingency overflows")
def option_percent_overflows(case, params, portfolio):
    params["otherContingency"]["mmOptionPercent"] = U256


@failure("a static discount whose product with the value overflows")
def static_discount_overflows(case, params, portfolio):
    params["margin"]["shortBaseStaticDiscount"] = 0
    params["margin"]["longBaseStaticDiscount"] = U256 // W
    portfolio["expiries"][0]["options"][0]["amount"] = W


@failure("a dampening factor beyond Int256, an expiry alone")
def dampening_beyond_expiry(case, params, portfolio):
    dampening_beyond(case, params, portfolio)
    portfolio.update(perpPosition=0, collaterals=[])


@failure("a dampening factor beyond Int256, a risk cancelling collateral alone")
def dampening_beyond_collateral(case, params, portfolio):
    dampening_beyond(case, params, portfolio)
    portfolio.update(perpPosition=0, expiries=[])
    params["collaterals"][ASSETS[1]]["isRiskCancelling"] = True


@failure("a spot shock beyond Int256, a risk cancelling collateral alone")
def shock_beyond_collateral(case, params, portfolio):
    shock_beyond(case, params, portfolio)
    portfolio.update(perpPosition=0)
    params["collaterals"][ASSETS[1]]["isRiskCancelling"] = True


@failure("margin before cash overflows below, cash would bring it back")
def margin_overflows_before_cash(case, params, portfolio):
    portfolio.update(expiries=[], collaterals=[], perpValue=I_MIN, cash=I_MAX)


@failure("the mark to market overflows, the margins do not")
def mark_overflows(case, params, portfolio):
    portfolio.update(expiries=[], collaterals=[], perpValue=5, cash=I_MAX)


@failure("the total overflows in one expiry, the next would bring it back")
def total_overflows_between(case, params, portfolio):
    expiry = portfolio["expiries"][0]
    option = {**expiry["options"][0], "amount": 9 * W}
    portfolio.update(
        collaterals=[], perpPosition=0, perpValue=I_MIN,
        expiries=[expiry, {**expiry, "options": [option]}])


@failure("the least amount of a worthless option at an index price of 0 has no absolute value")
def amount_least_worthless(case, params, portfolio):
    portfolio.update(spotPrice=0, perpPosition=0)
    case["scenarios"] = [shock(1000)]
    portfolio["expiries"][0].update(secondsToExpiry=0)
    portfolio["expiries"][0]["options"][0].update(strike=1, isCall=False, amount=I_MIN)


@failure("the least perp position at prices of 0 has no absolute value")
def perp_least_worthless(case, params, portfolio):
    portfolio.update(spotPrice=0, perpPrice=0, perpPosition=I_MIN, expiries=[])


@failure("a long add scale that overflows")
def add_scale_overflows(case, params, portfolio):
    params["margin"]["longRateAddScale"] = U256
    portfolio["expiries"][0]["secondsToExpiry"] = 0


@failure("a confidence above 1 underflows even where the penalty's margin is 0")
def confidence_underflows_unpaid(case, params, portfolio):
    confidence_underflows(case, params, portfolio)
    params["otherContingency"]["confMargin"] = 0


@failure("a cap that overflows its sum, in an expiry without options")
def cap_overflows_empty(case, params, portfolio):
    params["skewShock"].update(linearBaseCap=I_MAX, linearCBase=W)
    portfolio["expiries"][0]["options"] = []


@failure("the width of kStar overflows its sum, in an expiry without options")
def kstar_overflows_empty(case, params, portfolio):
    params["skewShock"].update(volParamStatic=I_MAX, volParamScale=W)
    portfolio["expiries"][0]["options"] = []


@failure("k times the cap overflows though the quotient is 0")
def adjustment_overflows(case, params, portfolio):
    params["skewShock"].update(linearBaseCap=2**201, minKStar=2**254)
    portfolio["expiries"][0]["options"][0]["strike"] = 2900 * W


@failure("k times the cap is large and the quotient 0")
def adjustment_zero(case, params, portfolio):
    params["skewShock"].update(linearBaseCap=2**150, minKStar=2**254)
