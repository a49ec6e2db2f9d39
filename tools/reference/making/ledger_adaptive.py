"""Blocks of venues whose parameters follow what is measured: settings, levels, the grace (AM-1 to AM-15)."""

from .dice import W, Dice
from .ledger_keeping import auction, bid, liquidation
from .ledger_scene import FAR, NEAR, Scene, genesis_json
from .ledger_stories import FIRST, FOUR, ONE, THREE, TWO, opened
from .ledger_waterfall import GRADUATED, SEVEN, SIX, keepers, parts, positions, reduced, reduction, waterfall_genesis
from .ledger_waterfall_random import WaterfallRandom, drawn


def rule(asset, parameter, kind, points, step=W // 20, notice=300, calm=900, **settings):
    """`points` are thousandths."""
    return {
        "asset": asset, "parameter": parameter, "input": {"kind": kind, **settings},
        "curve": [{"at": str(at * W // 1_000), "add": str(add * W // 1_000)} for at, add in points],
        "step": str(step), "notice": str(notice), "calm": str(calm)}


def adaptive(*rules, grace=900):
    return {"grace": str(grace), "rules": list(rules)}


EXPIRIES = [str(NEAR), str(FAR)]
SHARE = [(200, 0), (900, 60)]
STANDARD = adaptive(
    rule("perp 0", "requirement", "realised", [(300, 0), (3_000, 80)], step=W // 100, seconds="3600"),
    rule("base 0", "requirement", "confidence", [(0, 0), (300, 200)]),
    rule("option 0", "requirement", "share", SHARE, least=str(5 * W)),
    rule("perp 0", "requirement", "size", [(1_000, 0), (9_000, 30)], depth=str(100_000 * W)),
    rule("option 0", "requirement", "implied", [(300, 0), (1_500, 40)], expiries=EXPIRIES, tenor="86400"))
PORTFOLIO = adaptive(
    rule("option 0", "spotRange", "realised", [(300, 0), (3_000, 700)], seconds="1800"),
    rule("option 0", "volRange", "implied", [(400, 0), (1_500, 900)], expiries=EXPIRIES, tenor="0"),
    rule("perp 0", "requirement", "interest", [(500, 0), (4_000, 60)], step=W // 50, reference=str(100 * W)),
    rule("base 1", "requirement", "peg", [(0, 0), (200, 150)], price=str(115 * W // 100), market=0),
    rule("base 1", "requirement", "peg", [(0, 0), (200, 150)], price=str(102 * W // 100), rate=0),
    rule("perp 0", "requirement", "share", SHARE, least=str(10 * W)), grace=600)


def adaptive_genesis(standard=STANDARD, portfolio=PORTFOLIO, **changes):
    """A venue whose managers have rules from the start."""
    managers = genesis_json()["managers"]
    for each, value in zip(managers, (standard, portfolio)):
        each["manager"] |= {} if value is None else {"adaptive": value}
    return waterfall_genesis(**changes) | {"managers": managers}


def following(scene):
    """Prices that run and calm down; accounts that a step alone brings below are left for the grace."""
    s = scene
    time = s.time = scene.time + 100
    yield time, [*keepers(s), *positions(s), s.credit(70, "one", 10**9, "WSTETH"), s.deposit("one", 10**8, "WSTETH", account=3)]
    path = (2_100, 2_250, 2_300, 2_380, 2_440, 2_450, 2_450, 2_445, 2_455, 2_450, 2_450, 2_700, 2_450, 2_440, 2_400)
    for place, spot in enumerate(path):
        time = s.time = time + (300, 120, 300, 450)[place % 4]
        made = s.prices(spot * W, stable=W if place % 5 else 99 * W // 100)
        if place == 7:
            made += [s.message("staked", 2_300 * W, 8 * W // 10, stamp=time - 1), s.message("spot", spot * W, 7 * W // 10, stamp=time)]
        made += [reduction(s, "announce", number) for number in (3, 4)] + [auction(s, 0, number) for number in (3, 4)]
        made += [reduced(s, 4, SEVEN, part=W // 3), reduced(s, 3, SIX, part=W // 3), auction(s, 1, 4)]
        made += [liquidation(s, "four", 6, 4, 30_000 * W, W // 9, 0), bid(s, "six", 3, 8, W // 9, account=8)]
        yield time, made + [s.matched(THREE, ONE, W, spot * W), s.matched(TWO, FOUR, W, spot * W), reduction(s, "withdraw", 4)]
    for seconds in (3_000, 20_000):
        time = s.time = time + seconds
        yield time, s.prices(2_400 * W) + [reduction(s, "announce", 4)]


# Settings


def named(value, assets=None):
    """A setting as a parameter has it: assets, markets and collaterals by name."""
    names = {"perp 0": "ETH-PERP", "option 0": "ETH-OPTION", "base 0": "WETH", "base 1": "WSTETH"}
    rules = []
    for each in value["rules"]:
        given = dict(each["input"])
        given |= {"market": "ETH"} if "market" in given else {}
        given |= {"rate": "stETH"} if "rate" in given else {}
        rules.append(each | {"asset": names.get(each["asset"], each["asset"]), "input": given})
    return value | {"rules": rules}


def setting(scene):
    """The setting announced, at its bounds and past them, in its form and in others; what it keeps of levels."""
    s, time = scene, FIRST + 100
    s.time = time
    made = [*keepers(s), *positions(s)]
    made += [s.announce("manager.adaptive", manager=manager, value=value) for manager, value in (*good(), *wrong(), *past())]
    made += [s.announce("manager.adaptive", value=None), s.announce("manager.adaptive", manager="nobody", value=None)]
    yield time, made
    for number in range(3):
        time = s.time = time + 1_800
        yield time, s.prices((2_000 + 60 * number) * W)
    time = s.time = time + 60
    one, other = (named(each) for each in (STANDARD, PORTFOLIO))
    changed = one | {"rules": [one["rules"][0], *one["rules"][2:], one["rules"][1]], "grace": "0"}
    made = [s.announce("manager.adaptive", manager="standard", value=changed), s.announce("manager.adaptive", manager="portfolio", value=None)]
    yield time, made + [s.announce("manager.adaptive", manager="portfolio", value=other | {"rules": other["rules"][:2]})]
    for number in range(4):
        time = s.time = time + 1_800
        yield time, s.prices((2_200 - 50 * number) * W) + [s.matched(TWO, FOUR, W, 2_200 * W)]
    s.time = time = time + 60
    yield time, [s.announce("manager.adaptive", manager="standard", value=None)]
    time = s.time = time + 3_600
    yield time, s.prices(2_300 * W) + [s.matched(TWO, FOUR, W, 2_300 * W)]


def good():
    one, other = (named(each) for each in (STANDARD, PORTFOLIO))
    point = rule("ETH-PERP", "requirement", "realised", [(0, 4_000)], step=W, notice=86_400, calm=604_800, seconds="2592000")
    yield "standard", None
    yield "standard", adaptive(*[point] * 16, grace=604_800)
    yield "portfolio", adaptive(rule("WETH", "requirement", "size", [(0, 0)], depth=str(2**128 - 1)), grace=604_800)
    yield "portfolio", adaptive(rule("ETH-OPTION", "requirement", "peg", [(0, 0)], price="1", market="ETH", rate="stETH"))
    yield "standard", adaptive(rule("ETH-PERP", "requirement", "implied", [(0, 0)], expiries=[], tenor=str(2**32 - 1)))
    yield from (("standard", one), ("portfolio", other), ("portfolio", other | {"grace": "601"}))


def wrong():
    """Of other forms."""
    one = rule("ETH-PERP", "requirement", "confidence", [(0, 0)])
    for name in one:
        yield "standard", adaptive({key: value for key, value in one.items() if key != name})
        yield "standard", adaptive(one | {name: 7})
    yield from (("standard", value) for value in (
        [], "0", {}, {"grace": "1"}, {"rules": [one]}, adaptive(one) | {"more": "1"}, adaptive(one) | {"grace": "01"},
        adaptive(one) | {"grace": str(2**64)}, adaptive(one) | {"rules": {}}, adaptive(one | {"more": "1"})))
    yield from (("standard", adaptive(one | {"input": value})) for value in (
        {}, {"kind": "nothing"}, {"kind": "realised"}, {"kind": "confidence", "seconds": "1"}, {"kind": "implied", "tenor": "0"},
        {"kind": "implied", "tenor": "0", "expiries": [1]}, {"kind": "implied", "tenor": str(2**64), "expiries": []},
        {"kind": "peg", "price": "1", "market": "BTC"}, {"kind": "peg", "price": "1", "rate": "nothing"},
        {"kind": "peg", "price": "1", "market": 0}, {"kind": "peg", "price": "1", "rate": None},
        {"kind": "size", "depth": str(2**256)}))
    yield from (("standard", adaptive(one | {"curve": value})) for value in (
        {}, [{}], [{"at": "0"}], [{"at": "0", "add": 0}], [{"at": "0", "add": "0", "more": "0"}], [{"at": "-1", "add": "0"}]))
    yield from (("standard", adaptive(one | change)) for change in (
        {"asset": "nothing"}, {"parameter": "nothing"}, {"step": str(2**256)}, {"notice": str(2**64)}))


def past():
    """Beyond the bounds."""
    def case(manager="standard", asset="ETH-PERP", parameter="requirement", kind="confidence", points=((0, 0),), grace=0, **settings):
        return manager, adaptive(rule(asset, parameter, kind, points, **settings), grace=grace)

    point = rule("ETH-PERP", "requirement", "confidence", [(0, 0)])
    yield from (("standard", adaptive()), ("standard", adaptive(*[point] * 17)), ("standard", adaptive(point, grace=604_801)))
    yield case(asset="USDC")
    yield case(asset="WSTETH")
    yield from (case(parameter=each) for each in ("spotRange", "volRange"))
    yield from (case("portfolio", parameter=each) for each in ("spotRange", "volRange"))
    yield case("portfolio", "ETH-OPTION", "spotRange", "size", depth="1")
    yield case("portfolio", "ETH-OPTION", "volRange", "share", least="1")
    yield case(asset="WETH", kind="implied", expiries=[], tenor="0")
    yield from (case(points=points) for points in ((), [(0, 0)] * 2, [(1, 0), (0, 0)], [(0, 1), (1, 0)], [(0, 4_001)], [(n, n) for n in range(17)]))
    yield "standard", adaptive(point | {"curve": [{"at": str(2**128), "add": "0"}]})
    yield from (case(**each) for each in (
        {"step": 0}, {"step": W + 1}, {"notice": 0}, {"notice": 86_401, "calm": 604_800}, {"notice": 10, "calm": 9},
        {"calm": 604_801}, {"grace": 9_601}))
    yield from (case(kind=kind, **{name: str(value)}) for kind, name in (
        ("interest", "reference"), ("size", "depth"), ("share", "least"), ("peg", "price")) for value in (0, 2**128))
    yield from (case(kind="realised", seconds=str(value)) for value in (0, 2_592_001))
    for expiries, tenor in ((["5", "5"], 0), (list(map(str, range(33))), 0), ([], 2**32)):
        yield case(kind="implied", expiries=expiries, tenor=str(tenor))


def adaptive_stories():
    scene = Scene(**adaptive_genesis(None, None, graduated=GRADUATED))
    yield "adaptive: settings", scene, parts(scene, opened, setting)
    scene = Scene(**adaptive_genesis(graduated=GRADUATED, judgesBids=True))
    yield "adaptive: levels and the grace", scene, parts(scene, opened, following)
    for number in (1, 2):
        seed = f"ledger vectors: adaptive {number}"
        scene = Scene(**adaptive_genesis(**drawn(Dice(seed))))
        yield f"adaptive: random calls {number}", scene, WaterfallRandom(scene, seed).blocks(8, 14)
