"""Traces about perps, options and their settlement, and readings of feeds."""

from .dice import W
from .transition_scene import ALWAYS, DAY, FAR, NEAR, Scene, call, put, transfer, venue

UNIT = 10**6  # of the cash token
HOUR = 3_600
MOVED = "submitTransfers"


def funding():
    scene = Scene("funding", "funding of both signs, at its bound and between, over gaps of every length, its settings")
    scene.prices()
    long, short = (scene.account(f"u{i}", cash=500_000 * UNIT) for i in (1, 2))
    pmrm = scene.account("u3", "pmrm", 500_000 * UNIT)
    scene.trade(transfer(short, long, "perp.eth", 3 * W), transfer(short, pmrm, "perp.eth", W + 1))
    rates = (  # bid and ask about an index of 2,000
        (2_001, 2_002), (1_998, 1_999), (1_999, 2_001), (2_400, 2_401), (1_500, 1_500), (2_000, 2_000), (0, 0),
        (2_010, 2_010), (0, 4_000))
    for number, (bid, ask) in enumerate(rates):
        scene.perp_prices("eth", (1_990 + 3 * number) * W + number, bid * W + number, ask * W + number)
        for seconds in (1, 1_799, HOUR, 26 * HOUR + 7):
            scene.warp(seconds)
            account = (long, short, pmrm)[(number + seconds) % 3]
            if seconds == 1:
                scene.trade(transfer(long, short, "perp.eth", 7 - number))
            elif seconds == HOUR:
                scene.do("settlePerps", caller="u9", account=account)
            else:
                scene.do("realizePerp", caller="u9", account=account, asset="perp.eth")
    # The rounding of the rate, half away from zero on one more digit.
    scene.spot("eth", 3 * W)
    for convergence in (W // 20, 7 * W, 240 * W):
        scene.set("perp.convergencePeriod", asset="perp.eth", value=convergence)
        for premium in (1, 2, 34, 35, 104, 105):
            scene.perp_prices("eth", 2_000 * W, 3 * W + premium, 3 * W + premium)
            scene.perp_prices("eth", 2_000 * W, 3 * W - premium, 3 * W - premium)
    scene.spot("eth", 2_000 * W)
    settings(scene, long)
    # No index, no rate.
    scene.refuse("PA_InvalidStaticInterestRate", "perp.staticInterestRate", asset="perp.btc", value=W // 1_000 + 1)
    scene.perp_prices("eth", 2_000 * W, 2_001 * W, 2_001 * W - 1)
    touched(scene, "PA_InvalidImpactPrices", long, short)
    scene.perp_prices("eth", 2_000 * W)
    scene.spot("eth", 0)
    scene.warp(1)
    touched(scene, "Panic(0x12)", long, short)
    scene.spot("eth", 2_000 * W)
    scene.perp_prices("eth", 2**255, 1, 1)
    scene.warp(1)
    for op, arguments in (("settlePerps", {}), ("realizePerp", {"asset": "perp.eth"})):
        scene.refused("SafeCastOverflowedUintToInt", op, caller="u9", account=long, **arguments)
    scene.perp_prices("eth", 2**254, 1, 1)
    scene.refused("Panic(0x11)", "settlePerps", caller="u9", account=long)
    return scene


def touched(scene, name, long, short):
    """Whatever adds up funding is refused once time has moved, whatever asks for a margin at once."""
    scene.refused(name, "withdraw", caller="u1", account=long, asset="cash", amount=1)
    scene.warp(1)
    scene.refused(name, MOVED, caller="exchange", transfers=[transfer(long, short, "perp.eth", 1)])
    for op, arguments in (("settlePerps", {}), ("realizePerp", {"asset": "perp.eth"})):
        scene.refused(name, op, caller="u9", account=long, **arguments)
    scene.refuse(name, "perp.disable", asset="perp.eth")


def settings(scene, account):
    """A setting holds for the gap before it too, if nobody added up funding since."""
    perp = {"asset": "perp.eth"}
    for param, values, refused, name in (
            ("perp.rateBounds", (0, W, 2 * W // 1_000), (-1,), "PA_InvalidRateBounds"),
            ("perp.staticInterestRate", (-W // 1_000, W // 1_000, 0), (-W // 1_000 - 1, W // 1_000 + 1),
             "PA_InvalidStaticInterestRate"),
            ("perp.convergencePeriod", (W // 20, 240 * W, 8 * W), (W // 20 - 1, 240 * W + 1, 0, -W),
             "PA_InvalidConvergencePeriod")):
        scene.refuse("OwnableUnauthorizedAccount", param, "guardian", **perp, value=refused[0])
        for value in refused:
            scene.refuse(name, param, **perp, value=value)
        for value in values:
            scene.warp(HOUR)
            scene.set(param, **perp, value=value)
            scene.do("realizePerp", caller="u9", account=account, asset="perp.eth")


def flat_accounts():
    scene = Scene("flat-accounts", "perps of accounts that hold none: what is remembered, what is asked")
    scene.prices()
    a, b = scene.account("u1", cash=500_000 * UNIT), scene.account("u2", "pmrm", 500_000 * UNIT)
    for account in (a, b):
        scene.do("settlePerps", caller="u9", account=account)
        scene.do("realizePerp", caller="u9", account=account, asset="perp.eth")
        scene.do("realizePerp", caller="u9", account=account, asset="perp.btc")
    scene.warp(DAY)
    scene.perp_prices("eth", 2_500 * W)
    for account in (b, a):
        scene.do("settlePerps", caller="u9", account=account)
    scene.trade(transfer(a, b, "perp.eth", W))
    scene.warp(DAY)
    scene.perp_prices("eth", 2_600 * W)
    scene.perp_prices("btc", 60_000 * W)
    # Closed: what it owed is settled in the trade; nothing more comes.
    scene.trade(transfer(b, a, "perp.eth", W))
    for account in (b, a):
        scene.do("settlePerps", caller="u9", account=account)
    scene.perp_prices("eth", 0)
    scene.do("settlePerps", caller="u9", account=b)
    scene.do("realizePerp", caller="u9", account=a, asset="perp.eth")
    scene.set("feed.heartbeat", feed="eth.mark", value=0)
    scene.warp(1)
    scene.refused("BLF_DataTooOld", "settlePerps", caller="u9", account=b)
    scene.do("settlePerps", caller="u9", account=a)
    scene.refused("BLF_DataTooOld", "realizePerp", caller="u9", account=a, asset="perp.eth")
    scene.do("realizePerp", caller="u9", account=a, asset="perp.btc")
    scene.refused("BLF_DataTooOld", MOVED, caller="exchange", transfers=[transfer(a, b, "perp.eth", 0)])
    return scene


def disabled():
    scene = Scene(
        "disabled-perps", "perps that are disabled: closed by settling alone, under both managers, with fees and caps",
        venue(oiFeeRate={"perp.eth": str(W // 1_000)}, feeRecipientSet=True, srm={"minOIFee": "0"}))
    scene.prices()
    long, short = (scene.account(f"u{i}", cash=10_000 * UNIT) for i in (1, 2))
    rich, poor = (scene.account(f"u{i}", "pmrm", cash) for i, cash in ((3, 100_000 * UNIT), (4, 1_500 * UNIT)))
    scene.set("manager.minOIFee", manager="manager.pmrm.eth", value=W)
    scene.trade(transfer(short, long, "perp.eth", 2 * W), transfer(rich, poor, "perp.eth", 2 * W))
    scene.trade(transfer(short, rich, "perp.eth", W), transfer(short, long, "perp.btc", W // 100))
    scene.perp_prices("eth", 3_500 * W, 2_520 * W, 2_530 * W)
    scene.warp(5 * HOUR)
    scene.refuse("OwnableUnauthorizedAccount", "perp.disable", "guardian", asset="perp.eth")
    # The poor account lives on its profit.
    scene.do("withdraw", caller="u4", account=poor, asset="cash", amount=2_500 * UNIT)
    scene.set("perp.disable", asset="perp.eth")
    scene.perp_prices("eth", 100 * W, 5_000 * W, 1 * W)
    scene.warp(5 * HOUR)
    for ends in ((long, short), (short, long), (rich, poor), (long, rich)):
        scene.refused(
            "ReentrancyGuardReentrantCall", MOVED, caller="exchange", transfers=[transfer(*ends, "perp.eth", W // 2)])
    scene.refused(
        "ReentrancyGuardReentrantCall", MOVED, caller="exchange", transfers=[transfer(long, short, "perp.eth", 0)])
    scene.do("realizePerp", caller="u9", account=rich, asset="perp.eth")
    scene.set("perp.disable", asset="perp.eth")
    scene.refused("PMRM_2_InsufficientMargin", "settlePerps", caller="u9", account=poor)
    scene.set("feed.heartbeat", feed="eth.mark", value=0)
    scene.set("asset.cap", asset="perp.eth", manager="manager.srm", value=0)
    scene.set("manager.adjustmentsPaused", "guardian", manager="manager.srm", value=True)
    scene.refused("BM_AdjustmentsPaused", "settlePerps", caller="u9", account=short)
    scene.set("manager.adjustmentsPaused", "guardian", manager="manager.srm", value=False)
    # What is over its cap does not matter once it is erased; another asset that is held does.
    scene.do("settlePerps", caller="u9", account=short)
    scene.set("asset.cap", asset="perp.btc", manager="manager.srm", value=0)
    scene.refused("BM_AssetCapExceeded", "settlePerps", caller="u9", account=long)
    scene.set("asset.cap", asset="perp.btc", manager="manager.srm", value=ALWAYS)
    for account in (long, rich):
        scene.do("settlePerps", caller="u9", account=account)
    scene.do("deposit", caller="u9", account=poor, asset="cash", amount=3_000 * UNIT)
    scene.do("settlePerps", caller="u9", account=poor)
    # Nobody holds any: what was counted stays, and new ones can be opened, but not closed by trade.
    scene.trade(transfer(long, short, "perp.eth", 0)) if scene.state.accounts[long].balance(("perp.eth", 0)) else None
    scene.add(MOVED, caller="exchange", transfers=[transfer(long, short, "perp.eth", W)])
    scene.add(MOVED, caller="exchange", transfers=[transfer(long, short, "perp.eth", 0)])
    scene.do("settlePerps", caller="u9", account=long)
    return scene


def settlement():
    scene = Scene("settlement", "options of every kind settled: in and out of the money, expiries apart, both managers")
    later = NEAR + HOUR
    scene.prices((NEAR, later, FAR))
    a, b = (scene.account(f"u{i}", cash=500_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 500_000 * UNIT) for i in (3, 4))
    price = 2_000 * W + 123_456_789
    strikes = (1_500, 1_999, 2_000, 2_001, 2_600)
    for expiry in (NEAR, later, FAR):
        for number, strike in enumerate(strikes):
            for side in (call, put):
                ends = ((a, b), (p, q), (a, q), (q, b))[number % 4]
                scene.trade(transfer(*ends, side(strike, expiry), (number + 1) * W // 3 + 1))
    scene.trade(transfer(a, b, call(50_000, market="btc"), W), transfer(b, a, put(48_000, FAR, "btc"), W))
    everybody = (a, p, b, q)
    scene.do("settleOptions", caller="u9", account=a, asset="option.eth")
    # A price before its time, and the time before its price.
    scene.do("setSettlementPrice", market="eth", expiry=NEAR, price=price)
    scene.do("settleOptions", caller="u9", account=a, asset="option.eth")
    scene.do("warp", to=NEAR - 1)
    scene.do("settleOptions", caller="u9", account=a, asset="option.eth")
    scene.do("warp", to=NEAR)
    scene.refused("PMRM_2_UnsupportedAsset", "settleOptions", caller="u9", account=p, asset="option.btc")
    for account in (a, p):
        scene.do("settleOptions", caller="u9", account=account, asset="option.eth")
    scene.do("settleOptions", caller="u9", account=a, asset="option.btc")
    # Settled or not, an expired option can be traded, and margins take it at its forward.
    scene.trade(transfer(q, b, call(1_500), W))
    scene.trade(transfer(q, p, call(1_500), W))
    scene.warp(HOUR)
    scene.do("setSettlementPrice", market="eth", expiry=later, price=1)
    # Written again, the later price counts.
    scene.do("setSettlementPrice", market="eth", expiry=later, price=price - 600 * W)
    for account in everybody:
        scene.do("settleOptions", caller="u9", account=account, asset="option.eth")
        scene.do("settleOptions", caller="u9", account=account, asset="option.eth")
    # Old readings of a settled forward are fresh; those of another expiry are not.
    scene.set("feed.heartbeat", feed="eth.fwd", value=60)
    scene.warp(61)
    c, d = (scene.account(f"u{i}", cash=5_000 * UNIT) for i in (5, 6))
    scene.trade(transfer(c, d, put(2_000), W))
    for ends, expiry in (((a, b), NEAR), ((c, d), FAR)):
        scene.refused(
            "BLF_DataTooOld", MOVED, caller="exchange", transfers=[transfer(*ends, put(2_000, expiry), W)])
    for seconds in (DAY, 2 * FAR - scene.time):
        scene.do("setSettlementPrice", market="eth", expiry=FAR, price=0)
        scene.warp(seconds)
        for account in reversed(everybody):
            scene.do("settleOptions", caller="u9", account=account, asset="option.eth")
    scene.do("setSettlementPrice", market="btc", expiry=NEAR, price=2**255)
    scene.refused("SafeCastOverflowedUintToInt", "settleOptions", caller="u9", account=a, asset="option.btc")
    scene.do("setSettlementPrice", market="btc", expiry=NEAR, price=2**254)
    scene.refused("Panic(0x11)", "settleOptions", caller="u9", account=a, asset="option.btc")
    scene.do("setSettlementPrice", market="btc", expiry=NEAR, price=51_000 * W)
    scene.set("manager.adjustmentsPaused", "guardian", manager="manager.srm", value=True)
    for account in (a, b):
        scene.do("settleOptions", caller="u9", account=account, asset="option.btc")
    return scene


def ages():
    scene = Scene("ages", "readings at and past their age, missing ones, prices of 0, surfaces that give no volatility")
    a, b = (scene.account(f"u{i}", cash=500_000 * UNIT) for i in (1, 2))
    p, q = (scene.account(f"u{i}", "pmrm", 500_000 * UNIT) for i in (3, 4))
    missing(scene, a, b, p, q)
    scene.prices((NEAR, FAR))
    for ends in ((a, b), (p, q)):
        scene.trade(transfer(*ends, call(2_000), W), transfer(*ends, put(1_900, FAR), W))
        scene.trade(transfer(*ends, "perp.eth", W))
    scene.do("deposit", caller="u1", account=a, asset="base.btc", amount=10**8)
    scene.do("deposit", caller="u3", account=p, asset="base.wsteth", amount=W)
    scene.refuse("OwnableUnauthorizedAccount", "feed.heartbeat", "u1", feed="stable", value=1)
    feeds = ("stable", "wsteth", "btc.spot", "eth.spot", "eth.mark", "eth.impact", "eth.fwd", "eth.vol", "eth.rate")
    for feed in feeds:
        scene.set("feed.heartbeat", feed=feed, value=100)
    scene.warp(100)
    tried(scene, a, b, p, q)
    for feed in feeds:
        scene.set("feed.heartbeat", feed=feed, value=99)
        tried(scene, a, b, p, q)
        scene.set("feed.heartbeat", feed=feed, value=2**64 - scene.time)
        tried(scene, a, b, p, q)
        scene.set("feed.heartbeat", feed=feed, value=2**64 - 1 - scene.time)
        scene.set("feed.heartbeat", feed=feed, value=100)
    for number in range(3):
        scene.refused("BLF_DataTooOld" if number else "LFF_MissingExpiryData", MOVED, caller="exchange", transfers=[
            transfer(a, b, call(2_000, NEAR if number else NEAR + 1), W)])
        scene.warp(1)
    scene.prices((NEAR, FAR))
    surfaces(scene, a, b, p, q)
    return scene


def missing(scene, a, b, p, q):
    """Nothing was ever written; then one reading after another is there."""
    option = [transfer(a, b, call(2_000), W)], [transfer(p, q, call(2_000), W)]
    perp = [transfer(a, b, "perp.eth", W)], [transfer(p, q, "perp.eth", W)]
    cash = [transfer(a, b, "cash", W)], [transfer(p, q, "cash", W)]
    base = [("u1", a), ("u3", p)]

    def tried_all():
        for transfers in (*option, *perp, *cash):
            scene.add(MOVED, caller="exchange", transfers=transfers)
        for owner, account in base:
            scene.add("deposit", caller=owner, account=account, asset="base.eth", amount=W)
            scene.add("withdraw", caller=owner, account=account, asset="base.eth", amount=W // 2)

    tried_all()
    scene.set("feed.heartbeat", feed="eth.impact", value=scene.time)
    scene.set("feed.heartbeat", feed="stable", value=scene.time - 1)
    tried_all()
    scene.do("setStable", price=W, confidence=W)
    scene.do("setForward", market="eth", expiry=NEAR, fixed=0, variable=0, confidence=W)
    tried_all()
    scene.do("setForward", market="eth", expiry=NEAR, fixed=3 * W, variable=1_990 * W, confidence=W)
    tried_all()
    scene.spot("eth", 2_000 * W)
    scene.do("setRate", market="eth", expiry=NEAR, rate=-W // 20, confidence=W)
    for transfers in option:
        scene.refused("LVF_MissingExpiryData", MOVED, caller="exchange", transfers=transfers)
    scene.do("setVolFlat", market="eth", expiry=NEAR, vol=W // 2, confidence=W)
    tried_all()
    scene.perp_prices("eth", 2_003 * W)
    tried_all()


def tried(scene, a, b, p, q):
    """One change of each kind under each manager."""
    for ends in ((a, b), (p, q)):
        scene.add(MOVED, caller="exchange", transfers=[transfer(*ends, "cash", W)])
        scene.add(MOVED, caller="exchange", transfers=[transfer(*reversed(ends), call(2_000), 1)])
    scene.add("deposit", caller="u1", account=a, asset="cash", amount=1)
    scene.add("withdraw", caller="u3", account=p, asset="base.wsteth", amount=1)
    scene.add("settlePerps", caller="u9", account=a)


def surfaces(scene, a, b, p, q):
    fine = {"a": W // 100, "b": W // 100, "rho": -W // 25, "m": 3 * W // 100, "sigma": W // 20, "fwd": 2_000 * W,
            "tau": W // 30}
    bent = (
        {}, {"fwd": 0}, {"tau": 0}, {"a": -W}, {"a": -5 * W // 10**4, "m": W, "sigma": W // 10}, {"rho": 50 * W, "m": W},
        {"a": 200 * W}, {"b": 2**255}, {"sigma": 2**200}, {"fwd": 2**190}, {"rho": -2**255}, {"tau": 1})
    zero = [transfer(p, q, call(0), W)]
    scene.set("manager.maxAccountSize", manager="manager.srm", value=50)
    for change in bent:
        scene.do("setVolSVI", market="eth", expiry=NEAR, **fine | change, confidence=W)
        for ends in ((a, b), (p, q)):
            scene.add(MOVED, caller="exchange", transfers=[transfer(*ends, call(2_100), W)])
    scene.do("setVolFlat", market="eth", expiry=NEAR, vol=2**128, confidence=W)
    for ends in ((a, b), (p, q)):
        scene.refused(
            "SafeCastOverflowedUintDowncast", MOVED, caller="exchange", transfers=[transfer(*ends, call(2_100), W)])
    # A strike of 0 has no logarithm: the skew scenarios refuse it, and the standard model takes it.
    scene.do("setVolFlat", market="eth", expiry=NEAR, vol=W, confidence=W)
    scene.refused("Overflow", MOVED, caller="exchange", transfers=zero)
    scene.trade(transfer(a, b, call(0), W // 10), transfer(a, b, put(0), W))
    # An expiry in a time that is no more, and one that there is not.
    scene.refused("LFF_MissingExpiryData", MOVED, caller="exchange", transfers=[transfer(a, b, call(2_000, 1), W)])
    scene.refused(
        "LFF_MissingExpiryData", MOVED, caller="exchange", transfers=[transfer(a, b, "option.eth", W, 2**96 - 1)])
    scene.expiry("eth", 1, 1_000 * W)
    for ends in ((a, b), (p, q)):
        scene.add(MOVED, caller="exchange", transfers=[transfer(*ends, call(900, 1), W)])
        scene.add(MOVED, caller="exchange", transfers=[transfer(*ends, put(1_100, 1), W)])


SCENES = (funding, flat_accounts, disabled, settlement, ages)
