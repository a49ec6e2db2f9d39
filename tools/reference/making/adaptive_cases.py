"""Curves, realised volatility, levels and parameters in force, with what 26 makes of them (AM-16)."""

from .. import adaptive
from .dice import W, Dice
from .lines import compact, texts

DAY = 86400
START = 1_700_000_000


def thousandths(value):
    return value * W // 1000


def points(*pairs):
    return [{"at": thousandths(at), "add": thousandths(add)} for at, add in pairs]


def curve_cases():
    around = [0, 1, *(x + d for x in (2 * W // 1000, 5 * W // 1000, W) for d in (-1, 0, 1)), 2**128 - 1]
    for note, curve in (
            ("flat", points((0, 5))), ("one point above 0", points((10, 30))), ("rising", points((2, 0), (5, 40), (1000, 200))),
            ("a plateau", points((2, 10), (5, 10), (1000, 4000)))):
        yield note, {"points": curve, "x": around}
    for turn in range(24):
        dice = Dice(f"curve:{turn}")
        count, at, add, curve = dice.between(1, 16), 0, 0, []
        for _ in range(count):
            at += 1 + dice.magnitude(dice.pick((3, 40, 60, 120)))
            add = min(add + dice.magnitude(dice.pick((3, 40, 60))), 4 * W)
            curve.append({"at": at, "add": add})
        yield "dice", {"points": curve, "x": [dice.below(at + at // 4 + 2) for _ in range(8)] + [at, at - 1, 0]}


def realised_cases():
    def looks(*pairs):
        return [{"time": START + time, "price": price} for time, price in pairs]

    yield "a price that stays", {"seconds": DAY, "looks": looks((0, 2000 * W), (60, 2000 * W), (3600, 2000 * W))}
    yield "one move, and calm after it", {
        "seconds": DAY, "looks": looks((0, 2000 * W), (60, 2100 * W), (120, 2100 * W), (DAY, 2100 * W), (30 * DAY, 2100 * W))}
    yield "the same time twice", {"seconds": 60, "looks": looks((0, W), (0, 2 * W), (1, 3 * W), (1, 9 * W), (2, 3 * W))}
    yield "from a price of nothing, and to one", {"seconds": 60, "looks": looks((0, 0), (1, W), (2, 0), (3, W), (4, 1))}
    yield "a move beyond the largest", {"seconds": 1, "looks": looks((0, 1), (1, 10**30), (2, 1), (40, 10**40))}
    for turn in range(12):
        dice = Dice(f"realised:{turn}")
        time, price, walk = 0, dice.between(W, 90_000 * W), []
        for _ in range(12):
            walk.append((time, price))
            time += dice.pick((0, 1, 12, 60, 600, 3600))
            price = max(price + dice.sign() * price * dice.below(60) // 1000, 1)
        yield "dice", {"seconds": dice.pick((1, 600, DAY, 30 * DAY)), "looks": looks(*walk)}


def level_cases():
    def case(looks, level=0, step=20, notice=600, calm=3600, grace=1800, downward=False):
        return {
            "level": level, "step": thousandths(step), "notice": notice, "calm": calm, "grace": grace,
            "downward": downward,
            "looks": [{"time": START + time, "target": target} for time, target in looks]}

    t = thousandths
    yield "steps to a target", case([(time, t(70)) for time in range(0, 4200, 300)])
    yield "what is not looked at binds all the same", case([(0, t(10)), (90000, None), (90001, t(10))])
    yield "an announcement is lowered, and taken back", case(
        [(0, t(20)), (60, t(15)), (120, t(18)), (180, 0), (240, t(5)), (900, t(5))])
    yield "looks at one time", case([(0, t(5)), (0, t(9)), (0, t(4)), (0, 0), (0, t(90)), (600, t(90)), (600, 0)])
    yield "it relaxes when it is calm", case(
        [(0, t(40)), (600, t(40)), (1200, t(40)), (1800, 0), (4799, 0), (4800, 0), (4801, 0), (8400, 0), (12000, 0)])
    yield "silence", case([(0, None), (600, t(40)), (1200, None), (1800, None)])
    yield "no grace keeps no past", case([(time, t(70)) for time in range(0, 3600, 600)], grace=0)
    yield "open interest that falls and rises", case(
        [(0, 900 * W), (600, 500 * W), (1200, 500 * W), (1800, 500 * W), (9000, 2000 * W), (12600, 2000 * W)],
        level=1000 * W, step=100, downward=True)
    yield "the ends of the types", {
        "level": 0, "step": W, "notice": DAY, "calm": 7 * DAY, "grace": 7 * DAY, "downward": False,
        "looks": [{"time": time, "target": target} for time, target in (
            (0, 1), (0, 2**200), (1, 2**200), (2**64 - 2, 2**200), (2**64 - 1, 2**200), (2**64 - 1, 0))]}
    for turn in range(40):
        dice = Dice(f"level:{turn}")
        downward = dice.chance(30)
        notice = dice.pick((1, 60, 600, 3600))
        scale = 1000 * W if downward else t(200)
        time, looks = 0, []
        for _ in range(dice.between(5, 30)):
            target = None if dice.chance(10) else dice.below(scale + 1) if dice.chance(80) else dice.pick((0, scale))
            looks.append((time, max(target, 1) if downward and target is not None else target))
            time += dice.pick((0, 0, 1, notice // 2, notice - 1, notice, notice + 1, 4 * notice))
        yield "dice", case(
            looks, level=dice.below(scale) + 1 if downward else 0, step=dice.between(1, 500), notice=notice,
            calm=notice * dice.between(1, 6), grace=notice * dice.between(0, 32), downward=downward)


def parameter_cases():
    def portfolio(asset, parameter, add, mm=30, im=20, other=(30, 10, 3, 2)):
        names = ("mmPerpPercent", "imPerpPercent", "mmOptionPercent", "imOptionPercent")
        return {
            "model": "portfolio", "asset": asset, "parameter": parameter, "add": add,
            "volShock": {"rangeUp": thousandths(500), "rangeDown": thousandths(300)},
            "otherContingency": {name: thousandths(value) for name, value in zip(names, other)},
            "collateral": {"mmHaircut": thousandths(mm), "imHaircut": thousandths(im)},
            "spotShocks": [thousandths(s) for s in (1180, 1000, 955, 820, 0, 3000)] + [W + 1, W - 1]}

    def standard(asset, add, base=800, perp=(65, 100)):
        options = ("maxSpotReq", "minSpotReq", "mmCallSpotReq", "mmPutSpotReq", "mmPutMtMReq")
        return {
            "model": "standard", "asset": asset, "parameter": "requirement", "add": add,
            "groups": {
                "base": {"marginFactor": thousandths(base)},
                "perp": dict(zip(("mmPerpReq", "imPerpReq"), map(thousandths, perp))),
                "option": dict(zip(options, map(thousandths, (150, 130, 90, 90, 90))))}}

    for add in (0, 1, thousandths(7), thousandths(49), thousandths(950), thousandths(951), W, 4 * W, 5 * W):
        for asset in ("base", "perp", "option"):
            yield "requirement", portfolio(asset, "requirement", add)
            yield "requirement", standard(asset, add)
        for parameter in ("spotRange", "volRange"):
            yield parameter, portfolio("option", parameter, add)
    yield "already beyond", portfolio("base", "requirement", W, mm=990, im=20)
    yield "already beyond", portfolio("perp", "requirement", W, other=(3500, 0, 2500, 0))
    yield "already beyond", portfolio("option", "requirement", W, other=(3500, 0, 2500, 0))
    yield "already beyond", standard("perp", W, perp=(1200, 1300))


def adaptive_lines():
    lines = []
    for kind, cases in (
            ("curve", curve_cases()), ("realised", realised_cases()), ("level", level_cases()),
            ("parameters", parameter_cases())):
        for note, value in cases:
            expected = adaptive.line_of(kind, value)
            lines.append(compact({"id": len(lines), kind: texts(value), "note": note, "expected": texts(expected)}))
    return "\n".join(lines) + "\n"
