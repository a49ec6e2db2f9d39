"""Invalid inputs (PM-7): one fault each, with the path and the reason of its refusal."""

import json
from copy import deepcopy

from .dice import W
from .lines import Count, compact, texts
from .model import ASSETS, DAY, shock, usual_params

REMOVE = object()


def arranged_base():
    option = {"strike": 1900 * W, "vol": W // 2, "amount": -2 * W, "isCall": True}
    return texts({
        "id": Count(1), "params": small_params(), "scenarios": [shock(1000), shock(1100, "up")],
        "portfolio": {
            "spotPrice": 1800 * W, "perpPrice": 0, "stablePrice": W, "cash": 1000 * W,
            "perpPosition": 0, "perpValue": 0, "minConfidence": W,
            "collaterals": [
                {"asset": ASSETS[0], "value": W, "minConfidence": W},
                {"asset": ASSETS[1], "value": W, "minConfidence": W}],
            "expiries": [{
                "secondsToExpiry": 9 * DAY, "forwardFixedPortion": 0,
                "forwardVariablePortion": 1800 * W, "rate": 0, "discount": W - 1,
                "minConfidence": W,
                "options": [option, {**option, "isCall": False}],
            }],
        },
    })


def raw_base():
    surface = {"a": W // 100, "b": W // 50, "rho": -W // 9, "m": 0, "sigma": W // 10,
               "forward": 1800 * W, "tau": W // 40}
    expiry = {
        "secondsToExpiry": 9 * DAY, "forwardFixedPortion": 0,
        "forwardVariablePortion": 1800 * W, "forwardConfidence": W, "rate": 0,
        "rateConfidence": W, "svi": surface, "volConfidence": W,
    }
    held = {"secondsToExpiry": 9 * DAY, "strike": 1900 * W, "isCall": True, "amount": -W}
    return texts({
        "id": Count(1), "params": {**small_params(), "maxExpiries": Count(3)},
        "scenarios": [shock(1000)],
        "market": {
            "spotPrice": 1800 * W, "spotConfidence": W, "stablePrice": W, "perpPrice": 0,
            "perpConfidence": W,
            "collaterals": [
                {"asset": asset, "name": "a token", "price": W, "confidence": W}
                for asset in ASSETS[:2]],
            "expiries": [expiry, {**expiry, "secondsToExpiry": 20 * DAY}],
        },
        "account": {
            "cash": 0, "perpPosition": 0, "unsettledPerpCash": 0,
            "collaterals": [{"asset": asset, "amount": W} for asset in ASSETS[:2]],
            "options": [held, {**held, "isCall": False}],
        },
    })


def small_params():
    params = usual_params()
    del params["collaterals"][ASSETS[2]]
    return params


def steps(path):
    """portfolio.expiries[0].rate as its members and indices."""
    for part in path.split("."):
        name, *indices = part.replace("]", "").split("[")
        yield name
        yield from map(int, indices)


def bent(base, path, value):
    """A base with the value at a path replaced or removed, or a member added."""
    line = deepcopy(base)
    *outer, last = steps(path)
    target = line
    for step in outer:
        target = target[step]
    if value is REMOVE:
        del target[last]
    else:
        target[last] = value
    return compact(line)


E0 = "portfolio.expiries[0]"
O1 = "portfolio.expiries[0].options[1]"

MISSING = [
    "params", "scenarios", "portfolio", "portfolio.cash", "portfolio.collaterals",
    "portfolio.expiries", "portfolio.minConfidence", "portfolio.perpValue",
    "portfolio.collaterals[0].asset", "portfolio.collaterals[1].minConfidence",
    E0 + ".options", E0 + ".discount", E0 + ".forwardFixedPortion", O1 + ".strike",
    O1 + ".isCall", "scenarios[1].dampeningFactor", "scenarios[0].volShock", "params.volShock",
    "params.collaterals", "params.margin.mmFactor", "params.skewShock.minKStar",
    f"params.collaterals.{ASSETS[0]}.imHaircut",
]
MISSING_RAW = [
    "account", "market", "market.expiries[0].secondsToExpiry",
    "account.options[1].secondsToExpiry", "market.stablePrice", "market.perpPrice", "market.collaterals",
    "market.collaterals[1].confidence", "market.expiries[0].svi", "market.expiries[1].svi.tau",
    "market.expiries[0].rateConfidence", "account.unsettledPerpCash", "account.options[0].amount",
    "account.collaterals[0].amount",
]
UNKNOWN = [
    ("extra", "1"), ("portfolio.unsettledPerpCash", "0"), ("portfolio.Cash", "0"),
    (E0 + ".netOptions", "0"), (O1 + ".expiry", "0"), ("scenarios[0].id", "0"),
    ("params.volShock.volRangeUp", "0"), ("params.other", None),
    (f"params.collaterals.{ASSETS[1]}.MMHaircut", "0"),
    ("portfolio.collaterals[0].isRiskCancelling", True),
]
UNKNOWN_RAW = [
    ("market.id", "1"), ("market.expiries[0].discount", "0"),
    ("market.expiries[0].svi.expiry", "0"),
    ("account.perpValue", "0"), ("account.options[0].vol", "0"),
    ("account.collaterals[1].value", "0"), ("market.collaterals[0].asset2", "0"),
    ("account.options[0].expiry", "1800000000"), ("market.expiries[1].expiry", "1800000000"),
    ("account.options[0].timestamp", "0"), ("params.MaxExpiries", 3),
]
TYPES = [
    ("portfolio.cash", 0), ("portfolio.cash", None), ("portfolio.cash", True),
    ("portfolio.cash", ["0"]), ("portfolio.cash", {}), ("portfolio.cash", 0.5),
    (O1 + ".isCall", "true"), (O1 + ".isCall", 1), (O1 + ".isCall", None),
    ("portfolio.expiries", {}), ("portfolio.expiries", None), (E0, []), (E0, "0"),
    (E0 + ".options", "[]"), (O1, 7), ("portfolio", []), ("params", "usual"),
    ("scenarios", {}), ("scenarios[1]", "none"), ("scenarios[0].volShock", 0),
    ("portfolio.collaterals[0].asset", 1), ("params.collaterals", []),
    (f"params.collaterals.{ASSETS[0]}", "0"),
    (f"params.collaterals.{ASSETS[0]}.isRiskCancelling", "false"),
    (E0 + ".secondsToExpiry", 777600), ("params.volShock.dteFloorSeconds", 86400),
]
TYPES_RAW = [
    ("params.maxExpiries", "3"), ("params.maxExpiries", None), ("market", []), ("account", "0"),
    ("market.collaterals[0].name", 5), ("market.expiries[0].svi", []),
    ("market.expiries[0].svi.tau", 1), ("account.options", {}),
    ("account.options[0].isCall", "1"), ("account.collaterals[0].asset", None),
    ("market.timestamp", 1800000000), ("market.expiries[0].secondsToExpiry", 777600),
    ("id", True), ("id", None), ("id", {}), ("id", []),
]
FORMS = [
    ("", "empty"), ("-", "a sign alone"), ("+1", "a plus sign"), ("01", "a leading zero"),
    ("00", "two zeros"), ("-0", "a zero with a sign"), ("-01", "a leading zero after the sign"),
    ("1.0", "a point"), ("1e18", "an exponent"), ("0x1", "hexadecimal"), (" 1", "a space before"),
    ("1 ", "a space after"), ("1\n", "a line feed after"), ("1_000", "a separator"),
    ("1,000", "a comma"), ("--1", "two signs"), ("\u0661", "a digit that is not ASCII"),
    ("\uff11", "a full-width digit"), ("\u22121", "a minus that is not ASCII"), ("NaN", "a word"),
    ("1\u0000", "a NUL after"),
]
FORM_PATHS = [
    (O1 + ".strike", "007"), (E0 + ".discount", "+0"), (E0 + ".secondsToExpiry", "1.5"),
    ("scenarios[1].spotShock", "1e18"), ("params.skewShock.volParamScale", "-0"),
    ("scenarios[0].volShock", "UP"), ("scenarios[0].volShock", ""),
    ("scenarios[0].volShock", "None"),
    ("portfolio.collaterals[0].asset", ASSETS[0].upper()),
    ("portfolio.collaterals[0].asset", ASSETS[0].replace("0x", "0X")),
    ("portfolio.collaterals[0].asset", ASSETS[0][2:]),
    ("portfolio.collaterals[0].asset", ASSETS[0][:-1]),
    ("portfolio.collaterals[0].asset", ASSETS[0] + "00"),
    ("portfolio.collaterals[0].asset", ASSETS[0][:-1] + "g"),
    ("portfolio.collaterals[0].asset", "ETH"),
]
FORM_PATHS_RAW = [
    ("market.spotPrice", "1800.5"), ("market.expiries[1].svi.rho", "-.5"),
    ("account.cash", "0.0"), ("account.collaterals[1].asset", "0x"),
]
RANGES = [
    ("portfolio.spotPrice", "-1", "an unsigned integer below 0"),
    ("portfolio.spotPrice", str(2**256), "2^256 for an unsigned integer"),
    ("portfolio.spotPrice", "9" * 5000, "five thousand digits"),
    ("portfolio.cash", str(2**255), "2^255 for a signed integer"),
    ("portfolio.cash", str(-(2**255) - 1), "1 below the least signed integer"),
    ("portfolio.cash", "-" + "9" * 79, "a sign and 79 digits"),
    (E0 + ".discount", str(2**64), "a discount of 2^64"),
    (E0 + ".discount", "-1", "a discount below 0"),
    (E0 + ".rate", "-1", "an arranged rate below 0"),
    (E0 + ".secondsToExpiry", "-1", "seconds below 0"),
    (O1 + ".strike", "-1", "a strike below 0"),
    (O1 + ".amount", str(2**255), "an amount of 2^255"),
    ("portfolio.collaterals[1].value", "-1", "a collateral value below 0"),
    ("scenarios[0].spotShock", "-1", "a spot shock below 0"),
    ("scenarios[1].dampeningFactor", str(2**256), "a dampening factor of 2^256"),
    ("params.volShock.shortTermPower", str(2**255), "a power of 2^255"),
    ("params.margin.imFactor", "-1", "a factor below 0"),
    (f"params.collaterals.{ASSETS[1]}.mmHaircut", "-1", "a haircut below 0"),
]
RANGES_RAW = [
    ("market.expiries[0].svi.tau", str(2**64), "a tau of 2^64"),
    ("market.expiries[0].svi.sigma", "-1", "a smoothness below 0"),
    ("market.expiries[1].rate", str(2**255), "a rate of 2^255"),
    ("market.stablePrice", "-1", "a price below 0"),
    ("market.expiries[0].secondsToExpiry", str(2**64), "seconds of a market of 2^64"),
    ("market.expiries[0].secondsToExpiry", str(2**255), "seconds of a market of 2^255"),
    ("account.options[1].secondsToExpiry", str(2**64), "seconds of an option of 2^64"),
    ("market.timestamp", str(2**64), "a time of 2^64"),
    ("params.maxExpiries", 0, "a limit of 0"), ("params.maxExpiries", 257, "a limit of 257"),
    ("params.maxExpiries", -1, "a limit below 0"), ("params.maxExpiries", 2**80, "a limit of 2^80"),
    ("id", 2**63, "an id of 2^63"), ("id", -(2**63) - 1, "an id below -2^63"),
    ("account.options[1].strike", "-1", "a strike below 0"),
    ("account.collaterals[0].amount", str(-(2**255) - 1), "an amount below the least"),
]


def refused_cases():
    """(note, line, path, reason)."""
    arranged, raw = arranged_base(), raw_base()
    for path in MISSING:
        yield "a member is missing", bent(arranged, path, REMOVE), path, "missing"
    for path in MISSING_RAW:
        yield "a member is missing", bent(raw, path, REMOVE), path, "missing"
    for path, value in UNKNOWN:
        yield "no such member", bent(arranged, path, value), path, "unknown"
    for path, value in UNKNOWN_RAW:
        yield "no such member", bent(raw, path, value), path, "unknown"
    for path, value in TYPES:
        yield "another JSON type", bent(arranged, path, value), path, "type"
    for path, value in TYPES_RAW:
        yield "another JSON type", bent(raw, path, value), path, "type"
    for value, what in FORMS:
        note = f"not the canonical text of an integer: {what}"
        yield note, bent(arranged, "portfolio.cash", value), "portfolio.cash", "form"
    for path, value in FORM_PATHS:
        yield "not a canonical text", bent(arranged, path, value), path, "form"
    for path, value in FORM_PATHS_RAW:
        yield "not a canonical text", bent(raw, path, value), path, "form"
    for path, value, note in RANGES:
        yield note, bent(arranged, path, value), path, "range"
    for path, value, note in RANGES_RAW:
        yield note, bent(raw, path, value), path, "range"
    yield from map_names(arranged)
    yield from named_by_time(raw)
    yield from both_forms(arranged, raw)
    yield from too_many(arranged)
    yield from repeated(arranged, raw)
    yield from repeated_members(compact(arranged))
    yield from whole_lines(compact(arranged))


def map_names(arranged):
    haircut = {"isRiskCancelling": True, "mmHaircut": "0", "imHaircut": "0"}
    for name in ("ETH", "0xabc", "", "0X" + ASSETS[0][2:]):
        line = bent(arranged, f"params.collaterals.{name}", haircut)
        path = f"params.collaterals.{name}" if name else 'params.collaterals[""]'
        yield "a name of this map is an address", line, path, "form"
    path = f"params.collaterals.{ASSETS[0].replace('ba11', 'bA11')}"
    yield "an asset twice, in two cases", bent(arranged, path, haircut), path, "duplicate"


def named_by_time(raw):
    timed = deepcopy(raw)
    timed["market"]["timestamp"] = "1800000000"
    for each in timed["market"]["expiries"] + timed["account"]["options"]:
        each["expiry"] = str(1_800_000_000 + int(each.pop("secondsToExpiry")))
    yield ("a time without the market's time", bent(timed, "market.timestamp", REMOVE),
           "market.expiries[0].expiry", "form")
    expiry = timed["market"]["expiries"][1]
    for path, element in (
        ("market.expiries[1]", expiry), ("account.options[1]", timed["account"]["options"][1]),
    ):
        other = {name: value for name, value in element.items() if name != "expiry"}
        other["secondsToExpiry"] = "1728000"
        yield "named in another way than the first", bent(timed, path, other), path, "form"
    yield ("a time in digits without quotes", bent(timed, "market.expiries[0].expiry", 1),
           "market.expiries[0].expiry", "type")
    yield ("a time below 0", bent(timed, "account.options[0].expiry", "-1"),
           "account.options[0].expiry", "range")
    for path in ("market.expiries", "account.options"):
        elements = timed
        for step in steps(path):
            elements = elements[step]
        yield ("the same time twice", bent(timed, path, [*elements, elements[0]]), f"{path}[2]",
               "duplicate")


def both_forms(arranged, raw):
    both = {**raw, "portfolio": arranged["portfolio"]}
    del both["market"]
    yield "a portfolio and an account", compact(both), "account", "unknown"
    both = {**arranged, "market": raw["market"]}
    yield "a portfolio and a market", compact(both), "market", "unknown"


def too_many(arranged):
    scenario = arranged["scenarios"][0]
    yield ("257 scenarios", bent(arranged, "scenarios", [scenario] * 257), "scenarios", "range")
    collateral = {"asset": ASSETS[0], "value": "0", "minConfidence": "0"}
    many = [{**collateral, "asset": f"0x{i:040x}"} for i in range(257)]
    yield ("257 collaterals", bent(arranged, "portfolio.collaterals", many),
           "portfolio.collaterals", "range")


def repeated(arranged, raw):
    for base, path, what in (
        (arranged, "portfolio.collaterals", "the same asset twice"),
        (arranged, "portfolio.expiries[0].options", "the same strike and isCall twice"),
        (raw, "market.collaterals", "the same asset twice"),
        (raw, "market.expiries", "the same secondsToExpiry twice"),
        (raw, "account.collaterals", "the same asset twice"),
        (raw, "account.options", "the same option twice"),
    ):
        elements = base
        for step in steps(path):
            elements = elements[step]
        twice = [*elements, elements[0]]
        yield what, bent(base, path, twice), f"{path}[2]", "duplicate"
    option = arranged["portfolio"]["expiries"][0]["options"][0]
    other = {**option, "vol": "1", "amount": "0"}
    yield ("the same instrument with another volatility and an amount of 0",
           bent(arranged, "portfolio.expiries[0].options", [option, other]),
           "portfolio.expiries[0].options[1]", "duplicate")


def repeated_members(text):
    for old, new, path, note in (
        ('"cash":', '"cash":"1","cash":', "portfolio.cash", "a member twice"),
        ('"cash":', '"c\\u0061sh":"1","cash":', "portfolio.cash",
         "a member twice, once with an escape"),
        ('"perpValue":"0"', '"perpValue":"0","perpValue":"0"', "portfolio.perpValue",
         "a member twice with the same value"),
        ('{"id":1,', '{"id":1,"id":1,', "id", "the id twice"),
        ('"scenarios":', '"scenarios":[],"scenarios":', "scenarios", "a list twice"),
        (f'"{ASSETS[0]}":{{"isRisk', f'"{ASSETS[0]}":{{}},"{ASSETS[0]}":{{"isRisk',
         f"params.collaterals.{ASSETS[0]}", "a collateral's parameters twice"),
        ('"rate":', '"rate":"0","rate":', "portfolio.expiries[0].rate",
         "a member twice, deep inside"),
    ):
        assert text.count(old) == 1, old
        yield note, text.replace(old, new), path, "duplicate"


def whole_lines(text):
    for line, note in (
        ("", "an empty line"),
        (text[:-1], "the last brace is missing"),
        (text + "}", "a brace too many"),
        (text + " {}", "two values"),
        (text.replace('"cash":"', '"cash":', 1), "a quotation mark is missing"),
        (text.replace('"cash":', "'cash':", 1), "single quotation marks"),
        (text.replace('"id":1', '"id":01', 1), "a number with a leading zero"),
        (text.replace('"id":1', '"id":NaN', 1), "NaN is not JSON"),
        (text.replace('"id":1,', '"id":1,,', 1), "two commas"),
        (text.replace(',"portfolio"', ' /* */ ,"portfolio"', 1), "a comment"),
        (text[:-1] + ",}", "a comma before the last brace"),
        (text.replace('"cash":"1', '"cash":"\t1', 1), "a raw control character in a string"),
    ):
        yield note, line, "", "malformed"
    for line, note in (("[]", "an array"), ("0", "a number"), ('"portfolio"', "a string"),
                       ("null", "null"), (f"[{text}]", "the line inside an array")):
        yield note, line, "", "type"


def refused_lines():
    lines = []
    for number, (note, line, path, reason) in enumerate(refused_cases()):
        case = {"id": number, "note": note, "line": line,
                "refused": {"path": path, "reason": reason}}
        lines.append(json.dumps(case, separators=(",", ":")))
    return "\n".join(lines) + "\n"
