"""Traces about adaptive margin: settings, each input, levels that are announced, bind, relax and are kept."""

from .adaptive_scene import CALM, GRACE, NOTICE, Adapted, doubted, points, rule, th
from .dice import W
from .transition_auctions import DOWN
from .transition_breakers import deleveraging
from .transition_scene import DAY, FAR, NEAR, portfolio_group, put, scenarios, spelled, transfer, venue
from .transition_waterfall import graduated


def settings(manager):
    def made():
        scene = Adapted(f"adaptive-settings-{manager}", "settings of adaptive margin at their bounds and past them", manager)
        fine, week = doubted("perp.eth"), 7 * DAY
        value = {"grace": 0, "rules": [fine]}
        scene.refuse_adaptive(value, "u1", "OwnableUnauthorizedAccount")
        scene.refuse_adaptive(value, "guardian", "OwnableUnauthorizedAccount")
        scene.refuse_adaptive({"grace": 0, "rules": []})
        scene.adapt(*[fine] * 16)
        scene.adapt(doubted("perp.eth", notice=DAY, calm=week), grace=week)
        scene.refuse_adaptive({"grace": week + 1, "rules": [doubted("perp.eth", notice=DAY, calm=week)]})
        scene.adapt(doubted("perp.eth", notice=100), grace=3_200)
        scene.refuse_adaptive({"grace": 3_201, "rules": [doubted("perp.eth", notice=100)]})
        scene.refuse_adaptive({"grace": 3_200, "rules": [doubted("perp.eth", notice=100), doubted("option.eth", notice=99)]})
        scene.adapt(rule("perp.eth", "size", (0, 0), depth=W, notice=1), grace=week)
        for more in (
                {"step": 0}, {"step": W + 1}, {"notice": 0}, {"notice": DAY + 1, "calm": week}, {"notice": 5, "calm": 4},
                {"calm": week + 1}):
            scene.refuse_adaptive({"grace": 0, "rules": [doubted("perp.eth", **more)]})
        scene.adapt(doubted("perp.eth", step=1, notice=1, calm=1), doubted("perp.eth", step=W, notice=DAY, calm=week), grace=32)
        curves(scene)
        inputs_within(scene, manager)
        scene.set("manager.adaptive", manager=scene.manager, value=None)
        scene.set("manager.adaptive", manager=scene.manager, value=None)
        return scene
    return made


def curves(scene):
    def with_curve(*curve):
        return doubted("perp.eth") | {"curve": [{"at": at, "add": add} for at, add in curve]}

    most = (2**128 - 1, 4 * W)
    scene.adapt(with_curve((0, 0), most))
    scene.adapt(with_curve(*((at, 7) for at in range(16))))
    for curve in (
            [(0, 0), (2**128, 0)], [(0, 4 * W + 1)], [(1, 0), (1, 5)], [(2, 0), (1, 5)], [(0, 5), (1, 4)],
            [(0, 5), (1, 5), (2, 3), (3, 9)]):
        scene.refuse_adaptive({"grace": 0, "rules": [with_curve(*curve)]})


def inputs_within(scene, manager):
    """What AM-1 and AM-3 allow of assets, parameters and inputs, and their bounds."""
    token, other = ("base.wsteth", "base.junk") if manager == "pmrm" else ("base.btc", "base.wsteth")
    flat, edge = (0, 0), 2**128

    def refused(asset, kind, parameter="requirement", **given):
        scene.refuse_adaptive({"grace": 0, "rules": [rule(asset, kind, flat, parameter=parameter, **given)]})

    for asset in (other, "base.junk", *(("perp.btc", "option.btc") if manager == "pmrm" else ())):
        refused(asset, "confidence")
    for parameter in ("spotRange", "volRange"):
        for asset in ("perp.eth", token, *(("option.eth",) if manager == "srm" else ())):
            refused(asset, "confidence", parameter)
        if manager == "pmrm":
            scene.adapt(doubted("option.eth", parameter=parameter))
            refused("option.eth", "size", parameter, depth=W)
            refused("option.eth", "share", parameter, least=W)
    refused(token, "implied", expiries=[NEAR], tenor=0)
    for name, kind in (("reference", "interest"), ("depth", "size"), ("least", "share"), ("price", "peg")):
        scene.adapt(rule(token, kind, flat, **{name: 1}), rule("perp.eth", kind, flat, **{name: edge - 1}))
        for value in (0, edge):
            refused("perp.eth", kind, **{name: value})
    scene.adapt(rule(token, "realised", flat, seconds=1), rule("option.eth", "realised", flat, seconds=30 * DAY))
    for seconds in (0, 30 * DAY + 1):
        refused("perp.eth", "realised", seconds=seconds)
    many = list(range(NEAR, NEAR + 32))
    scene.adapt(
        rule("option.eth", "implied", flat, expiries=many, tenor=2**32 - 1),
        rule("perp.eth", "implied", flat, expiries=[], tenor=0))
    for expiries, tenor in (([NEAR, NEAR], 0), ([FAR, NEAR], 0), ([NEAR], 2**32)):
        refused("option.eth", "implied", expiries=expiries, tenor=tenor)
    scene.adapt(
        rule(token, "peg", flat, price=W, market="eth"), rule(token, "peg", flat, price=W, rate="redemption"),
        rule("perp.eth", "peg", flat, price=W, market="btc", rate="wsteth"))


def inputs(manager):
    """Every input of AM-3 as it rises, falls, is silent and comes back."""
    def made():
        scene = Adapted(f"adaptive-inputs-{manager}", "each input as it rises, falls and is silent", manager)
        scene.expiry("eth", FAR, 2_010 * W, vol=th(650))
        scene.adapt(*input_rules(manager))
        scene.look()
        for turn, (price, confidence, vol) in enumerate((
                (2_000, 1_000, 500), (2_080, 950, 700), (1_930, 700, 900), (1_860, 600, 1_300), (1_840, 990, 800))):
            scene.spot("eth", price * W, th(confidence))
            scene.perp_prices("eth", price * W)
            scene.do("setVolFlat", market="eth", expiry=NEAR, vol=th(vol), confidence=W)
            scene.do("setCollateralPrice", asset="base.wsteth", price=(2_300 - 60 * turn) * W, confidence=th(confidence))
            scene.do("setCollateralPrice", asset="redemption", price=th(1_150 + turn), confidence=W)
            scene.trade(transfer(scene.maker, scene.bidder, "perp.eth", (3 - turn) * W))
            scene.after(NOTICE)
            scene.warp(120)
        for token in scene.tokens:
            scene.do("deposit", caller="u5", account=scene.holder, asset=token, amount=2 * W)
        silence(scene)
        for _ in range(4):
            scene.after(2_000)
        return scene
    return made


def input_rules(manager):
    token = "base.wsteth" if manager == "pmrm" else "base.eth"
    peg = {"price": W, "market": "eth", "rate": "redemption"} if manager == "pmrm" else {"price": 1_990 * W}
    first = [
        rule("perp.eth", "realised", (200, 0), (900, 40), (3_000, 150), seconds=3_600),
        rule("option.eth", "implied", (500, 0), (1_200, 90), expiries=[NEAR, FAR], tenor=DAY),
        rule(token, "confidence", (50, 0), (400, 120)),
        rule(token, "peg", (1, 5), (200, 180), **peg),
        rule("option.eth", "interest", (0, 0), (3_000, 60), reference=2 * W),
        rule("perp.eth", "interest", (500, 1), (2_000, 33), reference=9 * W, step=th(7)),
        rule("option.eth", "size", (100, 0), (2_000, 90), depth=2_500 * W),
        rule("perp.eth", "size", (0, 0), (3_000, 25), depth=6_000 * W),
        rule(token, "size", (0, 0), (3_000, 70), depth=4_000 * W),
        rule("perp.eth", "share", (100, 0), (900, 50), least=5 * W, step=th(300)),
        rule("option.eth", "share", (100, 0), (900, 60), least=W // 2),
        rule(token, "share", (100, 0), (900, 60), least=W, step=W)]
    if manager == "srm":
        return [*first, rule("perp.btc", "confidence", (0, 0), (500, 30)), rule("base.eth", "realised", (0, 0), (2_000, 80), seconds=600)]
    return [
        *first, rule("option.eth", "implied", (500, 0), (1_500, 1_000), parameter="volRange", expiries=[FAR], tenor=0, step=th(300)),
        rule("option.eth", "realised", (100, 0), (2_000, 800), parameter="spotRange", seconds=7_200, step=th(250)),
        rule("base.eth", "peg", (1, 0), (100, 100), price=th(400), rate="wsteth"),
        rule("option.eth", "confidence", (100, 0), (900, 500), parameter="spotRange")]


def silence(scene):
    """Readings too old, a rate of nothing, prices beyond all products, expiries that are over."""
    scene.set("feed.heartbeat", feed="eth.spot", value=300)
    scene.after(700)
    scene.set("feed.heartbeat", feed="eth.spot", value=2**40)
    scene.set("feed.heartbeat", feed="eth.vol", value=300)
    scene.set("feed.heartbeat", feed="wsteth", value=300)
    scene.after(700)
    scene.set("feed.heartbeat", feed="eth.vol", value=2**40)
    scene.set("feed.heartbeat", feed="wsteth", value=2**40)
    scene.do("setCollateralPrice", asset="redemption", price=0, confidence=W)
    scene.after(700)
    scene.do("setCollateralPrice", asset="redemption", price=2**250, confidence=W)
    scene.do("setCollateralPrice", asset="base.wsteth", price=2**200, confidence=2**250)
    scene.after(700)
    scene.do("setCollateralPrice", asset="redemption", price=th(1_180), confidence=W)
    scene.do("setCollateralPrice", asset="base.wsteth", price=2_000 * W, confidence=W)
    scene.spot("eth", 0)
    scene.spot("eth", 2**245)
    scene.warp(60)
    scene.spot("eth", 1)
    scene.warp(60)
    scene.spot("eth", 2_000 * W)
    scene.after(700)
    scene.spot("eth", 1_900 * W)
    scene.warp(NEAR - DAY - scene.time - 1)
    scene.look()
    scene.after(1)
    scene.after(DAY)
    scene.expiry("eth", FAR, 1_900 * W, vol=th(900))


def unwritten():
    """Inputs whose readings were never written, from the first look on."""
    scene = Adapted("adaptive-unwritten", "readings that were never written, and settings that stand from the start", "pmrm", started())
    scene.after(NOTICE)
    scene.expect(0, level=0, binds=0)
    scene.do("setForward", market="eth", expiry=FAR, fixed=0, variable=0, confidence=W)
    scene.look()
    scene.do("setVolSVI", market="eth", expiry=FAR, a=th(10), b=th(20), rho=0, m=0, sigma=th(50), fwd=0, tau=th(90), confidence=W)
    scene.do("setVolFlat", market="eth", expiry=FAR, vol=th(300), confidence=W)
    scene.after(NOTICE)
    scene.trade(transfer(scene.maker, scene.other, "perp.btc", W // 10))
    scene.look()
    scene.after(NOTICE)
    # A token that the model has a price of and does not know yet.
    scene.expect(4, level=th(10))
    scene.set("pmrm.collateral", asset="base.btc", isEnabled=True, isRiskCancelling=False, MMHaircut=th(70), IMHaircut=th(35))
    scene.do("deposit", caller="u3", account=scene.bidder, asset="base.btc", amount=10**7)
    return scene


def started():
    """A venue with rules from the start, one of a token that is not enabled."""
    made = venue(
        srm={"adaptive": {"grace": "0", "rules": spelled_rules(rule("perp.btc", "share", (0, 0), (500, 70), least=th(10)))}},
        pmrm={"adaptive": {"grace": "600", "rules": spelled_rules(
            rule("option.eth", "implied", (0, 10), expiries=[FAR], tenor=0),
            rule("base.eth", "peg", (0, 10), price=W, rate="redemption"),
            doubted("base.wsteth"), rule("option.eth", "implied", (0, 10), expiries=[], tenor=9),
            rule("base.btc", "interest", (0, 10), reference=W))}})
    made["pmrm"]["collaterals"]["base.btc"]["isEnabled"] = False
    return made


def spelled_rules(*rules):
    return [spelled(each) for each in rules]


def levels():
    """AM-6 to AM-8, step by step, with rules on the confidence of an index price."""
    scene = Adapted("adaptive-levels", "levels that are announced, taken back, bind by time alone, relax and are kept", "srm")
    plain = scene.account("u6", cash=10**6)
    scene.do("deposit", caller="u6", account=plain, asset="base.eth", amount=W)
    scene.adapt(doubted("perp.eth"), doubted("base.eth", step=th(50)))
    scene.look()
    scene.expect(0, level=0, since=0, announced=0, binds=0)
    before = scene.margin(plain)
    start = scene.time
    scene.doubt(30)
    scene.expect(0, level=0, announced=th(20), binds=start + NOTICE)
    scene.expect(1, level=0, announced=th(30), binds=start + NOTICE)
    # What is announced at one time may still change at it; later it is only taken back.
    scene.doubt(10)
    scene.expect(1, announced=th(10))
    scene.doubt(40)
    scene.expect(1, announced=th(40))
    scene.warp(NOTICE // 2)
    scene.doubt(45)
    scene.expect(1, announced=th(40))
    scene.doubt(35)
    scene.expect(1, announced=th(35))
    scene.doubt(15)
    scene.expect(0, announced=th(15))
    scene.doubt(35)
    scene.expect(1, announced=th(15), binds=start + NOTICE)
    assert scene.margin(plain) == before
    # It binds by time alone, and is looked at long after.
    scene.warp(NOTICE // 2 - 1)
    assert scene.margin(plain) == before
    scene.warp(1)
    assert scene.margin(plain) < before
    scene.expect(1, level=0, binds=start + NOTICE)
    scene.warp(CALM)
    bound = start + NOTICE
    scene.doubt(0)
    scene.expect(1, level=0, since=scene.time)  # calm since it bound: it relaxes at the first look
    assert scene.trace.now["levels"][scene.manager]["1"]["past"] == {
        str(bound): "0", str(scene.time): str(th(15))}
    # All is taken back.
    scene.doubt(70)
    scene.warp(1)
    scene.doubt(0)
    scene.expect(0, binds=0)
    # Steps one after the other, then down as slowly as calm says.
    scene.doubt(70)
    for _ in range(5):
        scene.after(NOTICE)
    scene.expect(0, level=th(70), binds=0)
    scene.doubt(5)
    scene.expect(0, level=th(70))
    for _ in range(6):
        scene.after(CALM - 1)
        scene.after(1)
    scene.expect(0, level=th(5))
    # Pairs of the past go when the grace is over.
    for seconds in (GRACE - 1, 1, 1):
        scene.after(seconds)
    scene.expect(1, level=th(5), binds=0)
    kept(scene)
    return scene


def kept(scene):
    """AM-8."""
    scene.doubt(60)
    scene.after(NOTICE)
    first, second = doubted("perp.eth"), doubted("base.eth", step=th(50))
    known = scene.level(0)
    assert known > 0
    scene.adapt(first | {"step": th(1), "curve": points((0, 0), (500, 20))}, second, doubted("base.btc"))
    scene.expect(0, level=known)
    scene.expect(2, level=0, since=0)
    scene.after(NOTICE)
    scene.adapt(second, first)
    scene.expect(0, level=0, binds=0)
    scene.adapt(second)
    scene.look()
    scene.after(NOTICE)
    known = scene.level(0)
    assert known > 0
    scene.adapt(second, grace=0)
    scene.expect(0, level=known)
    scene.look()
    assert not scene.trace.now["levels"][scene.manager]["0"].get("past")
    scene.adapt(second, first, rule("perp.eth", "realised", (0, 0), (3_000, 90), seconds=600))
    scene.spot("eth", 2_050 * W)
    scene.warp(60)
    scene.spot("eth", 1_990 * W)
    known = scene.level(2, "v")
    assert known > 0
    for given in ({"seconds": 600}, {"seconds": 601}):
        scene.adapt(second, first, rule("perp.eth", "realised", (0, 1), seconds=given["seconds"]))
        scene.expect(2, v=known if given["seconds"] == 600 else 0)
    scene.doubt(60)
    for asset in ("option.eth", "base.eth"):
        scene.adapt(second | {"asset": asset})
        scene.expect(0, level=0, announced=0)
        scene.look()
        scene.after(NOTICE)
        scene.expect(0, level=th(50))
    scene.adapt(rule("base.eth", "peg", (0, 50), price=3_000 * W))
    scene.after(NOTICE)
    scene.expect(0, level=0, announced=th(20))
    scene.adapt(rule("base.eth", "peg", (0, 50), price=3_000 * W, rate="redemption"))
    scene.expect(0, announced=0)
    scene.set("manager.adaptive", manager=scene.manager, value=None)
    scene.adapt(second)
    scene.expect(0, level=0, since=0)


def shares(manager):
    """A level that is the open interest, and parts that depend on nothing but the account."""
    def made():
        scene = Adapted(f"adaptive-shares-{manager}", "open interest that falls and rises under a rule of shares, sizes against depth", manager)
        scene.trade(transfer(scene.maker, scene.bidder, "perp.eth", 12 * W))
        scene.adapt(
            rule("perp.eth", "share", (100, 0), (900, 60), least=8 * W, step=th(100)),
            rule("option.eth", "share", (0, 10), (500, 40), least=1, step=W),
            rule("perp.eth", "size", (0, 0), (2_000, 30), depth=20_000 * W),
            rule("option.eth", "size", (0, 0), (4_000, 100), depth=2_000 * W))
        total = scene.state.assets["perp.eth"].position(scene.manager).value
        scene.expect(0, level=total, since=0, binds=0)
        for amount in (-9 * W, -4 * W, 2 * W, 30 * W):
            scene.trade(transfer(scene.maker, scene.bidder, "perp.eth", amount))
            for _ in range(3):
                scene.after(NOTICE)
            scene.after(CALM)
        scene.adapt(rule("perp.eth", "share", (100, 0), (900, 60), least=2**128 - 1), rule("option.eth", "size", (0, 0), (1, 4_000), depth=1))
        scene.look()
        scene.expect(0, level=2**128 - 1)
        return scene
    return made


def ranges():
    """Scenarios that widen, and what is at its bounds or beyond all products."""
    scene = Adapted("adaptive-bounds", "parameters in force at their bounds, ranges that widen and that are too large to", "pmrm")
    most = [(0, 4_000)]
    every = [
        doubted("option.eth", *most, parameter=parameter, step=W)
        for parameter in ("requirement", "spotRange", "volRange")]
    for asset in ("perp.eth", "base.eth", "base.wsteth", "base.btc"):
        every.append(doubted(asset, *most, step=W))
    scene.adapt(*every, *every)
    for _ in range(5):
        scene.after(NOTICE)
    scene.expect(0, level=4 * W)
    scene.set("pmrm.scenarios", scenarios=[*scenarios(), {"spotShock": str(2**250), "volShock": "None", "dampeningFactor": "0"}])
    scene.set("pmrm.scenarios", scenarios=scenarios())
    scene.set("pmrm.collateral", asset="base.wsteth", isEnabled=True, isRiskCancelling=False, MMHaircut=th(400), IMHaircut=th(600))
    scene.set("pmrm.other", **portfolio_group("other") | {"MMPerpPercent": str(3 * W), "MMOptionPercent": str(2 * W)})
    scene.set("pmrm.vol", **portfolio_group("vol") | {"volRangeUp": str(10 * W), "volRangeDown": str(10 * W)})
    scene.set("pmrm.other", **portfolio_group("other"))
    scene.adapt(*every[:2])
    scene.expect(1, level=4 * W)
    scene.adapt(every[1])
    scene.expect(0, level=0, since=0)
    scene.do("deposit", caller="u4", account=scene.other, asset="base.eth", amount=W)
    standard = [doubted(asset, *most, step=W) for asset in ("option.eth", "perp.eth", "base.eth", "base.btc")]
    scene.adapt(*standard, *standard, manager="manager.srm")
    scene.trade(transfer(scene.maker, scene.bidder, "perp.eth", 3 * W))
    for _ in range(5):
        scene.after(NOTICE)
    return scene


def reducing(manager):
    """Plans, their checker, bids and deleveraging with parameters that depend on the account."""
    def made():
        scene = Adapted(f"adaptive-reducing-{manager}", "reductions, bids and deleveraging with rules of sizes, shares and ranges", manager)
        name = "pmrm" if manager == "pmrm" else "srm"
        scene.trade(transfer(scene.maker, scene.other, "perp.eth", -3 * W), transfer(scene.maker, scene.bidder, "perp.eth", -2 * W))
        scene.trade(transfer(scene.bidder, scene.maker, put(1_700), 2 * W))
        rules = [
            rule("perp.eth", "size", (0, 0), (2_000, 40), depth=9_000 * W),
            rule("option.eth", "size", (0, 5), (1_500, 60), depth=2_000 * W),
            rule("perp.eth", "share", (100, 0), (900, 30), least=W), doubted("option.eth")]
        if manager == "pmrm":
            rules += [
                doubted("option.eth", parameter=each, step=th(100)) for each in ("spotRange", "volRange")]
        scene.adapt(*rules, grace=0)
        scene.setting("graduated", graduated())
        scene.setting("judgesBids", True)
        scene.doubt(50)
        scene.after(NOTICE)
        scene.sink(further=25)
        scene.do("announce", **scene.ask)
        scene.warp(200)
        scene.reduced(steps=1)
        scene.reduce(part=W // 3)
        scene.reduce()
        assert scene.margin(scene.debtor) >= 0
        scene.setting("graduated", None)
        scene.sink(further=2)
        scene.start()
        for part in (W // 30, W // 9):
            scene.bid(part, bidder=scene.fresh())
        scene.setting("deleveraging", deleveraging("least", pairs=True, rate=1_000))
        scene.fall(1_150)
        scene.add("convertToInsolvent", **scene.ask)
        scene.add("terminateAuction", **scene.ask)
        scene.add("startAuction", **scene.ask, scenarioId=DOWN)
        scene.warp(900)
        scene.bid(W, bidder=scene.fresh())
        scene.add("changeManager", caller="u4", account=scene.other, manager=scene.manager)
        scene.add("changeManager", caller="u3", account=scene.bidder, manager="manager.srm" if name == "pmrm" else "manager.pmrm.eth")
        scene.set("manager.trustedRiskAssessor", manager=scene.manager, who="exchange", value=True)
        scene.add("submitTransfers", caller="exchange", transfers=[transfer(scene.maker, scene.bidder, "perp.eth", 30 * W)])
        return scene
    return made


SCENES = (
    settings("srm"), settings("pmrm"), inputs("srm"), inputs("pmrm"), unwritten, levels, shares("srm"), shares("pmrm"),
    ranges, reducing("srm"), reducing("pmrm"),
)
