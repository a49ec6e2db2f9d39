"""The worked examples of PM-33, step by step."""

from types import SimpleNamespace as Record

from .arithmetic import W, YEAR, smul, trunc, udiv, umul
from .elementary import dec_pow, exp, ln, sqrt_wad
from .golden import SURFACE_CHAIN
from .portfolio_margin import (
    expiry_value, net_options, option_value, precompute, penalty, rate_exponent, scenario_pnl,
    skew_value, static_discounts, vol_shocks, worst_scenario,
)
from .pricing import annualise, black76, svi_vol


def wad(thousandths):
    return thousandths * W // 1000


CHAIN_PARAMS = Record(
    margin=Record(
        longRateMultScale=W, shortRateMultScale=wad(500), longRateAddScale=wad(80),
        shortRateAddScale=wad(80), longBaseStaticDiscount=wad(950),
        shortBaseStaticDiscount=wad(1040)),
    volShock=Record(
        rangeUp=wad(500), rangeDown=wad(275), shortTermPower=wad(300), longTermPower=wad(130),
        dteFloorSeconds=86400, minVolUpShock=wad(450)),
    skewShock=Record(
        linearBaseCap=wad(150), linearCBase=-wad(50), absBaseCap=wad(150), absCBase=-wad(50),
        minKStar=wad(10), widthScale=4 * W, volParamStatic=wad(600), volParamScale=-wad(100)),
)


def same(name, got, expected):
    assert got == expected, (name, got, expected)


def check_chain():
    """The first example: one expiry, one option."""
    option = Record(strike=9616 * W, vol=svi_vol(9616 * W, *SURFACE_CHAIN), isCall=True, amount=W)
    expiry = Record(
        secondsToExpiry=2004452, rate=wad(190), forwardFixedPortion=0,
        forwardVariablePortion=5673334006425821000000, options=[option])
    exponent = trunc(-expiry.rate * expiry.secondsToExpiry, YEAR)
    same("exponent", exponent, -12076543632673769)
    expiry.discount = exp(exponent)
    same("discount", expiry.discount, 987996085158132409)
    years = annualise(expiry.secondsToExpiry)
    same("T", years, 63560755961440892)
    u = 2592000 * W // expiry.secondsToExpiry
    same("u, g", (u, dec_pow(u, wad(300))), (1293121511515366793, 1080169228092402288))
    up, down = vol_shocks(CHAIN_PARAMS, expiry)
    same("vol shocks", (up, down), (1540084614046201144, 702953462274589371))
    long_exponent = rate_exponent(expiry, W, wad(80))
    short_exponent = rate_exponent(expiry, wad(500), wad(80))
    same("long", (long_exponent, exp(-long_exponent)), (17161404109589040, 982985014009283037))
    same("short", (short_exponent, exp(-short_exponent)), (11123132293252156, 988938501012619929))
    same("quotient", udiv(wad(1040), exp(-short_exponent)), 1051632633308437114)
    same("pos, neg", static_discounts(CHAIN_PARAMS, expiry),
         (933835763308818885, 1012149759520500853))
    q = sqrt_wad(years)
    cap = smul(-wad(50), q) + wad(150)
    k_star = smul(smul(q, 4 * W), wad(600) + smul(q, -wad(100)))
    same("q, cap, kStar", (q, cap, k_star),
         (252112585884641808, 137394370705767910, 579645903738563983))
    same("vol", option.vol, 837548523238372863)
    prices = prices_of(expiry, option.vol, expiry.forwardVariablePortion)
    same("unshocked", prices, (3084739379719792510, 3898423306117107072481))
    k = ln(udiv(option.strike, expiry.forwardVariablePortion))
    adjustment = trunc(k * cap, k_star)
    same("k, adj", (k, adjustment), (527651424674291357, 125070038410594844))
    same("skew value", skew_value(CHAIN_PARAMS, "linear", expiry), 7932382545202210089)
    skewed = umul(option.vol, W + adjustment)
    same("skewed vol", skewed, 942300749210533145)
    same("skewed", prices_of(expiry, skewed, expiry.forwardVariablePortion),
         (7932382545202210089, 3903270949282589490060))
    forward = umul(expiry.forwardVariablePortion, wad(1180))
    shocked = max(wad(450), umul(option.vol, up))
    same("shocked F, vol", (forward, shocked), (6694534127582468780000, 1289895594156535200))
    same("shocked", prices_of(expiry, shocked, forward),
         (170702974289148474781, 3057099819160757240037))
    same("shocked value", expiry_value(
        CHAIN_PARAMS, expiry, wad(1180), "up", Record(volShockUp=up, volShockDown=down)),
        170702974289148474781)


def prices_of(expiry, vol, forward):
    strike = expiry.options[0].strike
    return black76(expiry.secondsToExpiry, expiry.discount, vol, forward, strike)[:2]


def check_account(line):
    """The second example: the line with id 19 of the edge cases, decoded."""
    params, portfolio = line.params, line.portfolio
    expiry = portfolio.expiries[0]
    expiry.netOptions = net_options(expiry)
    pre = precompute(params, portfolio)
    computed = pre.expiries[0]
    notional = umul(portfolio.perpPosition, portfolio.spotPrice)
    same("N", notional, 171311301587957373458478)
    same("perp penalty", penalty(params, portfolio.minConfidence, notional),
         126138116905854568774395)
    same("mtm, up, down",
         (computed.mtm, computed.basisScenarioUpMtm, computed.basisScenarioDownMtm),
         (9786946752677772119964, 10670784058391249173399, 8903318601147936865663))
    same("basis", pre.basis, -3831072739167025450486)
    same("shocks", (computed.volShockUp, computed.volShockDown),
         (1331996130750505742, 817402128087221842))
    same("discounts", (computed.staticDiscountPos, computed.staticDiscountNeg),
         (814877118527520716, 1000000000000000001))
    same("netOptions", expiry.netOptions, 38720138539996899327)
    same("mm, im, total", (pre.mm, pre.im, pre.total),
         (71121351577141287536479, 397860409710075112673301, 210452113292323251971540))
    call = next(option for option in expiry.options if option.isCall)
    one = Record(strike=call.strike, isCall=True, amount=W)
    same("one call", option_value(expiry, one, call.vol, expiry.forwardVariablePortion),
         494584149794561931851)
    worst, least, _ = worst_scenario(params, line.scenarios, portfolio, pre)
    same("worst", (worst, least), (22, -35003817338878406402340))
    same("linear", (skew_value(params, "linear", expiry),
                    scenario_pnl(params, line.scenarios[29], portfolio, pre)),
         (9786702601471491971732, -1811986736904891819272))
    same("abs", (skew_value(params, "abs", expiry),
                 scenario_pnl(params, line.scenarios[30], portfolio, pre)),
         (9787213746259459175776, -1811570216712922743498))
