"""Adaptive margin of a manager in JSON, and its levels as an entry (AM-13, AM-14)."""

from types import SimpleNamespace

from ..adaptive import Level
from ..clearing.adaptive_settings import EXPIRIES, INPUTS, POINTS, RULES
from ..document import Members
from .values import sequence, unsigned
from .waterfall_forms import demand, members, read

PARAMETERS = ("requirement", "spotRange", "volRange")
WIDTHS = {"seconds": "seconds", "tenor": "seconds"}
OPTIONAL = ("market", "rate")  # of a peg
POINT = {"at": "amount", "add": "amount"}


def elements(value, most):
    demand(isinstance(value, list) and not isinstance(value, Members) and len(value) <= most)
    return value


def read_form(value, places):
    """The setting; null is None. `places` reads assets, markets and collaterals."""
    if value is None:
        return None
    given = members(value, ("grace", "rules"))
    return SimpleNamespace(
        grace=read("seconds", given["grace"], places), rules=[read_rule(each, places) for each in elements(given["rules"], RULES)])


def read_rule(value, places):
    given = members(value, ("asset", "parameter", "input", "curve", "step", "notice", "calm"))
    asset = places.asset(given["asset"])
    return SimpleNamespace(
        asset=asset, parameter=read(PARAMETERS, given["parameter"], places), input=read_input(given["input"], places),
        curve=[vars(read(POINT, each, places)) for each in elements(given["curve"], POINTS)],
        step=read("amount", given["step"], places), notice=read("seconds", given["notice"], places),
        calm=read("seconds", given["calm"], places))


def read_input(value, places):
    demand(isinstance(value, Members))
    kind = dict(value).get("kind")
    demand(isinstance(kind, str) and kind in INPUTS)
    of_peg = [name for name in OPTIONAL if kind == "peg" and name in dict(value)]
    given = members(value, ("kind", *INPUTS[kind], *(["expiries"] if kind == "implied" else []), *of_peg))
    made = SimpleNamespace(
        kind=kind, **{name: read(WIDTHS.get(name, "amount"), given[name], places) for name in INPUTS[kind]})
    if kind == "implied":
        made.expiries = [read("seconds", each, places) for each in elements(given["expiries"], EXPIRIES)]
    if kind == "peg":
        made.market = places.market(given["market"]) if "market" in given else None
        made.rate = f"own.{places.collateral(given['rate'])}" if "rate" in given else None
    return made


def form_json(value):
    """As the part *manager* has it."""
    return {"grace": str(value.grace), "rules": list(map(rule_json, value.rules))}


def rule_json(rule):
    return {
        "asset": rule.asset, "parameter": rule.parameter, "input": input_json(rule.input),
        "curve": [{name: str(point[name]) for name in POINT} for point in rule.curve],
        "step": str(rule.step), "notice": str(rule.notice), "calm": str(rule.calm)}


def input_json(given):
    made = {"kind": given.kind} | {name: str(getattr(given, name)) for name in INPUTS[given.kind]}
    if given.kind == "implied":
        made["expiries"] = list(map(str, given.expiries))
    if given.kind == "peg":
        made |= {"market": given.market} if given.market is not None else {}
        made |= {"rate": int(given.rate[4:])} if given.rate is not None else {}
    return made


# Levels


def levels_bytes(levels):
    def pair(of):
        return unsigned(of[0]) + unsigned(of[1])

    def level(of):
        before = b"".join(map(unsigned, (of.level, of.since, of.announced, of.binds)))
        return before + sequence(of.past, pair) + b"".join(map(unsigned, (of.v, of.last, of.seen)))

    return sequence(levels, level)


def read_levels(reader):
    def level():
        made = Level()
        made.level, made.since, made.announced, made.binds = (reader.unsigned() for _ in range(4))
        made.past = reader.sequence(lambda: (reader.unsigned(), reader.unsigned()))
        made.v, made.last, made.seen = (reader.unsigned() for _ in range(3))
        return made

    return reader.sequence(level)
