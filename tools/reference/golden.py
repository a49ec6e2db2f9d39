"""The golden integers and worked examples that the specification prints."""

import json

from . import arithmetic as a
from . import elementary as e
from . import pricing as p
from .arithmetic import MAX_INT256, MIN_INT256, W

FUNCTIONS = [  # AR-21
    (e.ln, 1, -41446531673892822313),
    (e.ln, 2, -40753384493332877003),
    (e.ln, W // 2, -693147180559945310),
    (e.ln, W, 0),
    (e.ln, 2 * W, 693147180559945309),
    (e.ln, 1000 * W, 6907755278982137052),
    (e.ln, MAX_INT256, 135305999368893231589),
    (e.exp, 0, 999999999999999999),
    (e.exp, 1, W),
    (e.exp, 2, W + 1),
    (e.exp, -1, 999999999999999998),
    (e.exp, W // 2, 1648721270700128146),
    (e.exp, W, 2718281828459045235),
    (e.exp, -W, 367879441171442321),
    (e.exp, 10 * W, 22026465794806716516861),
    (e.exp, -35 * W, 630),
    (e.exp, -41 * W, 1),
    (e.exp, -42139678854452767550, 0),
    (e.exp, 634195839, 1000000000634195839),
    (e.exp, 135 * W,
     42633899483147210448604700672351880453901444390330694182932524274901948249590),
    (e.exp, 135305999368893231588,
     57896044618658097649809650847705537384645150747719143657509713249170749644355),
    (e.sqrt_wad, W // 2, 707106781186547524),
    (e.sqrt_wad, 2 * W, 1414213562373095048),
    (e.sqrt_wad, 3 * W, 1732050807568877293),
    (e.cdf, 0, 499999999999999999),
    (e.cdf, 1, 500000000000000001),
    (e.cdf, -1, 499999999999999999),
    (e.cdf, W, 841344746068542957),
    (e.cdf, -W, 158655253931457043),
    (e.cdf, 2 * W, 977249868051820775),
    (e.cdf, -2 * W, 22750131948179225),
    (e.cdf, -7500000000000000000, 31908),
    (e.cdf, -8 * W, 622),
    (e.cdf, 10 * W, W),
    (e.cdf, 37 * W, W),
]

POWERS = [  # AR-21
    (W, 300000000000000000, 999999999999999999),
    (30 * W, 300000000000000000, 2774191114672181085),
    (83333333333333333, 130000000000000000, 723946441998839998),
    (1461123000000000000, 6134081200000000000, 10237692095615253119),
]

FAILURES = [  # AR-22
    (e.ln, (0,), "Overflow"),
    (e.ln, (-1,), "LnNegativeUndefined"),
    (e.exp, (135305999368893231589,), "ExpOverflow"),
    (e.sqrt_wad,
     (115792089237316195423570985008687907853269984665640564039458,), "Panic(0x11)"),
    (a.sdiv, (0, 0), "Panic(0x12)"),
    (a.sdiv, (1, 0), "Panic(0x12)"),
    (a.sdiv, (MAX_INT256, 1), "Panic(0x11)"),
    (a.sdiv, (MIN_INT256, W), "Panic(0x11)"),
    (a.smul, (MIN_INT256, -1), "Panic(0x11)"),
    (a.smul, (MIN_INT256, W), "Panic(0x11)"),
    (a.smul, (MAX_INT256, W), "Panic(0x11)"),
]

OPTION_IDS = [  # PR-14
    (1701417600, 47000 * W, False, 20186346291201701417600),
    (1, 0, False, 1),
    (4294967295, 92233720368547758070000000000, True, 79228162514264337593543950335),
]

U128 = 2**128 - 1
BLACK76 = [  # PR-15: t, D, vol, F, K; call, put, delta
    (604800, W, W, 1500 * W, 1500 * W,
     82805080668634486500, 82805080668634486500, 527601693556211494),
    (2592000, 999178419873700600, W // 4, 1000 * W, 1200 * W,
     137082128426574888, 199972766103166694888, 6066384486524885),
    (172800, 999890416963563700, 3 * W // 4, 1000 * W, 700 * W,
     299967125089526233901, 457123901, 999890416908490623),
    (31536000, 980198673306755300, 25 * W, 1000 * W, 700 * W,
     980198673306755300000, 686139071314728710000, 980198673306755300),
    (31536000, 980198673306755300, 5 * W, 1000 * W, 700 * W,
     970034553583819115933, 675974951591792525933, 975233610201440890),
    (31536000, W, 4 * W, 1, U128, 0, 340282366920938463463374607431768211454, 0),
    (31536000, W, 4 * W, U128, 1, U128, 0, W),
    (31536000, 99 * W // 100, 4 * W, 1000 * W, 0, 990 * W, 0, 99 * W // 100),
    (31536000, 99 * W // 100, 4 * W, 0, 1000 * W, 0, 990 * W, 0),
    (0, W, W, 1000 * W, 1000 * W, 0, 0, 499999999999999999),
    (0, 999999999999999999, 0, 1000 * W, 900 * W, 99999999999999999900, 0, 999999999999999999),
    (0, W, 0, 1000 * W, 1100 * W, 0, 100 * W, 0),
]

SURFACE_A = (8219178082191780, 12328767123287670, -821917808219178, -410958904109589,
             410958904109589, 1800 * W, 8219178082191780)
SURFACE_B = (10000000000000000, 10000000000000000, -40000000000000000, 30000000000000000,
             50000000000000000, 2000 * W, 32876712320000000)
SURFACE_CHAIN = (13247160300999274, 76884552028962688, -386659718191614976, -95073882757906000,
                 180724559364235648, 5673334006425821000000, 63562278082191784)
SVI = [  # PR-16
    (1500 * W, SURFACE_A, 1128313283835480280),
    (1800 * W, SURFACE_A, 1000435539563638993),
    (2100 * W, SURFACE_A, 1109798505209175306),
    (2400 * W, SURFACE_A, 1196572105438162068),
    (2000000 * W, SURFACE_B, 645048543573956197),
    (W, SURFACE_B, 666465547411103196),
    (2000 * W, SURFACE_B, 567686074134369133),
    (9616 * W, SURFACE_CHAIN, 837548523238372863),
]

# SM-20, SM-21


def wads(text):
    """A decimal number as the text of a wad."""
    negative, digits = text.startswith("-"), text.removeprefix("-")
    whole, _, fraction = digits.partition(".")
    value = int(whole) * W + int(fraction.ljust(18, "0") or "0")
    return str(-value if negative else value)


STANDARD_GROUPS = {
    "perp": {"mmPerpReq": wads("0.065"), "imPerpReq": wads("0.1")},
    "option": {
        "maxSpotReq": wads("0.15"), "minSpotReq": wads("0.13"),
        "mmCallSpotReq": wads("0.09"), "mmPutSpotReq": wads("0.09"),
        "mmPutMtMReq": wads("0.09"), "unpairedIMScale": wads("1.2"),
        "unpairedMMScale": wads("1.1"), "mmOffsetScale": wads("1.05"),
    },
    "base": {"marginFactor": wads("0.8"), "imScale": wads("0.9375")},
    "oracle": {
        "perpThreshold": wads("0.55"), "optionThreshold": wads("0.55"),
        "baseThreshold": wads("0.55"), "ocFactor": wads("1"),
    },
}
STANDARD_PARAMS = {
    "depeg": {"threshold": wads("0.99"), "depegFactor": wads("2")},
    "markets": {"ETH": STANDARD_GROUPS},
}
SPREAD_CALL = {"strike": wads("2100"), "isCall": True, "amount": wads("-1"), "vol": wads("0.8")}
LONG_CALL = {"strike": wads("2300"), "isCall": True, "amount": wads("1"), "vol": wads("0.85")}
SHORT_PUT = {"strike": wads("1800"), "isCall": False, "amount": wads("-2"), "vol": wads("0.9")}


def standard_case(note, market, cash, stable_price, expected):
    return {
        "note": note,
        "params": STANDARD_PARAMS,
        "portfolio": {
            "cash": wads(cash), "stablePrice": wads(stable_price),
            "markets": [{
                "market": "ETH", "spotPrice": wads("2000"), "spotConfidence": wads("1"),
                "perpPrice": "0", "perpConfidence": "0", "perpPosition": "0",
                "unsettledPerpCash": "0", "basePosition": "0", "expiries": [], **market,
            }],
        },
        "expected": dict(
            zip(("initialMargin", "maintenanceMargin", "markToMarket"), expected)),
    }


def options_case(note, options, expected):
    expiry = {
        "secondsToExpiry": "604800", "forwardPrice": wads("2010"),
        "forwardConfidence": wads("1"), "volConfidence": wads("1"), "options": options,
    }
    return standard_case(note, {"expiries": [expiry]}, "5000", "1", expected)


STANDARD = [
    options_case(
        "SM-20: the two calls, the maximum loss binds", [SPREAD_CALL, LONG_CALL],
        ("4800000000000000000000", "4800000000000000000000", "4963084117722447401360")),
    options_case(
        "SM-20: the first call and the put, the isolated margin binds",
        [SPREAD_CALL, SHORT_PUT],
        ("4118371562602458999380", "4358371562602458999380", "4898371562602458999380")),
    options_case(
        "SM-20: all three, the isolated margin binds", [SPREAD_CALL, LONG_CALL, SHORT_PUT],
        ("4118371562602458999380", "4358371562602458999380", "4914231994005267339860")),
    standard_case(
        "SM-21: perp and base with low confidence and depegged cash",
        {
            "spotConfidence": wads("0.5"), "perpPrice": wads("2001"),
            "perpConfidence": wads("1"), "perpPosition": wads("-3"),
            "unsettledPerpCash": wads("-7"), "basePosition": wads("2"),
        },
        "1000", "0.98",
        ("-1727300000000000000000", "3802805000000000000000", "5074632653061224489795")),
]


def failure_of(function, arguments):
    try:
        return f"gave {function(*arguments)}"
    except a.Failure as failure:
        return failure.name


def check():
    """The number of golden values that hold; an AssertionError names the first that does not."""
    from .calculate import calculate_standard

    for function, x, expected in FUNCTIONS:
        assert function(x) == expected, (function.__name__, x, function(x))
    for base, exponent, expected in POWERS:
        assert e.dec_pow(base, exponent) == expected, (base, exponent)
    for function, arguments, name in FAILURES:
        got = failure_of(function, arguments)
        assert got == name, (function.__name__, arguments, got)
    assert e.sqrt_wad(115792089237316195423570985008687907853269984665640564039457) > 0
    for expiry, strike, is_call, identifier in OPTION_IDS:
        assert p.option_id_encode(expiry, strike, is_call) == identifier, identifier
        assert p.option_id_decode(identifier) == (expiry, strike, is_call), identifier
    for row in BLACK76:
        assert p.black76(*row[:5]) == row[5:], (row, p.black76(*row[:5]))
    for strike, surface, vol in SVI:
        assert p.svi_vol(strike, *surface) == vol, (strike, surface)
    for case in STANDARD:
        outcome = calculate_standard(json.dumps(case))
        assert outcome.expected_form() == case["expected"], (case["note"], outcome.result)
    return sum(map(len, (FUNCTIONS, POWERS, FAILURES, OPTION_IDS, BLACK76, SVI, STANDARD)))
