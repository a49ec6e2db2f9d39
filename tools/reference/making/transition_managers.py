"""Traces about managers: fees, who is trusted, what adds risk, and the bounds of every parameter."""

from .dice import W
from .transition_scene import (
    ALWAYS, DAY, NEAR, OPTION_GROUP, ORACLE_GROUP, PORTFOLIO, SCENARIOS, Scene, call, portfolio_group, put, scenarios,
    transfer, venue, wads,
)

UNIT = 10**6  # of the cash token
MOVED = "submitTransfers"
STANDARD, PMRM = "manager.srm", "manager.pmrm.eth"


def fees():
    scene = Scene(
        "fees", "fees on open interest: whose, how much, to whom, and from whom they cannot be had",
        venue(oiFeeRate={"option.eth": str(W // 100), "perp.eth": str(W // 1_000), "option.btc": str(W // 500)},
              srm={"minOIFee": str(3 * W)}, pmrm={"minOIFee": "0"}))
    scene.prices()
    a, b = (scene.account(f"u{i}", cash=100_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 100_000 * UNIT) for i in (3, 4))
    fees_of = {STANDARD: scene.account("fees"), PMRM: scene.account("fees", "pmrm")}
    # Without a recipient nothing is charged, but prices are read.
    scene.trade(transfer(a, b, "perp.eth", W), transfer(p, q, "perp.eth", W))
    for manager, account in fees_of.items():
        scene.refuse("ERC721NonexistentToken", "manager.feeRecipient", manager=manager, account=99)
        scene.refuse("ERC721NonexistentToken", "manager.feeRecipient", manager=manager, account=0)
        scene.refuse("OwnableUnauthorizedAccount", "manager.feeRecipient", "fees", manager=manager, account=account)
        scene.set("manager.feeRecipient", manager=manager, account=account)
    kinds = ((a, b), (p, q), (a, p), (q, b))
    for what in ("perp.eth", call(2_100), put(1_800)):
        for ends in kinds:
            scene.trade(transfer(*ends, what, W), transfer(*reversed(ends), "cash", 9 * W))
            scene.trade(transfer(*ends, what, 1))
            # Back: open interest falls, or stays where both change places.
            scene.trade(transfer(*reversed(ends), what, W))
            scene.trade(transfer(*reversed(ends), what, 3))
    scene.trade(transfer(a, b, call(50_000, market="btc"), W // 10), transfer(a, b, "perp.btc", W // 100))
    # Up and down within a trade; from one holder to another.
    scene.trade(transfer(a, b, "perp.eth", 5 * W), transfer(b, a, "perp.eth", 5 * W))
    scene.trade(transfer(a, b, "perp.eth", 5 * W), transfer(b, p, "perp.eth", 5 * W))
    scene.trade(transfer(p, q, "perp.eth", 5 * W))
    # The recipient trades, and pays itself.
    scene.do("deposit", caller="fees", account=fees_of[STANDARD], asset="cash", amount=5_000 * UNIT)
    scene.trade(transfer(fees_of[STANDARD], a, "perp.eth", W))
    scene.trade(transfer(a, fees_of[STANDARD], call(2_100), W))
    recipients(scene, a, b, p, q, fees_of)
    return scene


def recipients(scene, a, b, p, q, fees_of):
    up, over = [transfer(a, b, "perp.eth", 7 * W)], [transfer(p, q, "perp.eth", 7 * W)]
    for manager, other in ((STANDARD, PMRM), (PMRM, STANDARD)):
        scene.set("manager.feeRecipient", manager=manager, account=fees_of[other])
    for transfers in (up, over):
        scene.refused("AC_OnlyManager", MOVED, caller="exchange", transfers=transfers)
    for manager in fees_of:
        scene.refuse(
            "OwnableUnauthorizedAccount", "manager.feeBypassedCaller", "guardian", manager=manager, who="exchange",
            value=True)
        scene.set("manager.feeBypassedCaller", manager=manager, who="exchange", value=True)
        scene.set("manager.feeBypassedCaller", manager=manager, who="u9", value=False)
    scene.trade(*up, *over)
    # Who pays none need not read a price either.
    scene.trade(transfer(a, b, call(2_000, NEAR + 1), 0))
    scene.set("manager.feeBypassedCaller", manager=STANDARD, who="exchange", value=False)
    scene.refused(
        "LFF_MissingExpiryData", MOVED, caller="exchange", transfers=[transfer(a, b, call(2_000, NEAR + 1), 0)])
    for manager, account in fees_of.items():
        scene.set("manager.feeRecipient", manager=manager, account=account)
    # A fee that the margin does not leave room for, fees at their bounds.
    for manager in fees_of:
        for param, name, most in (
                ("manager.minOIFee", "BM_MinOIFeeTooHigh", 10_000 * W), ("manager.oiFeeRate", "BM_OIFeeRateTooHigh", W)):
            more = {"asset": "perp.eth"} if param == "manager.oiFeeRate" else {}
            scene.refuse(name, param, manager=manager, **more, value=most + 1)
            scene.refuse("OwnableUnauthorizedAccount", param, "guardian", manager=manager, **more, value=most)
            scene.set(param, manager=manager, **more, value=most)
    scene.set("manager.feeBypassedCaller", manager=PMRM, who="exchange", value=False)
    scene.trade(transfer(a, b, "perp.eth", W), transfer(p, q, "perp.eth", W))
    scene.trade(transfer(a, b, "perp.eth", 10 * W))
    scene.refused(
        "SRM_PortfolioBelowMargin", MOVED, caller="exchange", transfers=[transfer(a, b, "perp.eth", 50 * W)])
    scene.refused(
        "PMRM_2_InsufficientMargin", MOVED, caller="exchange", transfers=[transfer(p, q, "perp.eth", 40 * W)])
    poor = scene.account("u5", cash=60 * UNIT)
    scene.set("manager.minOIFee", manager=STANDARD, value=0)
    scene.set("manager.oiFeeRate", manager=STANDARD, asset="perp.eth", value=0)
    # New cash that a fee was taken of does not count as new: the account grows by one beyond its size.
    scene.set("manager.oiFeeRate", manager=STANDARD, asset="option.eth", value=0)
    scene.set("manager.maxAccountSize", manager=STANDARD, value=8)
    fresh = scene.account("u6")
    full = [call(1_600 + 50 * i) for i in range(8)]
    scene.trade(*[transfer(q, fresh, each, W // 1_000) for each in full])
    more = [transfer(q, fresh, full[0], W // 1_000), transfer(q, fresh, "cash", 100 * W)]
    scene.refused("SRM_TooManyAssets", MOVED, caller="exchange", transfers=more)
    scene.set("manager.oiFeeRate", manager=STANDARD, asset="option.eth", value=W // 10)
    scene.trade(*more)
    scene.set("manager.maxAccountSize", manager=STANDARD, value=48)
    scene.trade(transfer(a, poor, call(2_500), W // 10))


def admission():
    scene = Scene(
        "admission", "changes that add risk and that do not, trusted callers, borrowing, pauses, pegs, confidences")
    scene.prices()
    a, b = (scene.account(f"u{i}", cash=cash * UNIT) for i, cash in ((1, 1_000), (2, 500_000)))
    p, q = (scene.account(f"u{i}", "pmrm", cash * UNIT) for i, cash in ((3, 1_000), (4, 500_000)))
    for poor, rich, name in ((a, b, "SRM_PortfolioBelowMargin"), (p, q, "PMRM_2_InsufficientMargin")):
        scene.trade(transfer(rich, poor, "perp.eth", 2 * W))
        scene.trade(transfer(poor, rich, call(3_000), W))
        scene.refused(name, MOVED, caller="exchange", transfers=[transfer(poor, rich, call(2_000), 20 * W)])
    for market, price in (("eth", 1_500), ("btc", 40_000)):
        scene.spot(market, price * W)
        scene.perp_prices(market, price * W)
        scene.expiry(market, NEAR, price * W)
    # Below both margins now. Whatever adds risk is refused, even where it improves the margin.
    for poor, rich, name in ((a, b, "SRM_PortfolioBelowMargin"), (p, q, "PMRM_2_InsufficientMargin")):
        owner, standard = ("u1", True) if poor == a else ("u3", False)
        changes = (
            [transfer(rich, poor, "perp.eth", 1)], [transfer(poor, rich, "cash", 1)],
            [transfer(poor, rich, call(3_000), 1)], [transfer(poor, rich, "perp.eth", 3 * W)],
            [transfer(rich, poor, "cash", W), transfer(poor, rich, put(1_000), 1)],
            [transfer(rich, poor, put(1_500), W)], [transfer(rich, poor, call(3_000), W // 2)],
            [transfer(poor, rich, "perp.eth", W)], [transfer(poor, rich, "perp.eth", W)],
            [transfer(rich, poor, "cash", 10 * W)], [transfer(rich, poor, call(3_000), 0)])
        for transfers in changes:
            scene.add(MOVED, caller="exchange", transfers=transfers)
        scene.do("deposit", caller="u9", account=poor, asset="base.eth", amount=W // 100)
        scene.refused(name, "withdraw", caller=owner, account=poor, asset="base.eth", amount=1)
        scene.add("withdraw", caller=owner, account=poor, asset="cash", amount=0)
        scene.do("settlePerps", caller="u9", account=poor)
        assert standard == (name == "SRM_PortfolioBelowMargin")
    trusted(scene, a, b, p, q)
    borrowing(scene, a, b)
    pauses(scene, a, b, p)
    doubts(scene, a, b, p, q)
    return scene


def trusted(scene, a, b, p, q):
    """Between maintenance and initial margin: for a trusted caller alone, and not for what assets move."""
    for account, owner in ((a, "u1"), (p, "u3")):
        scene.do("deposit", caller="u9", account=account, asset="cash", amount=6_000 * UNIT)
        scene.do("approve", caller=owner, account=account, to="exchange")
    steps = [transfer(a, b, call(1_600), W), transfer(p, q, call(1_600), W)]
    for value in (False, True, False):
        for manager in (STANDARD, PMRM):
            scene.set("manager.trustedRiskAssessor", manager=manager, who="exchange", value=value)
        for each in steps:
            for size in (12, 6, 3, 1):
                scene.add(MOVED, caller="exchange", transfers=[each | {"amount": str(size * W)}])
            scene.add("withdraw", caller="u1", account=a, asset="cash", amount=100 * UNIT)
    scene.refuse(
        "OwnableUnauthorizedAccount", "manager.trustedRiskAssessor", "exchange", manager=PMRM, who="exchange", value=True)
    # One trusted for one manager only.
    scene.set("manager.trustedRiskAssessor", manager=STANDARD, who="exchange", value=True)
    scene.add(MOVED, caller="exchange", transfers=[transfer(a, p, call(1_700), W)])
    scene.add(MOVED, caller="exchange", transfers=[transfer(p, a, call(1_700), W)])
    for account in (a, p):
        scene.do("deposit", caller="u9", account=account, asset="cash", amount=60_000 * UNIT)


def borrowing(scene, a, b):
    c = scene.account("u7")
    scene.do("deposit", caller="u7", account=c, asset="base.btc", amount=10**8)
    scene.refuse("OwnableUnauthorizedAccount", "srm.borrowingEnabled", "guardian", value=False)
    scene.do("withdraw", caller="u7", account=c, asset="cash", amount=100 * UNIT)
    scene.set("srm.borrowingEnabled", value=False)
    scene.refused("SRM_NoNegativeCash", "withdraw", caller="u7", account=c, asset="cash", amount=1)
    scene.refused("SRM_NoNegativeCash", MOVED, caller="u7", transfers=[transfer(c, b, "cash", 1)])
    # In debt, but the change takes no cash: a margin is asked for, and it is there.
    scene.do("withdraw", caller="u7", account=c, asset="base.btc", amount=1)
    scene.trade(transfer(b, c, "perp.btc", W // 1_000))
    scene.warp(DAY)
    # Interest makes the delta of a deposit negative: it takes cash.
    scene.refused("SRM_NoNegativeCash", "deposit", caller="u7", account=c, asset="cash", amount=1)
    scene.do("deposit", caller="u7", account=c, asset="cash", amount=UNIT)
    scene.do("settleInterest", caller="u7", account=c)
    scene.perp_prices("btc", 39_000 * W)
    scene.do("settlePerps", caller="u7", account=c)
    scene.set("srm.borrowingEnabled", value=True)
    scene.do("withdraw", caller="u7", account=c, asset="cash", amount=1)


def pauses(scene, a, b, p):
    for manager, account, owner in ((STANDARD, a, "u1"), (PMRM, p, "u3")):
        for caller in ("owner", owner, "stranger"):
            scene.refuse("BM_GuardianOnly", "manager.adjustmentsPaused", caller, manager=manager, value=True)
        scene.set("manager.adjustmentsPaused", "guardian", manager=manager, value=True)
        name = "BM_AdjustmentsPaused"
        scene.refused(name, "deposit", caller=owner, account=account, asset="cash", amount=1)
        scene.refused(name, "withdraw", caller=owner, account=account, asset="cash", amount=1)
        scene.refused(name, MOVED, caller="exchange", transfers=[transfer(account, b, "cash", 0)])
        for op in ("settlePerps", "settleInterest"):
            scene.do(op, caller="u9", account=account)
        scene.do("settleOptions", caller="u9", account=account, asset="option.eth")
        scene.add("transferSmFees", caller="u9")
        scene.set("manager.adjustmentsPaused", "guardian", manager=manager, value=False)


def doubts(scene, a, b, p, q):
    scene.do("deposit", caller="u9", account=a, asset="base.eth", amount=W)
    scene.do("deposit", caller="u9", account=p, asset="base.wsteth", amount=W)
    for price in (W, 99 * W // 100, 99 * W // 100 - 1, W // 2, 0, 2 * W):
        scene.do("setStable", price=price, confidence=0)
        for poor, rich in ((a, b), (p, q)):
            scene.add(MOVED, caller="exchange", transfers=[transfer(poor, rich, "perp.eth", W // 10)])
    scene.do("setStable", price=W, confidence=0)
    for confidence in (55 * W // 100, 55 * W // 100 - 1, 0, W + 1):
        scene.spot("eth", 1_500 * W, confidence)
        scene.add(MOVED, caller="exchange", transfers=[transfer(a, p, "perp.eth", W // 10)])
        scene.spot("eth", 1_500 * W)
        scene.perp_prices("eth", 1_500 * W, confidence=confidence)
        scene.add(MOVED, caller="exchange", transfers=[transfer(a, p, "perp.eth", W // 10)])
        scene.perp_prices("eth", 1_500 * W)
        scene.do("setForward", market="eth", expiry=NEAR, fixed=W, variable=1_500 * W, confidence=confidence)
        scene.do("setVolFlat", market="eth", expiry=NEAR, vol=W, confidence=W - confidence if confidence < W else 0)
        scene.do("setRate", market="eth", expiry=NEAR, rate=-W, confidence=confidence)
        scene.do("setCollateralPrice", asset="base.wsteth", price=1_700 * W, confidence=confidence)


def around(lowest, highest):
    """Values to be refused and to be taken."""
    refused = ([lowest - 1] if lowest else []) + [highest + 1]
    return refused, [lowest or 0, highest]


def parameters():
    scene = Scene("parameters", "every bound of every parameter, both sides, and who may set it")
    scene.prices()
    a, p = scene.account("u1", cash=200_000 * UNIT), scene.account("u2", "pmrm", 200_000 * UNIT)
    for asset in ("base.eth", "base.btc"):
        for account in (a, p):
            scene.do("deposit", caller="u9", account=account, asset=asset, amount=10**8)
    scene.trade(transfer(a, p, call(2_000), W), transfer(p, a, put(1_900), 2 * W), transfer(a, p, "perp.eth", W))
    standard_groups(scene)
    portfolio_groups(scene)
    skew = wads(PORTFOLIO["skew"])
    for name in ("absCBase", "linearCBase"):
        scene.set("pmrm.skew", **skew | {name: str(-10 * W)})
        scene.refuse("PMRML2_InvalidSkewShockParameters", "pmrm.skew", **skew | {name: str(-10 * W - 1)})
    scene.set("pmrm.skew", **skew)
    lists(scene)
    others(scene)
    return scene


def group(scene, param, name, values, bounds, **more):
    """Each member at its bounds and beyond, the others as they are."""
    first = next(iter(bounds))
    scene.refuse("OwnableUnauthorizedAccount", param, "guardian", **more, **values | {first: str(2**255)})
    for member, (lowest, highest) in bounds.items():
        refused, taken = around(lowest, highest)
        for value in refused:
            scene.refuse(name, param, **more, **values | {member: str(value)})
        for value in taken:
            scene.set(param, **more, **values | {member: str(value)})
    scene.set(param, **more, **values)


def thousandths(**bounds):
    return {name: (low * W // 1_000, high * W // 1_000) for name, (low, high) in bounds.items()}


def standard_groups(scene):
    perp = wads({"mmPerpReq": 65, "imPerpReq": 100})
    group(scene, "srm.perpMargin", "SRM_InvalidPerpMarginParams", perp,
          {"mmPerpReq": (1, W // 10), "imPerpReq": (65 * W // 1_000, W - 1)}, market="eth")
    unit = {name: (0, 1_000) for name in ("mmCallSpotReq", "mmPutSpotReq", "MMPutMtMReq")}
    scales = {name: (1_000, 3_000) for name in ("unpairedIMScale", "unpairedMMScale", "mmOffsetScale")}
    group(scene, "srm.optionMargin", "SRM_InvalidOptionMarginParams", wads(OPTION_GROUP),
          thousandths(maxSpotReq=(0, 1_200), minSpotReq=(0, 1_200), **unit, **scales), market="eth")
    group(scene, "srm.baseMargin", "SRM_InvalidBaseDiscountFactor", wads({"marginFactor": 800, "IMScale": 900}),
          thousandths(marginFactor=(0, 1_000), IMScale=(0, 1_000)), market="btc")
    group(scene, "srm.oracleContingency", "SRM_InvalidOracleContingencyParams", wads(ORACLE_GROUP),
          thousandths(**{name: (0, 1_000) for name in ORACLE_GROUP}), market="btc")
    group(scene, "srm.depeg", "SRM_InvalidDepegParams", wads({"threshold": 990, "depegFactor": 2_000}),
          thousandths(threshold=(0, 1_000), depegFactor=(0, 3_000)))


def portfolio_groups(scene):
    bounds = {
        "basis": ("BasisContingency", thousandths(addFactor=(0, 20_000), multFactor=(0, 20_000))),
        "other": ("OtherContingency", thousandths(
            pegLossThreshold=(0, 100_000), pegLossFactor=(0, 10_000), confThreshold=(0, 1_000),
            confMargin=(0, 20_000), MMPerpPercent=(0, 3_000), IMPerpPercent=(0, 3_000), MMOptionPercent=(0, 2_000),
            IMOptionPercent=(0, 2_000))),
        "margin": ("Margin", thousandths(
            imFactor=(500, 10_000), mmFactor=(100, 10_000), shortBaseStaticDiscount=(0, 4_000),
            longBaseStaticDiscount=(0, 4_000),
            **{f"{side}Rate{kind}Scale": (0, 10_000) for side in ("short", "long") for kind in ("Mult", "Add")})),
        "vol": ("VolShock", thousandths(
            volRangeUp=(0, 10_000), volRangeDown=(0, 10_000), shortTermPower=(0, 10_000), longTermPower=(0, 10_000),
            minVolUpShock=(0, 20_000)) | {"dteFloor": (0, 400 * DAY)}),
        "skew": ("SkewShock", thousandths(
            linearBaseCap=(0, 10_000), absBaseCap=(0, 10_000), linearCBase=(0, 10_000), absCBase=(0, 10_000),
            minKStar=(0, 10_000), widthScale=(0, 10_000), volParamStatic=(0, 10_000), volParamScale=(0, 20_000))),
    }
    basis = {"basisContAddFactor": "addFactor", "basisContMultFactor": "multFactor"}
    for name, (word, limits) in bounds.items():
        if name == "basis":
            limits = {member: limits[other] for member, other in basis.items()}
            limits |= {"scenarioSpotUp": (W + 1, 3 * W - 1), "scenarioSpotDown": (0, W - 1)}
        group(scene, f"pmrm.{name}", f"PMRML2_Invalid{word}Parameters", portfolio_group(name), limits)
    vol, skew = portfolio_group("vol"), portfolio_group("skew")
    # Powers have no lower bound.
    scene.set("pmrm.vol", **vol | {"shortTermPower": str(-2 * W)})
    scene.set("pmrm.vol", **vol | {"longTermPower": str(-2**255)})
    scene.set("pmrm.vol", **vol)
    for member in ("minKStar", "widthScale", "volParamStatic"):
        scene.refuse("PMRML2_InvalidSkewShockParameters", "pmrm.skew", **skew | {member: "-1"})
    scene.refuse("PMRML2_InvalidSkewShockParameters", "pmrm.skew", **skew | {"volParamScale": str(-20 * W - 1)})
    scene.set("pmrm.skew", **skew | {"volParamScale": str(-20 * W)})


def lists(scene):
    fine = scenarios()
    name = "PMRM_2_InvalidScenarios"
    scene.refuse("OwnableUnauthorizedAccount", "pmrm.scenarios", "u1", scenarios=fine)
    scene.refuse(name, "pmrm.scenarios", scenarios=[])
    scene.refuse(name, "pmrm.scenarios", scenarios=scenarios([(900, "Up", 1_000)] * 41))
    for kind in ("Linear", "Abs"):
        scene.refuse(name, "pmrm.scenarios", scenarios=fine + scenarios([(1_000, kind, 1_000)]))
        scene.refuse(name, "pmrm.scenarios", scenarios=scenarios([(999, kind, 1_000)]))
        scene.set("pmrm.scenarios", scenarios=scenarios([(1_000, kind, 3_000)]))
    scene.set("pmrm.scenarios", scenarios=scenarios([(900 + i, "Up" if i % 2 else "Down", i) for i in range(40)]))
    scene.set("pmrm.scenarios", scenarios=scenarios(reversed(SCENARIOS)))
    name, half = "PMRML2_InvalidCollateralParameters", W // 2
    for enabled, maintenance, initial, fits in (
            (True, half, half, True), (True, half, half + 1, False), (True, W + 1, 0, False), (True, W, 0, True),
            (True, 0, W, True), (False, 0, 0, False), (True, W // 50, W // 50, True)):
        values = {
            "asset": "base.btc", "isEnabled": enabled, "isRiskCancelling": enabled, "MMHaircut": str(maintenance),
            "IMHaircut": str(initial)}
        (scene.set if fits else lambda param, **args: scene.refuse(name, param, **args))("pmrm.collateral", **values)
        scene.refuse("OwnableUnauthorizedAccount", "pmrm.collateral", "guardian", **values)


def others(scene):
    auction = dict(scene.config["auction"])
    group(scene, "auction.params", "DA_InvalidParameter", auction, {
        "startingMtMPercentage": (7 * W // 10, W), "fastAuctionCutoffPercentage": (0, 95 * W // 100),
        "liquidatorFeeRate": (0, W // 10), "bufferMarginPercentage": (0, 4 * W)})
    for value, fits in ((1_000 * W, True), (1_000 * W + 1, False), (-ALWAYS, True), (0, True)):
        if fits:
            scene.set("auction.mtmCutoff", value=value)
        else:
            scene.refuse("DA_InvalidParameter", "auction.mtmCutoff", value=value)
    for manager in (STANDARD, PMRM):
        for value, fits in ((7, False), (8, True), (500, True), (501, False), (0, False), (2**255, False)):
            if fits:
                scene.set("manager.maxAccountSize", manager=manager, value=value)
            else:
                scene.refuse("BM_InvalidMaxAccountSize", "manager.maxAccountSize", manager=manager, value=value)
        scene.set("auction.whitelistManager", manager=manager, value=False)
        scene.set("auction.whitelistManager", manager=manager, value=True)
    for value, fits in ((10, False), (11, True), (11, False), (30, True), (31, False), (0, False)):
        if fits:
            scene.set("pmrm.maxExpiries", value=value)
        else:
            scene.refuse("PMRM_2_InvalidMaxExpiries", "pmrm.maxExpiries", value=value)
    for param, args in (
            ("auction.params", auction), ("auction.mtmCutoff", {"value": "0"}), ("auction.smAccount", {"account": 2}),
            ("auction.whitelistManager", {"manager": STANDARD, "value": True}), ("sm.whitelistModule", {"value": True}),
            ("pmrm.maxExpiries", {"value": "40"}), ("manager.maxAccountSize", {"manager": PMRM, "value": "7"})):
        for caller in ("stranger", "guardian"):
            scene.refuse("OwnableUnauthorizedAccount", param, caller, **args)
    scene.set("auction.smAccount", account=0)
    scene.set("auction.smAccount", account=2)
    scene.set("sm.whitelistModule", value=False)
    scene.set("sm.whitelistModule", value=True)


SCENES = (fees, admission, parameters)
