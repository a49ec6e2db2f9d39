"""Function files of pricing: the edges that vectors/evm does not stand on."""

from .dice import W, Dice
from .lines import function_file

YEAR = 31_536_000
U64 = 2**64 - 1
U128 = 2**128 - 1
U256 = 2**256 - 1
I_MAX = 2**255 - 1
I_MIN = -(2**255)

SIGNATURES = {
    "annualise": "annualise(uint64)",
    "black76":
        "black76(uint64 secondsToExpiry, uint64 discount wad, uint128 vol wad, "
        "uint128 forward wad, uint128 strike wad) -> (call, put, callDelta) wad",
    "sviVol":
        "sviVol(uint256 strike, int256 a, uint256 b, int256 rho, int256 m, uint256 sigma, "
        "uint256 forward, uint64 tau; all wad) -> uint256 wad",
    "optionIdEncode": "optionIdEncode(uint256 expiry, uint256 strike wad, bool isCall) -> uint96",
    "optionIdDecode": "optionIdDecode(uint96) -> (expiry, strike, isCall)",
}


def pricing_files():
    """Name and content of each file."""
    cases = {
        "annualise": annualise_cases(),
        "black76": black76_cases(),
        "svi-vol": svi_cases(),
        "option-id-encode": encode_cases(),
        "option-id-decode": decode_cases(),
    }
    functions = ("annualise", "black76", "sviVol", "optionIdEncode", "optionIdDecode")
    for (name, rows), function in zip(cases.items(), functions):
        yield f"{name}.json", function_file(SIGNATURES[function], rows)


def annualise_cases():
    rows = [((t,), "small, floors") for t in (0, 1, 2, 31, 32, 86399, 86400)]
    rows += [((t,), "around thirty days") for t in (2591999, 2592000, 2592001)]
    rows += [((t,), "around a year of 365 days") for t in (YEAR - 1, YEAR, YEAR + 1, 2 * YEAR)]
    rows += [((t,), "the far end of the type") for t in (2**32, 2**63, U64 - 1, U64)]
    dice = Dice("annualise")
    rows += [((dice.magnitude(64),), "any length") for _ in range(20)]
    return rows


def black76_cases():
    rows = []
    add = lambda note, *arguments: rows.append((arguments, note))  # noqa: E731
    strikes = (1, 999 * W, 1000 * W - 1, 1000 * W, 1000 * W + 1, 1001 * W, 10**7 * W)
    for strike in strikes:
        add("expired: intrinsic value up to rounding (PR-8)", 0, W, W // 2, 1000 * W, strike)
        add("no volatility: the same as expired", YEAR, W, 0, 1000 * W, strike)
    add("expired with the greatest volatility", 0, W, U128, 1000 * W, 900 * W)
    for vol in (1, 2, 3, 4, 5):
        add("total volatility of a few wei: floor(T'/2)", YEAR, W, vol, 1000 * W, 1000 * W)
        add("a year's volatility of a few wei over a second", 1, W, vol, 1000 * W, 1001 * W)
    for vol in (24 * W - 1, 24 * W, 24 * W + 1):
        for strike in (1, 1000 * W, U128):
            add("around the cap of 24 (PR-5 step 1)", YEAR, W, vol, 1000 * W, strike)
    for t, vol in ((U64, U128), (U64, 1), (U64, W), (1, U128), (2**63, 10 * W)):
        add("the longest time, the greatest volatility", t, W, vol, 1000 * W, 1100 * W)
    for discount in (0, 1, W - 1, W, W + 1, 2 * W, U64):
        add("discount: strike zero", YEAR, discount, W, 1000 * W, 0)
        add("discount: forward zero", YEAR, discount, W, 0, 1000 * W)
        add("discount: both zero, the strike is tested first", YEAR, discount, W, 0, 0)
        add("discount: near the money", YEAR, discount, W, 1000 * W, 1010 * W)
        add("discount: expired, in the money", 0, discount, W, 1000 * W, 900 * W)
    for forward, strike in ((U128, U128), (U128, 1), (1, U128), (U128, 0), (0, U128),
                            (U128, U128 - 1), (U128 - 1, U128)):
        add("ends of UInt128", YEAR, W, W, forward, strike)
        add("ends of UInt128 with the greatest discount", YEAR, U64, U128, forward, strike)
        add("ends of UInt128, expired", 0, W, W, forward, strike)
    add("moneyness rounds to 0: m' is 1, the put uses m", YEAR, W, W, 10**19, 9)
    add("moneyness rounds to 0, small total volatility", 86400, W, W, U128, 1)
    add("moneyness of 1 wei", YEAR, W, 5 * W, W * W, 1)
    add("moneyness of 1 wei below the forward's last digit", YEAR, W, 5 * W, W * W, 2)
    for vol in range(1, 24, 2):
        add("a walk up to the cap: far out of the money", YEAR, W, vol * W, 1000 * W, 10**6 * W)
        add("a walk up to the cap: deep in the money", YEAR, W, vol * W, 1000 * W, W // 1000)
    for strike in (1 * W, 270 * W, 400 * W, 2500 * W, 3700 * W, 10**5 * W):
        for vol in (W // 50, W // 7):
            add("cdf near its switch at 7.07 and its cut at 37", YEAR, W, vol, 1000 * W, strike)
    for strike in (950, 1000, 1050):
        add("the price is held below the discounted forward or strike (PR-7)",
            3600, 999999999999999999, W // 10, 1000, strike)
        add("prices of a few wei", 3600, W, 2 * W, 1 + strike // 900, 1 + strike // 1000)
    dice = Dice("black76")
    for _ in range(60):
        add("any length of every argument", dice.magnitude(64), dice.magnitude(64),
            dice.magnitude(128), dice.magnitude(128), dice.magnitude(128))
    for _ in range(40):
        add("ordinary magnitudes with odd digits", dice.between(1, 3 * YEAR),
            dice.wad(800, 1100), dice.wad(10, 3000), dice.wad(10**5, 10**8),
            dice.wad(10**5, 10**8))
    return rows


FLAT = dict(a=W // 100, b=W // 100, rho=-W // 25, m=3 * W // 100, s=W // 20,
            forward=2000 * W, tau=32876712320000000)


def svi(strike, **changes):
    surface = {**FLAT, **changes}
    return (strike, *(surface[name] for name in ("a", "b", "rho", "m", "s", "forward", "tau")))


def svi_cases():
    rows = []
    add = lambda note, strike, **changes: rows.append((svi(strike, **changes), note))  # noqa: E731
    money = 2000 * W
    zero = "strike zero gives 0 before anything else is looked at"
    add(zero, 0)
    add(zero, 0, forward=0)
    add(zero, 0, tau=0)
    add(zero, 0, a=-W)
    add(zero, 0, b=U256, s=U256)
    no_forward = "a forward of zero is found before the level is tested"
    add(no_forward, 1, forward=0)
    add(no_forward, money, forward=0, a=-W)
    add(no_forward, money, forward=0, b=U256, s=U256)
    add(no_forward, U256, forward=0, tau=0)
    level = "the level a + b s"
    add(level + " is 1 below zero", money, a=-(W // 2000) - 1)
    add(level + " is exactly zero: the clamp is [0, 0]", money, a=-(W // 2000), rho=0, m=0)
    add(level + " is exactly zero, strike far off", 9 * money, a=-(W // 2000), rho=0, m=0)
    add(level + " is exactly zero, strike far off, translated", money // 9, a=-(W // 2000))
    add(level + " is 1 wei", 9 * money, a=-(W // 2000) + 1)
    add(level + " is negative", money, a=I_MIN)
    add(level + ": its product overflows", money, b=2**128, s=2**128)
    add(level + ": its product fits, times the slope it overflows", money, b=2**128, s=2**128 - 1)
    add(level + ": its sum overflows", money, a=I_MAX)
    add(level + ": its root overflows", money, a=I_MAX - W)
    root_limit = U256 // W
    add(level + ": its root is the greatest", money, a=root_limit, b=0, s=0, m=0, rho=0)
    add(level + ": its root is 1 too great", money, a=root_limit + 1, b=0, s=0, m=0, rho=0)
    add(level + ": four times its root overflows nothing, the rest is capped at 144",
        money, a=root_limit // 2, b=0)
    ratio = "K / F"
    add(ratio + " rounds to 0: k is -B", 1, forward=2**200)
    add(ratio + " rounds to 0 by 1 wei", 1999, forward=money)
    add(ratio + " is 1 wei", 2000, forward=money)
    add(ratio + " rounds to 0, no smoothness", 1, forward=2**200, s=0)
    add(ratio + ": its product overflows", U256 // W + 1)
    add(ratio + ": its product is the greatest, beyond Int256", U256 // W, forward=1)
    add(ratio + ": 2^255 / W rounded up, beyond Int256", 2**255 // W + 1, forward=1)
    add(ratio + ": the greatest within Int256", 2**255 // W, forward=1)
    add(ratio + ": the product overflow comes before tau", U256, tau=0)
    clamp = "the clamp"
    for strike in (W, 100 * W, 900 * W, 1200 * W, 3200 * W, 4500 * W, 10**5 * W, 10**12 * W):
        add(clamp + " on both sides and between", strike)
        add(clamp + " with a tilted surface", strike, rho=-9 * W // 10, b=W // 4)
        add(clamp + " on a narrow surface", strike, a=W // 10000, b=W // 1000)
    add(clamp + ": at the money k is 0", money, m=0, rho=0)
    shift = "the translation"
    add(shift + ": k - m overflows", 4 * money, m=I_MIN)
    add(shift + ": k - m overflows below", W, m=I_MAX)
    add(shift + ": its square overflows", money, m=2**128)
    add(shift + ": its square only just fits", money, m=-(2**127), b=1, rho=0)
    add(shift + ": both squares fit, the root of their sum does not", money,
        m=2**127, b=0, s=2**128 - 1)
    add(shift + ": the root of their sum only just fits", money, m=2**127, b=0, s=2**127)
    add(shift + ": the square of the smoothness overflows", money, b=0, s=2**128)
    add(shift + ": rho d overflows", money, rho=I_MIN, m=W)
    add(shift + ": rho d only just fits", money, rho=I_MAX // W, m=-W, b=1)
    variance = "total variance"
    add(variance + " below zero", money, rho=-5 * W, b=W, a=-W // 50, m=-W // 2, s=W // 20)
    add(variance + " below zero: found before tau", money, rho=-5 * W, b=W, a=-W // 50,
        m=-W // 2, s=W // 20, tau=0)
    add(variance + " of exactly zero", money, a=0, b=0)
    add(variance + " of exactly zero, tau zero: the divisor decides", money, a=0, b=0, tau=0)
    for above in (-1, 0, 1, W):
        add(variance + " around the cap of 144", money, a=144 * W + above, b=0)
        add(variance + " around the cap of 144, shortest tau", money, a=144 * W + above, b=0, tau=1)
    add(variance + " far above the cap", money, a=10**30, b=0)
    add(variance + " times slope overflows", money, b=2**254, s=0, m=-W)
    for tau in (0, 1, 2, W, U64):
        add("tau at its ends", 2100 * W, tau=tau)
    raw = "a slope of 2^255 or more is read as negative"
    add(raw + ": -1 wei", money, b=U256, s=0)
    add(raw + ": -1 wei, with smoothness of 1 wei", money, b=U256, s=1)
    add(raw + ": -1/100, variance below zero", money, b=2**256 - W // 100, s=0, a=W // 10000, m=W)
    add(raw + ": -1/100, variance above zero", money, b=2**256 - W // 100, s=0, a=W, m=W // 3)
    add(raw + ": -2^255", money, b=2**255, s=0)
    add(raw + ": -2^255 times nothing", money, b=2**255, s=0, m=0, a=W)
    dice = Dice("svi")
    for _ in range(60):
        forward = dice.wad(10**4, 10**8)
        add("an ordinary surface with odd digits", forward * dice.between(1, 60) // 20,
            a=dice.wad(-5, 300), b=dice.wad(0, 900), rho=dice.wad(-1000, 1000),
            m=dice.wad(-400, 400), s=dice.wad(0, 500), forward=forward, tau=dice.wad(1, 2000))
    for _ in range(40):
        add("any length of every argument", dice.magnitude(200),
            a=dice.sign() * dice.magnitude(120), b=dice.magnitude(100),
            rho=dice.sign() * dice.magnitude(80), m=dice.sign() * dice.magnitude(90),
            s=dice.magnitude(100), forward=dice.magnitude(180), tau=dice.magnitude(64))
    return rows


def encode_cases():
    unit = 10**10
    rows = []
    add = lambda note, *arguments: rows.append((arguments, note))  # noqa: E731
    for call in (0, 1):
        add("example of PR-14 and its twin", 1701417600, 47000 * W, call)
        add("the least identifier", 1, 0, call)
        add("the greatest identifier", 2**32 - 1, (2**63 - 1) * unit, call)
        add("expiry too large", 2**32, 0, call)
        add("expiry zero", 0, W, call)
        add("strike finer than 8 decimals", 1, 1, call)
        add("strike 1 wei below a unit", 1, unit - 1, call)
        add("strike of one unit", 1, unit, call)
        add("strike too large by one unit", 1, 2**63 * unit, call)
    add("expiry too large is tested before granularity", 2**32, 1, 0)
    add("expiry zero is tested before granularity", 0, 1, 0)
    add("expiry zero is tested before size", 0, 2**63 * unit, 0)
    add("granularity is tested before size", 1, 2**63 * unit + 1, 0)
    add("the greatest strike of the type", 1, U256, 1)
    add("the greatest strike on a whole unit", 1, U256 // unit * unit, 1)
    add("the greatest expiry of the type", U256, 0, 1)
    dice = Dice("encode")
    for _ in range(30):
        add("any expiry and strike", dice.between(1, 2**32 - 1), dice.magnitude(63) * unit,
            dice.below(2))
    return rows


def decode_cases():
    rows = [
        ((0,), "all fields zero: an expiry of zero is possible here"),
        ((1,), "the least identifier that encoding gives"),
        ((2**32,), "one unit of strike, expiry zero"),
        ((2**95,), "the call's bit alone"),
        ((2**95 - 1,), "all bits but the call's"),
        ((2**96 - 1,), "all bits"),
        ((20186346291201701417600,), "example of PR-14"),
    ]
    rows += [((1 << bit,), "each bit at a border of two fields") for bit in (31, 32, 94, 95)]
    dice = Dice("decode")
    rows += [((dice.below(2**96),), "any identifier") for _ in range(30)]
    return rows
