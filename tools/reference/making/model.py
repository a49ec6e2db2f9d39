"""Parameters, scenarios, markets and accounts that cases start from."""

from copy import deepcopy

from .dice import W

ASSETS = [f"0x00000000000000000000000000000000ba11a5{i:02x}" for i in range(6)]
DAY = 86_400
THIRTY_DAYS = 2_592_000
YEAR = 31_536_000


def thousandths(n):
    return n * W // 1000


def usual_params():
    """The protocol's usual magnitudes, and three collaterals."""
    w = thousandths
    return {
        "volShock": {
            "rangeUp": w(500), "rangeDown": w(275), "shortTermPower": w(300),
            "longTermPower": w(130), "dteFloorSeconds": DAY, "minVolUpShock": w(450),
        },
        "margin": {
            "imFactor": w(1000), "mmFactor": w(800), "shortRateMultScale": w(500),
            "longRateMultScale": w(1000), "shortRateAddScale": w(80), "longRateAddScale": w(80),
            "shortBaseStaticDiscount": w(1040), "longBaseStaticDiscount": w(950),
        },
        "basisContingency": {
            "scenarioSpotUp": w(1045), "scenarioSpotDown": w(955), "addFactor": w(500),
            "multFactor": w(2000),
        },
        "otherContingency": {
            "pegLossThreshold": w(980), "pegLossFactor": w(2000), "confThreshold": w(550),
            "confMargin": w(1000), "mmPerpPercent": w(15), "imPerpPercent": w(5),
            "mmOptionPercent": w(3), "imOptionPercent": w(2),
        },
        "skewShock": {
            "linearBaseCap": w(150), "absBaseCap": w(150), "linearCBase": w(-50),
            "absCBase": w(-50), "minKStar": w(10), "widthScale": w(4000),
            "volParamStatic": w(600), "volParamScale": w(-100),
        },
        "collaterals": {
            ASSETS[0]: {"isRiskCancelling": True, "mmHaircut": w(120), "imHaircut": w(80)},
            ASSETS[1]: {"isRiskCancelling": False, "mmHaircut": w(20), "imHaircut": w(30)},
            ASSETS[2]: {"isRiskCancelling": True, "mmHaircut": w(350), "imHaircut": w(250)},
        },
    }


def shock(spot, vol="none", damp=1000):
    """A scenario in thousandths."""
    return {
        "spotShock": thousandths(spot), "volShock": vol, "dampeningFactor": thousandths(damp),
    }


def usual_scenarios():
    """A short list with every kind of shock."""
    return [
        shock(1180, "up"), shock(1090, "down"), shock(1000, "up"), shock(1000, "down"),
        shock(910, "none"), shock(820, "up"), shock(500, "up", 300), shock(2000, "up", 500),
        shock(1000, "linear"), shock(1000, "abs"),
    ]


def odd_params(dice):
    """Random parameters, most within the bounds of PM-32."""
    params = deepcopy(usual_params())
    w = dice.wad
    params["volShock"] = {
        "rangeUp": w(0, 2000), "rangeDown": w(0, 1500), "shortTermPower": w(-300, 900),
        "longTermPower": w(-300, 900), "dteFloorSeconds": dice.pick((1, 3600, DAY, 30 * DAY)),
        "minVolUpShock": w(0, 900),
    }
    margin = params["margin"]
    for name in margin:
        margin[name] = w(100, 3000) if name.endswith("Factor") else w(0, 1500)
    margin["shortBaseStaticDiscount"] = w(0, 2500)
    params["basisContingency"] = {
        "scenarioSpotUp": w(1001, 1500), "scenarioSpotDown": w(0, 999), "addFactor": w(0, 2000),
        "multFactor": w(0, 4000),
    }
    params["otherContingency"] = {
        "pegLossThreshold": w(900, 1050), "pegLossFactor": w(0, 5000), "confThreshold": w(0, 1000),
        "confMargin": w(0, 3000), "mmPerpPercent": w(0, 200), "imPerpPercent": w(0, 200),
        "mmOptionPercent": w(0, 100), "imOptionPercent": w(0, 100),
    }
    params["skewShock"] = {
        "linearBaseCap": w(0, 900), "absBaseCap": w(0, 900), "linearCBase": w(-900, 900),
        "absCBase": w(-900, 900), "minKStar": w(1, 300), "widthScale": w(0, 6000),
        "volParamStatic": w(0, 2000), "volParamScale": w(-2000, 2000),
    }
    for haircut in params["collaterals"].values():
        haircut["mmHaircut"], haircut["imHaircut"] = w(0, 600), w(0, 400)
        haircut["isRiskCancelling"] = dice.chance(50)
    return params


def odd_scenarios(dice, count):
    return [
        {
            "spotShock": dice.pick((W, W, dice.wad(0, 3000), dice.wad(800, 1200))),
            "volShock": dice.pick(("none", "up", "down", "up", "down", "linear", "abs")),
            "dampeningFactor": dice.pick((W, W, 0, 1, dice.wad(0, 1000), dice.wad(1000, 9000))),
        }
        for _ in range(count)
    ]
