"""Traces about what a loss meets: caps of the security module, deleveraging, circuit breakers."""

from .dice import W
from .transition_auctions import PMRM, STANDARD, UNIT
from .transition_scene import NEAR, call, put, transfer
from .transition_waterfall import Reduced, graduated

DOWN = 6
ORACLE = {
    "leastConfidence": 9 * W // 10, "divergence": W // 20, "band": W // 10, "slowSeconds": 600, "pause": 60,
    "longestPause": 180}


def deleveraging(rule="queue", pairs=True, rate=50, first=0, seconds=3_600):
    return {
        "rule": rule, "keepsPairs": pairs, "largestRate": rate * W // 1_000, "socialisedFirst": first,
        "seconds": seconds}


class Insolvent(Reduced):
    """A sale whose account is worth less than nothing and auctioned; others hold the other side."""

    def __init__(self, name, description, manager="srm", level=1_420, others=True):
        super().__init__(name, description, manager)
        self.level = level
        if others:
            self.others()
        self.fall(level)
        self.start()
        self.warp(self.length)

    length = 3_600

    def others(self):
        """Holders of the other side: large and small, rich and poor, of both managers, one with a hedged pair."""
        self.sides = []
        for owner, manager, cash, perp, option in (
                ("u4", "srm", 9_000, -3, 0), ("u5", "pmrm", 30_000, -5, W // 3), ("u6", "srm", 2_000, -1, W // 4),
                ("u7", "pmrm", 4_000, -2, 0)):
            side = self.account(owner, manager, cash * UNIT)
            self.sides.append(side)
            self.trade(transfer(side, self.maker, "perp.eth", -perp * W))
            if option:
                self.trade(transfer(self.maker, side, call(2_400), option))
        paired = self.account("u10", "pmrm", 20_000 * UNIT)
        self.trade(transfer(paired, self.maker, "perp.eth", 4 * W), transfer(self.maker, paired, call(2_000), 3 * W))
        self.sides.append(paired)

    def again(self, account=None):
        """Another insolvent account of the same kind."""
        account = self.account("u1", "pmrm" if self.manager == PMRM else "srm", 4_000 * UNIT)
        self.trade(transfer(self.maker, account, "perp.eth", 8 * W), transfer(account, self.maker, call(2_400), W))
        return account


def fund(manager, level):
    def made():
        scene = Insolvent(f"waterfall-fund-{manager}", "what the security module pays, within caps of a time, a window and a market", manager, level)
        scene.do("smDonate", caller="u9", amount=50_000 * UNIT)
        base = {"moment": 10**30, "window": 10**30, "seconds": 86_400, "markets": []}
        part = W // 40
        for change in (
                {"moment": 0}, {"moment": 5 * W}, {"moment": 20 * W}, {"window": 30 * W}, {"window": 2 * W},
                {"markets": [{"market": "eth", "cap": 40 * W}]}, {"markets": [{"market": "eth", "cap": 1}]},
                {"markets": [{"market": "eth", "cap": 80 * W}, {"market": "btc", "cap": 0}]},
                {"markets": [{"market": "btc", "cap": 0}]}, {"moment": 7 * W, "window": 95 * W, "seconds": 0},
                {"window": 95 * W, "seconds": 100}):
            scene.setting("fund", base | change)
            for seconds in (0, 0, 150):
                scene.warp(seconds)
                scene.sold(part, bidder=scene.fresh())
        scene.setting("fund", None)
        scene.sold(part, bidder=scene.fresh())
        scene.setting("fund", base | {"moment": 10 * W})
        scene.setting("judgesBids", True)
        scene.sold(part, bidder=scene.fresh())
        scene.warp(86_400)
        scene.sold(W, bidder=scene.fresh())
        return scene
    return made


def debts():
    """Accounts with nothing but a debt: their positions are settled before they are auctioned."""
    scene = Reduced("waterfall-fund-debts", "what the security module pays for a debt that settled positions left, within caps of markets")
    scene.do("smDonate", caller="u9", amount=50_000 * UNIT)
    base = {"moment": 10**30, "window": 10**30, "seconds": 86_400}
    both = [scene.account(owner, "srm", 2_500 * UNIT) for owner in ("u5", "u6")]
    for account in both:
        scene.trade(transfer(account, scene.maker, call(2_100), 3 * W), transfer(scene.maker, account, "cash", 100 * W))
    # This one holds a little of another market too.
    scene.trade(transfer(scene.maker, both[1], "perp.btc", W // 1_000))
    scene.do("warp", to=NEAR + 600)
    scene.prices(())
    scene.fall(3_500)
    scene.do("setSettlementPrice", market="eth", expiry=NEAR, price=3_500 * W)
    for account in both:
        scene.do("settleOptions", caller="stranger", account=account, asset="option.eth")
        scene.do("startAuction", caller="stranger", account=account, scenarioId=0)
    scene.warp(3_600)
    for caps in (
            {"eth": 0}, {"btc": 0}, {"eth": 30 * W, "btc": 90 * W}, {"eth": 300 * W, "btc": 150 * W}, {"eth": 60 * W}):
        scene.setting("fund", base | {"markets": [{"market": name, "cap": cap} for name, cap in caps.items()]})
        for account in both:
            scene.sold(W // 20, account=account, bidder=scene.fresh())
    for account in both:
        scene.sold(W, account=account, bidder=scene.fresh())
    return scene


def taken(manager, rule, level, pairs):
    def made():
        scene = Insolvent(
            f"waterfall-deleveraging-{rule.lower()}-{manager}",
            "losses taken from the other side: in parts, with and without pairs, some of it socialised first", manager, level)
        setting = lambda **more: scene.setting("deleveraging", deleveraging(rule, **more))  # noqa: E731
        setting(pairs=pairs)
        scene.sold(W // 50, bidder=scene.fresh())
        scene.sold(W // 10, bidder=scene.fresh())
        setting(pairs=not pairs, rate=3)
        scene.sold(W // 10, bidder=scene.fresh())
        setting(pairs=pairs, rate=1, first=30 * W)
        for seconds in (0, 10, 3_600):
            scene.warp(seconds)
            scene.sold(W // 12, bidder=scene.fresh())
        setting(pairs=pairs, rate=0)
        scene.sold(W // 20, bidder=scene.fresh())
        scene.setting("judgesBids", True)
        setting(pairs=pairs, rate=1_000, seconds=0, first=1)
        scene.sold(W // 5, bidder=scene.fresh())
        # Those that are auctioned themselves, or whose prices are too old, are passed over.
        scene.set("feed.heartbeat", feed="stable", value=1)
        scene.bid(W // 20, bidder=scene.fresh())
        scene.set("feed.heartbeat", feed="stable", value=2**40)
        scene.set("manager.feeRecipient", manager=STANDARD, account=scene.sides[0])
        ready = scene.fresh()
        scene.set("manager.adjustmentsPaused", "guardian", manager=PMRM, value=True)
        scene.bid(W // 20, bidder=ready)
        scene.set("manager.adjustmentsPaused", "guardian", manager=PMRM, value=False)
        scene.sold(W, bidder=scene.fresh())
        more = scene.again() if manager == "srm" else None
        if more:
            scene.fall(level - 560)
            scene.do("startAuction", caller="u9", account=more, scenarioId=DOWN)
            scene.warp(900)
            for part in (W // 3, W // 7):
                scene.bid(part, account=more, bidder=scene.fresh())
        return scene
    return made


def oracle(manager):
    def made():
        scene = Reduced(f"waterfall-oracle-{manager}", "liquidations that wait while prices are uncertain, and go on by time", manager)
        ask = scene.ask
        level = 1_560 if manager == "srm" else 1_700
        scene.setting("graduated", graduated(grace=0))
        scene.setting("oracle", ORACLE)
        scene.spot("eth", 2_000 * W)
        scene.fall(level)
        for op, more in (("startAuction", {"scenarioId": DOWN}), ("convertToInsolvent", {})):
            scene.refused("Waterfall_Paused", op, **ask, **more)
        scene.refused("EmptyRevert", "convertToInsolvent", caller="u9", account=999)
        scene.refused("DA_NotWhitelistedManager", "startAuction", caller="u9", account=999, scenarioId=0)
        scene.not_bid("Waterfall_Paused", W)
        scene.not_bid("DA_InvalidPercentage", 0)
        scene.not_bid("DA_NotWhitelistedManager", W, account=999)
        scene.not_reduced("Waterfall_Paused")
        scene.not_reduced("DA_SenderNotOwner", caller="stranger")
        # What only says something does not wait.
        scene.do("announce", **ask)
        scene.warp(59)
        scene.refused("Waterfall_Paused", "startAuction", **ask, scenarioId=DOWN)
        scene.warp(1)
        scene.start()
        # A mark that goes away, confidence that goes, prices that return; a bid, a scenario, an end.
        scene.perp_prices("eth", level * W * 107 // 100, bid=level * W, ask=level * W)
        scene.not_bid("Waterfall_Paused", W // 9)
        scene.add("updateScenarioId", **ask, scenarioId=8)
        scene.refused("Waterfall_Paused", "convertToInsolvent", **ask)
        scene.perp_prices("eth", level * W)
        scene.not_bid("Waterfall_Paused", W // 9)
        scene.warp(61)
        scene.bid(W // 30, bidder=scene.fresh())
        for confidence in (9 * W // 10, 9 * W // 10 - 1, W):
            scene.spot("eth", level * W, confidence)
            scene.bid(W // 30, bidder=scene.fresh())
        # However long prices are uncertain: as long a pause as may be, and as long without.
        for _ in range(12):
            scene.warp(41)
            scene.spot("eth", level * W, W // 2)
            scene.bid(W // 90, bidder=scene.fresh())
        # Prices in steps within the band, and a slow price that follows them.
        price = level
        for seconds, step in ((400, 90), (100, 90), (30, -160), (599, 40), (601, -170), (0, 1), (7, 300)):
            scene.warp(seconds)
            price -= step
            scene.spot("eth", price * W)
        # Other markets, other rules, and none.
        scene.spot("btc", 30_000 * W)
        scene.spot("btc", 50_000 * W)
        scene.perp_prices("btc", 49_000 * W)
        scene.setting("oracle", ORACLE | {"pause": 0, "longestPause": 0, "slowSeconds": 0, "band": 0, "divergence": 0})
        scene.spot("eth", (price + 1) * W)
        scene.bid(W // 90, bidder=scene.fresh())
        scene.setting("oracle", ORACLE | {"pause": 86_400, "longestPause": 86_400})
        scene.spot("eth", (price + 1) * W, 1)
        scene.not_bid("Waterfall_Paused", W // 9)
        scene.setting("oracle", None)
        scene.spot("eth", price * W, W // 3)
        scene.bid(W // 90, bidder=scene.fresh())
        scene.setting("oracle", ORACLE)
        scene.not_bid("Waterfall_Paused", W // 9)
        scene.set("perp.disable", asset="perp.btc")
        scene.perp_prices("btc", 9_000 * W)
        scene.fall(2_000)
        scene.add("terminateAuction", **ask)
        return scene
    return made


def withdrawals():
    scene = Reduced("waterfall-withdrawals", "withdrawals of cash within a limit of a window, by accounts and by the security module")
    take = {"caller": "u2", "account": scene.maker, "asset": "cash"}
    scene.setting("withdrawals", {"amount": 1_000 * W, "seconds": 3_600})
    scene.do("withdraw", **take, amount=900 * UNIT)
    scene.refused("Waterfall_WithdrawalLimit", "withdraw", **take, amount=100 * UNIT + 1)
    scene.refused("OwnableUnauthorizedAccount", "smWithdraw", caller="u1", amount=200 * UNIT)
    scene.refused("Waterfall_WithdrawalLimit", "smWithdraw", caller="owner", amount=200 * UNIT)
    scene.do("smWithdraw", caller="owner", amount=99 * UNIT)
    scene.do("withdraw", **take, amount=UNIT)
    scene.refused("Waterfall_WithdrawalLimit", "withdraw", **take, amount=1)
    scene.do("withdraw", **take, amount=0)
    scene.do("deposit", caller="u2", account=scene.maker, asset="base.eth", amount=W)
    scene.do("withdraw", caller="u2", account=scene.maker, asset="base.eth", amount=W)
    scene.do("warp", to=(scene.time // 3_600 + 1) * 3_600 - 1)
    scene.refused("Waterfall_WithdrawalLimit", "withdraw", **take, amount=1)
    scene.warp(1)
    scene.do("withdraw", **take, amount=1_000 * UNIT)
    scene.setting("withdrawals", {"amount": 5 * W, "seconds": 0})
    scene.refused("Waterfall_WithdrawalLimit", "withdraw", **take, amount=UNIT)
    scene.warp(1)
    scene.do("withdraw", **take, amount=5 * UNIT)
    scene.refused("Waterfall_WithdrawalLimit", "withdraw", **take, amount=1)
    scene.setting("withdrawals", None)
    scene.do("withdraw", **take, amount=7_000 * UNIT)
    scene.setting("withdrawals", {"amount": 2**256 - 1, "seconds": 1})
    scene.refused("ERC20InsufficientBalance", "withdraw", **take, amount=2 * 10**12)
    scene.do("withdraw", **take, amount=3)
    return scene


def interest():
    """How fast totals of assets may rise."""
    scene = Reduced("waterfall-interest", "totals of perps and options that may rise by so much in a window, under both managers")
    maker, other = scene.maker, scene.other
    limit = {"seconds": 3_600, "assets": [{"asset": "option.eth", "growth": 5 * W}, {"asset": "perp.eth", "growth": 20 * W}]}
    scene.refuse("OwnableUnauthorizedAccount", "liquidation.interest", "u1", value=limit)
    for beyond in (
            limit | {"seconds": 2_592_001}, limit | {"assets": [{"asset": "base.eth", "growth": W}]},
            limit | {"assets": [{"asset": "cash", "growth": W}]}):
        scene.refuse("Waterfall_InvalidSetting", "liquidation.interest", value=beyond)
    scene.setting("interest", limit)

    def trade(a, b, what, amount):
        return scene.add("submitTransfers", caller="exchange", transfers=[transfer(a, b, what, amount)])

    for amount in (8 * W, W, W, 2 * W, -3 * W, 3 * W, 1, -9 * W, 9 * W):
        trade(maker, other, "perp.eth", amount)
    for amount in (2 * W, W // 2, W, W // 2, 3 * W):
        trade(maker, other, call(2_500), amount)
        trade(maker, scene.debtor, put(1_600), amount // 4)
    scene.do("warp", to=(scene.time // 3_600 + 1) * 3_600 - 1)
    trade(maker, other, "perp.eth", 2 * W)
    scene.warp(1)
    for amount in (2 * W, 18 * W, 19 * W):
        trade(maker, other, "perp.eth", amount)
    scene.add("changeManager", caller="u4", account=other, manager=STANDARD)
    scene.warp(3_600)
    scene.add("changeManager", caller="u4", account=other, manager=PMRM)
    scene.set("asset.cap", asset="perp.eth", manager=STANDARD, value=0)
    trade(maker, scene.debtor, "perp.eth", -W)
    trade(maker, scene.debtor, "perp.eth", W)
    scene.set("asset.cap", asset="perp.eth", manager=STANDARD, value=10**30)
    scene.setting("interest", {"seconds": 0, "assets": [{"asset": "perp.eth", "growth": 0}]})
    trade(maker, scene.debtor, "perp.eth", W)
    trade(scene.debtor, maker, "perp.eth", W)
    scene.warp(1)
    trade(maker, scene.debtor, "perp.eth", W // 9)
    scene.setting("interest", None)
    trade(maker, scene.debtor, "perp.eth", W // 9)
    # Where nothing was kept it begins with the total before the trade; what a keeper takes over counts as well.
    scene.setting("interest", limit | {"assets": [{"asset": "perp.eth", "growth": W // 2}, {"asset": "perp.btc", "growth": 2**256 - 1}]})
    scene.setting("graduated", graduated())
    scene.sink(further=20, expected=False)
    scene.reduce()
    return scene


SCENES = (
    fund("srm", 1_400), fund("pmrm", 1_350), debts,
    *(taken(manager, rule, level, pairs) for manager, level in (("srm", 1_400), ("pmrm", 1_350))
      for rule, pairs in (("queue", True), ("proRata", False), ("least", True))),
    oracle("srm"), oracle("pmrm"), withdrawals, interest,
)
