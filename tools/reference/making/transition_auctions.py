"""Traces about auctions: solvent and insolvent ones, every border of time, every refusal, who pays."""

from .dice import W
from .transition_scene import NEAR, Scene, call, put, transfer, venue

UNIT = 10**6  # of the cash token
STANDARD, PMRM = "manager.srm", "manager.pmrm.eth"
FAST, SLOW, LENGTH = 900, 43_200, 3_600  # seconds, as in the venue of the scenes
DOWN = 6  # the scenario in which the underlying falls by 15% and volatility grows


class Sale(Scene):
    """A scene with an account of either manager whose perps and options went wrong."""

    def __init__(self, name, description, manager="srm", config=None):
        super().__init__(name, description, config)
        self.prices()
        self.manager = PMRM if manager == "pmrm" else STANDARD
        self.debtor = self.account("u1", manager, 4_000 * UNIT)
        self.maker = self.account("u2", "srm", 900_000 * UNIT)
        self.bidder = self.account("u3", manager, 60_000 * UNIT)
        self.other = self.account("u4", "srm" if manager == "pmrm" else "pmrm", 60_000 * UNIT)
        self.do("smDonate", caller="u9", amount=500 * UNIT)
        self.trade(
            transfer(self.maker, self.debtor, "perp.eth", 8 * W), transfer(self.debtor, self.maker, call(2_400), W),
            transfer(self.maker, self.debtor, put(1_500), W // 2))

    def fall(self, price):
        self.spot("eth", price * W)
        self.perp_prices("eth", price * W)
        self.expiry("eth", NEAR, price * W)

    def fresh(self):
        """A bidder with cash and nothing else."""
        return self.account("u3", "pmrm" if self.manager == PMRM else "srm", 90_000 * UNIT, trading=False)

    def start(self, scenario=DOWN):
        return self.do("startAuction", caller="stranger", account=self.debtor, scenarioId=scenario)

    def bid(self, percent, limit=0, trade=0, bidder=None, caller="u3", account=None):
        return self.add(
            "bid", caller=caller, account=self.debtor if account is None else account,
            bidder=self.bidder if bidder is None else bidder, percent=percent, priceLimit=limit,
            expectedLastTradeId=trade)

    def not_bid(self, name, percent, **arguments):
        result = self.bid(percent, **arguments)
        assert result == {"revert": name}, (self.name, len(self.steps), percent, arguments, result, name)

    def sold(self, percent, **arguments):
        result = self.bid(percent, **arguments)
        assert result.get("ok"), (self.name, len(self.steps), percent, arguments, result)
        return result


def solvent(manager, level):
    """`level` is a price at which the account is below maintenance and worth more than nothing."""
    def made():
        scene = Sale(f"auction-solvent-{manager}", "a solvent auction from its start to its end, and again", manager)
        debtor, other = scene.debtor, scene.other
        ask = {"caller": "stranger", "account": debtor}
        scene.refused("DA_AccountIsAboveMaintenanceMargin", "startAuction", **ask, scenarioId=DOWN)
        for op, name in (
                ("terminateAuction", "DA_NotOngoingAuction"), ("convertToInsolvent", "DA_AuctionNotStarted")):
            scene.refused(name, op, **ask)
            none = "EmptyRevert" if op == "convertToInsolvent" else name
            scene.refused(none, op, caller="stranger", account=999)
            scene.refused(none, op, caller="stranger", account=0)
        # A conversion reads the margins before it asks for an auction.
        scene.set("feed.heartbeat", feed="eth.spot", value=0)
        scene.warp(1)
        scene.refused("BLF_DataTooOld", "convertToInsolvent", **ask)
        scene.refused("DA_NotOngoingAuction", "terminateAuction", **ask)
        scene.set("feed.heartbeat", feed="eth.spot", value=2**40)
        scene.refused("DA_AuctionNotStarted", "updateScenarioId", **ask, scenarioId=0)
        scene.not_bid("DA_NotOngoingAuction", W)
        scene.fall(level)
        scene.refused("DA_NotWhitelistedManager", "startAuction", caller="u9", account=999, scenarioId=0)
        scene.set("auction.whitelistManager", manager=scene.manager, value=False)
        scene.refused("DA_NotWhitelistedManager", "startAuction", **ask, scenarioId=DOWN)
        scene.not_bid("DA_NotWhitelistedManager", W)
        scene.set("auction.whitelistManager", manager=scene.manager, value=True)
        for scenario in (12, 2**256 - 1):
            if manager == "pmrm":
                scene.refused("Panic(0x32)", "startAuction", **ask, scenarioId=scenario)
        scene.start()
        scene.refused("DA_AuctionAlreadyStarted", "startAuction", **ask, scenarioId=DOWN)
        bids_that_are_none(scene, debtor, other)
        scenario_changes(scene, ask, manager)
        while_open(scene, debtor)
        scene.sold(W // 100, bidder=scene.fresh())
        scene.sold(W // 50, limit=10**30, bidder=scene.fresh())
        for passed in (1, FAST - 1, FAST, FAST + 1, FAST + SLOW // 2 + 11, FAST + SLOW - 1):
            scene.do("warp", to=scene.state.auctions[debtor].start + passed)
            scene.bid(W // 90, bidder=scene.fresh())
        scene.refused("DA_OngoingSolventAuction", "convertToInsolvent", **ask)
        scene.do("warp", to=scene.state.auctions[debtor].start + FAST + SLOW)
        scene.not_bid("DA_SolventAuctionEnded", W, bidder=scene.fresh())
        scene.refused("DA_AuctionCannotTerminate", "terminateAuction", **ask)
        scene.do("convertToInsolvent", **ask)
        scene.refused("DA_AuctionAlreadyInInsolvencyMode", "convertToInsolvent", **ask)
        scene.set("feed.heartbeat", feed="eth.spot", value=0)
        scene.warp(1)
        scene.refused("BLF_DataTooOld", "convertToInsolvent", **ask)
        scene.set("feed.heartbeat", feed="eth.spot", value=2**40)
        scene.fall(2_300)
        scene.not_bid("DA_AuctionShouldBeTerminated", W)
        scene.do("terminateAuction", **ask)
        scene.refused("DA_NotOngoingAuction", "terminateAuction", **ask)
        # Converted once, it is insolvent until a new one starts.
        scene.refused("DA_AuctionAlreadyInInsolvencyMode", "convertToInsolvent", **ask)
        scene.fall(level)
        result = scene.add("startAuction", **ask, scenarioId=DOWN)
        if result.get("ok"):
            last = scene.fresh()
            scene.bid(W, bidder=last)
            scene.bid(W, bidder=last)
            scene.do("settlePerps", caller="u9", account=debtor)
        return scene
    return made


def bids_that_are_none(scene, debtor, other):
    for percent in (0, W + 1, 2**256 - 1):
        scene.not_bid("DA_InvalidPercentage", percent, trade=99, account=999)
    last = scene.state.accounts[debtor].last_trade
    scene.not_bid("DA_InvalidLastTradeId", W, trade=last + 1)
    scene.not_bid("DA_InvalidLastTradeId", W, trade=1, account=999)
    scene.not_bid("DA_NotWhitelistedManager", W, account=999)
    for bidder in (other, 999, 0):
        scene.not_bid("DA_CannotBidWithDifferentManager", W, bidder=bidder, trade=last)
    for caller in ("u9", "exchange"):
        scene.not_bid("DA_SenderNotOwner", W, caller=caller)
    fresh = scene.account("u3", "pmrm" if scene.manager == PMRM else "srm")
    scene.not_bid("DA_InvalidBidderPortfolio", W, bidder=fresh)
    scene.not_bid("DA_InvalidBidderPortfolio", W, bidder=debtor, caller="u1")
    scene.do("deposit", caller="u3", account=fresh, asset="base.eth", amount=W)
    scene.not_bid("DA_InvalidBidderPortfolio", W, bidder=fresh)
    scene.do("withdraw", caller="u3", account=fresh, asset="base.eth", amount=W)
    scene.do("deposit", caller="u3", account=fresh, asset="cash", amount=1)
    scene.not_bid("DA_InsufficientCash", W, bidder=fresh)
    for limit in (1, -1):
        scene.not_bid("DA_PriceLimitExceeded", W, limit=limit)
    # To the last digit: what it pays as its limit, and one less.
    before = scene.trace.state, scene.trace.now
    cost = int(probed(scene, W // 10)["cashFromBidder"])
    assert before[1] == scene.trace.now
    scene.not_bid("DA_PriceLimitExceeded", W // 10, limit=cost - 1)
    scene.sold(W // 10, limit=cost)
    scene.not_bid("DA_InvalidBidderPortfolio", W // 10)


def probed(scene, percent):
    """What a bid would answer; nothing of it stays."""
    import pickle

    trace = scene.trace
    state, told, now, revision = pickle.dumps(trace.state), pickle.dumps(trace.told), trace.now, trace.revision
    result = trace.step({
        "op": "bid", "caller": "u3", "account": scene.debtor, "bidder": scene.bidder, "percent": str(percent),
        "priceLimit": "0", "expectedLastTradeId": "0"})["result"]
    trace.state, trace.told, trace.now, trace.revision = pickle.loads(state), pickle.loads(told), now, revision
    return result


def scenario_changes(scene, ask, manager):
    scene.refused("DA_ScenarioIdNotWorse", "updateScenarioId", **ask, scenarioId=DOWN)
    for scenario in (4, 5, 8, 7, 6):
        scene.add("updateScenarioId", **ask, scenarioId=scenario)
    if manager == "pmrm":
        scene.refused("Panic(0x32)", "updateScenarioId", **ask, scenarioId=12)


def while_open(scene, debtor):
    name = "BM_AccountUnderLiquidation"
    scene.refused(name, "deposit", caller="u9", account=debtor, asset="cash", amount=1)
    scene.refused(name, "withdraw", caller="u1", account=debtor, asset="cash", amount=1)
    for transfers in (
            [transfer(scene.maker, debtor, "cash", W)], [transfer(debtor, scene.maker, "perp.eth", 1)],
            [transfer(debtor, scene.maker, call(2_400), 0)]):
        scene.refused(name, "submitTransfers", caller="exchange", transfers=transfers)
    for op, more in (
            ("settlePerps", {}), ("settleInterest", {}), ("settleOptions", {"asset": "option.eth"}),
            ("realizePerp", {"asset": "perp.eth"})):
        scene.do(op, caller="u9", account=debtor, **more)
    scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)


def insolvent(manager, level):
    """`level` is a price at which the account is worth less than nothing."""
    def made():
        scene = Sale(
            f"auction-insolvent-{manager}", "insolvent auctions: blocked withdrawals, bids, the security module, losses",
            manager)
        debtor, ask = scene.debtor, {"caller": "stranger", "account": scene.debtor}
        scene.fall(level)
        # Not blocked before it starts, blocked while the security module has less than the margin that is missing.
        scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)
        scene.start()
        missing = scene.state.insolvent_margin
        blocked = "CA_WithdrawBlockedByOngoingAuction"
        module = scene.state.accounts[2].balance(("cash", 0))
        gap = missing - module
        assert gap > 0, gap
        scene.refused(blocked, "withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)
        scene.refused("CA_OnlyAccountOwner", "withdraw", caller="u9", account=scene.maker, asset="cash", amount=1)
        scene.refused(blocked, "smWithdraw", caller="owner", amount=0)
        scene.do("deposit", caller="u2", account=scene.maker, asset="base.eth", amount=W)
        scene.do("withdraw", caller="u2", account=scene.maker, asset="base.eth", amount=W)
        for account in (0, 999):
            scene.set("auction.smAccount", account=account)
            scene.add("withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)
        scene.set("auction.smAccount", account=scene.maker)
        scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)
        scene.set("auction.smAccount", account=2)
        scene.do("smDonate", caller="u9", amount=gap // 10**12)
        scene.refused(blocked, "withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)
        scene.do("smDonate", caller="u9", amount=1)
        scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=1)
        scene.do("smWithdraw", caller="owner", amount=gap // 10**12 + 1)
        scene.refused("DA_AuctionAlreadyInInsolvencyMode", "convertToInsolvent", **ask)
        scene.refused("DA_AuctionCannotTerminate", "terminateAuction", **ask)
        scene.refused("DA_AuctionAlreadyStarted", "startAuction", **ask, scenarioId=DOWN)
        scene.set("sm.whitelistModule", value=False)
        scene.not_bid("SM_NotWhitelisted", W // 4)
        scene.set("sm.whitelistModule", value=True)
        scene.set("manager.adjustmentsPaused", "guardian", manager=STANDARD, value=True)
        scene.not_bid("BM_AdjustmentsPaused", W // 4)
        scene.set("manager.adjustmentsPaused", "guardian", manager=STANDARD, value=False)
        start = scene.state.auctions[debtor].start
        for passed, percent in ((0, W // 10), (1, 1), (LENGTH // 2, W // 3), (LENGTH - 1, W // 4), (LENGTH, W // 4)):
            scene.do("warp", to=start + passed)
            bidder = scene.fresh()
            payout = scene.sold(percent, bidder=bidder)["cashToBidder"]
            assert percent == 1 or int(payout) > 0 or passed == 0
            scene.do("disableWithdrawFee", caller="u9")
            scene.do("transferSmFees", caller="u9")
        losses(scene, manager, ask)
        return scene
    return made


def losses(scene, manager, ask):
    """The rest is socialised, the withdrawal fee is on, and it ends when tokens back the cash again."""
    bidder = scene.fresh()
    scene.not_bid("DA_PriceLimitExceeded", W, bidder=bidder, limit=-10**30)
    scene.sold(W, bidder=bidder, limit=10**30)
    scene.not_bid("DA_NotOngoingAuction", W, bidder=bidder)
    scene.refused("DA_NotOngoingAuction", "terminateAuction", **ask)
    for amount in (1, UNIT, 1_000 * UNIT + 1):
        scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=amount)
        scene.do("disableWithdrawFee", caller="u9")
    scene.warp(86_400)
    scene.do("transferSmFees", caller="u9")
    scene.do("payCashInsolvency", caller="u9")
    for amount in (W, 100_000 * W):
        scene.do("donateBalance", caller="u2", account=scene.maker, amount=amount)
        scene.do("disableWithdrawFee", caller="u9")
    scene.do("withdraw", caller="u2", account=scene.maker, asset="cash", amount=UNIT)
    scene.set("cash.smFee", value=W // 7)


def settings():
    scene = Sale("auction-settings", "settings of auctions at their ends: lengths of 0 and without end, cutoffs, fees, buffers")
    ask = {"caller": "stranger", "account": scene.debtor}
    auction = dict(scene.config["auction"])
    scene.fall(1_560)
    scene.set("auction.smAccount", account=0)
    scene.start()
    scene.set("auction.smAccount", account=2)
    # No sum of lengths; then one that only the start has no room for, which the price adds to it.
    for fast, slow, name in ((2**256 - 1, 1, "Panic(0x11)"), (2**256 - scene.time, 0, "")):
        scene.set("auction.params", **auction | {"fastAuctionLength": str(fast), "slowAuctionLength": str(slow)})
        scene.set("feed.heartbeat", feed="eth.mark", value=1)
        scene.warp(2)
        scene.refused(name or "BLF_DataTooOld", "terminateAuction", **ask)
        scene.refused("BLF_DataTooOld", "convertToInsolvent", **ask)
        scene.set("feed.heartbeat", feed="eth.mark", value=2**40)
        scene.refused(name or "DA_AuctionCannotTerminate", "terminateAuction", **ask)
        scene.refused("Panic(0x11)", "convertToInsolvent", **ask)
        scene.not_bid("Panic(0x11)", W // 1_000, bidder=scene.fresh())
    for change in (
            {"fastAuctionLength": "0"}, {"slowAuctionLength": "0"}, {"fastAuctionLength": "0", "slowAuctionLength": "0"},
            {"slowAuctionLength": str(2**256 - 1)}, {"startingMtMPercentage": "0", "fastAuctionCutoffPercentage": "0"},
            {"fastAuctionCutoffPercentage": "0"}, {"startingMtMPercentage": str(W), "fastAuctionCutoffPercentage": str(W)},
            {"bufferMarginPercentage": "0"}, {"bufferMarginPercentage": str(4 * W)}, {"bufferMarginPercentage": str(-W)},
            {"insolventAuctionLength": "0"}, {}):
        scene.set("auction.params", **auction | change)
        for seconds in (0, 7, 1_000):
            scene.warp(seconds)
            scene.add("convertToInsolvent", **ask) if "slowAuctionLength" in change and seconds == 7 else None
            scene.bid(W // 1_000, bidder=scene.fresh())
            scene.add("terminateAuction", **ask) if seconds == 1_000 else None
            scene.add("startAuction", **ask, scenarioId=0) if seconds == 1_000 else None
    for cutoff in (1_000 * W, 1, 0, -10**24):
        scene.set("auction.mtmCutoff", value=cutoff)
        scene.add("terminateAuction", **ask)
        scene.add("startAuction", **ask, scenarioId=0)
        scene.bid(W // 2, bidder=scene.fresh())
    return scene


def edges():
    scene = Sale(
        "auction-edges", "fees through the internal account, pauses, old feeds, reserved cash, marks below 0, odd bidders",
        "pmrm")
    debtor, ask = scene.debtor, {"caller": "stranger", "account": scene.debtor}
    fees_paid(scene, ask)
    # Reserved cash above the mark: no price, no conversion, but an end.
    for _ in range(3):
        most = int(scene.trace.now["auctionViews"][str(debtor)]["maxProportion"])
        scene.sold(most // 3, bidder=scene.fresh())
    scene.fall(1_500)
    scene.refused("DA_ReservedCashGreaterThanMtM", "convertToInsolvent", **ask)
    scene.bid(W, bidder=scene.fresh())
    scene.refused("DA_ScenarioIdNotWorse", "updateScenarioId", **ask, scenarioId=DOWN)
    scene.warp(FAST + SLOW)
    scene.set("feed.heartbeat", feed="eth.mark", value=60)
    for op in ("convertToInsolvent", "terminateAuction"):
        scene.refused("BLF_DataTooOld", op, **ask)
    scene.refused("BLF_DataTooOld", "updateScenarioId", **ask, scenarioId=0)
    scene.not_bid("BLF_DataTooOld", W)
    scene.refused("BLF_DataTooOld", "startAuction", **ask, scenarioId=0)
    scene.set("feed.heartbeat", feed="eth.mark", value=2**40)
    # After its time it can be converted; the reserve is forgotten.
    scene.do("convertToInsolvent", **ask)
    scene.refused("DA_AuctionAlreadyInInsolvencyMode", "convertToInsolvent", **ask)
    scene.sold(W // 2, bidder=scene.fresh())
    odd_bidders(scene)
    odd_accounts(scene)
    scene.sold(W, bidder=scene.fresh())
    scene.refused("DA_AccountIsAboveMaintenanceMargin", "startAuction", **ask, scenarioId=0)
    return scene


def fees_paid(scene, ask):
    """The security module's account is another manager's: a trade of the internal account pays it."""
    scene.fall(1_700)
    scene.set("manager.adjustmentsPaused", "guardian", manager=STANDARD, value=True)
    scene.refused("BM_AdjustmentsPaused", "startAuction", **ask, scenarioId=DOWN)
    scene.set("manager.adjustmentsPaused", "guardian", manager=STANDARD, value=False)
    scene.set("manager.adjustmentsPaused", "guardian", manager=PMRM, value=True)
    scene.refused("BM_AdjustmentsPaused", "startAuction", **ask, scenarioId=DOWN)
    scene.set("manager.adjustmentsPaused", "guardian", manager=PMRM, value=False)
    # The security module is paid, whichever account keeps withdrawals open.
    for account in (0, 999, 3, scene.debtor):
        scene.set("auction.smAccount", account=account)
        scene.start()
        scene.refused("DA_AuctionCannotTerminate", "terminateAuction", **ask)
        scene.fall(2_000)
        scene.do("terminateAuction", **ask)
        scene.fall(1_700)
    scene.set("auction.smAccount", account=2)
    auction = dict(scene.config["auction"])
    scene.set("auction.params", **auction | {"liquidatorFeeRate": "0"})
    scene.start()
    scene.fall(2_000)
    scene.do("terminateAuction", **ask)
    scene.fall(1_700)
    scene.set("auction.params", **auction)
    # The mark falls below 0 while the auction is solvent: it ends, and starts again.
    scene.start()
    scene.fall(1_400)
    for op in ("convertToInsolvent",):
        scene.refused("DA_ReservedCashGreaterThanMtM", op, **ask)
    scene.not_bid("DA_AuctionShouldBeTerminated", W)
    scene.do("terminateAuction", **ask)
    scene.start()
    scene.fall(1_700)
    scene.refused("DA_AuctionCannotTerminate", "terminateAuction", **ask)
    scene.fall(2_000)
    scene.do("terminateAuction", **ask)
    scene.fall(1_700)
    scene.start()


def odd_bidders(scene):
    debtor = scene.debtor
    scene.not_bid("DA_InvalidBidderPortfolio", W, bidder=debtor, caller="u1")
    poor = scene.account("u7", "pmrm", 1)
    scene.not_bid("DA_InsufficientCash", W // 2, bidder=poor, caller="u7")
    scene.bid(1, bidder=poor, caller="u7")
    scene.bid(2, bidder=poor, caller="u7")
    approved = scene.account("u8", "pmrm", 50_000 * UNIT)
    scene.not_bid("DA_SenderNotOwner", W // 2, bidder=approved, caller="exchange")
    auctioned = scene.account("u8", "pmrm", 50_000 * UNIT)
    last = scene.state.accounts[debtor].last_trade
    scene.bid(W // 9, bidder=auctioned, caller="u8", trade=last)
    scene.not_bid("DA_InvalidLastTradeId", W // 9, bidder=approved, caller="u8", trade=last)


def odd_accounts(scene):
    """An account in debt, and none, in place of the one whose cash keeps withdrawals open."""
    lender = scene.maker
    indebted = scene.account("u9")
    scene.do("deposit", caller="u9", account=indebted, asset="base.btc", amount=10**8)
    for account in (0, 999):
        scene.set("auction.smAccount", account=account)
        scene.add("withdraw", caller="u2", account=lender, asset="cash", amount=1)
    scene.set("auction.smAccount", account=0)
    scene.do("withdraw", caller="u9", account=indebted, asset="cash", amount=100 * UNIT)
    scene.set("auction.smAccount", account=indebted)
    scene.refused("SafeCastOverflowedIntToUint", "withdraw", caller="u2", account=lender, asset="cash", amount=1)
    scene.set("auction.smAccount", account=2)


def disabled_while_open():
    scene = Sale("auction-disabled-perp", "a perp disabled while an account that holds it is auctioned")
    ask = {"caller": "stranger", "account": scene.debtor}
    scene.fall(1_560)
    scene.start()
    scene.sold(W // 10, bidder=scene.fresh())
    scene.set("perp.disable", asset="perp.eth")
    scene.refused("BM_AccountUnderLiquidation", "settlePerps", **ask)
    scene.not_bid("BM_AccountUnderLiquidation", W // 10)
    scene.do("settlePerps", caller="u9", account=scene.maker)
    scene.refused("BM_AccountUnderLiquidation", "startAuction", **ask, scenarioId=0)
    scene.warp(FAST + SLOW)
    scene.add("terminateAuction", **ask)
    scene.add("convertToInsolvent", **ask)
    scene.fall(2_000)
    scene.add("terminateAuction", **ask)
    scene.add("settlePerps", **ask)
    return scene


def worth_nothing():
    """Mark to market of exactly 0, a wei above and below, with an auction open and without."""
    scene = Scene("auction-worth-nothing", "an account that is worth nothing to the last digit, auctioned")
    scene.prices()
    maker, debtor = scene.account("u2", cash=900_000 * UNIT), scene.account("u1", cash=300 * UNIT)
    bidder = scene.account("u3", cash=60_000 * UNIT)
    scene.trade(transfer(maker, debtor, "perp.eth", W))
    ask = {"caller": "stranger", "account": debtor}

    def value(wei):
        """Puts the mark where the account is worth so much."""
        cash = scene.state.accounts[debtor].balance(("cash", 0))
        scene.perp_prices("eth", scene.state.accounts[debtor].perps["perp.eth"].mark - cash + wei)

    def bids(name, percent=W):
        for part in (percent, 1):
            scene.refused(
                name, "bid", caller="u3", account=debtor, bidder=bidder, percent=part, priceLimit=0,
                expectedLastTradeId=0)

    value(W)
    scene.do("startAuction", **ask, scenarioId=0)
    value(0)
    bids("DA_AuctionShouldBeTerminated")
    scene.refused("DA_AccountIsAboveMaintenanceMargin", "startAuction", caller="u9", account=bidder, scenarioId=0)
    value(2)
    scene.refused("DA_OngoingSolventAuction", "convertToInsolvent", **ask)
    value(-1)
    bids("DA_AuctionShouldBeTerminated")
    scene.refused("DA_ReservedCashGreaterThanMtM", "convertToInsolvent", **ask)
    scene.do("terminateAuction", **ask)
    # Of an account worth nothing the auction is an insolvent one; a price that rounds to nothing makes it one.
    for start, end in ((0, None), (2, 1), (2, 0)):
        value(start)
        scene.do("startAuction", **ask, scenarioId=0)
        if end is not None:
            value(end)
            scene.do("convertToInsolvent", **ask)
        value(10_000 * W)
        scene.do("terminateAuction", **ask)
    value(0)
    scene.do("startAuction", **ask, scenarioId=0)
    bid = {"caller": "u3", "account": debtor, "expectedLastTradeId": 0}
    # Paid nothing at first: above a limit of less than nothing, and at one of nothing, which is none.
    scene.refused("DA_PriceLimitExceeded", "bid", **bid, bidder=bidder, percent=W, priceLimit=-1)
    scene.do("bid", **bid, bidder=scene.account("u3", cash=60_000 * UNIT), percent=1, priceLimit=0)
    scene.warp(LENGTH - 1)
    scene.do("bid", **bid, bidder=bidder, percent=W // 2, priceLimit=0)
    other = scene.account("u3", cash=60_000 * UNIT)
    scene.warp(1)
    least = int(scene.trace.now["auctionViews"][str(debtor)]["bidPrice"])
    for limit in (-10**30, least - 1):
        scene.refused("DA_PriceLimitExceeded", "bid", **bid, bidder=other, percent=W, priceLimit=limit)
    scene.do("bid", **bid, bidder=other, percent=W, priceLimit=least)
    # An account that holds nothing, and one that never did.
    empty = scene.account("u5")
    for account in (debtor, empty):
        scene.refused("DA_AccountIsAboveMaintenanceMargin", "startAuction", caller="u9", account=account, scenarioId=0)
    return scene


SCENES = (
    solvent("srm", 1_560), solvent("pmrm", 1_700), insolvent("srm", 1_400), insolvent("pmrm", 1_350), settings,
    edges, disabled_while_open, worth_nothing,
)
