"""Parameter sets of the portfolio model as files (PS-1 to PS-5, with the bounds of PM-32)."""

import re

from .arithmetic import W
from .canonical import canonical, read_json
from .document import Leaf, Members, Refused, decode, number
from .keccak import keccak256
from .portfolio import PARAMETERS, SCENARIOS
from .proof_forms import HASH, exactly, text

NAME = re.compile(r"[a-z0-9-]{1,64}")
DAY = 86_400


def read_name(value, path):
    if not isinstance(value, str):
        raise Refused(path, "type", "a string is expected")
    if not NAME.fullmatch(value):
        raise Refused(path, "form", "not 1 to 64 small letters, digits and hyphens")
    return value


SET = {
    "ballastParameterSet": number(1, 1),
    "name": Leaf(read_name),
    "version": number(1, 1_000_000),
    "model": exactly("portfolio"),
    "description": text(0, 4096),
    "source": text(0, 4096),
    "hash": HASH,
    "params": PARAMETERS,
    "scenarios": SCENARIOS,
}


def set_hash(members):
    """PS-4, of the members of a file."""
    return keccak256(canonical(Members(member for member in members if member[0] != "hash")))


def read_set(data):
    """A set from its bytes; Refused where it is none, beyond its bounds, or of another hash than it states."""
    members = read_json(data)
    value = decode(SET, members)
    within_bounds(value.params, value.scenarios)
    if set_hash(members) != value.hash:
        raise Refused("hash", "form", "the set has another hash")
    return value


def within_bounds(params, scenarios):
    """PS-5: the bounds of PM-32."""
    basis, other, margin = params.basisContingency, params.otherContingency, params.margin
    vol, skew = params.volShock, params.skewShock
    bound("basisContingency", W < basis.scenarioSpotUp < 3 * W and basis.scenarioSpotDown < W)
    at_most("basisContingency", basis, 20 * W, "addFactor", "multFactor")
    at_most("otherContingency", other, 100 * W, "pegLossThreshold")
    at_most("otherContingency", other, 10 * W, "pegLossFactor")
    at_most("otherContingency", other, W, "confThreshold")
    at_most("otherContingency", other, 20 * W, "confMargin")
    at_most("otherContingency", other, 3 * W, "mmPerpPercent", "imPerpPercent")
    at_most("otherContingency", other, 2 * W, "mmOptionPercent", "imOptionPercent")
    bound("margin", W // 2 <= margin.imFactor <= 10 * W and W // 10 <= margin.mmFactor <= 10 * W)
    at_most("margin", margin, 10 * W, "shortRateMultScale", "longRateMultScale", "shortRateAddScale",
            "longRateAddScale")
    at_most("margin", margin, 4 * W, "shortBaseStaticDiscount", "longBaseStaticDiscount")
    at_most("volShock", vol, 10 * W, "rangeUp", "rangeDown", "shortTermPower", "longTermPower")
    at_most("volShock", vol, 400 * DAY, "dteFloorSeconds")
    at_most("volShock", vol, 20 * W, "minVolUpShock")
    at_most("skewShock", skew, 10 * W, "linearBaseCap", "absBaseCap")
    for name, lowest, highest in (("linearCBase", -10, 10), ("absCBase", -10, 10), ("minKStar", 0, 10),
                                  ("widthScale", 0, 10), ("volParamStatic", 0, 10), ("volParamScale", -20, 20)):
        bound("skewShock", lowest * W <= getattr(skew, name) <= highest * W)
    for haircut in params.collaterals.values():
        bound("collaterals", haircut.mmHaircut + haircut.imHaircut <= W)
    bound("scenarios", 1 <= len(scenarios) <= 40)
    for kind in ("linear", "abs"):
        skewed = [each for each in scenarios if each.volShock == kind]
        bound("scenarios", len(skewed) <= 1 and all(each.spotShock == W for each in skewed))
    bound("maxExpiries", params.maxExpiries is None or 1 <= params.maxExpiries <= 30)


def at_most(group, values, limit, *names):
    bound(group, all(getattr(values, name) <= limit for name in names))


def bound(group, holds):
    if not holds:
        raise Refused(f"params.{group}", "range", "beyond its bounds")
