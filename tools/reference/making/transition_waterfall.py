"""Traces about what comes before an auction: settings, announcing, reducing, and bids that are judged."""

import pickle

from ..arithmetic import umul
from ..clearing.model_portfolio import portfolio_margins
from ..clearing.operations import run
from ..clearing.reduced_account import levels_of
from ..clearing.state import STANDARD as STANDARD_MODEL
from .dice import W
from .transition_auctions import PMRM, UNIT, Sale
from .transition_scene import DAY, NEAR, call, put, scenarios, spelled, transfer

GRACE, VALIDITY = 600, 7_200  # seconds
RULES = {
    "buffer": 150 * W // 1_000, "steps": {"option": W // 100, "perp": W // 1_000, "collateral": W // 100},
    "least": {"option": 0, "perp": 0, "collateral": 0}, "hedgesWithPerp": True, "keepsPairs": True,
    "penalty": {
        "maximumRate": W // 25, "fullDepth": W // 2, "initialShare": W // 4, "rampSeconds": 1_000, "equityShare": W // 2},
}


def graduated(grace=GRACE, validity=VALIDITY, penalty=None, **rules):
    """The setting `liquidation.graduated`, with other members of its rules or of their penalty."""
    made = RULES | rules
    made["penalty"] = RULES["penalty"] | (penalty or {})
    return {"rules": made, "grace": grace, "validity": validity}


class Reduced(Sale):
    """A sale with the calls that come before an auction."""

    def setting(self, name, value):
        return self.set(f"liquidation.{name}", value=value)

    @property
    def ask(self):
        return {"caller": "stranger", "account": self.debtor}

    def levels_at(self, price, account):
        """What the levels of an account would be at a price."""
        state = pickle.loads(pickle.dumps(self.state))
        for step in price_steps(price):
            run(state, spelled(step))
        return levels_of(state, account)

    def sink(self, account=None, further=3, down=True, expected=True):
        """The first price at which an account is below maintenance margin, and some dollars further."""
        account = self.debtor if account is None else account
        price = self.state.feeds.readings["eth.spot", None].price // W
        while self.levels_at(price, account)[1] >= 0:
            price += -5 if down else 5
            if not 100 < price < 9_000:
                assert not expected, (self.name, account)
                return False
        price += -further if down else further
        self.fall(price)
        return True

    def just_enough(self, part):
        """A bidder that holds what a bid for a part asks for, and no more."""
        view = self.trace.now["auctionViews"][str(self.debtor)]
        price, with_buffer, maintenance = (int(view[name]) for name in ("bidPrice", "bm", "mm"))
        if price > 0:
            reserved = int(self.trace.now["auctions"][str(self.debtor)]["reservedCash"])
            needed = umul(price, part) + umul(abs(with_buffer - reserved), part)
        else:
            needed = umul(-maintenance, part) - umul(-price, part)
        name = "pmrm" if self.manager == PMRM else "srm"
        return self.account("u3", name, max(needed // 10**12 + 1, 1), trading=False)

    def reduce(self, steps=0, part=W, least=0, keeper=None, caller="u3", account=None, trade=0):
        return self.add(
            "reduce", caller=caller, account=self.debtor if account is None else account,
            keeper=self.bidder if keeper is None else keeper, steps=steps, part=part, leastDiscount=least,
            expectedLastTradeId=trade)

    def reduced(self, **arguments):
        result = self.reduce(**arguments)
        assert result.get("ok"), (self.name, len(self.steps), arguments, result)
        return result

    def not_reduced(self, name, **arguments):
        result = self.reduce(**arguments)
        assert result == {"revert": name}, (self.name, len(self.steps), arguments, result, name)


def price_steps(price):
    """What `fall` does."""
    price *= W
    yield {"op": "setSpot", "market": "eth", "price": price, "confidence": W}
    yield {"op": "setPerpPrices", "market": "eth", "mark": price, "markConfidence": W, "bid": price, "ask": price}
    yield {"op": "setForward", "market": "eth", "expiry": NEAR, "fixed": 0, "variable": price, "confidence": W}


def settings():
    scene = Reduced("waterfall-settings", "settings of the waterfall at their bounds and past them, by the owner and by others")
    invalid = "Waterfall_InvalidSetting"

    def case(name, fine, *beyond):
        scene.refuse("OwnableUnauthorizedAccount", f"liquidation.{name}", "u1", value=fine)
        scene.setting(name, fine)
        for value in beyond:
            scene.refuse(invalid, f"liquidation.{name}", value=value)

    most = {"maximumRate": W // 10, "fullDepth": W, "initialShare": W, "rampSeconds": 2_592_000, "equityShare": W}
    case(
        "graduated", graduated(86_400, 2_592_000, most, buffer=4 * W), graduated(86_401, 2_592_000),
        graduated(86_400, 89_999), graduated(0, 3_599), graduated(0, 2_592_001), graduated(buffer=4 * W + 1),
        *(graduated(penalty={name: value + 1}) for name, value in most.items()))
    scene.setting("graduated", graduated(0, 3_600, {"rampSeconds": 0}, buffer=0))
    scene.refuse("OwnableUnauthorizedAccount", "liquidation.judgesBids", "guardian", value=True)
    fund = {"moment": 2**256 - 1, "window": 0, "seconds": 2_592_000, "markets": [{"market": "btc", "cap": 5}]}
    case("fund", fund, fund | {"seconds": 2_592_001})
    rule = {"rule": "queue", "keepsPairs": True, "largestRate": W, "socialisedFirst": 2**256 - 1, "seconds": 2_592_000}
    case("deleveraging", rule, rule | {"largestRate": W + 1}, rule | {"seconds": 2_592_001})
    oracle = {
        "leastConfidence": W, "divergence": 2**256 - 1, "band": 2**256 - 1, "slowSeconds": 2_592_000, "pause": 86_400,
        "longestPause": 86_400}
    case(
        "oracle", oracle, oracle | {"leastConfidence": W + 1}, oracle | {"longestPause": 86_399},
        oracle | {"pause": 0, "longestPause": 86_401}, oracle | {"slowSeconds": 2_592_001})
    case("withdrawals", {"amount": 2**256 - 1, "seconds": 2_592_000}, {"amount": 0, "seconds": 2_592_001})
    # Parts beyond all sums, and prices that say nothing.
    scene.fall(1_900)
    scene.perp_prices("eth", 2**240)
    scene.perp_prices("eth", 1_900 * W)
    scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=UNIT)
    for name in ("graduated", "fund", "deleveraging", "oracle", "withdrawals"):
        scene.setting(name, None)
    scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=UNIT)
    return scene


def announcing(manager, levels):
    """`levels` are prices: well above maintenance, below it, and worth less than nothing."""
    above, below, nothing = levels

    def made():
        scene = Reduced(f"waterfall-announcing-{manager}", "announcements that count, end, are withdrawn, and auctions that wait", manager)
        ask, debtor = scene.ask, scene.debtor
        scene.refused("Waterfall_NotGraduated", "announce", **ask)
        scene.not_reduced("Waterfall_NotGraduated", account=999)
        scene.refused("Waterfall_NotAnnounced", "withdrawAnnouncement", **ask)
        scene.setting("graduated", graduated())
        scene.refused("DA_NotWhitelistedManager", "announce", caller="stranger", account=999)
        scene.set("auction.whitelistManager", manager=scene.manager, value=False)
        scene.refused("DA_NotWhitelistedManager", "announce", **ask)
        scene.not_reduced("DA_NotWhitelistedManager")
        scene.set("auction.whitelistManager", manager=scene.manager, value=True)
        scene.refused("DA_AccountIsAboveMaintenanceMargin", "announce", **ask)
        scene.refused("Waterfall_NotAnnounced", "withdrawAnnouncement", **ask)
        scene.fall(below)
        scene.refused("Waterfall_ReductionComesFirst", "startAuction", **ask, scenarioId=6)
        scene.do("announce", **ask)
        scene.refused("Waterfall_AlreadyAnnounced", "announce", **ask)
        scene.refused("Waterfall_BelowMaintenanceMargin", "withdrawAnnouncement", **ask)
        scene.warp(GRACE - 1)
        scene.refused("Waterfall_ReductionComesFirst", "startAuction", **ask, scenarioId=6)
        # Where the settings are gone nothing waits; the announcement stays, and counts again with them.
        scene.setting("graduated", None)
        scene.refused("Waterfall_NotGraduated", "announce", **ask)
        scene.setting("graduated", graduated())
        scene.refused("Waterfall_AlreadyAnnounced", "announce", **ask)
        scene.warp(VALIDITY - GRACE)
        scene.refused("Waterfall_AlreadyAnnounced", "announce", **ask)
        scene.warp(1)
        # It counts no more: the grace begins anew.
        scene.refused("Waterfall_ReductionComesFirst", "startAuction", **ask, scenarioId=6)
        scene.do("announce", **ask)
        scene.fall(above)
        scene.do("withdrawAnnouncement", **ask)
        scene.refused("Waterfall_NotAnnounced", "withdrawAnnouncement", **ask)
        scene.fall(below)
        scene.do("announce", **ask)
        scene.warp(VALIDITY + 5)
        scene.fall(above)
        scene.do("withdrawAnnouncement", **ask)
        scene.fall(below)
        scene.do("announce", **ask)
        scene.warp(GRACE)
        scene.start()
        scene.refused("BM_AccountUnderLiquidation", "announce", **ask)
        scene.not_reduced("BM_AccountUnderLiquidation")
        scene.refused("Waterfall_BelowMaintenanceMargin", "withdrawAnnouncement", **ask)
        scene.fall(2_000)
        scene.do("terminateAuction", **ask)
        scene.do("withdrawAnnouncement", **ask)
        scene.not_reduced("DA_AccountIsAboveMaintenanceMargin")
        # What is worth nothing is auctioned at once, and cannot be brought back.
        scene.fall(nothing)
        scene.not_reduced("Waterfall_Unreachable")
        scene.do("announce", **ask)
        scene.not_reduced("Waterfall_Unreachable", steps=1)
        scene.start()
        fresh = scene.fresh()
        scene.sold(W, bidder=fresh)
        scene.do("withdrawAnnouncement", **ask)
        # An account that is auctioned takes nothing over, and one that is not there is not looked for.
        scene.fall(2_000)
        other = scene.account("u1", manager, 4_000 * UNIT)
        scene.trade(transfer(scene.maker, other, "perp.eth", 8 * W))
        scene.fall(nothing)
        scene.do("startAuction", caller="u9", account=other, scenarioId=6)
        scene.not_reduced("BM_AccountUnderLiquidation", account=fresh, keeper=other, caller="u1")
        scene.refused("Waterfall_NotAnnounced", "withdrawAnnouncement", caller="u9", account=999)
        return scene
    return made


def reducing(manager):
    def made():
        scene = Reduced(f"waterfall-reducing-{manager}", "accounts reduced step by step, by keepers of every kind", manager)
        debtor, ask = scene.debtor, scene.ask
        scene.setting("graduated", graduated())
        scene.do("deposit", caller="u1", account=debtor, asset="base.eth", amount=W // 10)
        scene.sink(further=30)
        scene.not_reduced("Waterfall_KeeperIsAccount", keeper=debtor, caller="u1")
        for keeper in (scene.other, 999, 0):
            scene.not_reduced("DA_CannotBidWithDifferentManager", keeper=keeper)
        scene.not_reduced("DA_SenderNotOwner", caller="stranger")
        # A reduction of an account that somebody traded with meanwhile.
        last = scene.state.accounts[debtor].last_trade
        for trade in (last + 1, last - 1, 2**256 - 1):
            scene.not_reduced("DA_InvalidLastTradeId", trade=trade)
            scene.not_reduced("DA_InvalidLastTradeId", trade=trade, keeper=debtor)
        scene.not_reduced("DA_InvalidLastTradeId", trade=1, account=999)
        scene.not_reduced("DA_NotWhitelistedManager", account=999)
        scene.not_reduced("Waterfall_DiscountTooSmall", least=10**30, trade=last)
        poor = scene.account("u7", manager)
        below = "PMRM_2_InsufficientMargin" if manager == "pmrm" else "SRM_PortfolioBelowMargin"
        scene.not_reduced(below, keeper=poor, caller="u7")
        scene.not_reduced("Waterfall_DiscountTooSmall", least=10**30)
        for part in (0, 1, W + 1, 2**256 - 1):
            scene.not_reduced("Waterfall_InvalidPart", part=part)
        scene.not_reduced("Waterfall_DiscountTooSmall", part=W // 2, least=10**30)
        scene.do("announce", **ask)
        for seconds in (1, 299, 700):
            scene.warp(seconds)
            scene.do("settlePerps", **ask)
            scene.not_reduced("Waterfall_DiscountTooSmall", least=10**24)
        scene.reduced(part=W // 3)
        scene.reduce(part=W - 1, steps=1)
        scene.reduce(steps=1, keeper=scene.fresh())
        scene.reduce(steps=2**64 - 1)
        scene.add("withdrawAnnouncement", **ask)
        # Again, of what is left, by rules of every kind.
        for count, rules in enumerate((
                {"hedgesWithPerp": False}, {"keepsPairs": False}, {"buffer": 0},
                {"least": {"option": W // 2, "perp": 2 * W, "collateral": W}},
                {"steps": {"option": W // 5, "perp": W // 7, "collateral": W}}, {"penalty": {"maximumRate": 0}},
                {"penalty": {"maximumRate": W // 10, "fullDepth": 0, "rampSeconds": 0}},
                {"penalty": {"equityShare": 0}}, {"buffer": 4 * W})):
            scene.setting("graduated", graduated(**rules))
            scene.sink(further=1 + 5 * (count % 3), expected=False)
            scene.warp(40)
            scene.add("announce", **ask)
            scene.warp(90 * count)
            scene.reduce(steps=count % 2, part=(W, 77 * W // 100, W // 64)[count % 3])
            scene.reduce(keeper=scene.fresh())
        return scene
    return made


def dusty():
    """Parts of plans that take legs whole."""
    scene = Reduced("waterfall-parts-without-dust", "parts of reductions that would leave less of a leg than the least size")
    debtor = scene.account("u5", "srm", 240 * UNIT)
    scene.trade(transfer(scene.maker, debtor, "perp.eth", 11 * W // 10))
    scene.sink(debtor, further=0)
    scene.setting("graduated", graduated(least={"option": W // 5, "perp": W, "collateral": 0}))
    held = lambda: scene.state.accounts[debtor].balance(("perp.eth", 0))  # noqa: E731
    scene.not_reduced("Waterfall_InvalidPart", account=debtor, part=W // 2_000)
    # 95 parts of a hundred of 1.1 would leave 0.055: only 0.1 is moved, and then nothing but all of it.
    scene.reduced(account=debtor, part=95 * W // 100)
    assert held() == W
    scene.sink(debtor, further=0)
    for part in (W // 2, W - 1, W // 100):
        scene.not_reduced("Waterfall_InvalidPart", account=debtor, part=part)
    # A least size above what is held, and one that the step does not divide.
    scene.setting("graduated", graduated(least={"option": 0, "perp": 3 * W, "collateral": 0}))
    scene.not_reduced("Waterfall_InvalidPart", account=debtor, part=W // 2)
    scene.setting("graduated", graduated(
        least={"option": 0, "perp": 9 * W // 10, "collateral": 0},
        steps={"option": W // 100, "perp": 3 * W // 100, "collateral": 0}))
    scene.reduced(account=debtor, part=W - 1)
    assert held() == 91 * W // 100
    scene.sink(debtor, further=0)
    scene.not_reduced("Waterfall_InvalidPart", account=debtor, part=W - 1)
    scene.reduced(account=debtor)
    assert held() == 0
    # Of legs together: one is moved, the other is not.
    debtor = scene.account("u6", "srm", 700 * UNIT)
    scene.spot("eth", 2_000 * W)
    scene.fall(2_000)
    scene.trade(transfer(scene.maker, debtor, "perp.eth", 2 * W), transfer(debtor, scene.maker, call(2_400), W))
    for options, perps in ((W, W // 10), (W // 10, 2 * W), (9 * W // 10, 19 * W // 10)):
        scene.setting("graduated", graduated(least={"option": options, "perp": perps, "collateral": 0}, buffer=4 * W))
        scene.sink(debtor, further=10, expected=False)
        for part in (W - 1, 2 * W // 3):
            scene.reduce(account=debtor, part=part)
    scene.reduce(account=debtor)
    return scene


def keepers():
    scene = Reduced("waterfall-keepers", "what a keeper is judged by: caps, size, borrowing, isolation, pauses")
    scene.setting("graduated", graduated(grace=0))
    # Long options of another account, which a keeper pays for.
    holder = scene.account("u5", "srm", 2_000 * UNIT)
    scene.trade(transfer(scene.maker, holder, put(2_100), 4 * W), transfer(scene.maker, holder, "perp.eth", 4 * W))
    broke = scene.account("u6")
    scene.do("deposit", caller="u6", account=broke, asset="base.eth", amount=40 * W)
    scene.sink(holder)
    scene.set("srm.borrowingEnabled", value=False)
    scene.reduce(account=holder, keeper=broke, caller="u6")
    scene.set("srm.borrowingEnabled", value=True)
    scene.reduce(account=holder, keeper=broke, caller="u6")
    scene.sink()
    scene.set("manager.isolated", manager="manager.srm", value=True)
    for keeper, caller in ((broke, "u6"), (scene.bidder, "u3")):
        scene.reduce(keeper=keeper, caller=caller)
    scene.set("manager.isolated", manager="manager.srm", value=False)
    scene.set("manager.adjustmentsPaused", "guardian", manager="manager.srm", value=True)
    scene.set("manager.trustedRiskAssessor", manager="manager.srm", who="u3", value=True)
    scene.sink(further=20)
    scene.reduced(steps=1)
    scene.set("manager.adjustmentsPaused", "guardian", manager="manager.srm", value=False)
    scene.set("manager.trustedRiskAssessor", manager="manager.srm", who="u3", value=False)
    # A keeper whose account is full.
    scene.set("manager.maxAccountSize", manager="manager.srm", value=8)
    full = scene.account("u7", "srm", 60_000 * UNIT)
    other = scene.account("u8", "srm", 60_000 * UNIT)
    for strike in range(2_600, 3_300, 100):
        scene.trade(transfer(full, other, call(strike), W // 10), transfer(other, full, "cash", W))
    scene.sink(further=20, expected=False)
    scene.not_reduced("SRM_TooManyAssets", keeper=full, caller="u7")
    for asset in ("option.eth", "perp.eth"):
        scene.set("asset.cap", asset=asset, manager="manager.srm", value=0)
    scene.reduce()
    for asset in ("option.eth", "perp.eth"):
        scene.set("asset.cap", asset=asset, manager="manager.srm", value=10**30)
    scene.reduced()
    return scene


def hedged():
    """Options that are hedged with the perp: what opens a position grows totals, and caps refuse it."""
    scene = Reduced("waterfall-hedges", "accounts of options reduced by hedging them with the perp, and caps of it", "pmrm")
    debtor = scene.account("u5", "pmrm", 3_000 * UNIT)
    moves = ((1_100, "None", 1_000), (900, "None", 1_000), (1_000, "None", 1_000))
    scene.set("pmrm.scenarios", scenarios=scenarios(moves))
    scene.set("pmrm.other", **scene.config["pmrm"]["other"] | {"MMPerpPercent": "0", "IMPerpPercent": "0"})
    scene.setting("graduated", graduated(keepsPairs=False))
    scene.trade(transfer(debtor, scene.maker, call(2_300), 40 * W), transfer(scene.maker, debtor, "cash", 40 * W))
    for further in (1, 20, 50):
        if not scene.sink(debtor, further, down=False, expected=False):
            scene.fall(1_700)
        scene.set("asset.cap", asset="perp.eth", manager=PMRM, value=0)
        scene.add("announce", caller="u9", account=debtor)
        scene.reduce(account=debtor)
        scene.set("asset.cap", asset="perp.eth", manager=PMRM, value=10**30)
        scene.warp(400)
        scene.reduce(account=debtor, keeper=scene.fresh())
    scene.set("perp.disable", asset="perp.eth")
    scene.sink(debtor, down=False, expected=False)
    scene.reduce(account=debtor)
    scene.add("announce", caller="u9", account=debtor)
    scene.add("settlePerps", caller="u9", account=debtor)
    scene.reduce(account=debtor)
    return scene


def judged(manager, levels):
    solvent, insolvent = levels

    def made():
        scene = Reduced(f"waterfall-judged-bids-{manager}", "bidders who would be left below initial margin, and parts that help nobody", manager)
        below = "PMRM_2_InsufficientMargin" if manager == "pmrm" else "SRM_PortfolioBelowMargin"
        name = "pmrm" if manager == "pmrm" else "srm"
        ask = scene.ask
        scene.setting("judgesBids", True)
        scene.fall(solvent)
        scene.start()
        for part in (W // 9, W // 20):
            scene.not_bid(below, part, bidder=scene.just_enough(part))
        for part in (*range(1, 12), 10**6 + 7, 10**12 + 1):
            scene.bid(part, bidder=scene.account("u3", name, 9 * UNIT, trading=False))
        scene.sold(W // 10, bidder=scene.fresh())
        scene.not_bid("DA_PriceLimitExceeded", W // 10, bidder=scene.fresh(), limit=1)
        scene.setting("judgesBids", False)
        scene.sold(W // 20, bidder=scene.just_enough(W // 20))
        scene.setting("judgesBids", True)
        scene.fall(2_200)
        scene.add("terminateAuction", **ask)
        scene.fall(insolvent)
        scene.start()
        for part in (W, W // 2, W // 7):
            scene.not_bid(below, part, bidder=scene.just_enough(part))
            scene.warp(60)
        for part in (*range(1, 12), 10**6 + 7):
            scene.bid(part, bidder=scene.account("u3", name, 9 * UNIT, trading=False))
        scene.bid(W // 3, bidder=scene.fresh())
        scene.warp(DAY)
        scene.bid(W, bidder=scene.fresh())
        return scene
    return made


def worst_of(state, account):
    """The scenario in which an account of the portfolio model is worst."""
    manager = state.managers[state.accounts[account].manager]
    if manager.model == STANDARD_MODEL:
        return 0
    worst = portfolio_margins(state, manager, state.accounts[account]).worstScenarioMaintenance
    return worst if worst < len(manager.scenarios) else 0


def lowering(manager):
    """Parts of which a part is lost to truncation: what is given up without what stands against it lowers a margin."""
    def made():
        scene = Reduced(
            f"waterfall-lowering-{manager}", "bids and parts of reductions that would lower a margin by what they leave out",
            manager)
        scene.setting("judgesBids", True)
        # Less than a contract: of a part of 10^-18 cash moves, and nothing of the option.
        short = scene.account("u5", manager, 900 * UNIT)
        scene.trade(transfer(short, scene.maker, call(2_000), 9 * W // 10), transfer(scene.maker, short, "cash", 60 * W))
        scene.sink(short, down=False)
        scene.do("startAuction", caller="u9", account=short, scenarioId=worst_of(scene.state, short))
        scene.not_bid("Waterfall_LowersMargin", 1, account=short, bidder=scene.fresh())
        scene.bid(W, account=short, bidder=scene.fresh())
        if manager == "pmrm":
            scene.fall(2_000)
            rules = {"steps": RULES["steps"] | {"option": W}, "buffer": 0, "hedgesWithPerp": False}
            scene.setting("graduated", graduated(grace=0, **rules))
            hedged = scene.account("u6", manager, 6_000 * UNIT)
            scene.trade(
                transfer(hedged, scene.maker, call(2_000), 12 * W),
                transfer(scene.maker, hedged, "perp.eth", 10 * W))
            scene.sink(hedged, 450, down=False)
            # A tenth of the calls is less than one contract, and a tenth of the perps is not.
            scene.not_reduced("Waterfall_LowersMargin", account=hedged, part=W // 10, steps=1)
            scene.reduced(account=hedged)
        return scene
    return made


SCENES = (
    settings, announcing("srm", (1_900, 1_600, 1_300)), announcing("pmrm", (1_900, 1_720, 1_300)),
    reducing("srm"), reducing("pmrm"), dusty, keepers, hedged, judged("srm", (1_560, 1_400)),
    judged("pmrm", (1_700, 1_350)), lowering("srm"), lowering("pmrm"),
)
